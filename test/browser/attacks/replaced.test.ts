import { assert } from 'chai';
import type { RecorderDeps } from '../../../src/capture/recorder.ts';
import { haystack } from '../../support/markers.ts';
import { openPage, type Page, type Recording, settle, type } from '../../support/page.ts';

/**
 * How a recording goes on: it shows what it may and masks the rest, masks everything, or lets nothing of it out; with the
 * codes of errors that the page was told. Or it has ended itself with a code, or has never begun.
 */
type Outcome = 'streams' | 'all masked' | 'all hidden' | `all ${string}, capture/${string}` | `closed: capture/${string}` | 'does not load' | 'does not start';

/** What is done, and how a recording goes on where that was done early, idle and late; what is left out is as before it. */
type Attack = readonly [code: string, early: Outcome, idle?: Outcome, late?: Outcome];

/** What scripts of a page replace, by accident (old polyfills do) or to get at something. */
const OVERRIDES: Readonly<Record<string, Attack>> = {
  'matches, to nothing': ['Element.prototype.matches = () => false', 'all masked', 'streams'],
  'matches, to everything': ['Element.prototype.matches = () => true', 'all hidden'],
  'matches, to an error': ['Element.prototype.matches = () => { throw new Error("no") }', 'all hidden, capture/decide-failed, capture/failed', 'all hidden, capture/failed'],
  'closest': ['Element.prototype.closest = () => null', 'all masked', 'streams'],
  'getAttribute, to null': ['Element.prototype.getAttribute = () => null', 'all masked', 'streams'],
  'getAttribute, to a text': ['Element.prototype.getAttribute = () => "off"', 'all masked', 'streams'],
  'hasAttribute': ['Element.prototype.hasAttribute = () => false', 'streams'],
  'querySelector': ['DocumentFragment.prototype.querySelector = Document.prototype.querySelector = () => null', 'all masked', 'all masked', 'streams'],
  'querySelectorAll': ['Document.prototype.querySelectorAll = Element.prototype.querySelectorAll = () => []', 'streams'],
  'parentNode, to null': ['Object.defineProperty(Node.prototype, "parentNode", { configurable: true, get: () => null })', 'all masked', 'streams'],
  'parentNode, to the body': ['Object.defineProperty(Node.prototype, "parentNode", { configurable: true, get() { return this === document.body ? document : document.body } })', 'closed: capture/filter-failed', 'streams'],
  'parentElement': ['Object.defineProperty(Node.prototype, "parentElement", { configurable: true, get: () => document.body })', 'streams'],
  'nodeType': ['Object.defineProperty(Node.prototype, "nodeType", { configurable: true, get: () => 3 })', 'closed: capture/filter-failed', 'all hidden', 'streams'],
  'nodeName': ['Object.defineProperty(Node.prototype, "nodeName", { configurable: true, get: () => "DIV" })', 'streams'],
  'getRootNode': ['Node.prototype.getRootNode = () => document', 'streams'],
  'type of fields': ['Object.defineProperty(HTMLInputElement.prototype, "type", { configurable: true, get: () => "text", set() {} })', 'closed: capture/filter-failed', 'closed: capture/filter-failed', 'streams'],
  'assignedSlot': ['Object.defineProperty(Element.prototype, "assignedSlot", { configurable: true, get: () => null })', 'streams'],
  'attributes': ['Object.defineProperty(Element.prototype, "attributes", { configurable: true, get: () => [] })', 'closed: capture/filter-failed'],
  'filter': ['Array.prototype.filter = function () { return this }', 'closed: capture/filter-failed'],
  'map': ['Array.prototype.map = function () { return this }', 'does not start', 'does not start', 'closed: capture/failed'],
  'some': ['Array.prototype.some = () => false', 'streams'],
  'every': ['Array.prototype.every = () => true', 'streams'],
  'join': ['Array.prototype.join = () => "q"', 'closed: capture/filter-failed', 'all masked', 'streams'],
  'push': ['Array.prototype.push = () => 0', 'closed: capture/filter-failed'],
  'includes': ['Array.prototype.includes = String.prototype.includes = () => false', 'closed: capture/failed', 'closed: capture/failed', 'streams'],
  'what for…of goes by': ['Array.prototype[Symbol.iterator] = function* () {}', 'does not start', 'does not start', 'closed: capture/filter-failed'],
  'keys and entries': ['Object.keys = Object.entries = Object.values = () => []', 'closed: capture/filter-failed'],
  'fromEntries': ['Object.fromEntries = () => ({})', 'all masked, capture/decide-failed', 'all masked, capture/decide-failed', 'streams'],
  'replace': ['String.prototype.replace = function () { return String(this) }', 'closed: capture/filter-failed'],
  'split': ['String.prototype.split = function () { return [String(this)] }', 'closed: capture/filter-failed', 'streams'],
  'slice': ['String.prototype.slice = function () { return String(this) }', 'closed: capture/filter-failed'],
  'trim': ['String.prototype.trim = () => ""', 'streams'],
  'repeat': ['String.prototype.repeat = () => ""', 'streams'],
  'toLowerCase': ['String.prototype.toLowerCase = () => "x"', 'closed: capture/filter-failed'],
  'test': ['RegExp.prototype.test = () => false', 'closed: capture/filter-failed'],
  'exec': ['RegExp.prototype.exec = () => null', 'closed: capture/filter-failed'],
  'the replace of patterns': ['RegExp.prototype[Symbol.replace] = (text) => text', 'closed: capture/filter-failed'],
  'get of maps': ['Map.prototype.get = () => undefined', 'closed: capture/filter-failed'],
  'has of sets': ['Set.prototype.has = WeakSet.prototype.has = () => false', 'closed: capture/filter-failed'],
  'get of weak maps': ['WeakMap.prototype.get = () => 0', 'closed: capture/filter-failed'],
  'set of weak maps': ['WeakMap.prototype.set = function () { return this }', 'closed: capture/filter-failed', 'closed: capture/filter-failed', 'streams'],
  'add of weak sets': ['WeakSet.prototype.add = function () { return this }', 'closed: capture/filter-failed', 'closed: capture/filter-failed', 'streams'],
  'call': ['Function.prototype.call = () => false', 'all hidden, capture/failed'],
  'apply': ['Function.prototype.apply = () => false; Reflect.apply = () => false', 'closed: capture/filter-failed', 'streams'],
  'JSON': ['JSON.stringify = () => "{}"', 'closed: capture/filter-failed', 'streams'],
  'decodeURIComponent': ['decodeURIComponent = (text) => { throw new Error(text) }', 'streams'],
  'the clock': ['performance.now = Date.now = () => NaN', 'streams'],
  'timers': ['setTimeout = queueMicrotask = () => 0', 'streams'],
  'createElement': ['Document.prototype.createElement = () => null', 'does not load', 'closed: capture/filter-failed', 'streams'],
  'createTreeWalker': ['Document.prototype.createTreeWalker = () => ({ nextNode: () => null, previousNode: () => null })', 'streams'],
  'isNaN and parseInt': ['Number.isNaN = () => true; parseInt = Number.parseInt = () => 0', 'streams'],
  'toJSON': ['Object.prototype.toJSON = function () { return this.textContent ? { ...this, textContent: "x" } : this }', 'streams'],
};

const BODY = `<p class="ruled">Zq7ruledText01 <b title="Zq7ruledTitle01">Zq7ruledText02</b></p><div class="blocked">Zq7ruledBlocked01</div>
  <div data-cobrowse-mask>Zq7markedText01</div><input type="password" value="Zq7privatePassword01"><input type="hidden" value="Zq7privateHidden01">
  <input id="code" autocomplete="one-time-code" value="Zq7privateCode01"><p data-user="Zq7privateData01">4111 1111 1111 1111</p>
  <a href="https://shop.test/?q=Zq7privateQuery01">a</a><div id="host"></div><p id="public">Zq7publicText01</p>`;

const LAST = 'Zq7publicText02';
const WORDS = ['Text01', 'Title01', 'Text02', 'Blocked01', 'Added02', 'Added03', 'Attribute02', 'Blocked02', 'Rule02'].map((word) => `Zq7ruled${word}`);
const ALWAYS = ['markedText01', 'privatePassword01', 'privateHidden01', 'privateCode01', 'privateData01', 'privateQuery01', 'privateTyped02', 'privateTyped03'].map((word) => `Zq7${word}`);

/** When the page replaces them: before the recorder loads, before it starts, or while it runs. */
const TIMES = ['early', 'idle', 'late'] as const;

/** This window's functions, as the page's may not work. */
const { querySelector } = Document.prototype;
const { append } = Element.prototype;

describe('a page that fights back', () => {
  let page: Page | undefined;
  afterEach(() => {
    page?.close();
    page = undefined;
  });

  const run = (code: string): void => {
    const script = page!.document.adoptNode(document.createElement('script'));
    script.textContent = `try { ${code} } catch {}`;
    append.call(page!.document.documentElement, script);
  };
  const find = (selector: string): HTMLInputElement => querySelector.call(page!.document, selector) as HTMLInputElement;

  function goOn(): void {
    const added = new DOMParser().parseFromString('<p title="Zq7ruledAdded03">Zq7ruledAdded02</p><style>p::before { content: "Zq7ruledRule02" }</style>', 'text/html');
    append.call(find('.ruled'), ...added.querySelectorAll('p, style'));
    find('.ruled').setAttribute('aria-label', 'Zq7ruledAttribute02');
    append.call(find('.blocked'), 'Zq7ruledBlocked02');
    type(find('[type=password]'), 'Zq7privateTyped02');
    type(find('#code'), 'Zq7privateTyped03');
  }

  /** What became of the recording, and the private words that left. */
  async function attack(code: string, when: (typeof TIMES)[number]): Promise<{ outcome: Outcome; leaks: string[] }> {
    const told: string[] = [];
    let over: string | undefined;
    let recording: Recording;
    try {
      page = await openPage({ body: BODY, script: when === 'early' ? `try { ${code} } catch {}` : '' });
    } catch {
      return { outcome: 'does not load', leaks: [] };
    }
    if (when === 'idle') run(code);
    const onError: RecorderDeps['onError'] = (error, state) => {
      if (state === 'over') over = error.code;
      else told.push(error.code);
    };
    try {
      recording = page.record({ mask: '.ruled', block: '.blocked', maskInputs: false }, { onError });
    } catch {
      return { outcome: 'does not start', leaks: [] };
    }
    if (when === 'late') run(code);
    goOn();
    await settle();
    recording.recorder.takeSnapshot();
    await settle();
    const before = recording.events.length;
    append.call(find('#public'), LAST);
    await settle();
    recording.recorder.stop();
    const since = textsOf(recording.events.slice(before));
    const fate = since.includes(LAST) ? 'streams' : since.includes('*'.repeat(LAST.length)) ? 'all masked' : 'all hidden';
    const sent = haystack(recording.events, recording.frames);
    return {
      outcome: (over ? `closed: ${over}` : [fate, ...told].join(', ')) as Outcome,
      leaks: [...WORDS, ...ALWAYS, '1111 1111'].filter((word) => sent.leaksOf(word).length > 0),
    };
  }

  for (const [what, [code, early, idle = early, late = idle]] of Object.entries(OVERRIDES))
    it(`learns nothing by a replaced ${what}, and all know how it ends`, async () => {
      for (const [i, when] of TIMES.entries()) {
        assert.deepEqual(await attack(code, when), { outcome: [early, idle, late][i]!, leaks: [] }, when);
        page?.close();
        page = undefined;
      }
    });

  it('sees nothing sent once a filter does not work any more', async () => {
    page = await openPage({ body: BODY });
    const recording = page.record({ mask: '.ruled' });
    run(OVERRIDES['replace']![0]);
    const before = recording.events.length;
    goOn();
    await settle();
    assert.lengthOf(recording.events, before);
    recording.recorder.stop();
  });

  it('gets everything masked where what rules stand on was replaced before', async () => {
    page = await openPage({ body: BODY, script: OVERRIDES['matches, to nothing']![0] });
    const recording = page.record();
    assert.equal(recording.privacy.policy().closed, 'page');
    assert.notInclude(recording.text(), 'Zq7publicText01');
    assert.include(recording.text(), '***');
    recording.recorder.stop();
  });
});

/** The texts in a value, by no function of the page's. */
const textsOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? Object.values(value).map(textsOf).join() : String(value);
