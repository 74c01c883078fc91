import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { createSignatures } from '../../../src/relay/relay.ts';
import { SECRET, startTestRelay, type TestRelay } from '../../support/relay-room.ts';

let room: TestRelay;
afterEach(() => room.stop());

describe('who enters a room', () => {
  it('is welcomed with id, identity, those present, and proof that this relay read the signature', async () => {
    room = await startTestRelay();
    const agent = await room.join('replayer', { id: '1001', name: 'Ann' });
    const connectParam = room.sign({ role: 'recorder', id: 'c-7', name: 'Zoë' });
    const customer = room.open(`?connectParam=${connectParam}`);
    const { header, message } = await customer.expect('welcome');
    assert.equal(header.from, 'relay');
    assert.deepEqual(message, {
      memberId: room.relay.rooms()[0]!.recorder!.memberId,
      proof: createHash('sha256').update(connectParam).digest('base64url'),
      identity: { id: 'c-7', name: 'Zoë', role: 'recorder' },
      members: [{ id: agent.id, identity: { id: '1001', name: 'Ann', role: 'replayer' } }],
      maxFrameBytes: 8 * 1_024 * 1_024,
      beatMs: 5_000,
      encodings: ['text', 'binary'],
    });
  });

  it('gets an id of its own for this stay where the signature names nobody', async () => {
    room = await startTestRelay();
    const [one, other] = [await room.join('replayer', { id: '' }), await room.join('replayer', { id: '' })];
    const ids = room.relay.rooms()[0]!.replayers.map(({ identity }) => identity.id);
    assert.deepEqual(ids, [one.id, other.id]);
  });

  it('may have its signature read elsewhere, and checked by somebody else', async () => {
    room = await startTestRelay({
      readSignature: (request) => request.headers['x-signature'] as string,
      verify: async (text, request) => ({ roomId: `${text} of ${request.method}`, role: 'recorder', id: 'x', name: '' }),
    });
    const member = room.open('', { headers: { 'x-signature': 'seal' } });
    await member.expect('welcome');
    assert.equal(room.relay.rooms()[0]!.roomId, 'seal of GET');
  });

  it('may say hello before it was verified; nobody hears it earlier, and nothing is lost', async () => {
    let admit = (): void => {};
    const verified = new Promise<void>((resolve) => {
      admit = resolve;
    });
    const { verify } = createSignatures({ secret: SECRET });
    room = await startTestRelay({
      async verify(connectParam) {
        const claims = verify(connectParam);
        if ('role' in claims && claims.role === 'recorder') await verified;
        return claims;
      },
    });
    const agent = await room.join('replayer');
    const customer = room.open(`?connectParam=${room.sign({ role: 'recorder' })}`);
    await new Promise((resolve) => customer.ws.on('open', resolve));
    customer.send('hello');
    // A frame through the same relay and back shows that it had every chance to deliver.
    const other = await room.join('replayer', { roomId: 'other' });
    assert.deepEqual([agent.waiting, customer.waiting, other.waiting], [0, 0, 0]);
    admit();
    await customer.expect('welcome');
    await agent.expect('joined');
    await agent.expect('hello');
  });
});

describe('who does not enter', () => {
  const refusals = [
    { what: 'no signature', query: () => '', code: 4401, reason: 'signature-invalid' },
    { what: 'a made-up one', query: () => '?connectParam=abc.def', code: 4401, reason: 'signature-invalid' },
    { what: 'one of 5 kB', query: () => `?connectParam=${'x'.repeat(5_000)}`, code: 4401, reason: 'signature-invalid' },
    {
      what: 'the other side’s',
      query: () => `?role=replayer&connectParam=${room.sign({ role: 'recorder' })}`,
      code: 4403,
      reason: 'role-refused',
    },
  ];
  for (const { what, query, code, reason } of refusals)
    it(`${what}: ${code}`, async () => {
      room = await startTestRelay();
      const stranger = room.open(query());
      assert.deepEqual(await stranger.closed, { code, reason });
      assert.equal(stranger.waiting, 0);
      assert.deepEqual(room.relay.rooms(), []);
      assert.equal((await room.told('refused')) && room.events.length, 1);
    });

  it('a used one: 4409', async () => {
    room = await startTestRelay();
    const query = `?connectParam=${room.sign()}`;
    await room.open(query).expect('welcome');
    assert.deepEqual(await room.open(query).closed, { code: 4409, reason: 'signature-used' });
  });

  it('an old one: 4410', async () => {
    const past = createSignatures({ secret: SECRET, clock: { now: () => Date.now() - 60_001 } });
    room = await startTestRelay();
    const old = past.issue({ roomId: 'room', role: 'recorder', id: 'a', name: '' });
    assert.deepEqual(await room.open(`?connectParam=${old}`).closed, { code: 4410, reason: 'signature-expired' });
  });

  it('one whose role is neither of the two: 4403', async () => {
    room = await startTestRelay({ verify: () => ({ roomId: 'r', role: 'admin' as 'recorder', id: 'a', name: '' }) });
    assert.equal((await room.open('?connectParam=x').closed).code, 4403);
  });

  it('one whose claims are no claims: 4401', async () => {
    room = await startTestRelay({ verify: () => ({ roomId: 7 }) as never });
    assert.equal((await room.open('?connectParam=x').closed).code, 4401);
  });

  it('whoever `verify` fails for, or keeps waiting: an ordinary loss, so that it comes back', async () => {
    room = await startTestRelay({
      limits: { verifyTimeoutMs: 20 },
      verify: (text) => (text === 'fail' ? Promise.reject(new Error('no')) : new Promise(() => {})),
    });
    assert.deepEqual(await room.open('?connectParam=fail').closed, { code: 1011, reason: 'verify-failed' });
    assert.deepEqual(await room.open('?connectParam=wait').closed, { code: 1013, reason: 'verify-timeout' });
  });

  it('whatever it sent goes nowhere', async () => {
    room = await startTestRelay();
    const agent = await room.join('replayer');
    const stranger = room.open('?connectParam=abc.def');
    stranger.ws.on('open', () => stranger.send('hello'));
    await stranger.closed;
    const customer = await room.join('recorder');
    customer.send('hello');
    await agent.expect('joined');
    assert.equal((await agent.next()).header.from, customer.id);
  });
});

describe('the path', () => {
  it('is the relay’s alone: other upgrades are answered with 404', async () => {
    room = await startTestRelay();
    const socket = connect(room.port, '127.0.0.1');
    socket.write('GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    assert.match(answer, /^HTTP\/1\.1 404 /);
  });
});
