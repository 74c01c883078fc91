import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCobrowseError } from '../../../src/core/errors.ts';
import type { FrameKind } from '../../../src/wire/header.ts';
import { parsePayload } from '../../../src/wire/parse.ts';
import { GOLDEN } from '../../fixtures/frames/golden.ts';

const refuses = (kind: FrameKind, payload: string, path: RegExp): void => {
  assert.throws(
    () => parsePayload(kind, payload),
    (error) =>
      isCobrowseError(error) &&
      error.code === 'protocol/malformed-frame' &&
      error.message.startsWith(`Frame ${kind}: `) &&
      path.test(error.message),
  );
};

describe('payloads of strangers', () => {
  it('lose what is not part of their message', () => {
    const { message } = GOLDEN.grant;
    assert.deepEqual(parsePayload('grant', JSON.stringify({ ...message, more: 1, role: 'admin' })), message);
  });

  it('keep what only rrweb understands of an event', () => {
    const { message } = GOLDEN.events;
    assert.deepEqual(parsePayload('events', JSON.stringify(message)), message);
  });

  it('cannot reach a prototype', () => {
    const parsed = parsePayload('state', '{"state":"active","__proto__":{"polluted":true},"constructor":{}}');
    assert.deepEqual(Object.keys(parsed), ['state']);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });

  for (const kind of Object.keys(GOLDEN) as FrameKind[])
    it(`${kind}: no JSON, and JSON of another shape, are refused`, () => {
      for (const payload of ['', '{', 'undefined', 'NaN']) refuses(kind, payload, /must be JSON/);
      for (const payload of ['null', '7', '"text"', 'true']) refuses(kind, payload, /the payload/);
    });

  const faults: readonly (readonly [FrameKind, unknown, RegExp])[] = [
    ['hello', {}, /software/],
    ['hello', { software: 'x'.repeat(101) }, /software/],
    ['hello', { software: 'x', have: { epoch: '1-a', sequence: -1 } }, /have\.sequence/],
    ['events', {}, /the payload/],
    ['events', [{ type: 65, timestamp: 1, data: {} }], /0\.type/],
    ['events', [{ type: 3, timestamp: '1', data: {} }], /0\.timestamp/],
    ['events', [{ type: 3, timestamp: 1, data: {} }, { type: 3, timestamp: 1, data: 'x' }], /1\.data/],
    ['state', { state: 'connecting' }, /state/],
    ['state', { state: 'ended', reason: 'x'.repeat(61) }, /reason/],
    ['admission', { status: 'maybe' }, /status/],
    ['grant', { capability: 'everything', status: 'on' }, /capability/],
    ['grant', { capability: 'control', status: true }, /status/],
    ['refusal', { kind: 'pointer' }, /code/],
    ['asset', { url: 'x' }, /body/],
    ['pong', { sentAt: '1' }, /sentAt/],
    ['ping', {}, /sentAt/],
    ['pointer', { node: 1.5, x: 0, y: 0 }, /node/],
    ['pointer', { node: 1, x: null, y: 0 }, /x/],
    ['stroke', { id: 's', node: 1, points: Array.from({ length: 501 }, () => ({ x: 0, y: 0 })) }, /points/],
    ['stroke', { id: '', node: 1, points: [] }, /id/],
    ['highlight', {}, /node/],
    ['control-request', { status: 'on' }, /status/],
    ['control-action', { action: 'click' }, /node/],
    ['asset-request', { url: 'x'.repeat(4_097) }, /url/],
    ['welcome', { ...GOLDEN.welcome.message, proof: 7 }, /proof/],
    ['welcome', { ...GOLDEN.welcome.message, members: [{ id: 'x' }] }, /members\.0\.identity/],
    ['joined', { id: 'x', identity: { id: 'y', name: 'x'.repeat(201), role: 'replayer' } }, /identity\.name/],
    ['left', { id: 'x', identity: { id: 'y', name: '', role: 'admin' } }, /identity\.role/],
  ];
  for (const [kind, message, path] of faults)
    it(`${kind}: the fault is named by its path, ${path.source.replaceAll('\\', '')}, and not quoted`, () => {
      refuses(kind, JSON.stringify(message), path);
    });
});
