import { assert } from 'chai';
import { openPage, type Page, type Recording, settle, type as typeInto, until } from '../../support/page.ts';

const RULES = { mask: '.ruled, .on ~ p, .host .private', block: '.blocked', unmask: '.open' };

/** What happens to an element that the agent has seen, after which it is not to be seen. */
const CHANGES: Readonly<Record<string, (page: Page) => void>> = {
  'a class is added': ({ query }) => query('#place').classList.add('ruled'),
  'a class is added that blocks': ({ query }) => query('#place').classList.add('blocked'),
  'a class of something around it is added': ({ document }) => document.body.classList.add('ruled'),
  'a mark is added': ({ query }) => query('#place').setAttribute('data-cobrowse-mask', ''),
  'it is moved into a masked place': ({ query }) => query('#masked').append(query('#place')),
  'it is moved into a blocked place': ({ query }) => query('#blocked').append(query('#place')),
  'what stands before it comes to match': ({ query }) => query('#before').classList.add('on'),
  'the rule names what is within something': ({ query, document }) => {
    document.body.classList.add('host');
    query('#text').classList.add('private');
  },
  'an element is put around it': ({ query, document }) => {
    const around = document.createElement('div');
    around.className = 'ruled';
    query('#place').before(around);
    around.append(query('#place'));
  },
  'its class is changed by a framework that replaces it': ({ query }) => {
    query('#place').outerHTML = query('#place').outerHTML.replace('id="place"', 'id="place" class="ruled"');
  },
};

const BODY = `<i id="before"></i><div id="place" title="Zq7ruledTitle01"><p id="text">Zq7ruledText01</p></div>
  <p id="beside">Zq7ruledBeside01</p><div id="masked" class="ruled"></div><div id="blocked" class="blocked"></div>`;

describe('a place that becomes masked', () => {
  let page: Page;
  let recording: Recording;
  afterEach(() => {
    recording.recorder.stop();
    page.close();
  });

  const snapshots = (): number => recording.events.filter(({ type }) => type === 2).length;

  for (const [what, change] of Object.entries(CHANGES))
    it(`is masked from then on, and what it showed is replaced: ${what}`, async () => {
      page = await openPage({ body: BODY });
      recording = page.record(RULES);
      const target = what.includes('before it') ? '#beside' : '#text';
      const word = what.includes('before it') ? 'Zq7ruledBeside01' : 'Zq7ruledText01';
      assert.include(recording.text(), word);
      const isReplaced = what.includes('replaces') || what.includes('moved') || what.includes('around');
      const before = recording.events.length;
      const taken = snapshots();
      change(page);
      page.query(target).append('Zq7ruledNext02');
      page.query(target).title = 'Zq7ruledNext03';
      // Moved and new nodes are told of anew; for all else a snapshot comes.
      if (isReplaced) await settle();
      else await until(() => snapshots() > taken);
      page.query(target).append('Zq7ruledNext04');
      await settle();
      recording.recorder.takeSnapshot();
      const since = await recording.sent(before);
      for (const private_ of [word, 'Zq7ruledNext02', 'Zq7ruledNext03', 'Zq7ruledNext04']) assert.deepEqual(since.leaksOf(private_), [], private_);
    });

  it('is masked once what a customer does makes a rule match it, though the page itself does not change', async () => {
    page = await openPage({ body: '<input type="checkbox"><p id="text">Zq7ruledText01</p><section><input required></section><p>Zq7ruledText02</p>' });
    recording = page.record({ mask: ':checked + p, section:has(:valid) ~ p:last-child' });
    for (const [word, act] of [
      ['Zq7ruledText01', () => page.query('[type=checkbox]').click()],
      ['Zq7ruledText02', () => typeInto(page.query<HTMLInputElement>('[required]'), 'a')],
    ] as const) {
      assert.include(recording.text(), word);
      const taken = snapshots();
      const before = recording.events.length;
      act();
      await until(() => snapshots() > taken);
      assert.deepEqual((await recording.sent(before)).leaksOf(word), []);
    }
  });

  it('shows again what it holds once it is masked no more', async () => {
    page = await openPage({ body: '<div id="place" class="ruled"><p>Zq7publicText01</p></div>' });
    recording = page.record(RULES);
    assert.notInclude(recording.text(), 'Zq7publicText01');
    page.query('#place').className = '';
    await until(() => recording.text().includes('Zq7publicText01'));
  });

  it('holds in shadow roots and frames too', async () => {
    page = await openPage({ body: '<div id="place"><div id="host"></div><iframe srcdoc="<p>Zq7ruledFrame01</p>"></iframe></div>' });
    const root = page.query('#host').attachShadow({ mode: 'open' });
    root.innerHTML = '<p>Zq7ruledShadow01</p>';
    recording = page.record(RULES);
    await until(() => recording.text().includes('Zq7ruledFrame01'));
    assert.include(recording.text(), 'Zq7ruledShadow01');
    const taken = snapshots();
    const before = recording.events.length;
    page.query('#place').classList.add('ruled');
    root.querySelector('p')!.append('Zq7ruledShadow02');
    page.query<HTMLIFrameElement>('iframe').contentDocument!.body.append('Zq7ruledFrame02');
    await until(() => snapshots() > taken);
    await settle();
    const since = await recording.sent(before);
    for (const word of ['Shadow01', 'Shadow02', 'Frame01', 'Frame02']) assert.deepEqual(since.leaksOf(`Zq7ruled${word}`), []);
  });

  it('holds for what is shown in a blocked place of a shadow root', async () => {
    page = await openPage({ body: '<div id="host">Zq7ruledText01<p>Zq7ruledText02</p></div>' });
    page.query('#host').attachShadow({ mode: 'open' }).innerHTML = '<section class="blocked"><slot></slot></section>';
    recording = page.record(RULES);
    page.query('#host').append('Zq7ruledText03');
    await settle();
    page.query('#host').firstChild!.nodeValue = 'Zq7ruledText04';
    await settle();
    recording.recorder.takeSnapshot();
    const sent = await recording.sent();
    for (const word of ['Text01', 'Text02', 'Text03', 'Text04']) assert.deepEqual(sent.leaksOf(`Zq7ruled${word}`), [], word);
  });

  it('holds where only what is within a shadow root or frame was seen before', async () => {
    page = await openPage({ body: '<div id="place"><div id="host"></div></div>' });
    const root = page.query('#host').attachShadow({ mode: 'open' });
    root.innerHTML = '<p>Zq7ruledShadow01</p>';
    recording = page.record(RULES);
    const taken = snapshots();
    root.querySelector('p')!.className = 'ruled';
    await until(() => snapshots() > taken);
    assert.deepEqual((await recording.sent(recording.events.length - 1)).leaksOf('Zq7ruledShadow01'), []);
  });
});
