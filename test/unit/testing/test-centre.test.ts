import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { createConnectionInfoHandler } from '../../../src/backend/backend.ts';
import { startTestCentre, type TestCentre } from '../../../src/testing/testing.ts';
import { decodeTextFrame, encodeTextFrame } from '../../../src/wire/frame.ts';
import { createHeader, type FrameKind } from '../../../src/wire/header.ts';
import { answered, pageRequest } from '../../support/page-request.ts';

/** A customer's page, so far as frames go. */
async function joinAsCustomer(centre: TestCentre): Promise<{ roomId: string; send(kind: FrameKind, payload: unknown, epoch?: string): void; next(kind: string): Promise<void>; close(): void }> {
  const handle = createConnectionInfoHandler({
    domain: centre.url,
    appKey: centre.appKey,
    appSecret: centre.appSecret,
    tenantSpaceId: centre.tenantSpaceId,
    authorize: () => ({ userId: 'customer-1', userName: 'Carla' }),
  });
  const { data } = await answered(await handle(pageRequest()));
  assert.equal(data?.wssUrlOut, centre.socketUrl);
  const socket = new WebSocket(`${data.wssUrlOut}?connectParam=${encodeURIComponent(data.connectParam)}`);
  const kinds: string[] = [];
  let wake = (): void => {};
  socket.on('message', (message) => {
    kinds.push(decodeTextFrame(String(message)).header.kind);
    wake();
  });
  const next = async (kind: string): Promise<void> => {
    while (!kinds.includes(kind)) await new Promise<void>((resolve) => (wake = resolve));
  };
  await next('welcome');
  return {
    roomId: data.roomId,
    next,
    send: (kind, payload, epoch = '') => socket.send(encodeTextFrame(createHeader(kind, { epoch }), JSON.stringify(payload))),
    close: () => socket.close(),
  };
}

describe('the test centre', () => {
  let centre: TestCentre;
  before(async () => {
    centre = await startTestCentre({ timeoutMs: 2_000 });
  });
  after(() => centre.close());

  it('gives the merchant backend connection info, and its agent sees what a customer’s page sends', async () => {
    const customer = await joinAsCustomer(centre);
    assert.equal(await centre.waitForCustomer(), customer.roomId);
    const agent = await centre.joinAsAgent(customer.roomId, { name: 'Anna' });
    await customer.next('joined');
    await customer.next('hello');
    assert.equal(agent.admission, 'none');
    customer.send('admission', { status: 'asked' });
    await agent.waitForAdmission('asked');
    customer.send('admission', { status: 'admitted' });
    customer.send('state', { state: 'active' });
    await agent.waitForAdmission('admitted');
    await agent.waitForState('active');
    const node = { type: 0, id: 1, childNodes: [{ type: 3, id: 2, textContent: 'Kettle' }] };
    customer.send('events', [{ type: 2, timestamp: 1, data: { node } }], '1-a');
    await agent.waitForText('Kettle');
    assert.equal(agent.events.length, 1);
    assert.equal(agent.pageText(), 'Kettle');
    await agent.leave();
    await customer.next('left');
    customer.close();
  });

  it('tells in a sentence what an agent waited for in vain', async () => {
    const customer = await joinAsCustomer(centre);
    const agent = await centre.joinAsAgent(customer.roomId);
    centre.relay.disconnect(customer.roomId, { role: 'replayer' });
    await assert.rejects(agent.waitForText('Kettle'), /waited for the text "Kettle": its socket closed .*Admission: none/);
    customer.close();
  });

  it('can make the contact centre fail', async () => {
    centre.faults.next({ kind: 'status', status: 503 });
    centre.faults.next({ kind: 'status', status: 503 });
    await assert.rejects(joinAsCustomer(centre));
    centre.faults.clear();
  });

  it('says that nobody came, when nobody did', async () => {
    const empty = await startTestCentre({ timeoutMs: 1 });
    await assert.rejects(empty.waitForCustomer(), /No customer joined a room within 1 ms/);
    await empty.close();
  });
});
