import { assert, expect } from 'chai';
import { ofSource, openPage, type Page, settle, until } from '../../support/page.ts';

const STYLE_SHEET_RULE = 8;

/** The name of what the action throws: each engine words the message in its own way. */
function thrown(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return (error as Error).name;
  }
}

describe('the host page, while it is recorded', () => {
  let page: Page;
  afterEach(() => page.close());

  it('gets its own exceptions, and the agent no rule that failed', async () => {
    page = await openPage({ body: '<style id="css"></style><iframe srcdoc="<style></style>"></iframe>' });
    const { recorder, events, errors } = page.record();
    await until(() => events.some((event) => event.data['isAttachIframe']));
    const frame = page.query<HTMLIFrameElement>('iframe').contentDocument!;
    for (const sheet of [page.query<HTMLStyleElement>('#css').sheet!, frame.querySelector('style')!.sheet!]) {
      assert.equal(thrown(() => sheet.insertRule('a {}', 99)), 'IndexSizeError');
      assert.equal(thrown(() => sheet.insertRule('{{{', 0)), 'SyntaxError');
      assert.equal(thrown(() => sheet.deleteRule(7)), 'IndexSizeError');
      assert.equal(thrown(() => Reflect.apply(sheet.insertRule, sheet, [])), 'TypeError');
    }
    assert.equal(thrown(() => page.document.body.attachShadow({ mode: 'wrong' as 'open' })), 'TypeError');
    assert.equal(thrown(() => page.view.customElements.define('no', page.view.HTMLElement)), 'SyntaxError');
    assert.isEmpty(ofSource(events, STYLE_SHEET_RULE));
    assert.isEmpty(errors);
    recorder.stop();
  });

  it('gets what it asked for where rrweb itself throws', async () => {
    page = await openPage({ body: '<style id="css"></style>' });
    const { recorder, errors } = page.record();
    const { sheet } = page.query<HTMLStyleElement>('#css');
    // rrweb asks a sheet for its owner before it passes the call on.
    Object.defineProperty(sheet, 'ownerNode', {
      get() {
        throw new Error('broken page');
      },
    });
    assert.equal(sheet!.insertRule('.a { color: red }', 0), 0);
    assert.lengthOf(sheet!.cssRules, 1);
    assert.deepEqual(errors.map(({ code }) => code), ['capture/failed']);
    recorder.stop();
  });

  it('sees functions that look native', async () => {
    page = await openPage();
    const { recorder } = page.record();
    const { insertRule } = page.view.CSSStyleSheet.prototype;
    assert.match(Function.prototype.toString.call(insertRule), /\[native code\]/);
    assert.equal(insertRule.length, 1);
    recorder.stop();
  });

  it('keeps what somebody else wrapped round a recorded function, also over a snapshot and the end', async () => {
    page = await openPage({ body: '<style id="css"></style><div id="a"></div><input>' });
    const { recorder, events } = page.record();
    const { prototype } = page.view.CSSStyleSheet;
    const called: string[] = [];
    const wrap = (owner: object, key: string): void => {
      const inner = Reflect.get(owner, key) as (...args: unknown[]) => unknown;
      Reflect.set(owner, key, function wrapped(this: unknown, ...args: unknown[]) {
        called.push(key);
        return Reflect.apply(inner, this, args);
      });
    };
    wrap(prototype, 'insertRule');
    wrap(page.view.Element.prototype, 'attachShadow');
    recorder.takeSnapshot();
    const { sheet } = page.query<HTMLStyleElement>('#css');
    sheet!.insertRule('.a { color: red }', 0);
    assert.lengthOf(ofSource(events, STYLE_SHEET_RULE), 1);
    recorder.stop();
    const left = events.length;
    sheet!.insertRule('.b { color: red }', 0);
    const root = page.query('#a').attachShadow({ mode: 'open' });
    assert.lengthOf(sheet!.cssRules, 2);
    assert.equal(page.query('#a').shadowRoot, root);
    assert.deepEqual(called, ['insertRule', 'insertRule', 'attachShadow']);
    // A later recording tells of each call once, whatever is left of the first in the chain.
    const second = page.record();
    sheet!.insertRule('.c { color: red }', 0);
    assert.lengthOf(ofSource(second.events, STYLE_SHEET_RULE), 1);
    second.recorder.stop();
    await settle();
    assert.lengthOf(events, left);
  });

  it('is recorded on when another recorder, at its end, puts back what it found before', async () => {
    page = await openPage({ body: '<style id="css"></style><input><p></p>' });
    const { prototype } = page.view.CSSStyleSheet;
    const input = page.view.HTMLInputElement.prototype;
    const found = prototype.insertRule;
    const value = Object.getOwnPropertyDescriptor(input, 'value')!;
    // Theirs is beneath ours.
    prototype.insertRule = new Proxy(found, {});
    Object.defineProperty(input, 'value', { ...value, set(text: string) { value.set!.call(this, text); } });
    const { recorder, events } = page.record();
    prototype.insertRule = found;
    Object.defineProperty(input, 'value', value);
    page.query('p').append('noticed with this');
    const snapshots = (): number => events.filter(({ type }) => type === 2).length;
    await until(() => snapshots() === 2);
    const { sheet } = page.query<HTMLStyleElement>('#css');
    sheet!.insertRule('.a { color: red }', 0);
    assert.lengthOf(ofSource(events, STYLE_SHEET_RULE), 1);
    // One that is wrapped by a proxy cannot be told from a native one: nothing is told twice for that.
    prototype.insertRule = new Proxy(prototype.insertRule, {});
    page.query('p').append('and with this');
    await until(() => snapshots() === 3);
    sheet!.insertRule('.b { color: red }', 0);
    assert.lengthOf(ofSource(events, STYLE_SHEET_RULE), 2);
    const theirs = prototype.insertRule;
    recorder.stop();
    assert.notStrictEqual(prototype.insertRule, theirs, 'our outermost gate is gone');
    assert.deepEqual(Object.getOwnPropertyDescriptor(input, 'value'), value);
    sheet!.insertRule('.c { color: red }', 0);
    assert.lengthOf(sheet!.cssRules, 3);
    expect(() => sheet!.insertRule('{{{', 0)).to.throw().with.property('name', 'SyntaxError');
  });

  const tainted: Record<string, string> = {
    'Node getters': `for (const key of ['childNodes', 'parentNode', 'textContent']) {
      const native = Object.getOwnPropertyDescriptor(Node.prototype, key);
      Object.defineProperty(Node.prototype, key, { ...native, get() { return native.get.call(this); } });
    }`,
    MutationObserver: `const Native = MutationObserver;
      window.MutationObserver = class extends Native { constructor(call) { super((...a) => call(...a)); } };`,
    'Array.from': 'Array.from = (list) => [...list];',
    'querySelector': 'Element.prototype.querySelectorAll = function () { return []; };',
    Zone: `window.Zone = { __symbol__: (name) => '__zone_symbol__' + name,
      root: { run: (action) => { window.ranInRoot = true; return action(); } } };
      window.__zone_symbol__MutationObserver = MutationObserver;
      window.MutationObserver = class { observe() {} disconnect() {} };`,
  };

  for (const [what, script] of Object.entries(tainted))
    it(`is recorded right where it overrides ${what}, and gets its override back`, async () => {
      page = await openPage({ script, body: '<ul><li>first words</li></ul>' });
      const from = page.view.Array.from;
      const { recorder, events, text } = page.record();
      const list = page.query('ul');
      list.append(page.document.createElement('b'));
      list.lastElementChild!.append('second words');
      await until(() => text().includes('second words'));
      assert.include(text(), 'first words');
      recorder.stop();
      assert.strictEqual(page.view.Array.from, from);
      assert.isAbove(events.length, 2);
      if (what === 'Zone') assert.isTrue(Reflect.get(page.view, 'ranInRoot'));
    });

  it('gets no frame of rrweb’s when it overrides nothing', async () => {
    page = await openPage({ body: '<div></div>' });
    let frames = 0;
    const observer = new page.view.MutationObserver((records) => {
      for (const { addedNodes } of records) for (const node of addedNodes) if (node.nodeName === 'IFRAME') frames += 1;
    });
    observer.observe(page.document, { childList: true, subtree: true });
    page.query('div').attachShadow({ mode: 'open' });
    const { recorder } = page.record();
    page.document.body.append('more');
    await settle();
    recorder.stop();
    assert.equal(frames, 0);
  });
});
