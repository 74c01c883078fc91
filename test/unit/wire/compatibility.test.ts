import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { isCobrowseError } from '../../../src/core/errors.ts';
import { decodeTextFrame } from '../../../src/wire/frame.ts';
import { type FrameKind, KINDS, PROTOCOL_VERSION } from '../../../src/wire/header.ts';
import { parsePayload } from '../../../src/wire/parse.ts';
import { GOLDEN } from '../../fixtures/frames/golden.ts';
import { startTestRelay } from '../../support/relay-room.ts';

// The policy is in docs/publishing.md, "The wire": within a version fields and flags may come, and a reader that does not
// know them is not disturbed; another version is refused, naming who has to be updated.

/** The recorded frame of that kind, as a version of the package to come may write it. */
function golden(kind: FrameKind, header: object = {}, payload: object = {}): string {
  const [line = '', body = ''] = readFileSync(`test/fixtures/frames/${kind}.txt`, 'utf8').split(/\n(.*)/s);
  const message: unknown = JSON.parse(body);
  const changed = Array.isArray(message) ? message : { ...(message as object), ...payload };
  return `${JSON.stringify({ ...JSON.parse(line), ...header })}\n${JSON.stringify(changed)}`;
}
const ALL_KINDS = [...new Set<FrameKind>([...KINDS.recorder, ...KINDS.replayer, ...KINDS.relay])];

describe('frames of today’s version, written by a later package', () => {
  for (const kind of ALL_KINDS)
    it(`${kind}: fields of the header, flags and fields of the payload that are not known are ignored`, () => {
      const frame = decodeTextFrame(golden(kind, { later: { any: 1 }, flags: 2 ** 31 }, { later: [1], more: 'x' }));
      const { flags: _, ...expected } = decodeTextFrame(golden(kind)).header;
      const { flags, ...header } = frame.header;
      assert.equal(flags, 2 ** 31);
      assert.deepEqual(header, expected);
      const message = parsePayload(kind, frame.payload) as Record<string, unknown>;
      // A control action's own fields are checked by its action, so this layer lets them be.
      for (const [field, value] of Object.entries(GOLDEN[kind].message)) assert.deepEqual(message[field], value, field);
    });
});

describe('frames of another version', () => {
  for (const [version, side] of [
    [PROTOCOL_VERSION + 1, 'this side'],
    [PROTOCOL_VERSION - 1, 'the other side'],
  ] as const)
    it(`${version}: every kind is refused, whatever else it holds, and ${side} is to be updated`, () => {
      for (const kind of [...ALL_KINDS, 'a-kind-to-come' as FrameKind])
        assert.throws(
          () => decodeTextFrame(`${JSON.stringify({ version, kind, later: true })}\n{}`),
          (error) => isCobrowseError(error) && error.code === 'protocol/version-mismatch' && error.message.endsWith(`update ${side}.`),
        );
    });

  it('are refused by the relay with a close code that says so', async () => {
    const relay = await startTestRelay();
    const member = await relay.join('replayer');
    member.ws.send(golden('ping', { version: PROTOCOL_VERSION + 1 }));
    assert.equal((await member.closed).code, 4426);
    await relay.stop();
  });

  it('the relay passes unknown fields of a payload on, and leaves unknown flags as they are', async () => {
    const relay = await startTestRelay();
    const recorder = await relay.join('recorder');
    const replayer = await relay.join('replayer');
    await recorder.expect('joined');
    replayer.ws.send(golden('ping', { flags: 2 ** 20, from: '', to: [] }, { later: 1 }));
    const { header, message } = await recorder.expect('ping');
    assert.equal(header.flags, 2 ** 20);
    assert.equal(message.later, 1);
    await relay.stop();
  });
});

describe('one version back', () => {
  it('has its golden frames in a folder of its own, from the second version on', () => {
    const folders = readdirSync('test/fixtures/frames', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const expected = PROTOCOL_VERSION > 1 ? [`version-${PROTOCOL_VERSION - 1}`] : [];
    assert.deepEqual(folders.map(({ name }) => name), expected, 'raising the version: move the golden frames there first');
  });
});
