import { assert } from 'chai';
import { haystack } from '../../support/markers.ts';
import { openPage, type Page, type Recording, settle, type } from '../../support/page.ts';

/** What scripts of a page replace, by accident (old polyfills do) or to get at something. */
const OVERRIDES: Readonly<Record<string, string>> = {
  'matches, to nothing': 'Element.prototype.matches = () => false',
  'matches, to everything': 'Element.prototype.matches = () => true',
  'matches, to an error': 'Element.prototype.matches = () => { throw new Error("no") }',
  'closest': 'Element.prototype.closest = () => null',
  'getAttribute, to null': 'Element.prototype.getAttribute = () => null',
  'getAttribute, to a text': 'Element.prototype.getAttribute = () => "off"',
  'hasAttribute': 'Element.prototype.hasAttribute = () => false',
  'querySelector': 'DocumentFragment.prototype.querySelector = Document.prototype.querySelector = () => null',
  'querySelectorAll': 'Document.prototype.querySelectorAll = Element.prototype.querySelectorAll = () => []',
  'parentNode, to null': 'Object.defineProperty(Node.prototype, "parentNode", { configurable: true, get: () => null })',
  'parentNode, to the body': 'Object.defineProperty(Node.prototype, "parentNode", { configurable: true, get() { return this === document.body ? document : document.body } })',
  'parentElement': 'Object.defineProperty(Node.prototype, "parentElement", { configurable: true, get: () => document.body })',
  'nodeType': 'Object.defineProperty(Node.prototype, "nodeType", { configurable: true, get: () => 3 })',
  'nodeName': 'Object.defineProperty(Node.prototype, "nodeName", { configurable: true, get: () => "DIV" })',
  'getRootNode': 'Node.prototype.getRootNode = () => document',
  'type of fields': 'Object.defineProperty(HTMLInputElement.prototype, "type", { configurable: true, get: () => "text", set() {} })',
  'assignedSlot': 'Object.defineProperty(Element.prototype, "assignedSlot", { configurable: true, get: () => null })',
  'attributes': 'Object.defineProperty(Element.prototype, "attributes", { configurable: true, get: () => [] })',
  'filter': 'Array.prototype.filter = function () { return this }',
  'map': 'Array.prototype.map = function () { return this }',
  'some': 'Array.prototype.some = () => false',
  'every': 'Array.prototype.every = () => true',
  'join': 'Array.prototype.join = () => "q"',
  'push': 'Array.prototype.push = () => 0',
  'includes': 'Array.prototype.includes = String.prototype.includes = () => false',
  'what for…of goes by': 'Array.prototype[Symbol.iterator] = function* () {}',
  'keys and entries': 'Object.keys = Object.entries = Object.values = () => []',
  'fromEntries': 'Object.fromEntries = () => ({})',
  'replace': 'String.prototype.replace = function () { return String(this) }',
  'split': 'String.prototype.split = function () { return [String(this)] }',
  'slice': 'String.prototype.slice = function () { return String(this) }',
  'trim': 'String.prototype.trim = () => ""',
  'repeat': 'String.prototype.repeat = () => ""',
  'toLowerCase': 'String.prototype.toLowerCase = () => "x"',
  'test': 'RegExp.prototype.test = () => false',
  'exec': 'RegExp.prototype.exec = () => null',
  'the replace of patterns': 'RegExp.prototype[Symbol.replace] = (text) => text',
  'get of maps': 'Map.prototype.get = () => undefined',
  'has of sets': 'Set.prototype.has = WeakSet.prototype.has = () => false',
  'get of weak maps': 'WeakMap.prototype.get = () => 0',
  'set of weak maps': 'WeakMap.prototype.set = function () { return this }',
  'add of weak sets': 'WeakSet.prototype.add = function () { return this }',
  'call': 'Function.prototype.call = () => false',
  'apply': 'Function.prototype.apply = () => false; Reflect.apply = () => false',
  'JSON': 'JSON.stringify = () => "{}"',
  'decodeURIComponent': 'decodeURIComponent = (text) => { throw new Error(text) }',
  'the clock': 'performance.now = Date.now = () => NaN',
  'timers': 'setTimeout = queueMicrotask = () => 0',
  'createElement': 'Document.prototype.createElement = () => null',
  'createTreeWalker': 'Document.prototype.createTreeWalker = () => ({ nextNode: () => null, previousNode: () => null })',
  'isNaN and parseInt': 'Number.isNaN = () => true; parseInt = Number.parseInt = () => 0',
  'toJSON': 'Object.prototype.toJSON = function () { return this.textContent ? { ...this, textContent: "x" } : this }',
};

const BODY = `<p class="ruled">Zq7ruledText01 <b title="Zq7ruledTitle01">Zq7ruledText02</b></p><div class="blocked">Zq7ruledBlocked01</div>
  <div data-cobrowse-mask>Zq7markedText01</div><input type="password" value="Zq7privatePassword01"><input type="hidden" value="Zq7privateHidden01">
  <input id="code" autocomplete="one-time-code" value="Zq7privateCode01"><p data-user="Zq7privateData01">4111 1111 1111 1111</p>
  <a href="https://shop.test/?q=Zq7privateQuery01">a</a><div id="host"></div><p>Zq7publicText01</p>`;

const WORDS = ['Text01', 'Title01', 'Text02', 'Blocked01', 'Added02', 'Added03', 'Attribute02', 'Blocked02', 'Rule02'].map((word) => `Zq7ruled${word}`);
const ALWAYS = ['markedText01', 'privatePassword01', 'privateHidden01', 'privateCode01', 'privateData01', 'privateQuery01', 'privateTyped02', 'privateTyped03'].map((word) => `Zq7${word}`);

describe('a page that fights back', () => {
  let page: Page | undefined;
  afterEach(() => {
    page?.close();
    page = undefined;
  });

  const run = (code: string): void => {
    const script = page!.document.createElement('script');
    script.textContent = `try { ${code} } catch {}`;
    page!.document.documentElement.append(script);
  };

  /** Lives on, by code of the page's own: this window's functions work, that one's may not. */
  function goOn(): void {
    const [masked, blocked, password, code] = ['.ruled', '.blocked', '[type=password]', '#code'].map((one) => page!.query<HTMLInputElement>(one));
    const added = new DOMParser().parseFromString('<p title="Zq7ruledAdded03">Zq7ruledAdded02</p><style>p::before { content: "Zq7ruledRule02" }</style>', 'text/html');
    masked!.append(...added.querySelectorAll('p, style'));
    masked!.setAttribute('aria-label', 'Zq7ruledAttribute02');
    blocked!.append('Zq7ruledBlocked02');
    type(password!, 'Zq7privateTyped02');
    type(code!, 'Zq7privateTyped03');
  }

  /** When the page replaces them: before the recorder loads, before it starts, or while it runs. */
  async function attacked(code: string, when: 'early' | 'idle' | 'late'): Promise<string[]> {
    let recording: Recording | undefined;
    try {
      page = await openPage({ body: BODY, script: when === 'early' ? `try { ${code} } catch {}` : '' });
      if (when === 'idle') run(code);
      recording = page.record({ mask: '.ruled', block: '.blocked', maskInputs: false });
      if (when === 'late') run(code);
      goOn();
      await settle();
      recording.recorder.takeSnapshot();
      await settle();
      recording.recorder.stop();
    } catch {
      // It did not load or start, or the page cannot go on itself. What was sent until then counts.
    }
    // Replaced this late, nothing keeps the recorder from having begun: an attack on a page without one would show nothing.
    if (when === 'late') assert.isNotEmpty(recording?.events.filter(({ type: kind }) => kind === 2));
    const sent = haystack(recording?.events ?? []);
    return [...WORDS, ...ALWAYS, '1111 1111'].filter((word) => sent.leaksOf(word).length > 0);
  }

  for (const [what, code] of Object.entries(OVERRIDES))
    it(`learns nothing by a replaced ${what}`, async () => {
      for (const when of ['early', 'idle', 'late'] as const) {
        assert.deepEqual(await attacked(code, when), [], when);
        page?.close();
        page = undefined;
      }
    });

  it('sees a filter that does not work any more end the recording, and say so', async () => {
    page = await openPage({ body: BODY });
    const recording = page.record({ mask: '.ruled' });
    run(OVERRIDES['replace']!);
    const before = recording.events.length;
    goOn();
    await settle();
    assert.lengthOf(recording.events, before);
    assert.deepEqual(recording.errors.map(({ code }) => code), ['capture/filter-failed']);
    recording.recorder.stop();
  });

  it('gets everything masked where what rules stand on was replaced before', async () => {
    page = await openPage({ body: BODY, script: OVERRIDES['matches, to nothing']! });
    const recording = page.record();
    assert.equal(recording.privacy.policy().closed, 'page');
    assert.notInclude(recording.text(), 'Zq7publicText01');
    assert.include(recording.text(), '***');
    recording.recorder.stop();
  });
});
