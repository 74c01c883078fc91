import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCobrowseError } from '../../../src/core/errors.ts';
import type { KnownPage } from '../../../src/replayer/page-changes.ts';
import { sanitizeEvent } from '../../../src/replayer/sanitize.ts';
import { type CleanNode, MAX_DEPTH } from '../../../src/replayer/tree.ts';
import { parsePayload } from '../../../src/wire/parse.ts';
import type { WireEvent } from '../../../src/wire/messages.ts';

let nextId = 1;
const element = (tagName: string, attributes: object = {}, childNodes: object[] = [], more: object = {}): object => ({
  type: 2,
  id: nextId++,
  tagName,
  attributes,
  childNodes,
  ...more,
});
const text = (textContent: string): object => ({ type: 3, id: nextId++, textContent });

const nobody: KnownPage = { tagOf: () => undefined, depthOf: () => 0, styles: new Set() };
const page = (tags: Record<number, string>, depth = 1): KnownPage => ({
  tagOf: (id) => tags[id],
  depthOf: () => depth,
  styles: new Set(),
});

const event = (type: number, data: object): WireEvent => ({ type, timestamp: 1, data: data as WireEvent['data'] });
const clean = (raw: WireEvent, known = nobody): Record<string, unknown>[] =>
  [...sanitizeEvent(raw, known)].flatMap((part) => (part ? [part.data as Record<string, unknown>] : []));

/** The body's children of a snapshot that has been through the check. */
function rebuilt(...children: object[]): CleanNode[] {
  const html = element('html', {}, [element('head'), element('body', {}, children)]);
  const document = { type: 0, id: nextId++, childNodes: [{ type: 1, id: nextId++, name: 'html', publicId: '', systemId: '' }, html] };
  const [data] = clean(event(2, { node: document, initialOffset: { left: 0, top: 0 } }));
  return (data!['node'] as CleanNode).childNodes![1]!.childNodes![1]!.childNodes!;
}
const attributesOf = (tag: string, attributes: object): object => rebuilt(element(tag, attributes))[0]!.attributes!;
const refuses = (raw: WireEvent, known = nobody): void =>
  assert.throws(
    () => clean(raw, known),
    (error) => isCobrowseError(error) && error.code === 'protocol/malformed-frame',
  );
const mutation = (parts: object): WireEvent =>
  event(3, { source: 0, removes: [], adds: [], texts: [], attributes: [], ...parts });
const changed = (tag: string, attributes: object): unknown =>
  (clean(mutation({ attributes: [{ id: 5, attributes }] }), page({ 5: tag }))[0]!['attributes'] as { attributes: object }[])[0]!
    .attributes;

describe('a snapshot from a stranger', () => {
  it('keeps what describes the page', () => {
    const [section] = rebuilt(
      element('section', { class: 'a', style: 'color: red', 'data-x': '1', hidden: true }, [
        element('a', { href: 'https://shop.example/cart' }, [text('Cart')]),
        element('img', { src: 'https://shop.example/a.png', srcset: 'https://shop.example/b.png 2x', alt: 'A' }),
        element('img', { rr_dataURL: 'data:image/png;base64,AA==' }),
        element('input', { type: 'text', value: '***', checked: true }),
      ]),
    );
    assert.deepEqual(section!.attributes, { class: 'a', style: 'color: red', 'data-x': '1', hidden: true });
    assert.deepEqual(
      section!.childNodes!.map(({ attributes }) => attributes),
      [
        { href: 'https://shop.example/cart' },
        { src: 'https://shop.example/a.png', srcset: 'https://shop.example/b.png 2x', alt: 'A' },
        { rr_dataURL: 'data:image/png;base64,AA==' },
        { type: 'text', value: '***', checked: true },
      ],
    );
    assert.equal(section!.childNodes![0]!.childNodes![0]!.textContent, 'Cart');
  });

  it('has no script in whatever spelling', () => {
    for (const name of ['script', 'SCRIPT', 'ScRiPt']) {
      const [node] = rebuilt(element(name, { src: 'https://evil.example/x.js' }));
      assert.equal(node!.tagName, 'noscript');
      assert.deepEqual(node!.attributes, {});
    }
    assert.equal(rebuilt(element('Script', {}, [], { isSVG: true }))[0]!.tagName, 'noscript');
  });

  it('has no handler, and no attribute that acts by itself', () => {
    const acting = {
      onclick: 'x()', ONERROR: 'x()', onload: 'x()', autofocus: true, autoplay: '', ping: 'https://evil.example',
      action: 'https://evil.example', formaction: 'https://evil.example', target: '_top', srcdoc: '<p>', nonce: 'n',
      referrerpolicy: 'unsafe-url', accesskey: 'a', rr_mediaState: 'played', attributionsrc: 'https://evil.example',
    }; // prettier-ignore
    for (const tag of ['div', 'form', 'button', 'a', 'img', 'video', 'input'])
      assert.deepEqual(attributesOf(tag, { ...acting, title: 't' }), { title: 't' }, tag);
  });

  it('has no address that runs, or that is the console’s own', () => {
    const addresses = [
      'javascript:alert(1)', ' JaVa\tScRiPt:alert(1)', '\u0001javascript:alert(1)', 'vbscript:x', 'data:text/html,<script>',
      '/logout', 'logout', '//console.example/x', 'file:///etc/passwd', 'data:application/xhtml+xml,x',
    ]; // prettier-ignore
    for (const address of addresses) {
      assert.deepEqual(attributesOf('a', { href: address }), { href: '#' }, address);
      for (const name of ['src', 'poster', 'background', 'srcset'])
        assert.deepEqual(attributesOf('img', { [name]: address }), {}, `${name} ${address}`);
      assert.deepEqual(rebuilt(element('use', { 'xlink:href': address }, [], { isSVG: true }))[0]!.attributes, {});
    }
    assert.deepEqual(rebuilt(element('use', { href: '#icon' }, [], { isSVG: true }))[0]!.attributes, { href: '#icon' });
  });

  it('neither refreshes, nor has a base, nor a policy of its own', () => {
    assert.deepEqual(attributesOf('meta', { 'http-equiv': 'refresh', content: '0;url=https://evil.example' }), {
      content: '0;url=https://evil.example',
    });
    assert.deepEqual(attributesOf('meta', { 'HTTP-EQUIV': 'Content-Security-Policy', content: 'x' }), { content: 'x' });
    assert.deepEqual(attributesOf('meta', { name: 'referrer', content: 'unsafe-url' }), { content: 'unsafe-url' });
    assert.deepEqual(attributesOf('base', { href: 'https://evil.example', target: '_top' }), {});
  });

  it('loads style sheets, and nothing ahead of time', () => {
    const href = 'https://shop.example/a.css';
    assert.deepEqual(attributesOf('link', { rel: 'stylesheet', href, media: 'print' }), { rel: 'stylesheet', href, media: 'print' });
    assert.deepEqual(attributesOf('link', { rel: 'alternate stylesheet', href }), { rel: 'alternate stylesheet', href });
    for (const rel of ['preload', 'prefetch', 'dns-prefetch', 'preconnect', 'import', 'modulepreload', 'icon', 'stylesheet preload', 'manifest'])
      assert.deepEqual(attributesOf('link', { rel, href, as: 'script' }), {}, rel);
  });

  it('has empty boxes for embeddings, and frames that load nothing', () => {
    for (const name of ['object', 'embed', 'applet', 'OBJECT', 'portal', 'frame']) {
      const [node] = rebuilt(element(name, { data: 'https://evil.example', class: 'c' }, [text('inside')]));
      assert.equal(node!.tagName, 'div');
      assert.deepEqual(node!.attributes, { class: 'c' });
      assert.deepEqual(node!.childNodes, []);
    }
    const frame = { src: 'https://evil.example', srcdoc: '<p>', sandbox: 'allow-scripts', name: 'n', allow: 'camera', width: '10' };
    assert.deepEqual(attributesOf('iframe', frame), { width: '10', sandbox: 'allow-same-origin' });
    assert.deepEqual(attributesOf('IFRAME', frame), { width: '10', sandbox: 'allow-same-origin' });
  });

  it('cannot reach an object’s prototype', () => {
    const raw = JSON.parse('{"__proto__": {"polluted": "yes"}, "constructor": "x", "toString": "y", "title": "t"}') as object;
    const attributes = attributesOf('p', raw) as Record<string, unknown>;
    assert.equal(Object.getPrototypeOf(attributes), Object.prototype);
    assert.equal(attributes['polluted'], undefined);
    assert.equal(attributes['title'], 't');
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'a b', '<p>', '']) {
      const [node] = rebuilt(element(name));
      assert.equal(node!.tagName, 'span', name);
    }
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  it('is cut off where it nests deeper than any page', () => {
    let deep = element('b', {}, [text('bottom')]);
    for (let level = 0; level < 100_000; level++) deep = element('div', {}, [deep]);
    let levels = 0;
    for (let node = rebuilt(deep)[0]; node; node = node.childNodes?.[0]) levels += 1;
    assert.ok(levels > 400 && levels <= MAX_DEPTH, `${levels} levels`);
  });

  it('is refused where it is no page', () => {
    const document = (childNodes: unknown): WireEvent => event(2, { node: { type: 0, id: 1, childNodes } });
    refuses(event(2, {}));
    refuses(event(2, { node: null }));
    refuses(event(2, { node: 'text' }));
    refuses(document([]));
    refuses(document('text'));
    refuses(document([element('div')]));
    refuses(document([element('html', {}, [{ type: 0, id: 9, childNodes: [] }])]));
    refuses(document([element('html', {}, [{ type: 2, id: '7', tagName: 'p', attributes: {}, childNodes: [] }])]));
    refuses(document([element('html', {}, [{ type: 2, id: 1.5, tagName: 'p', attributes: {}, childNodes: [] }])]));
    refuses(document([element('html', {}, [{ type: 77, id: 7 }])]));
    refuses(document([{ type: 2, id: 3, tagName: 5, attributes: {}, childNodes: [] }]));
  });
});

describe('changes from a stranger', () => {
  it('pass where they describe the page', () => {
    const node = element('li', { class: 'new' });
    const parts = clean(
      mutation({
        removes: [{ id: 6, parentId: 5 }],
        adds: [{ parentId: 5, nextId: 7, previousId: null, node }],
        texts: [{ id: 8, value: 'new text' }],
        attributes: [{ id: 5, attributes: { class: 'a', title: null, style: { color: ['red', 'important'], top: false } } }],
      }),
      page({ 5: 'ul', 7: 'li' }),
    );
    assert.equal(parts.length, 2);
    assert.deepEqual(parts[0]!['removes'], [{ id: 6, parentId: 5 }]);
    assert.deepEqual(parts[1]!['adds'], [{ parentId: 5, nextId: 7, previousId: null, node }]);
    assert.deepEqual(parts[1]!['texts'], [{ id: 8, value: 'new text' }]);
    assert.deepEqual(parts[1]!['attributes'], [
      { id: 5, attributes: { class: 'a', title: null, style: { color: ['red', 'important'], top: false } } },
    ]);
  });

  it('are checked by the element that they change', () => {
    assert.deepEqual(changed('img', { src: 'https://shop.example/a.png' }), { src: 'https://shop.example/a.png' });
    assert.deepEqual(changed('iframe', { src: 'https://evil.example', srcdoc: '<p>', sandbox: 'allow-scripts' }), {});
    assert.deepEqual(changed('iframe', { sandbox: null }), {});
    assert.deepEqual(changed('a', { href: 'javascript:x', onclick: 'x' }), { href: '#' });
    assert.deepEqual(changed('meta', { 'http-equiv': 'refresh' }), {});
    assert.deepEqual(changed('link', { rel: 'preload' }), {});
    assert.deepEqual(changed('base', { href: 'https://evil.example' }), {});
  });

  it('cannot pass a frame off as an image by using its id twice', () => {
    const [part] = clean(
      mutation({
        adds: [{ parentId: 4, nextId: null, previousId: null, node: element('img', {}, [], { id: 5 }) }],
        attributes: [{ id: 5, attributes: { src: 'https://evil.example' } }],
      }),
      page({ 4: 'div', 5: 'iframe' }),
    );
    assert.deepEqual(part!['attributes'], [{ id: 5, attributes: {} }]);
  });

  it('put documents into frames alone, and nothing where nothing is', () => {
    const document = { type: 0, id: 90, childNodes: [] };
    const add = (parentId: number, node: object): object => ({ parentId, nextId: null, previousId: null, node });
    const known = page({ 4: 'div', 5: 'iframe' });
    assert.deepEqual(clean(mutation({ adds: [add(4, document)] }), known), []);
    assert.deepEqual(clean(mutation({ adds: [add(5, element('p'))] }), known), []);
    assert.deepEqual(clean(mutation({ adds: [add(99, element('p'))] }), known), []);
    assert.equal(clean(mutation({ adds: [add(5, document)] }), known).length, 1);
  });

  it('come after their parents, however they were sent, and in the order of siblings; what waits for itself does not come', () => {
    const add = (parentId: number, id: number, next: number | null = null): object => ({ parentId, nextId: next, node: element('p', {}, [], { id }) });
    const [part] = clean(
      mutation({ adds: [add(21, 33), add(20, 31), add(20, 32, 31), add(4, 20), add(20, 21, 32), add(51, 50), add(50, 51)] }),
      // The host stands where it stood, or is gone, by what was told of before.
      page({ 4: 'div', 20: 'div' }),
    );
    const adds = part!['adds'] as { node: { id: number }; nextId: number | null }[];
    assert.deepEqual(adds.map(({ node, nextId: next }) => [node.id, next]), [[20, null], [31, null], [32, 31], [21, 32], [33, null]]);
  });

  it('do not wait for a sibling that does not exist', () => {
    const [part] = clean(
      mutation({ adds: [{ parentId: 4, nextId: 12_345, previousId: -1, node: element('p') }] }),
      page({ 4: 'div' }),
    );
    const [add] = part!['adds'] as Record<string, unknown>[];
    assert.equal(add!['nextId'], null);
    assert.equal(add!['previousId'], null);
  });

  it('do not nest without end, one level at a time', () => {
    const known = page({ 4: 'div' }, MAX_DEPTH);
    assert.deepEqual(clean(mutation({ adds: [{ parentId: 4, nextId: null, previousId: null, node: element('p') }] }), known), []);
  });

  it('are refused where they are no changes', () => {
    refuses(mutation({ adds: 'x' }));
    refuses(mutation({ removes: [null] }));
    refuses(mutation({ removes: [{ id: 'x', parentId: 1 }] }));
    refuses(mutation({ texts: [{ id: {}, value: 'x' }] }));
    refuses(event(3, { source: 0 }));
    refuses(event(3, { source: 3, id: 1, x: 'NaN', y: 0 }));
    refuses(event(3, { source: 2, id: 1, type: 99 }));
    refuses(event(3, { source: 1, positions: 'x' }));
    refuses(event(3, { source: 8, id: 1, adds: [{ rule: {} }] }));
    refuses(event(3, { source: 8, id: 1, adds: [{ rule: 'a{}', index: -1 }] }));
    refuses(event(3, { source: 13, id: 1, index: 'x' }));
    refuses(event(4, { width: 1e9, height: 1 }));
    refuses(event(4, {}));
  });

  it('of kinds that nobody needs do nothing', () => {
    for (const source of [7, 9, 10, 11, 16, 99, 'mutation', undefined]) assert.deepEqual(clean(event(3, { source, id: 1 })), []);
    for (const type of [0, 1, 5, 6, 7, 8, 64]) assert.deepEqual(clean(event(type, { tag: 'x', payload: {} })), []);
  });

  it('of the pointer, of fields and of the viewport pass', () => {
    assert.deepEqual(clean(event(3, { source: 1, positions: [{ x: 1, y: 2, id: 3, timeOffset: -50 }] })), [
      { source: 1, positions: [{ x: 1, y: 2, id: 3, timeOffset: 0 }] },
    ]);
    assert.deepEqual(clean(event(3, { source: 5, id: 3, text: '***', isChecked: false, userTriggered: true })), [
      { source: 5, id: 3, text: '***', isChecked: false },
    ]);
    assert.deepEqual(clean(event(3, { source: 5, id: -1, text: 'x', isChecked: false })).length, 1);
    assert.deepEqual(clean(event(3, { source: 4, width: 800, height: 600 })), [{ source: 4, width: 800, height: 600 }]);
  });

  it('of adopted style sheets name sheets that were sent', () => {
    const known = page({});
    const adopt = (data: object): unknown => clean(event(3, { source: 15, id: 1, ...data }), known)[0]!['styleIds'];
    assert.deepEqual(adopt({ styles: [{ styleId: 1, rules: [{ rule: 'a{}', index: 0 }] }], styleIds: [1, 2] }), [1]);
    assert.deepEqual(adopt({ styleIds: [1] }), [1]);
  });
});

describe('a payload of a hundred thousand brackets', () => {
  it('is read, and refused as data', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const payload = `[{"type":2,"timestamp":1,"data":{"node":${deep}}}]`;
    const [raw] = parsePayload('events', payload);
    refuses(raw!);
  });
});
