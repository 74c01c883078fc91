import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { decodeTextFrame } from '../../../src/wire/frame.ts';
import type { FrameKind } from '../../../src/wire/header.ts';
import { startTestRelay, type TestMember, type TestRelay } from '../../support/relay-room.ts';

let room: TestRelay;
afterEach(() => room.stop());

/** Settles with the payload of the next frame of that kind on the member's socket. */
async function heard(member: TestMember, kind: FrameKind): Promise<unknown> {
  for (;;) {
    const [data] = (await once(member.ws, 'message')) as [Buffer];
    const frame = decodeTextFrame(String(data));
    if (frame.header.kind === kind) return JSON.parse(frame.payload);
  }
}

describe('the relay’s signs of life', () => {
  it('come by themselves, in a frame that a page can see', async () => {
    room = await startTestRelay({ limits: { heartbeatMs: 20 } });
    const alone = await room.join('recorder');
    assert.deepEqual(await heard(alone, 'beat'), {});
    assert.deepEqual(await heard(alone, 'beat'), {});
  });

  it('answer a probe, of which nobody else hears', async () => {
    room = await startTestRelay();
    const [customer, agent] = [await room.join('recorder'), await room.join('replayer')];
    for (const [member, other] of [[customer, agent], [agent, customer]] as const) {
      const answer = heard(member, 'beat');
      member.send('probe');
      assert.deepEqual(await answer, {});
      // What is sent after it comes first.
      member.send('hello');
      for (;;) {
        const { header } = await other.next();
        assert.notEqual(header.kind, 'probe');
        if (header.kind === 'hello') break;
      }
    }
  });

  it('announce a frame that takes its time', async () => {
    room = await startTestRelay();
    const [customer, agent] = [await room.join('recorder'), await room.join('replayer')];
    const announced = heard(agent, 'beat');
    customer.send('events', {}, 'x'.repeat(70_000));
    const { bytes } = (await announced) as { bytes: number };
    const { bytes: frame } = await agent.next();
    assert.equal(bytes, frame.length);
  });
});

describe('a member’s signs of life', () => {
  it('are bytes: one that sends a large frame slowly is not cut', async () => {
    room = await startTestRelay({ limits: { heartbeatMs: 100 } });
    const agent = await room.join('replayer');
    const socket = connect(room.port, '127.0.0.1');
    const head = `GET /ws/cobrowse/1?connectParam=${encodeURIComponent(room.sign())} HTTP/1.1`;
    socket.write(`${head}\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`);
    await agent.expect('joined');
    const text = `{"version":1,"kind":"events","from":"","to":[],"epoch":"","sequence":0,"flags":0}\n${'x'.repeat(20)}`;
    // A text frame whose mask is nought, so that what it hides is itself. It answers no ping meanwhile.
    const frame = Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
    for (let at = 0; at < frame.length; at += 10) {
      socket.write(frame.subarray(at, at + 10));
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    assert.equal((await agent.next()).payload, 'x'.repeat(20));
    socket.destroy();
  });
});
