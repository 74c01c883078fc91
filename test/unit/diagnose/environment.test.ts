import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkBrowser, checkChannel, checkFrame, checkLocks, checkScript, checkSecureContext } from '../../../src/diagnose/environment.ts';

type View = Window & typeof globalThis;
/** A browser that has what is listed, and nothing else. */
const view = (parts: object): View => parts as unknown as View;
const page = (href: string): Location => new URL(href) as unknown as Location;

describe('what the diagnostics say of a browser', () => {
  const sound = {
    WebSocket() {},
    fetch() {},
    AbortController() {},
    MutationObserver() {},
    crypto: { getRandomValues() {}, subtle: {} },
    URL,
    Object,
    Element: { prototype: { attachShadow() {} } },
    HTMLDialogElement: { prototype: { showModal() {} } },
    CSSStyleSheet: { prototype: { replaceSync() {} } },
    Document: { prototype: { adoptedStyleSheets: [] } },
    isSecureContext: true,
    BroadcastChannel() {},
  };

  it('is that it has everything, or the names of what is missing', () => {
    assert.equal(checkBrowser(view(sound)).status, 'ok');
    const old = checkBrowser(view({ ...sound, HTMLDialogElement: undefined, crypto: undefined, Document: { prototype: {} } }));
    assert.equal(old.status, 'error');
    assert.match(old.sentence, /without crypto\.getRandomValues, HTMLDialogElement\.showModal, adoptedStyleSheets\./);
  });

  it('is a warning where something of use is not there', () => {
    assert.equal(checkSecureContext(view(sound)).status, 'ok');
    assert.equal(checkSecureContext(view({ ...sound, isSecureContext: false })).status, 'warning');
    assert.equal(checkSecureContext(view({ ...sound, crypto: {} })).status, 'warning');
    assert.equal(checkChannel(view(sound)).status, 'ok');
    assert.equal(checkChannel(view({})).status, 'warning');
    assert.equal(checkLocks({ locks: {} } as Navigator).status, 'ok');
    assert.equal(checkLocks({} as Navigator).status, 'warning');
    const top = { origin: 'https://portal.example', location: {}, parent: undefined as unknown };
    top.parent = top;
    const framed = view({ origin: 'https://shop.example', location: { ancestorOrigins: [top.origin] }, parent: top });
    assert.equal(checkFrame(view(top), []).status, 'ok');
    assert.equal(checkFrame(framed, [top.origin]).status, 'warning');
    assert.equal(checkFrame(framed, []).status, 'error');
    const opaque = view({ origin: 'null', location: { ancestorOrigins: ['null'] }, parent: top });
    assert.equal(checkFrame(opaque, ['self', 'null']).status, 'error');
  });
});

describe('what the diagnostics say of where the widget comes from', () => {
  const cases: [file: string, from: string, status: string, sentence: RegExp][] = [
    ['https://shop.example/cobrowse/1.0.0/diagnose.js', 'https://shop.example/cart?id=7', 'ok', /own origin, https:\/\/shop\.example\/cobrowse\/1\.0\.0\/\.$/],
    ['https://cdn.example/1.0.0/diagnose.js?v=secret', 'https://shop.example/', 'ok', /another origin, https:\/\/cdn\.example\/1\.0\.0\/,/],
    ['http://cdn.example/1.0.0/diagnose.js', 'https://shop.example/', 'error', /unencrypted/],
    ['file:///home/somebody/shop/node_modules/cobrowse-widget/dist/index.js', 'https://shop.example/', 'ok', /application’s own bundle/],
  ];
  for (const [file, from, status, sentence] of cases)
    it(`${status}: ${file} on ${from}`, () => {
      const found = checkScript(file, page(from));
      assert.equal(found.status, status);
      assert.match(found.sentence, sentence);
      assert.doesNotMatch(found.sentence, /secret|somebody|id=7/);
    });
});
