import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { ENGINES, nameOf } from '../../support/engine/engine.ts';
import { bundle, documentedModules } from '../../support/guest-bundle.ts';
import { assertQuiet, type Guest, type GuestStage, openGuestStage, showsText } from '../../support/guest.ts';

const DOCUMENTED = documentedModules();

for (const engine of ENGINES) describe(`in a framework, in ${nameOf(engine)}`, () => {
  let stage: GuestStage;
  let customer: Guest;

  before(async () => {
    stage = await openGuestStage({ engine });
  });
  after(() => stage.close());
  afterEach(() => customer.close());

  /** A page of a merchant that runs `main`, bundled with what the documentation shows. */
  async function open(main: string, head = ''): Promise<Guest> {
    const built = await bundle('/app/', { ...DOCUMENTED, 'main.jsx': main }, 'main.jsx');
    for (const { path, text } of built) stage.guest.put(path, text);
    const entry = '<script type="module" src="/app/main.js"></script>';
    stage.guest.putPage('/app/page.html', { head, body: `<div id="app"></div>${entry}` });
    customer = await stage.openGuest('/app/page.html');
    return customer;
  }
  const waitForText = (text: string): Promise<void> => customer.waitForText(text);
  const press = (text: string): Promise<void> => customer.pressText(text);

  it('React: a client in a module outlives its button, mounted twice by StrictMode and gone with a route', async () => {
    await open(`
      import { StrictMode, useState } from 'react';
      import { createRoot } from 'react-dom/client';
      import { HelpButton } from './HelpButton.jsx';
      function App() {
        const [route, setRoute] = useState('home');
        const [items, setItems] = useState(['one', 'two']);
        return <main>
          <nav><a onClick={() => setRoute('other')}>go elsewhere</a></nav>
          {route === 'home' ? <section><HelpButton /><i>home page</i></section> : <section><i>other page</i></section>}
          <a onClick={() => setItems([...items, 'item ' + items.length].reverse())}>add</a>
          <ul>{items.map((item) => <li key={item}>{item}</li>)}</ul>
        </main>;
      }
      createRoot(document.getElementById('app')).render(<StrictMode><App /></StrictMode>);`);
    await press('Get help');
    await waitForText('Stop (pending)');
    const agent = await customer.share();
    await waitForText('Stop (active)');
    await showsText(agent, 'home page');
    await press('add');
    await showsText(agent, 'item 2twoone');
    await press('go elsewhere');
    await showsText(agent, 'other page');
    await customer.press('stop');
    await agent.waitForState('ended');
    await assertQuiet(customer);
  });

  it('React: a client in a component starts once under StrictMode, and ends when it is unmounted', async () => {
    await open(`
      import { StrictMode, useState } from 'react';
      import { createRoot } from 'react-dom/client';
      import { SupportPanel } from './SupportPanel.jsx';
      function App() {
        const [open, setOpen] = useState(true);
        return <main>{open && <SupportPanel />}<a onClick={() => setOpen(false)}>leave</a></main>;
      }
      createRoot(document.getElementById('app')).render(<StrictMode><App /></StrictMode>);`);
    await waitForText('Sharing: pending');
    assert.equal(stage.demo.relay.rooms().filter(({ recorder }) => recorder).length, 1);
    const agent = await customer.share();
    await showsText(agent, 'Sharing: active');
    await press('leave');
    await agent.waitForState('ended');
    assert.equal(await customer.evaluate(() => document.querySelector('cobrowse-ui')), null);
    await assertQuiet(customer);
  });

  it('Vue: routes by v-if, and a list that is changed in place', async () => {
    await open(`
      import { createApp, defineComponent, h, reactive, ref } from 'vue';
      import { useCobrowse } from './useCobrowse.js';
      import { cobrowseState } from './cobrowse-state.js';
      window.stored = [];
      const stop = cobrowseState.subscribe((state) => window.stored.push(state));
      const Home = defineComponent(() => {
        const { state, start } = useCobrowse();
        return () => h('section', [h('a', { onClick: start }, 'Get help'), h('i', 'home: ' + state.value)]);
      });
      const route = ref('home');
      const items = reactive([{ id: 1, name: 'one' }, { id: 2, name: 'two' }]);
      createApp(() => h('main', [
        h('a', { onClick: () => (route.value = 'other') }, 'go elsewhere'),
        route.value === 'home' ? h(Home) : h('i', 'other page'),
        h('a', { onClick: () => { items.reverse(); items[0].name += '!'; items.push({ id: 3, name: 'three' }); } }, 'change'),
        h('ul', items.map(({ id, name }) => h('li', { key: id }, name))),
      ])).mount('#app');`);
    await press('Get help');
    await waitForText('home: pending');
    const agent = await customer.share();
    await showsText(agent, 'home: active');
    await press('change');
    await showsText(agent, 'two!onethree');
    await press('go elsewhere');
    await showsText(agent, 'other page');
    await customer.press('stop');
    await agent.waitForState('ended');
    const stored = await customer.evaluate(() => (window as unknown as { stored: unknown[] }).stored);
    assert.deepEqual(stored, [null, 'connecting', 'pending', 'authorizing', 'active', 'ended']);
    await assertQuiet(customer);
  });

  it('zone.js: a session adds nothing to the zone that it was started in, and reports back into it', async () => {
    await open(
      `
      import 'zone.js';
      import { cobrowse } from './cobrowse.js';
      const zone = Zone.current.fork({
        name: 'application',
        onScheduleTask: (parent, current, target, task) => {
          window.tasks.push(task.source);
          return parent.scheduleTask(target, task);
        },
      });
      window.tasks = [];
      window.states = [];
      zone.run(() => {
        cobrowse.on('statechange', ({ to }) => window.states.push(to + ' in ' + Zone.current.name));
        document.getElementById('app').innerHTML = '<a>Get help</a><input value="before"><p style="height: 200vh">text</p><style>p { color: red }</style>';
        document.querySelector('a').onclick = () => cobrowse.start();
        window.change = () => zone.run(() => {
          document.querySelector('input').value = 'after';
          document.querySelector('style').sheet.insertRule('p { font-weight: bold }');
          document.querySelector('p').textContent = 'changed text';
        });
      });`,
    );
    const tasks = () => customer.evaluate(() => (window as unknown as { tasks: string[] }).tasks);
    await press('Get help');
    const agent = await customer.share();
    const started = await tasks();
    await customer.evaluate(() => (window as unknown as { change(): void }).change());
    await showsText(agent, 'changed text');
    await agent.waitForReplay((replay) => replay.querySelector('input')!.value === '********');
    await agent.waitForReplay((replay) => replay.defaultView!.getComputedStyle(replay.querySelector('p')!).fontWeight === '700');
    await customer.tab.clickAt(200, 200);
    await customer.tab.press('Tab');
    await customer.evaluate(() => scrollTo(0, 10));
    await agent.waitForReplay((replay) => replay.defaultView!.scrollY === 10);
    await customer.press('stop');
    await agent.waitForState('ended');
    // The page's own: its click handler. (A native promise's `then` would be `Promise.then`.)
    assert.deepEqual(started, ['HTMLAnchorElement.addEventListener:click']);
    assert.deepEqual(await tasks(), started);
    const states = await customer.evaluate(() => (window as unknown as { states: string[] }).states);
    assert.deepEqual(
      states,
      ['connecting', 'pending', 'authorizing', 'active', 'ended'].map((state) => `${state} in application`),
    );
    await assertQuiet(customer);
  });
});
