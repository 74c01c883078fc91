import { assert } from 'chai';
import { ofSource, openPage, type Page, settle, type, until } from '../../support/page.ts';

// rrweb's numbers for where an incremental event comes from.
const MUTATION = 0;
const SCROLL = 3;
const INPUT = 5;
const STYLE_SHEET_RULE = 8;
const STYLE_DECLARATION = 13;
const ADOPTED_STYLE_SHEET = 15;

describe('the recorder', () => {
  let page: Page;
  afterEach(() => page.close());

  it('begins with a snapshot, and takes another when asked', async () => {
    page = await openPage({ body: '<h1>Basket</h1>' });
    const { recorder, events } = page.record();
    assert.deepEqual(events.slice(0, 2).map((event) => event.type), [4, 2]);
    const before = events.length;
    recorder.takeSnapshot();
    assert.deepEqual(events.slice(before, before + 2).map((event) => event.type), [4, 2]);
    recorder.stop();
  });

  it('records styles that a library writes rule by rule', async () => {
    page = await openPage({ body: '<style id="css"></style>' });
    const { recorder, events } = page.record();
    const { sheet } = page.query<HTMLStyleElement>('#css');
    assert.equal(sheet!.insertRule('.css-1 { color: red }', 0), 0);
    assert.equal(sheet!.addRule('.css-2', 'color: blue'), -1);
    (sheet!.cssRules[0] as CSSStyleRule).style.setProperty('color', 'green');
    sheet!.deleteRule(1);
    const rules = ofSource(events, STYLE_SHEET_RULE);
    assert.deepEqual(
      rules.map(({ adds, removes }) => adds ?? removes),
      [[{ rule: '.css-1 { color: red }', index: 0 }], [{ rule: '.css-2 { color: blue }', index: 1 }], [{ index: 1 }]],
    );
    assert.lengthOf(ofSource(events, STYLE_DECLARATION), 1);
    assert.equal(sheet!.cssRules[0]!.cssText, '.css-1 { color: green; }');
    assert.lengthOf(sheet!.cssRules, 1);
    recorder.stop();
  });

  it('records a node that moves as the same node', async () => {
    page = await openPage({ body: '<ul id="from"><li>Tea</li></ul><ul id="to"></ul>' });
    const { recorder, events } = page.record();
    page.query('#to').append(page.query('li'));
    await until(() => ofSource(events, MUTATION).length > 0);
    const [move] = ofSource(events, MUTATION) as { adds: { node: { id: number } }[]; removes: { id: number }[] }[];
    assert.equal(move!.adds[0]!.node.id, move!.removes[0]!.id);
    recorder.stop();
  });

  it('records a list of 2,000 rows in one event', async () => {
    page = await openPage({ body: '<table><tbody></tbody></table>' });
    const { recorder, events } = page.record();
    const rows = Array.from({ length: 2_000 }, (_, index) => {
      const row = page.document.createElement('tr');
      row.insertCell().textContent = `row ${index}`;
      return row;
    });
    page.query('tbody').append(...rows);
    await until(() => ofSource(events, MUTATION).length > 0);
    const [list] = ofSource(events, MUTATION) as { adds: { node: { textContent?: string } }[] }[];
    assert.lengthOf(list!.adds.filter(({ node }) => node.textContent?.startsWith('row ')), 2_000);
    recorder.stop();
  });

  it('records shadow roots, those that come later and their style sheets', async () => {
    page = await openPage({ body: '<div id="early"></div><div id="late"></div>' });
    page.query('#early').attachShadow({ mode: 'open' }).append('early words');
    const { recorder, events, text } = page.record();
    assert.include(text(), 'early words');
    const root = page.query('#late').attachShadow({ mode: 'open' });
    root.append('late words');
    await settle();
    assert.include(text(), 'late words');
    const sheet = new page.view.CSSStyleSheet();
    sheet.replaceSync('p { color: red }');
    root.adoptedStyleSheets = [sheet];
    page.document.adoptedStyleSheets = [sheet];
    assert.lengthOf(ofSource(events, ADOPTED_STYLE_SHEET), 2);
    assert.deepEqual(root.adoptedStyleSheets, [sheet]);
    recorder.stop();
  });

  it('is one per page, and can start again after its stop', async () => {
    page = await openPage({ body: '<input>' });
    const first = page.record();
    assert.throws(() => page.record(), 'recorded already');
    first.recorder.stop();
    first.recorder.stop();
    const second = page.record();
    type(page.query('input'), 'ab');
    await settle();
    assert.include(second.text(), '"text":"**"');
    assert.notInclude(first.text(), '"text"');
    second.recorder.stop();
    first.recorder.takeSnapshot();
  });

  it('tells of a value although an earlier recording told of the same one last', async () => {
    page = await openPage({ body: '<input>' });
    const field = page.query<HTMLInputElement>('input');
    const first = page.record();
    type(field, 'abc');
    first.recorder.stop();
    field.value = 'abcde';
    const { recorder, events } = page.record();
    field.value = 'abc';
    await until(() => ofSource(events, INPUT).length > 0);
    assert.deepEqual(ofSource(events, INPUT).map(({ text }) => text), ['***']);
    recorder.stop();
  });

  it('goes on when its consumer throws, and says so once', async () => {
    page = await openPage();
    let calls = 0;
    const { recorder, errors } = page.record(
      {},
      {
        emit() {
          calls += 1;
          throw new Error('full');
        },
      },
    );
    const before = calls;
    page.document.body.append('more');
    await until(() => calls > before);
    recorder.takeSnapshot();
    assert.deepEqual(errors.map(({ code }) => code), ['capture/failed']);
    recorder.stop();
  });

  it('closes when an event cannot be filtered', async () => {
    page = await openPage();
    const recording = page.record();
    const left = recording.events.length;
    // A page that breaks what the filter reads: it closes rather than let an unread event through.
    const { pop } = page.view.Array.prototype;
    page.view.Array.prototype.pop = () => {
      throw new Error('no');
    };
    recording.recorder.takeSnapshot();
    page.view.Array.prototype.pop = pop;
    assert.equal(recording.errors.at(-1)?.code, 'capture/filter-failed');
    page.document.body.append('later');
    await settle();
    assert.notInclude(recording.text(), 'later');
    assert.isAtMost(recording.events.length, left + 1);
    recording.recorder.stop();
  });

  it('can be stopped from within whatever it calls', async () => {
    page = await openPage({ body: `<iframe srcdoc="<input>"></iframe>` });
    const native = page.view.CSSStyleSheet.prototype.insertRule;
    let calls = 0;
    const { recorder } = page.record(
      {},
      {
        emit() {
          calls += 1;
          // At the second event of the second snapshot: amid rrweb's work.
          if (calls === 4) recorder.stop();
        },
      },
    );
    recorder.takeSnapshot();
    page.document.body.append('later');
    await settle();
    assert.equal(calls, 4);
    assert.strictEqual(page.view.CSSStyleSheet.prototype.insertRule, native);
    page.record().recorder.stop();
  });

  it('tells that a page, or a shadow root, has given up all its constructed style sheets', async () => {
    page = await openPage({ body: '<div id="host"></div>' });
    const root = page.query('#host').attachShadow({ mode: 'open' });
    const { recorder, events } = page.record();
    const sheet = new page.view.CSSStyleSheet();
    // rrweb looks after shadow roots a task later.
    await settle();
    for (const scope of [page.document, root]) {
      scope.adoptedStyleSheets = [sheet];
      scope.adoptedStyleSheets = [];
    }
    const told = ofSource(events, ADOPTED_STYLE_SHEET).map(({ styleIds }) => (styleIds as number[]).length);
    assert.deepEqual(told, [1, 0, 1, 0]);
    recorder.stop();
  });

  it('tells where each of several things that scroll comes to rest, also in a shadow root', async () => {
    const box = (id: string): string => `<div id="${id}" style="height: 50px; overflow: auto"><p style="height: 900px">tall</p></div>`;
    page = await openPage({ body: `${box('one')}${box('two')}<div id="host"></div>` });
    const root = page.query('#host').attachShadow({ mode: 'open' });
    root.innerHTML = box('three');
    const { recorder, events } = page.record();
    const boxes = [page.query('#one'), page.query('#two'), root.querySelector('#three')!];
    // Each twice within one interval of the throttle: what counts is the second.
    for (const y of [100, 200]) {
      for (const scroller of boxes) scroller.scrollTop = y;
      await new Promise((resolve) => page.view.requestAnimationFrame(() => page.view.requestAnimationFrame(resolve)));
    }
    const rested = (): number[] => {
      const last = new Map(ofSource(events, SCROLL).map(({ id, y }) => [id, y as number]));
      return [...last.values()];
    };
    await until(() => rested().join() === '200,200,200');
    recorder.stop();
  });

  it('waits for a document that is still being parsed', async () => {
    page = await openPage();
    Object.defineProperty(page.document, 'readyState', { value: 'loading', configurable: true });
    const unused = page.record();
    unused.recorder.stop();
    const { recorder, events } = page.record();
    recorder.takeSnapshot();
    assert.isEmpty(events);
    Reflect.deleteProperty(page.document, 'readyState');
    page.document.dispatchEvent(new Event('DOMContentLoaded'));
    assert.deepEqual(events.slice(0, 2).map((event) => event.type), [4, 2]);
    assert.isEmpty(unused.events);
    recorder.stop();
  });
});
