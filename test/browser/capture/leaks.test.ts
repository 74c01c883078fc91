import { assert } from 'chai';
import { openPage, type Page, type PageWindow, settle, type, until } from '../../support/page.ts';
import { descriptors, differences, keepLedger } from '../../support/traces.ts';

const BODY = `
  <style>.a { color: red }</style>
  <div id="early"></div><div id="late"></div><div id="gone"></div>
  <input id="secret" type="password"><input id="city">
  <iframe id="inner" srcdoc="<style></style><input><div></div>"></iframe>
  <iframe id="blank"></iframe>`;

/** rrweb wraps these in each window that it records. */
const WRAPPED = [
  'CSSGroupingRule.prototype.deleteRule',
  'CSSGroupingRule.prototype.insertRule',
  'CSSStyleDeclaration.prototype.removeProperty',
  'CSSStyleDeclaration.prototype.setProperty',
  'CSSStyleSheet.prototype.addRule',
  'CSSStyleSheet.prototype.deleteRule',
  'CSSStyleSheet.prototype.insertRule',
  'CSSStyleSheet.prototype.removeRule',
  'CSSStyleSheet.prototype.replace',
  'CSSStyleSheet.prototype.replaceSync',
  'Element.prototype.attachShadow',
  'HTMLInputElement.prototype.checked',
  'HTMLInputElement.prototype.value',
  'HTMLOptionElement.prototype.selected',
  'HTMLSelectElement.prototype.selectedIndex',
  'HTMLSelectElement.prototype.value',
  'HTMLTextAreaElement.prototype.value',
  // The older name of HTMLOptionElement.
  'Option.prototype.selected',
  'customElements.define',
  'document.adoptedStyleSheets',
];

describe('what a recording leaves behind', () => {
  let page: Page;
  afterEach(() => page.close());

  /** Everything that rrweb reacts to by keeping something. */
  async function liveThrough(): Promise<void> {
    const { document, view } = page;
    const late = page.query('#late').attachShadow({ mode: 'open' });
    late.append('late');
    page.query('#gone').attachShadow({ mode: 'open' }).append('gone');
    await settle();
    page.query('#gone').remove();
    view.customElements.define(`x-${Math.random().toString(36).slice(2)}`, class extends view.HTMLElement {});
    const secret = page.query<HTMLInputElement>('#secret');
    type(secret, 'hunter2');
    secret.type = 'text';
    await settle();
    secret.type = 'password';
    type(page.query('#city'), 'Lisbon');
    const inner = page.query<HTMLIFrameElement>('#inner').contentDocument!;
    inner.querySelector('div')!.attachShadow({ mode: 'open' }).append('inner');
    const added = document.createElement('iframe');
    document.body.append(added);
    await settle();
    added.remove();
    secret.value = '';
    page.query<HTMLInputElement>('#city').value = '';
    await settle();
  }

  it('is nothing: no property, listener, timer, observer or node', async () => {
    page = await openPage({ body: BODY });
    const { view, document } = page;
    await until(() => page.query<HTMLIFrameElement>('#inner').contentDocument!.querySelector('div') !== null);
    const inner = page.query<HTMLIFrameElement>('#inner').contentWindow as PageWindow;
    const early = page.query('#early').attachShadow({ mode: 'open' });
    const gone = page.query('#gone');
    const ledgers = [keepLedger(view), keepLedger(inner)];
    const before = [descriptors(view, { early }), descriptors(inner)];
    const globals = Object.getOwnPropertyNames(view).length;

    // Not loaded yet when the snapshot is taken.
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = 'data:text/css,.from-link{color:red}';
    document.head.append(link);
    const { recorder, stopStream, events, text } = page.record();
    await until(() => events.some((event) => event.data['isAttachIframe']) && text().includes('.from-link'));
    await settle();
    assert.sameMembers(differences(before[0]!, descriptors(view, { early })), [...WRAPPED, 'early.adoptedStyleSheets']);
    assert.sameMembers(differences(before[1]!, descriptors(inner)), WRAPPED);
    assert.isAbove(ledgers[0]!.running().length, 10);
    recorder.takeSnapshot();
    await liveThrough();
    recorder.takeSnapshot();
    await settle();
    recorder.stop();
    stopStream();
    await settle();

    assert.deepEqual(differences(before[0]!, descriptors(view, { early })), []);
    assert.deepEqual(differences(before[1]!, descriptors(inner)), []);
    assert.deepEqual(Object.getOwnPropertyNames(page.query('#late').shadowRoot!), []);
    assert.deepEqual(Object.getOwnPropertyNames(gone.shadowRoot!), []);
    assert.deepEqual(ledgers.flatMap((ledger) => ledger.running()), []);
    assert.equal(Object.getOwnPropertyNames(view).length, globals);
    assert.lengthOf(document.querySelectorAll('[data-rr-is-password]'), 0);
    assert.lengthOf(document.querySelectorAll('iframe'), 2);
    for (const ledger of ledgers) ledger.undo();
  });

  it('is what the page had before, where it had properties of its own', async () => {
    page = await openPage({ body: '<div></div>' });
    const root = page.query('div').attachShadow({ mode: 'open' });
    const own = {
      configurable: true,
      get: (): CSSStyleSheet[] => [],
      set: (): void => {},
    };
    Object.defineProperty(root, 'adoptedStyleSheets', own);
    const define = page.view.customElements.define.bind(page.view.customElements);
    page.view.customElements.define = define;
    const { recorder } = page.record();
    await settle();
    recorder.stop();
    assert.strictEqual(Object.getOwnPropertyDescriptor(root, 'adoptedStyleSheets')?.set, own.set);
    assert.strictEqual(page.view.customElements.define, define);
  });

  it('does not grow with the number of recordings', async () => {
    page = await openPage({ body: BODY });
    const ledger = keepLedger(page.view);
    const before = descriptors(page.view);
    for (let turn = 0; turn < 3; turn += 1) {
      for (const lasts of [true, false]) {
        const { recorder, stopStream } = page.record();
        // Where it ends at once: frames and style sheets are asked for a moment later, and nothing may come of it.
        if (lasts) await settle();
        recorder.stop();
        stopStream();
      }
    }
    await settle();
    assert.deepEqual(differences(before, descriptors(page.view)), []);
    assert.deepEqual(ledger.running(), []);
    ledger.undo();
  });
});
