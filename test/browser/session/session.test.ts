import { assert } from 'chai';
import type { Cobrowse, CobrowseEvents } from '../../../src/client.ts';
import type { CobrowseOptions } from '../../../src/options.ts';
import { settle, until } from '../../support/page.ts';
import { accessTo, closeRoom, cutSockets, newRoomId } from '../../support/room-access.ts';
import { joinAsAgent, type ListeningAgent, openWidgetPage, type WidgetPage } from '../../support/widget-page.ts';

const BODY = '<h1 id="title">Kettle of the year</h1><input id="name"><p id="price">49</p>';

describe('a session, on the real relay', () => {
  let page: WidgetPage;
  let roomId: string;
  const agents: ListeningAgent[] = [];
  const clients: Cobrowse[] = [];

  beforeEach(async () => {
    page = await openWidgetPage(BODY);
    roomId = newRoomId();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
    for (const { room } of agents.splice(0)) room.leave();
    await page.close();
  });

  function create(options: Partial<CobrowseOptions> = {}) {
    const client = page.create({ connectionInfo: accessTo(roomId, 'recorder', 'cust-1', 'Carla'), ...options });
    clients.push(client);
    const changes: string[] = [];
    const ended: CobrowseEvents['ended'][] = [];
    client.on('statechange', ({ to }) => changes.push(to));
    client.on('ended', (event) => ended.push(event));
    return { client, changes, ended };
  }
  function agent(name = 'Anna'): ListeningAgent {
    const joined = joinAsAgent(roomId, name);
    agents.push(joined);
    return joined;
  }
  const allow = (): Promise<void> => page.press('allow');
  const snapshots = (of: ListeningAgent): number =>
    (of.received('events') as { type: number }[][]).flat().filter(({ type }) => type === 2).length;

  it('lets no page content out before the customer has agreed, and the page after', async () => {
    const { client, changes } = create();
    await client.start();
    assert.equal(client.state, 'pending');
    const anna = agent();
    await until(() => client.state === 'authorizing');
    page.document.querySelector('#title')!.textContent = 'Changed before the yes';
    await settle();
    assert.include(page.ui('dialog')!.textContent, 'Anna');
    assert.deepEqual(anna.received('events'), []);
    assert.notInclude(anna.text(), 'Kettle');
    await until(() => anna.received('admission').length > 0);
    assert.deepEqual(anna.received('admission'), [{ status: 'asked' }]);
    await allow();
    await until(() => snapshots(anna) === 1);
    assert.include(anna.text(), 'Changed before the yes');
    assert.deepEqual(anna.received('admission'), [{ status: 'asked' }, { status: 'admitted' }]);
    page.document.querySelector('#price')!.textContent = '39';
    await until(() => anna.text().includes('"39"'));
    assert.deepEqual(changes, ['connecting', 'pending', 'authorizing', 'active']);
  });

  it('masks what is typed', async () => {
    const { client } = create();
    await client.start();
    const anna = agent();
    await allow();
    await until(() => snapshots(anna) === 1);
    const input = page.document.querySelector<HTMLInputElement>('#name')!;
    input.value = 'Secretname';
    input.dispatchEvent(new page.view.Event('input', { bubbles: true }));
    await until(() => anna.text().includes('********'));
    assert.notInclude(anna.text(), 'Secretname');
  });

  it('tells a denied agent so, goes on waiting, and after three times asks no more', async () => {
    const { client } = create();
    await client.start();
    for (const expected of ['asked', 'asked', 'asked', 'denied'] as const) {
      const anna = agent();
      await until(() => anna.received('admission').length > 0);
      assert.deepEqual(anna.received('admission')[0], { status: expected });
      if (expected === 'asked') {
        page.ui('deny')!.click();
        await until(() => anna.received('admission').length === 2);
        assert.deepEqual(anna.received('admission')[1], { status: 'denied' });
      }
      assert.equal(client.state, 'pending');
      assert.deepEqual(anna.received('events'), []);
      anna.room.leave();
    }
    assert.isNull(page.ui('dialog'));
  });

  it('asks through consent.view instead of the dialog, where there is one', async () => {
    const requests: unknown[] = [];
    const { client } = create({
      consent: {
        view: ({ agent: { name, verified } }) => {
          requests.push({ name, verified });
          return true;
        },
      },
    });
    await client.start();
    const anna = agent();
    await until(() => snapshots(anna) === 1);
    assert.deepEqual(requests, [{ name: 'Anna', verified: true }]);
    assert.isNull(page.ui('dialog'));
  });

  it('keeps the consent.view that it was created with, whatever becomes of the options', async () => {
    const consent = { view: () => false };
    const { client } = create({ consent });
    consent.view = () => true;
    await client.start();
    const anna = agent();
    await until(() => anna.received('admission').length === 2);
    assert.deepEqual(anna.received('admission').at(-1), { status: 'denied' });
  });

  it('takes it for a no, and says so, when the page takes the question away', async () => {
    const { client } = create();
    const errors: string[] = [];
    client.on('error', ({ code }) => errors.push(code));
    await client.start();
    const anna = agent();
    await until(() => page.ui('dialog') !== null);
    page.document.querySelector('cobrowse-ui')!.remove();
    await until(() => anna.received('admission').length === 2);
    assert.deepEqual(anna.received('admission').at(-1), { status: 'denied' });
    assert.deepEqual(errors, ['session/consent-blocked']);
    assert.equal(client.state, 'pending');
  });

  it('closes the dialog when the agent leaves unanswered', async () => {
    const { client } = create();
    await client.start();
    const anna = agent();
    await until(() => page.ui('dialog') !== null);
    anna.room.leave();
    await until(() => page.ui('dialog') === null);
    assert.equal(client.state, 'pending');
  });

  it('gives a second agent nothing before its own admission, and leaves the first undisturbed by a no', async () => {
    const { client } = create();
    await client.start();
    const anna = agent('Anna');
    await allow();
    await until(() => snapshots(anna) === 1);
    const ben = agent('Ben');
    await until(() => page.ui('dialog') !== null);
    page.document.querySelector('#price')!.textContent = '29';
    await until(() => anna.text().includes('"29"'));
    assert.deepEqual(ben.received('events'), []);
    page.ui('deny')!.click();
    await until(() => ben.received('admission').length === 2);
    page.document.querySelector('#price')!.textContent = '19';
    await until(() => anna.text().includes('"19"'));
    assert.deepEqual(ben.received('events'), []);
    assert.equal(snapshots(anna), 1);
    assert.equal(client.state, 'active');
  });

  it('pauses for the customer and for the host, each lifted only by itself; then a snapshot comes first', async () => {
    const { client } = create();
    await client.start();
    const anna = agent();
    await allow();
    await until(() => snapshots(anna) === 1);
    page.ui('pause')!.click();
    assert.equal(client.state, 'paused');
    client.pause();
    await until(() => (anna.received('state').at(-1) as { state: string }).state === 'paused');
    page.document.querySelector('#price')!.textContent = 'while paused';
    await settle();
    page.ui('unpause')!.click();
    assert.equal(client.state, 'paused', 'the host has not lifted its pause');
    assert.notInclude(anna.text(), 'while paused');
    client.unpause();
    assert.equal(client.state, 'active');
    await until(() => snapshots(anna) === 2);
    assert.include(anna.text(), 'while paused');
  });

  it('goes on after the socket was cut where it had stopped, without asking again', async () => {
    const { client, changes } = create();
    await client.start();
    const anna = agent();
    await allow();
    await until(() => snapshots(anna) === 1);
    await cutSockets(roomId, 'recorder');
    page.document.querySelector('#price')!.textContent = 'while cut off';
    await until(() => anna.text().includes('while cut off'));
    assert.isNull(page.ui('dialog'));
    assert.equal(client.state, 'active');
    assert.lengthOf(anna.epochs, 1);
    assert.equal(snapshots(anna), 1);
    assert.deepEqual(changes, ['connecting', 'pending', 'authorizing', 'active']);
  });

  it('shows an agent who comes back after a break the page again, without asking', async () => {
    const { client } = create();
    await client.start();
    const anna = agent();
    await allow();
    await until(() => snapshots(anna) === 1);
    await cutSockets(roomId, 'replayer');
    await until(() => snapshots(anna) === 2);
    assert.isNull(page.ui('dialog'));
    assert.deepEqual(anna.received('admission').at(-1), { status: 'admitted' });
  });

  it('stops recording when the last admitted agent leaves', async () => {
    const { client } = create();
    await client.start();
    const anna = agent();
    await allow();
    await until(() => snapshots(anna) === 1);
    const native = page.view.CSSStyleSheet.prototype.insertRule.toString();
    anna.room.leave();
    await until(() => client.state === 'pending');
    assert.include(page.view.CSSStyleSheet.prototype.insertRule.toString(), '[native code]', native);
  });

  it('ends by the bar: everybody is told why', async () => {
    const { client, ended } = create();
    await client.start();
    const anna = agent();
    await allow();
    await until(() => snapshots(anna) === 1);
    page.ui('stop')!.click();
    assert.equal(client.state, 'ended');
    assert.deepEqual(ended.map(({ reason }) => reason), ['customer']);
    await until(() => anna.received('state').some((state) => (state as { state: string }).state === 'ended'));
    assert.deepEqual(anna.received('state').at(-1), { state: 'ended', reason: 'customer' });
    assert.isNull(page.document.querySelector('cobrowse-ui'));
  });

  it('ends when the room is closed: the page hears the reason and the error, the customer reads it', async () => {
    const { client, ended } = create();
    await client.start();
    await closeRoom(roomId);
    await until(() => ended.length === 1);
    assert.equal(ended[0]!.reason, 'room-closed');
    assert.equal(ended[0]!.error?.code, 'connection/room-closed');
    assert.equal(page.ui('status')!.textContent, 'Sharing has ended.');
    page.ui('close')!.click();
    assert.isNull(page.document.querySelector('cobrowse-ui'));
  });

  it('refuses what an agent may not do, and what is no message at all', async () => {
    const { client } = create();
    const errors: string[] = [];
    client.on('error', ({ code }) => errors.push(code));
    await client.start();
    const anna = agent();
    await until(() => anna.received('admission').length === 1);
    anna.send('ack', {});
    await until(() => anna.received('refusal').length === 1);
    await allow();
    await until(() => snapshots(anna) === 1);
    anna.send('control-action', { action: 'click', node: 1 });
    anna.send('pointer', { node: 1, x: 0, y: 0 });
    anna.send('pointer', { node: 'body' });
    anna.send('ping', { sentAt: 5 });
    await until(() => anna.received('pong').length === 1);
    assert.deepEqual(anna.received('refusal'), [
      { kind: 'ack', code: 'not-admitted' },
      { kind: 'control-action', code: 'not-granted' },
      { kind: 'pointer', code: 'not-granted' },
    ]);
    assert.deepEqual(errors, ['protocol/malformed-frame']);
    assert.equal(client.state, 'active');
  });

  it('does not let a throwing listener of the page keep the session from going on', async () => {
    const { client } = create();
    const reported: unknown[] = [];
    page.view.addEventListener('error', (event) => {
      event.preventDefault();
      reported.push(event.message);
    });
    client.on('statechange', () => {
      throw new page.view.Error('the page’s own');
    });
    await client.start();
    assert.equal(client.state, 'pending');
    await until(() => reported.length > 0);
    assert.include(String(reported[0]), 'the page’s own');
  });
});
