import { assert } from 'chai';
import { openPage, type Page, settle } from '../../support/page.ts';

/** Selectors of every kind that the filter takes apart to know what need not be asked about, each with what it names. */
const RULES: [selector: string, html: string][] = [
  ['.secret', '<p class="a secret b">Zelda</p>'],
  ['.ämne', '<p class="ämne">Zelda</p>'],
  ['.日本', '<p class="日本">Zelda</p>'],
  [String.raw`.md\:secret`, '<p class="md:secret">Zelda</p>'],
  ['#secret', '<p id="secret">Zelda</p>'],
  ['[data-secret]', '<p data-secret>Zelda</p>'],
  ['[DATA-Secret="a,b .c"]', '<p data-secret="a,b .c">Zelda</p>'],
  ['[class~="secret"]', '<p class="a secret">Zelda</p>'],
  ['dfn', '<dfn>Zelda</dfn>'],
  ['DFN', '<dfn>Zelda</dfn>'],
  ['.box dfn', '<div class="box"><p><dfn>Zelda</dfn></p></div>'],
  ['.box>*', '<div class="box"><p>Zelda</p></div>'],
  ['.open .secret', '<div class="open"><p class="secret">Zelda</p></div>'],
  ['p:not(.public)', '<p>Zelda</p>'],
  [':not(html, head, head *, body, body :not(p))', '<p>Zelda</p>'],
  ['p:is(.a, .b)', '<p class="b">Zelda</p>'],
  ['h2 + p', '<h2>Title</h2><p>Zelda</p>'],
  ['h2 ~ p', '<h2>Title</h2><i></i><p>Zelda</p>'],
  ['p:nth-child(2)', '<i></i><p>Zelda</p>'],
  ['section:has(.mark)', '<section><i class="mark"></i><p>Zelda</p></section>'],
  ['option[selected]', '<select data-cobrowse-unmask><option>A</option><option selected>Zelda</option></select>'],
  // rrweb leaves these attributes out, or tells its own.
  ['[value=given]', '<input value="given" placeholder="Zelda">'],
  ['[checked]', '<input type="checkbox" checked title="Zelda">'],
  ['input.secret', '<input class="secret" placeholder="Zelda">'],
  ['.a\n.secret', '<div class="a"><p class="secret">Zelda</p></div>'],
];

describe('a rule with a selector', () => {
  let page: Page;
  afterEach(() => page.close());

  for (const [selector, html] of RULES)
    it(`${JSON.stringify(selector)} masks what it names, in a snapshot and when it is added`, async () => {
      page = await openPage({ body: `<main></main><aside>Public</aside><section>${html}</section>` });
      const recording = page.record({ mask: selector });
      page.query('main').innerHTML = html;
      await settle();
      recording.recorder.takeSnapshot();
      assert.notInclude(recording.text(), 'Zelda');
      recording.recorder.stop();
    });

  it('masks what comes to match by the class of something around it, and what it showed before', async () => {
    page = await openPage({ body: '<div id="box"><p class="secret">Zelda</p></div>' });
    const recording = page.record({ mask: '.open .secret' });
    assert.include(recording.text(), 'Zelda');
    page.query('#box').className = 'open';
    page.query('.secret').append(' Quimby');
    await settle();
    assert.notInclude(recording.text(), 'Quimby');
    assert.notInclude(JSON.stringify(recording.events.filter(({ type }) => type === 2).at(-1)), 'Zelda');
    recording.recorder.stop();
  });

  it('costs no snapshot where nothing came to match: other classes, and a place that is blocked all along', async () => {
    page = await openPage({ body: '<div id="box"><p id="secret">Zelda</p><p>Text</p></div>' });
    const recording = page.record({ block: '#secret', mask: '.never, h2 + p' });
    for (const name of ['one', 'two', 'three']) {
      page.query('#box').className = name;
      await settle();
    }
    assert.lengthOf(recording.events.filter(({ type }) => type === 2), 1);
    recording.recorder.stop();
  });
});

describe('whether agents see an element', () => {
  let page: Page;
  afterEach(() => page.close());

  it('is told of masked and blocked places, and of fields with what is typed into them', async () => {
    page = await openPage({
      body: `<p id="text">Text</p><div class="masked"><p id="masked">Text</p></div><div class="blocked"><button id="blocked">Pay</button></div>
        <input id="typed"><input id="shown" data-cobrowse-unmask><input id="password" type="password" data-cobrowse-unmask>
        <input id="box" type="checkbox"><div contenteditable id="editable">Text</div>`,
    });
    const { privacy, recorder } = page.record({ mask: '.masked', block: '.blocked' });
    const seen = ['text', 'masked', 'blocked', 'typed', 'shown', 'password', 'box', 'editable'].filter((id) => privacy.maySee(page.query(`#${id}`)));
    assert.deepEqual(seen, ['text', 'shown', 'box']);
    assert.deepEqual(privacy.places().map(({ element, kind }) => `${element.id || element.className} ${kind}`), [
      'masked masked',
      'blocked blocked',
      'typed masked',
      'password masked',
      'editable masked',
    ]);
    privacy.setRules([{ match: 'generic', action: 'pause' }]);
    assert.isFalse(privacy.maySee(page.query('#text')));
    recorder.stop();
    privacy.stop();
  });
});
