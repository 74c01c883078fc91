import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { type Agent, type Customer, openStage, type Stage } from '../support/e2e.ts';
import { guestPage, openGuest, start } from '../support/guest-page.ts';
import { openPageServer, type PageServer } from '../support/page-server.ts';

/** For the page: our dialog and its buttons, as a script of the page's gets at them when it opens every shadow root. */
const PRELUDE = `
  const attach = Element.prototype.attachShadow;
  const roots = [];
  Element.prototype.attachShadow = function (init) { const root = attach.call(this, init); roots.push(root); return root; };
  const part = (id) => roots.map((root) => root.querySelector('[data-testid="cobrowse-' + id + '"]')).find(Boolean);
  const always = (deed) => setInterval(() => part('dialog') && deed(), 20);`;

/** What a script on the page does to get a yes that the customer has not given, or an answer to what nobody has seen. */
const ATTACKS: [string, string][] = [
  ['presses with click(), again and again', `always(() => part('allow').click());`],
  [
    'dispatches whatever a press is made of',
    `always(() => { for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
       part('allow').dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true, detail: 1 })); });`,
  ],
  [
    'types Enter on the button by script',
    `always(() => { part('allow').focus(); for (const type of ['keydown', 'keyup'])
       part('allow').dispatchEvent(new KeyboardEvent(type, { key: 'Enter', bubbles: true, composed: true })); });`,
  ],
  ['enables the button before its time and presses it', `always(() => { part('allow').disabled = false; part('allow').click(); });`],
  ['replaces showModal by nothing', `HTMLDialogElement.prototype.showModal = function () {};`],
  [
    'replaces showModal and presses',
    `HTMLDialogElement.prototype.showModal = function () { this.show(); this.querySelectorAll('button').forEach((one) => one.click()); };`,
  ],
  ['takes our element away', `always(() => document.querySelector('cobrowse-ui')?.remove());`],
  ['closes the dialog', `always(() => part('dialog').close('yes'));`],
  ['wraps the dialog in a form and submits it', `always(() => { const form = document.createElement('form'); form.method = 'dialog';
       part('allow').type = 'submit'; part('dialog').prepend(form); form.append(part('allow')); form.requestSubmit(part('allow')); });`],
];

/** A banner in the top layer, above the question, that lets each press through to what lies beneath. */
const BANNER = `
  const banner = document.createElement('div');
  banner.popover = 'manual';
  banner.style.cssText = 'pointer-events: none; inset: 0; width: 100vw; height: 100vh; background: gold';
  banner.textContent = 'Press twice to get 10 % off';
  document.documentElement.append(banner);`;

describe('a hostile script on the customer’s page', () => {
  let stage: Stage;
  let server: PageServer;
  let customer: Customer | undefined;
  let agent: Agent | undefined;

  before(async () => {
    stage = await openStage();
    server = await openPageServer(stage.demo.url);
  });
  after(async () => {
    await server.close();
    await stage.close();
  });
  afterEach(async () => {
    await customer?.page.evaluate('Cobrowse.end()').catch(() => {});
    await customer?.close();
    await agent?.close();
    customer = agent = undefined;
    server.clear();
  });

  /** Until the agent has been asked about; `frames` are what the relay then sends to the agent. */
  async function ask(script: string): Promise<{ frames: string[] }> {
    const html = guestPage(server.cdn, 'tag').replace('</head>', `<script>${PRELUDE}\n${script}</script></head>`);
    customer = await openGuest(stage, server, server.put('/guest.html', html));
    agent = await stage.openAgent();
    const frames: string[] = [];
    const devtools = await agent.page.createCDPSession();
    await devtools.send('Network.enable');
    devtools.on('Network.webSocketFrameReceived', ({ response }) => frames.push(response.payloadData));
    assert.equal(await start(customer), null);
    await agent.join();
    while (!frames.some((frame) => frame.includes('"asked"'))) await new Promise((resolve) => setTimeout(resolve, 20));
    return { frames };
  }
  const assertNothingLeft = (frames: string[]): void => {
    assert.ok(!frames.some((frame) => frame.includes('Kettle')), 'no page content was sent');
    assert.ok(!frames.some((frame) => frame.includes('"admitted"')), 'nobody was admitted');
  };
  /** Longer than a question takes to be armed, in time of the page's own. */
  const letItTry = (): Promise<unknown> => customer!.page.evaluate('new Promise((resolve) => setTimeout(resolve, 900))');

  for (const [name, script] of ATTACKS)
    it(`gets no yes when it ${name}`, async () => {
      const { frames } = await ask(script);
      await letItTry();
      assertNothingLeft(frames);
      assert.notEqual(await agent!.state(), 'live');
    });

  it('gets no yes for presses through a banner over the question, however often it is put there', async () => {
    const { frames } = await ask(`${BANNER} always(() => { banner.hidePopover(); banner.showPopover(); });`);
    const handle = await customer!.page.waitForSelector('>>> [data-testid="cobrowse-allow"]');
    for (let times = 0; times < 8; times++) {
      await handle!.click();
      await customer!.page.evaluate('new Promise((resolve) => setTimeout(resolve, 150))');
    }
    assertNothingLeft(frames);
  });

  it('that puts a banner over the question once finds the question before it, and the customer’s yes is one', async () => {
    await ask(`${BANNER} let shown = 0; always(() => shown++ === 5 && banner.showPopover());`);
    await customer!.page.waitForSelector('div:popover-open');
    await customer!.allow();
    await agent!.waitForState('live');
  });
});
