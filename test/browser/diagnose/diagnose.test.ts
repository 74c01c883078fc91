import { assert } from 'chai';
import type { Cobrowse } from '../../../src/client.ts';
import { DIAGNOSTIC_CODES, type DiagnosticCode, type DiagnosticLine } from '../../../src/diagnose/diagnostic-codes.ts';
import type { CobrowseOptions } from '../../../src/options.ts';
import { accessTo, newRoomId } from '../../support/room-access.ts';
import { joinAsAgent, openWidgetPage, type WidgetPage } from '../../support/widget-page.ts';

describe('the diagnostics, on the real relay', () => {
  let page: WidgetPage;
  const clients: Cobrowse[] = [];
  beforeEach(async () => {
    page = await openWidgetPage('<p class="secret">MARKER-content</p><p class="secret"></p>');
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
    await page.close();
  });

  function create(options: Partial<CobrowseOptions> = {}): Cobrowse {
    const client = page.create({ connectionInfo: accessTo(newRoomId(), 'recorder', 'MARKER-id', 'MARKER-name'), ...options });
    clients.push(client);
    return client;
  }
  const find = (lines: readonly DiagnosticLine[], code: DiagnosticCode): DiagnosticLine => {
    const found = lines.filter((one) => one.code === code);
    assert.lengthOf(found, 1, code);
    return found[0]!;
  };
  const standing = (lines: readonly DiagnosticLine[], code: DiagnosticCode): string => find(lines, code).status;

  it('find nothing wrong where nothing is, line by line, and leave nothing behind', async () => {
    const before = page.document.documentElement.outerHTML;
    // One tab serves all tests in Firefox, and a session that went on elsewhere may have left its record.
    const stored = page.view.sessionStorage.length;
    const lines = await create({ privacy: { block: '.secret' } }).diagnose();
    // A function answers, so no clock; this page is in a frame of the test's.
    const expected = DIAGNOSTIC_CODES.filter((code) => code !== 'clock');
    assert.deepEqual(lines.map(({ code }) => code), expected);
    const notOk = lines.filter(({ status, code }) => status !== 'ok' && code !== 'frame');
    assert.deepEqual(notOk, []);
    assert.equal(standing(lines, 'frame'), 'warning');
    assert.include(find(lines, 'rules').sentence, 'block names 2');
    assert.notInclude(JSON.stringify(lines), 'MARKER');
    assert.equal(page.document.documentElement.outerHTML, before);
    assert.equal(page.view.sessionStorage.length, stored);
  });

  const answers: [string, DiagnosticCode, () => Promise<unknown>, RegExp][] = [
    ['a function that fails', 'endpoint', () => Promise.reject(new Error('MARKER')), /info-failed/],
    ['a refusal', 'endpoint', async () => ({ success: false, errorCode: 7, errorReason: 'no' }), /info-refused/],
    ['a field that is missing', 'answer', async () => ({ success: true, data: { roomId: 'r' } }), /data\.wssUrlOut must be a text; it is missing/],
    ['an address that is not encrypted', 'address', async () => ({ roomId: 'r', wssUrlOut: 'ws://relay.example/', connectParam: 'c' }), /info-insecure-url/],
    ['a relay that is not there', 'socket', async () => ({ roomId: 'r', wssUrlOut: 'ws://127.0.0.1:9/', connectParam: 'c' }), /socket-failed/],
  ];
  for (const [what, code, connectionInfo, sentence] of answers)
    it(`name ${what} in the line ${code}, and stop there`, async () => {
      const lines = await create({ connectionInfo }).diagnose();
      assert.equal(find(lines, code).status, 'error');
      assert.match(find(lines, code).sentence, sentence);
      const chain: DiagnosticCode[] = ['endpoint', 'answer', 'room', 'address', 'socket'];
      for (const later of chain.slice(chain.indexOf(code) + 1)) assert.notInclude(lines.map((one) => one.code), later);
      assert.notInclude(JSON.stringify(lines), 'MARKER');
    });

  it('name the status of an endpoint, and that nobody is signed in is a warning', async () => {
    const lines = await create({ connectionInfo: '/no-such-endpoint' }).diagnose();
    assert.equal(standing(lines, 'endpoint'), 'error');
    assert.match(find(lines, 'endpoint').sentence, /answered with 404/);
    assert.equal(standing(lines, 'clock'), 'ok');
  });

  it('tell a signature that the relay refuses', async () => {
    const access = accessTo(newRoomId(), 'recorder', 'cust-1');
    const connectionInfo: CobrowseOptions['connectionInfo'] = async (request) => {
      const answer = (await access(request)) as { data?: { connectParam: string }; connectParam?: string };
      return JSON.parse(JSON.stringify(answer).replace(/"connectParam":"/, '"connectParam":"x')) as unknown;
    };
    const lines = await create({ connectionInfo }).diagnose();
    assert.equal(standing(lines, 'socket'), 'error');
    assert.match(find(lines, 'socket').sentence, /does not know this signature/);
  });

  it('do not disturb the session that runs, nor its agent', async () => {
    const roomId = newRoomId();
    const client = create({ connectionInfo: accessTo(roomId, 'recorder', 'cust-1'), consent: { view: () => true } });
    await client.start();
    const agent = joinAsAgent(roomId);
    await new Promise<void>((resolve) => client.on('statechange', ({ to }) => to === 'active' && resolve()));
    const lines = await client.diagnose();
    assert.match(find(lines, 'socket').sentence, /no second socket was opened/);
    assert.equal(client.state, 'active');
    assert.equal(standing(lines, 'recorders'), 'ok');
    agent.room.leave();
  });

  it('find other recorders by their globals, and natives that were replaced', async () => {
    const view = page.view as unknown as Record<string, unknown>;
    view['posthog'] = {};
    const { attachShadow } = page.view.Element.prototype;
    page.view.Element.prototype.attachShadow = function replaced(...args) {
      return attachShadow.apply(this, args);
    };
    const lines = await create().diagnose();
    assert.equal(standing(lines, 'recorders'), 'warning');
    assert.match(find(lines, 'recorders').sentence, /Also on this page: PostHog\. .* replaced Element\.attachShadow\./);
  });
});
