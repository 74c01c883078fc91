import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Agent } from '../../support/e2e.ts';
import { ENGINES, nameOf } from '../../support/engine/engine.ts';
import { bundle } from '../../support/guest-bundle.ts';
import { assertQuiet, type Guest, type GuestStage, openGuestStage, showsText } from '../../support/guest.ts';
import { poll } from '../../support/engine/tab.ts';

/** What the page offers of the other recorder: what it has recorded so far, as one text. */
interface OtherPage {
  other: { start(): Promise<void>; stop(): Promise<void>; text(): Promise<string> };
  Cobrowse: { start(): Promise<void>; end(): Promise<void> };
}

/** Each as its maker publishes it; none is let near the network. */
const OTHERS: Record<string, string> = {
  'Sentry’s Replay': `
    import * as Sentry from '@sentry/browser';
    const bodies = [];
    const replay = Sentry.replayIntegration({ maskAllText: false, maskAllInputs: false, useCompression: false, minReplayDuration: 0 });
    Sentry.init({
      dsn: 'https://key@sentry.invalid/1',
      integrations: [replay],
      transport: (options) => Sentry.createTransport(options, async ({ body }) => {
        bodies.push(typeof body === 'string' ? body : new TextDecoder().decode(body));
        return { statusCode: 200 };
      }),
    });
    window.other = {
      start: async () => replay.start(),
      stop: () => replay.stop(),
      text: async () => { await replay.flush(); return bodies.join(''); },
    };`,
  'PostHog’s recorder': `
    const events = [];
    let stop;
    window.other = {
      start: async () => { stop = window.__PosthogExtensions__.rrweb.record({ emit: (event) => events.push(event) }); },
      stop: async () => stop(),
      text: async () => JSON.stringify(events),
    };`,
  'rrweb itself': `
    import { record } from 'rrweb';
    const events = [];
    let stop;
    window.other = {
      start: async () => { stop = record({ emit: (event) => events.push(event) }); },
      stop: async () => stop(),
      text: async () => JSON.stringify(events),
    };`,
};

const BODY = `<style>p { color: red }</style><p>text</p><input value="0">
  <script src="/posthog/recorder.js"></script>
  <script src="/dist/cobrowse.js" data-connection-info="/cobrowse/connection-info" data-shadow-root="open" data-show-length></script>
  <script type="module" src="/other/main.js"></script>`;

for (const engine of ENGINES) describe(`beside another recorder, in ${nameOf(engine)}`, () => {
  let stage: GuestStage;
  before(async () => {
    stage = await openGuestStage({ engine });
    stage.guest.put('/posthog/recorder.js', readFileSync('node_modules/posthog-js/dist/lazy-recorder.js'));
    stage.guest.putPage('/other/page.html', { body: BODY });
  });
  let customer: Guest;
  afterEach(() => customer.close());
  after(() => stage.close());

  for (const [name, code] of Object.entries(OTHERS))
    it(`${name}: both record, whichever starts and whichever ends first`, async () => {
      for (const { path, text } of await bundle('/other/', { 'main.js': code }, 'main.js')) stage.guest.put(path, text);
      customer = await stage.openGuest('/other/page.html');
      let round = 0;
      // On one page, so that each round meets what the one before may have left.
      for (const first of ['ours', 'theirs'])
        for (const ended of ['ours', 'theirs']) {
          const about = `${first} started first, ${ended} ended first`;
          let agent: Agent | undefined;
          const startTheirs = () => customer.evaluate(() => (window as unknown as OtherPage).other.start());
          const startOurs = async () => {
            await customer.evaluate(() => (window as unknown as OtherPage).Cobrowse.start());
            agent = await customer.share();
          };
          const stopTheirs = () => customer.evaluate(() => (window as unknown as OtherPage).other.stop());
          const stopOurs = () => customer.evaluate(() => (window as unknown as OtherPage).Cobrowse.end());
          const theySee = async (marker: string) => {
            // rrweb tells of a value that a script set in a timer of its own, a moment later.
            for (const part of ['text', 'value', 'rule'])
              await poll(`${about}: ${part}`, async () => {
                const text = await customer.evaluate(() => (window as unknown as OtherPage).other.text());
                return text.includes(`${marker}-${part}`);
              });
          };
          const weSee = async (marker: string) => {
            await showsText(agent!, `${marker}-text`);
            await agent!.waitForReplay((replay, length) => replay.querySelector('input')!.value === '*'.repeat(length), `${marker}-value`.length);
            await agent!.waitForReplay(
              (replay, rule) => [...replay.styleSheets].some((sheet) => [...sheet.cssRules].some(({ cssText }) => cssText.includes(rule))),
              `${marker}-rule`,
            );
          };

          if (first === 'ours') await startOurs();
          await startTheirs();
          if (first === 'theirs') await startOurs();
          round += 1;
          await change(customer, `both${round}`);
          await theySee(`both${round}`);
          await weSee(`both${round}`);

          if (ended === 'ours') await stopOurs();
          else await stopTheirs();
          await change(customer, `alone-of-round${round}`);
          if (ended === 'ours') await theySee(`alone-of-round${round}`);
          else await weSee(`alone-of-round${round}`);

          if (ended === 'ours') await stopTheirs();
          else await stopOurs();
          await agent!.waitForState('ended');
          assert.deepEqual(await tryOut(customer), NATIVE, about);
        }
      await assertQuiet(customer);
    });
});

/** One change of each kind that recorders learn of in different ways: observed, set, called. */
async function change(customer: Guest, marker: string): Promise<void> {
  await customer.evaluate((text) => {
    document.querySelector('p')!.textContent = `${text}-text`;
    document.querySelector('input')!.value = `${text}-value`;
    document.querySelector('style')!.sheet!.insertRule(`.${text}-rule { color: blue }`);
  }, marker);
}

const NATIVE = { value: 'set', rule: 'SyntaxError', rules: 'grown', shadow: 'open', twice: 'NotSupportedError', ui: 0 };

/** Calls what recorders wrap, and tells what the page gets to see of it. */
function tryOut(customer: Guest): Promise<typeof NATIVE> {
  return customer.evaluate(() => {
    const input = document.createElement('input');
    input.value = 'set';
    const { sheet } = document.querySelector('style')!;
    let rule = 'none';
    try {
      sheet!.insertRule('{{{');
    } catch (error) {
      rule = (error as Error).name;
    }
    const count = sheet!.cssRules.length;
    sheet!.insertRule('p { color: green }');
    const host = document.createElement('div');
    const shadow = host.attachShadow({ mode: 'open' }).mode;
    let twice = 'none';
    try {
      host.attachShadow({ mode: 'open' });
    } catch (error) {
      twice = (error as Error).name;
    }
    const rules = sheet!.cssRules.length === count + 1 ? 'grown' : 'not grown';
    return { value: input.value, rule, rules, shadow, twice, ui: document.querySelectorAll('cobrowse-ui').length };
  });
}
