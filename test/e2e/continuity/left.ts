import assert from 'node:assert/strict';
import { decodeTextFrame } from '../../../src/wire/frame.ts';
import { PAGE_KINDS, type TappedFrame, type WireTap } from '../../support/wire-tap.ts';

/** What pages sent that opened their sockets after there were `from`. */
export const leftSince = (wire: WireTap, from: number): TappedFrame[] => wire.frames().filter(({ socket }) => socket >= from);

const holdsPage = ({ kind }: TappedFrame): boolean => PAGE_KINDS.has(kind);

/** A page has spoken, to say that it is there and asks; nothing of what is on it was said, and none of these words. */
export function assertNothingLeft(wire: WireTap, from: number, ...words: string[]): void {
  const frames = leftSince(wire, from);
  assert.ok(frames.length > 0, 'the page has sent frames');
  assert.deepEqual(frames.filter(holdsPage), []);
  for (const word of words) assert.ok(!frames.some(({ text }) => text.includes(word)), word);
}

/** No page has even opened a socket. */
export function assertSilent(wire: WireTap, from: number): void {
  assert.equal(wire.sockets(), from);
  assert.deepEqual(leftSince(wire, from), []);
}

/** These words have left, and all that holds anything of a page was addressed to `member` and to nobody else. */
export function assertLeftTo(wire: WireTap, from: number, member: string, ...words: string[]): void {
  const frames = leftSince(wire, from).filter(holdsPage);
  for (const word of words) assert.ok(frames.some(({ text }) => text.includes(word)), `the agent was sent ${word}`);
  for (const { to } of frames) assert.deepEqual(to, [member]);
}

/** The member that content was last sent to. */
export function lastAddressee(wire: WireTap): string {
  const to = wire.frames().filter(holdsPage).at(-1)?.to ?? [];
  assert.equal(to.length, 1);
  return to[0]!;
}

/** Over every page's socket: whatever holds anything of the page went to members that had been told before of their admission. */
export function assertAdmittedFirst(wire: WireTap): void {
  const admitted = new Set<string>();
  for (const frame of wire.frames()) {
    const places = frame.to.map((member) => `${frame.socket} ${member}`);
    if (frame.kind === 'admission') {
      const { status } = JSON.parse(decodeTextFrame(frame.text).payload) as { status: string };
      for (const place of places) if (status === 'admitted') admitted.add(place);
      else admitted.delete(place);
    }
    if (!holdsPage(frame)) continue;
    assert.ok(places.length > 0, 'content is addressed');
    for (const place of places) assert.ok(admitted.has(place), `content for ${place}, who was not admitted`);
  }
}
