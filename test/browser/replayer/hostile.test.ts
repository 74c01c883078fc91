import { assert } from 'chai';
import { createStage, snapshotEvents, type Stage } from '../../support/replay-stage.ts';

const EVIL = `${location.origin}/evil-`;

describe('a hostile customer’s page', () => {
  let stage: Stage;
  let nextId = 100;
  const element = (tagName: string, attributes: object = {}, childNodes: object[] = [], more: object = {}): { id: number } => ({
    type: 2,
    id: nextId++,
    tagName,
    attributes,
    childNodes,
    ...more,
  } as unknown as { id: number });
  const change = (parts: object): object => ({
    type: 3,
    timestamp: Date.now(),
    data: { source: 0, removes: [], adds: [], texts: [], attributes: [], ...parts },
  });
  const add = (parentId: number, node: object): object => change({ adds: [{ parentId, nextId: null, previousId: null, node }] });
  const incremental = (data: object): object => ({ type: 3, timestamp: Date.now(), data });
  const touched = (): unknown => (globalThis as Record<string, unknown>)['touched'];
  const settle = (): Promise<unknown> => new Promise((done) => setTimeout(done, 150));
  const asked = (): string[] =>
    performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.startsWith(EVIL));

  beforeEach(() => {
    delete (globalThis as Record<string, unknown>)['touched'];
    performance.clearResourceTimings();
    stage = createStage();
    stage.admit();
  });
  afterEach(() => stage.dispose());

  const script = "parent.touched = top.touched = 'yes'";
  const attacks: Record<string, () => object[]> = {
    script: () => [{ ...element('script'), childNodes: [{ type: 3, id: nextId++, textContent: script }] }],
    'a script of the web': () => [element('script', { src: `${EVIL}script.js` }), element('SCRIPT', { src: `${EVIL}s.js` })],
    handlers: () => [element('img', { src: 'data:image/png;base64,broken', onerror: script }), element('svg', { onload: script }, [], { isSVG: true })],
    'a javascript: frame': () => [element('iframe', { src: `javascript:${script}` })],
    srcdoc: () => [element('iframe', { srcdoc: `<script>${script}</script><img src="${EVIL}srcdoc.png">` })],
    'frames that load': () => [element('iframe', { src: `${EVIL}frame` }), element('object', { data: `${EVIL}o` }), element('embed', { src: `${EVIL}e` })],
    'meta refresh': () => [element('meta', { 'http-equiv': 'refresh', content: `0;url=${EVIL}refresh` })],
    'links ahead of time': () => ['preload', 'prefetch', 'modulepreload', 'icon'].map((rel) => element('link', { rel, as: 'script', href: `${EVIL}${rel}.js` })),
    'a form that submits': () => [element('form', { action: `${EVIL}form` }, [element('input', { autofocus: true }), element('button', { formaction: `${EVIL}b` })])],
    'a base': () => [element('base', { href: EVIL, target: '_top' }), element('img', { src: 'relative.png' })],
    'media that plays': () => [element('video', { autoplay: true, rr_mediaState: 'played', rr_mediaVolume: 99, src: 'data:video/mp4;base64,AA' })],
  };

  for (const [name, build] of Object.entries(attacks)) {
    it(`does nothing with ${name} in its snapshot`, async () => {
      stage.send(snapshotEvents([...build(), element('p')]));
      await settle();
      assert.isNotNull(stage.page.querySelector('p'), 'the rest of the page is there');
      assert.isUndefined(touched());
      assert.deepEqual(asked(), []);
      assert.isTrue([location.href, 'about:blank'].includes(stage.frame.contentWindow!.location.href), 'it went nowhere');
    });

    it(`does nothing with ${name} added later`, async () => {
      stage.send(snapshotEvents());
      for (const node of build()) {
        const { childNodes, ...flat } = node as { id: number; childNodes: object[] };
        stage.send([add(5, { ...flat, childNodes: [] }), ...childNodes.map((child) => add(flat.id, child))]);
      }
      stage.send([add(5, element('p'))]);
      await settle();
      assert.isNotNull(stage.page.querySelector('p'), 'what comes later is there');
      assert.isUndefined(touched());
      assert.deepEqual(asked(), []);
      assert.deepEqual(stage.errors, []);
    });
  }

  it('does nothing with attributes that are set later', async () => {
    const [frame, image, link, form] = [element('iframe'), element('img'), element('a'), element('form')];
    stage.send(snapshotEvents([frame, image, link, form]));
    const set = (id: number, attributes: object): object => change({ attributes: [{ id, attributes }] });
    stage.send([
      set(frame.id, { src: `${EVIL}frame`, srcdoc: `<script>${script}</script>`, sandbox: 'allow-scripts allow-same-origin' }),
      set(image.id, { src: 'javascript:1', onerror: script, onload: script }),
      set(link.id, { href: `javascript:${script}`, target: '_top', ping: `${EVIL}ping` }),
      set(form.id, { action: `${EVIL}form`, onsubmit: script }),
      set(frame.id, { sandbox: null }),
    ]);
    for (const node of [link, form])
      stage.send([2, 0, 4, 7, 3].map((type) => incremental({ source: 2, type, id: node.id, x: 1, y: 1 })));
    await settle();
    assert.isUndefined(touched());
    assert.deepEqual(asked(), []);
    assert.equal(stage.page.querySelector('iframe')!.getAttribute('sandbox'), 'allow-same-origin');
    assert.equal(stage.page.querySelector('a')!.getAttribute('href'), '#');
    assert.deepEqual(stage.errors, []);
  });

  it('runs in a frame that may be reached and nothing else, whatever came', () => {
    stage.send(snapshotEvents());
    assert.equal(stage.frame.getAttribute('sandbox'), 'allow-same-origin');
    stage.send(snapshotEvents());
    assert.equal(stage.frame.getAttribute('sandbox'), 'allow-same-origin');
    assert.equal(stage.container.querySelectorAll('iframe').length, 1);
  });

  it('survives a hundred thousand levels, at once and one by one', async () => {
    // As text: a test's own JSON.stringify would not survive it.
    const levels = Array.from({ length: 100_000 }, (_, level) => level + 1_000);
    const open = levels.map((id) => `{"type":2,"id":${id},"tagName":"div","attributes":{},"childNodes":[`).join('');
    const nested = open + ']}'.repeat(levels.length);
    const text = JSON.stringify(snapshotEvents([{ type: 3, id: 6, textContent: 'DEEP' }])).replace(
      '{"type":3,"id":6,"textContent":"DEEP"}',
      () => nested,
    );
    stage.room.receive('events', text, { epoch: '50-deep', sequence: 0 });
    assert.isAbove(stage.page.querySelectorAll('div').length, 100);
    assert.isBelow(stage.page.querySelectorAll('div').length, 600);
    stage.room.receive('events', snapshotEvents([element('section')]), { epoch: '51-flat', sequence: 0 });
    let parent = 5;
    const adds = Array.from({ length: 3_000 }, () => {
      const node = element('div');
      const raw = { parentId: parent, nextId: null, previousId: null, node };
      parent = node.id;
      return raw;
    });
    stage.room.receive('events', [change({ adds })], { epoch: '51-flat', sequence: 2 });
    await settle();
    assert.isBelow(stage.page.querySelectorAll('div').length, 600);
  });

  it('cannot touch the console’s objects', () => {
    const raw = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"style":{"__proto__":"x"}}';
    stage.send(snapshotEvents([element('p')]));
    const text = JSON.stringify([change({ attributes: [{ id: 5, attributes: 'RAW' }] })]).replace('"RAW"', raw);
    stage.room.receive('events', text, { epoch: '1-epoch', sequence: 2 });
    assert.isUndefined(({} as Record<string, unknown>)['polluted']);
    assert.deepEqual(stage.errors, []);
  });

  const broken: Record<string, unknown> = {
    'no JSON': '{',
    'no list': '{}',
    'an event without a type': [{ data: {}, timestamp: 1 }],
    'a snapshot of nothing': [{ type: 4, timestamp: 1, data: { width: 1, height: 1 } }, { type: 2, timestamp: 1, data: {} }],
    'a mutation of nothing': [{ type: 3, timestamp: 1, data: { source: 0 } }],
    'ids that are none': [{ type: 3, timestamp: 1, data: { source: 3, id: 'x', x: 0, y: 0 } }],
    'lists that are none': [{ type: 3, timestamp: 1, data: { source: 1, positions: { length: 5 } } }],
    'an element inside a text': [add(5, element('p')), add(6, element('p'))],
    'a page inside its own head': [change({ removes: [{ id: 3, parentId: 1 }] }), add(1, element('html')), add(1, element('html'))],
  };
  for (const [name, payload] of Object.entries(broken))
    it(`gets ${name} past nobody, and the next snapshot is shown`, () => {
      stage.send(snapshotEvents([{ type: 3, id: 6, textContent: 'x' }]));
      stage.room.receive('events', payload, { epoch: '1-epoch', sequence: 2 });
      stage.send(snapshotEvents([element('p')]));
      assert.equal(stage.replayer.picture, 'current');
      assert.isNotNull(stage.page.querySelector('p'));
    });

  it('is told of what it broke, once, and asked for a snapshot', () => {
    stage.send(snapshotEvents());
    stage.room.sent.length = 0;
    for (let sequence = 2; sequence < 12; sequence++)
      stage.room.receive('events', [incremental({ source: 0 })], { epoch: '1-epoch', sequence });
    assert.deepEqual(stage.errors.map(({ code }) => code), ['protocol/malformed-frame']);
    assert.equal(stage.replayer.picture, 'stale');
    assert.equal(stage.replayer.state, 'live');
    assert.deepEqual(stage.room.sent.map(({ kind }) => kind), ['hello']);
    assert.isNull((stage.room.sent[0]!.payload as { have: unknown }).have);
  });

  it('does not take the agent’s keyboard', async () => {
    const field = document.createElement('input');
    field.id = 'agents-field';
    document.body.append(field);
    field.focus();
    const [input, dialog] = [element('input', { autofocus: true }), element('dialog', { rr_open_mode: 'modal', open: '' })];
    stage.send(snapshotEvents([input, dialog]));
    stage.send([incremental({ source: 2, type: 5, id: input.id }), incremental({ source: 2, type: 2, id: input.id, x: 1, y: 1 })]);
    const frame = stage.frame.getBoundingClientRect();
    assert.notEqual(document.elementFromPoint(frame.left + 5, frame.top + 5)?.nodeName, 'IFRAME', 'no click reaches it');
    await settle();
    // Compared as texts: chai would describe both elements, and with them the whole page.
    assert.equal(document.activeElement?.id, 'agents-field');
    field.remove();
  });
});
