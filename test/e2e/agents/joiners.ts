import assert from 'node:assert/strict';
import { agents } from '../../../demo/identities.ts';
import { decodeTextFrame } from '../../../src/wire/frame.ts';
import { joinAsTestAgent, type TestAgent } from '../../../src/testing/test-agent.ts';
import type { Stage } from '../../support/e2e.ts';
import { postJson } from '../../support/post-json.ts';
import { PAGE_KINDS, type WireTap } from '../../support/wire-tap.ts';

/** An agent without a browser, as a real relay and a real page have one. */
export interface Joiner extends TestAgent {
  readonly name: string;
  /** What the relay calls this member; frames are addressed to it. */
  readonly memberId: string;
}

const cookieOf = (number: number): string => `demo_agent=${String(number).padStart(12, '0')}`;

/** Joins the room as an agent of another name than those who are there. */
export function joinAsAnother(stage: Stage): Promise<Joiner> {
  const names = members(stage).map(({ identity }) => identity.name);
  let number = 0;
  while (names.includes(agents.read(cookieOf(number))!.name)) number += 1;
  return joinRoom(stage, number);
}

/** Joins the one room there is, as the agent of that number. */
export async function joinRoom(stage: Stage, number: number): Promise<Joiner> {
  const { roomId } = stage.demo.relay.rooms()[0]!;
  const cookie = cookieOf(number);
  const headers = { cookie, origin: stage.demo.url };
  const { body } = await postJson(`${stage.demo.url}/agent/connection-info`, { roomId }, headers);
  const { wssUrlOut, connectParam } = body['data'] as { wssUrlOut: string; connectParam: string };
  const agent = await joinAsTestAgent({ url: `${wssUrlOut}?connectParam=${encodeURIComponent(connectParam)}` });
  const member = members(stage).find(({ identity }) => identity.id === agents.read(cookie)!.id)!;
  // Not spread: what an agent has seen changes.
  return Object.assign(Object.create(agent) as TestAgent, { name: member.identity.name, memberId: member.memberId });
}

const members = (stage: Stage) => stage.demo.relay.rooms().flatMap(({ replayers }) => replayers);

/** Nothing of the page was addressed to that member, or to everybody. */
export function assertNothingFor(wire: WireTap, { memberId, events }: Joiner): void {
  const frames = wire.frames().filter(({ kind }) => PAGE_KINDS.has(kind));
  assert.deepEqual(frames.filter(({ to }) => to.length === 0 || to.includes(memberId)), []);
  assert.deepEqual(events, []);
}

/** rrweb's `FullSnapshot`. */
const FULL_SNAPSHOT = 2;

/** How many full snapshots the page has made. One that is sent to others again is the same: a place in an epoch tells. */
export function snapshots(wire: WireTap): number {
  const places = wire.frames().filter(({ kind }) => kind === 'events').flatMap(({ text }) => {
    const { header, payload } = decodeTextFrame(text);
    const events = JSON.parse(payload) as { type: number }[];
    return events.some(({ type }) => type === FULL_SNAPSHOT) ? [`${header.epoch} ${header.sequence}`] : [];
  });
  return new Set(places).size;
}
