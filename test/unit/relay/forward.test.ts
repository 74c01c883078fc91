import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { createFrameWriter } from '../../../src/wire/binary-frame.ts';
import { encodeTextFrame } from '../../../src/wire/frame.ts';
import { createHeader, KINDS, MAX_HEADER_LENGTH } from '../../../src/wire/header.ts';
import { startTestRelay, type TestRelay } from '../../support/relay-room.ts';

let room: TestRelay;
afterEach(() => room.stop());

/** One recorder and two replayers, every announcement read. */
async function gather() {
  room = await startTestRelay();
  const customer = await room.join('recorder', { id: 'c-7', name: 'Zoë' });
  const [one, other] = [await room.join('replayer'), await room.join('replayer', { id: '1002' })];
  await customer.expect('joined');
  await customer.expect('joined');
  return { customer, one, other };
}

describe('forwarding', () => {
  it('takes a recorder’s frame to all replayers, or to those it names', async () => {
    const { customer, one, other } = await gather();
    customer.send('events', { sequence: 1 });
    customer.send('events', { sequence: 2, to: [other.id] });
    customer.send('events', { sequence: 3, to: [one.id, other.id, 'nobody-here'] });
    const sequences = async (member: typeof one, count: number): Promise<number[]> => {
      const list: number[] = [];
      for (let index = 0; index < count; index++) list.push((await member.expect('events')).header.sequence);
      return list;
    };
    assert.deepEqual(await sequences(one, 2), [1, 3]);
    assert.deepEqual(await sequences(other, 3), [1, 2, 3]);
  });

  it('takes a replayer’s frame to the recorder alone', async () => {
    const { customer, one, other } = await gather();
    one.send('pointer');
    one.send('pointer', { to: [other.id] });
    one.send('pointer', { to: [customer.id] });
    other.send('ping');
    const from = [await customer.next(), await customer.next(), await customer.next()].map(({ header }) => header.kind);
    assert.deepEqual(from, ['pointer', 'pointer', 'ping']);
    assert.deepEqual([one.waiting, other.waiting], [0, 0]);
  });

  it('does not take what is meant for a former recorder to the new one', async () => {
    const { customer, one } = await gather();
    const newer = await room.join('recorder');
    one.send('control-action', { to: [customer.id] });
    one.send('ping');
    assert.equal((await newer.next()).header.kind, 'ping');
  });

  it('stamps the sender on every frame and its identity on hello, whatever the member wrote', async () => {
    const { customer, one } = await gather();
    const spoofed = { from: one.id, identity: { id: 'boss', name: 'The boss', role: 'replayer' } } as const;
    customer.send('hello', spoofed);
    customer.send('state', spoofed);
    const hello = (await one.expect('hello')).header;
    assert.equal(hello.from, customer.id);
    assert.deepEqual(hello.identity, { id: 'c-7', name: 'Zoë', role: 'recorder' });
    const state = (await one.expect('state')).header;
    assert.equal(state.from, customer.id);
    assert.equal('identity' in state, false);
  });

  it('drops header fields that it does not know, and keeps those that it does', async () => {
    const { customer, one } = await gather();
    const header = { ...createHeader('events', { epoch: '3-abc', sequence: 12, flags: 5 }), extra: 'x' };
    customer.ws.send(encodeTextFrame(header, '[]'));
    assert.deepEqual((await one.next()).header, createHeader('events', { epoch: '3-abc', sequence: 12, flags: 5, from: customer.id }));
  });

  it('leaves the payload alone, byte for byte, also where it is no JSON', async () => {
    const { customer, one } = await gather();
    for (const payload of ['{"a" : 1.0}\n{ "b":"\\u00e9 é 😀 \u2028" }', '', '\n\n', '\u0000 not JSON at all', 'é'.repeat(100_000)]) {
      customer.send('events', {}, payload);
      const { bytes } = await one.next();
      const sent = Buffer.from(payload);
      assert.ok(bytes.subarray(bytes.length - sent.length).equals(sent));
      assert.equal(bytes[bytes.length - sent.length - 1], 0x0a);
      assert.equal(bytes.indexOf(0x0a), bytes.length - sent.length - 1);
    }
  });

  it('passes binary frames on byte for byte, stamped, to whom they name, each whole for whoever has had none', async () => {
    const { customer, one, other } = await gather();
    const writer = createFrameWriter();
    const send = (sequence: number, to: readonly string[], byte: number): void =>
      customer.ws.send(writer.write(createHeader('events', { epoch: '1-e', from: 'spoofed', to, sequence }), Buffer.from([byte, 0, 255])));
    send(0, [one.id], 1);
    send(1, [one.id], 2);
    send(2, [one.id, other.id], 3);
    send(3, [one.id, other.id], 4);
    const received = [await one.next(), await one.next(), await one.next(), await one.next(), await other.next(), await other.next()];
    assert.deepEqual(received.map(({ header }) => header.sequence), [0, 1, 2, 3, 2, 3]);
    for (const { header, payload } of received) {
      assert.deepEqual([header.kind, header.from, header.epoch], ['events', customer.id, '1-e']);
      assert.equal(payload, `${String.fromCharCode(header.sequence + 1)}\0\xff`);
    }
    assert.ok(received[3]!.bytes.length <= 3 + 3, 'header and payload of a frame like the one before');
    assert.equal(one.waiting + other.waiting, 0);
  });

  it('takes no binary frame from a replayer', async () => {
    const { one } = await gather();
    one.ws.send(createFrameWriter().write(createHeader('events'), Buffer.from([1])));
    const { code, reason } = await one.closed;
    assert.equal(code, 4400);
    assert.match(reason, /replayer/);
  });

  it('tells the meter the kind, the bytes and the number of recipients, and nothing of the payload', async () => {
    const { customer, one } = await gather();
    customer.send('events', {}, '["a secret"]');
    const { bytes } = await one.next();
    assert.deepEqual(await room.told('forwarded'), {
      type: 'forwarded',
      roomId: 'room',
      kind: 'events',
      bytes: bytes.length,
      recipients: 2,
    });
    assert.doesNotMatch(JSON.stringify(room.events), /secret/);
  });

  it('goes on when the meter throws', async () => {
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve));
    room = await startTestRelay({
      onEvent: ({ type }) => {
        if (type === 'forwarded') throw new Error('meter broken');
      },
    });
    const [customer, agent] = [await room.join('recorder'), await room.join('replayer')];
    customer.send('hello');
    customer.send('state');
    await agent.expect('hello');
    await agent.expect('state');
    assert.equal((await warned).message, 'meter broken');
  });
});

describe('frames that end a member’s stay', () => {
  const faults: readonly { what: string; message: string | Buffer; code: number; says: RegExp }[] = [
    { what: 'no header line', message: '{}', code: 4400, says: /line feed/ },
    { what: 'a header that never ends', message: 'x'.repeat(100_000), code: 4400, says: /line feed/ },
    { what: 'a header too long', message: `${' '.repeat(MAX_HEADER_LENGTH + 1)}\n`, code: 4400, says: /header/ },
    { what: 'a header that is no JSON', message: 'x\n', code: 4400, says: /header/ },
    { what: 'a field of the wrong type', message: encodeTextFrame(createHeader('events', { sequence: -1 }), ''), code: 4400, says: /sequence/ },
    { what: 'a kind that nobody knows', message: encodeTextFrame(createHeader('bye' as 'hello'), ''), code: 4400, says: /kind/ },
    { what: 'a binary message that is no frame', message: Buffer.from([0x1f, 0]), code: 4400, says: /flag/ },
    { what: 'a text sent as a binary message', message: Buffer.from(encodeTextFrame(createHeader('hello'), '{}')), code: 4426, says: /protocol 7/ },
    { what: 'a binary frame that refers to none', message: Buffer.from([0x11, 0]), code: 4400, says: /before/ },
    { what: 'another version', message: encodeTextFrame({ ...createHeader('hello'), version: 9 }, '{}'), code: 4426, says: /protocol 9/ },
  ];
  for (const { what, message, code, says } of faults)
    it(`${what}: ${code}`, async () => {
      room = await startTestRelay();
      const agent = await room.join('replayer');
      const customer = await room.join('recorder');
      await agent.expect('joined');
      customer.ws.send(message);
      // What follows it is not forwarded any more.
      customer.send('hello');
      const closed = await customer.closed;
      assert.equal(closed.code, code);
      assert.match(closed.reason, says);
      await agent.expect('left');
      assert.equal(agent.waiting, 0);
    });

  for (const role of ['recorder', 'replayer'] as const) {
    const other = role === 'recorder' ? 'replayer' : 'recorder';
    const foreign = [...KINDS[other], ...KINDS.relay].filter((kind) => !(KINDS[role] as readonly string[]).includes(kind));
    it(`a ${role} that sends what only others may (${foreign.join(', ')}): 4400`, async () => {
      room = await startTestRelay();
      for (const kind of foreign) {
        const member = await room.join(role);
        member.send(kind);
        const { code, reason } = await member.closed;
        assert.equal(code, 4400);
        assert.match(reason, /kind/);
      }
    });
  }

  it('an identity that leaves no space for the recipients is refused here, not by the readers', async () => {
    room = await startTestRelay();
    const customer = await room.join('recorder', { id: '"'.repeat(200), name: '"'.repeat(200) });
    customer.send('hello', { to: Array.from({ length: 64 }, (_, index) => `${index}`.padStart(16, '0')) });
    assert.equal((await customer.closed).code, 4400);
  });
});
