import { assert } from 'chai';
import type { Cobrowse } from '../../src/client.ts';
import type { CobrowseOptions } from '../../src/options.ts';
import { until } from '../support/page.ts';
import { accessTo, newRoomId } from '../support/room-access.ts';
import { openWidgetPage, type WidgetPage } from '../support/widget-page.ts';

describe('a client', () => {
  let page: WidgetPage;
  const clients: Cobrowse[] = [];

  beforeEach(async () => {
    page = await openWidgetPage();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
    await page.close();
  });

  function create(options: Partial<CobrowseOptions> = {}): { client: Cobrowse } {
    const client = page.create({ connectionInfo: accessTo(newRoomId(), 'recorder', 'cust-1', 'Carla'), ...options });
    clients.push(client);
    return { client };
  }

  it('runs once per page: a second start is refused, of the same client and of another; after the end it is not', async () => {
    const { client } = create();
    const other = create().client;
    const starting = client.start();
    await client.start().then(() => assert.fail(), (error: { code: string }) => assert.equal(error.code, 'session/busy'));
    await starting;
    await other.start().then(() => assert.fail(), (error: { code: string }) => assert.equal(error.code, 'session/busy'));
    await client.end();
    await client.end();
    await other.start();
    assert.equal(other.state, 'pending');
  });

  it('rejects start() with the error of connection info, and leaves nothing behind', async () => {
    const { client } = create({ connectionInfo: async () => ({ success: true, data: { roomId: 7 } }) });
    await client.start().then(() => assert.fail(), (error: { code: string; message: string }) => {
      assert.equal(error.code, 'connection/info-malformed');
      assert.include(error.message, 'data.roomId');
    });
    assert.equal(client.state, 'ended');
    assert.isNull(page.view.sessionStorage.getItem('cobrowse-widget.session'));
  });

  it('refuses to start in a browser that is too old, and leaves the page as it was', async () => {
    Reflect.deleteProperty(page.view.Document.prototype, 'adoptedStyleSheets');
    const { client } = create();
    await client.start().then(() => assert.fail(), (error: { code: string }) => {
      assert.equal(error.code, 'load/unsupported-browser');
    });
    assert.isNull(client.state);
    assert.isNull(page.document.querySelector('cobrowse-ui'));
  });

  it('refuses an answer for another room than the one that was claimed', async () => {
    const { client } = create();
    await client.start({ roomId: 'another-room' }).then(() => assert.fail(), (error: { code: string }) => {
      assert.equal(error.code, 'connection/info-room-mismatch');
    });
  });

  it('can be ended while it starts', async () => {
    const { client } = create({ connectionInfo: () => new Promise(() => {}) });
    const starting = client.start().then(() => assert.fail(), (error: { code: string }) => error.code);
    await until(() => page.ui('status') !== null);
    await client.end();
    assert.equal(await starting, 'session/ended');
    assert.isNull(page.document.querySelector('cobrowse-ui'));
  });

  it('leaves its session for another client to resume', async () => {
    const { client } = create();
    const reasons: string[] = [];
    client.on('ended', ({ reason }) => reasons.push(reason));
    await client.start();
    await client.dispose({ session: 'keep' });
    assert.isNull(page.document.querySelector('cobrowse-ui'));
    assert.deepEqual(reasons, [], 'the session is not over');
    const next = create({ connectionInfo: ({ roomId }) => accessTo(roomId!, 'recorder', 'cust-1')({ roomId, signal: new AbortController().signal }) });
    assert.isTrue(await next.client.resume());
    assert.equal(next.client.state, 'pending');
  });

  it('does nothing to the page when it is created', () => {
    const before = page.document.documentElement.outerHTML;
    const { client } = create();
    assert.isNull(client.state);
    assert.equal(page.document.documentElement.outerHTML, before);
    assert.equal(page.view.sessionStorage.length, 0);
  });

  it('is refused with a sentence where an option is wrong', () => {
    assert.throws(() => page.create({ connectionInfo: '/x', requestTimeoutMs: -1 }), /requestTimeoutMs must be/);
  });

  it('cannot be used any more once it was disposed of', async () => {
    const { client } = create();
    await client.start();
    await client.dispose();
    assert.equal(client.state, 'ended');
    const code = await client.start().then(() => '', (error: { code: string }) => error.code);
    assert.equal(code, 'session/disposed');
  });

  it('resumes nothing where there is no record, one that is too old, from the future or not ours', async () => {
    const { client } = create({ resumeWithinMs: 60_000 });
    const key = 'cobrowse-widget.session';
    const record = { sessionId: 's', roomId: 'r', writtenMs: Date.now(), returnByMs: null, admitted: [], pauses: [], hidden: [], tab: 1 };
    for (const text of [
      null,
      'no json',
      '{}',
      JSON.stringify({ ...record, lastInputMs: Date.now() - 61_000 }),
      JSON.stringify({ ...record, lastInputMs: Date.now() + 60_000 }),
      JSON.stringify({ ...record, roomId: 7, lastInputMs: Date.now() }),
    ]) {
      if (text) page.view.sessionStorage.setItem(key, text);
      assert.isFalse(await client.resume(), String(text));
    }
    page.view.sessionStorage.removeItem(key);
  });

  it('resumes in the room of the record', async () => {
    const roomId = newRoomId();
    const asked: unknown[] = [];
    const access = accessTo(roomId, 'recorder', 'cust-1');
    const { client } = create({
      connectionInfo: (request) => {
        asked.push(request.roomId);
        return access(request);
      },
    });
    const nowMs = Date.now();
    const written = { writtenMs: nowMs - 500, returnByMs: null, admitted: [], pauses: [], hidden: [], tab: 1 };
    const record = { sessionId: 's', roomId, lastInputMs: nowMs - 1_000, ...written };
    page.view.sessionStorage.setItem('cobrowse-widget.session', JSON.stringify(record));
    assert.isTrue(await client.resume());
    assert.equal(client.state, 'pending');
    assert.deepEqual(asked, [roomId]);
  });
});
