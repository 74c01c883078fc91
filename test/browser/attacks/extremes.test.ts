import { assert } from 'chai';
import { openPage, type Page, type Recording, settle, until } from '../../support/page.ts';

// None of these asserts a time: work that grows by the square of these lengths takes hours, and meets the runner's bound.
const MB = 1_000_000;

describe('a page of extremes', function () {
  this.timeout(240_000);
  let page: Page;
  let recording: Recording;
  afterEach(() => {
    recording.recorder.stop();
    page.close();
  });

  const assertKept = (...words: string[]): void => {
    for (const word of words) assert.isFalse(recording.holds(word), word);
  };

  it('leaves an empty box where elements nest a thousand deep, and shows what is beside', async () => {
    page = await openPage({ body: '<div id="top" class="ruled" hidden></div><p id="beside">Zq7publicBeside01</p>' });
    const last = nest(page.query('#top'), 1_500);
    last.append('Zq7ruledDeep01');
    recording = page.record({ mask: '.ruled' });
    last.append('Zq7ruledDeep02');
    page.query('#beside').append('Zq7publicBeside02');
    await until(() => recording.holds('Zq7publicBeside02'));
    assert.isTrue(recording.holds('Zq7publicBeside01'));
    assertKept('Zq7ruledDeep');
    assert.isBelow(depthOf(recording.events), 1_100);
    assert.deepEqual(recording.errors, []);
  });

  it('is shown with the rest, or ends with an error, where elements nest ten thousand deep', async () => {
    page = await openPage({ body: '<div id="top" class="ruled" hidden></div><p id="beside"></p>' });
    const over: string[] = [];
    recording = page.record({ mask: '.ruled' }, { onError: ({ code }, state) => void (state === 'over' && over.push(code)) });
    const branch = page.document.createElement('b');
    const last = nest(branch, 10_000);
    last.append('Zq7ruledDeep01');
    page.query('#top').append(branch);
    await settle();
    // What a session does once rrweb has stumbled.
    recording.recorder.takeSnapshot();
    last.append('Zq7ruledDeep02');
    page.query('#beside').append('Zq7publicBeside02');
    // How deep rrweb's recursion goes is the browser's affair, and a matter of how warm its code is.
    await until(() => over.length > 0 || recording.holds('Zq7publicBeside02'));
    if (over.length > 0) assert.deepEqual(over, ['capture/failed']);
    else assert.isBelow(depthOf(recording.events), 1_100);
    assertKept('Zq7ruledDeep');
    recording.recorder.stop();

    const before = recording.errors.length;
    let code = '';
    try {
      recording = page.record({ mask: '.ruled' });
    } catch (error) {
      code = (error as { code: string }).code;
    }
    if (code === '') assert.isBelow(depthOf(recording.events), 1_100);
    else assert.equal(code, 'capture/failed');
    assert.lengthOf(recording.errors, before);
    assertKept('Zq7ruledDeep');
  });

  it('streams a hundred thousand elements side by side, at once and later', async () => {
    page = await openPage({ body: `<section class="ruled">${'<i>a</i>'.repeat(100_000)}<b>Zq7ruledWide01</b></section><section id="later" class="ruled"></section>` });
    recording = page.record({ mask: '.ruled' });
    page.query('#later').innerHTML = `${'<i>a</i>'.repeat(100_000)}<b>Zq7ruledWide02</b>`;
    await settle();
    page.query('#later').before('Zq7publicNext01');
    await until(() => recording.holds('Zq7publicNext01'));
    assertKept('Zq7ruledWide01', 'Zq7ruledWide02');
    assert.deepEqual(recording.errors, []);
  });

  it('streams numbers in ten thousand boxes, and finds those that are parts of one', async () => {
    const boxes = '<i>4</i>'.repeat(10_000);
    const account = '<u>DE89</u><u>3704</u><u>0044</u><u>0532</u><u>0130</u><u>00</u>';
    page = await openPage({ body: `<section>${boxes}<p>${account}</p></section><section id="later"></section>` });
    recording = page.record();
    page.query('#later').innerHTML = `${boxes}<p>${account}</p>`;
    await settle();
    page.query('#later').before('Zq7publicNext01');
    await until(() => recording.holds('Zq7publicNext01'));
    assertKept('DE89');
    assert.deepEqual(recording.errors, []);
  });

  it('streams five megabytes of style, in one piece, in parts, and of a text that repeats itself', async () => {
    const rules = '.a > b:hover { color: red; background: url(a.png?token=Zq7privateStyle01) } p::before { content: "Zq7ruledStyle01" }'.repeat(45_000);
    page = await openPage({ body: '<div class="ruled"></div><p id="next"></p>' });
    recording = page.record({ mask: '.ruled' });
    for (const parts of [[rules], [rules.slice(0, 2 * MB), rules.slice(2 * MB)], ['a {}', '}'.repeat(MB / 4)], ['a {}', 'b { c: d }'.repeat(20_000)]]) {
      const style = page.document.createElement('style');
      style.append(...parts);
      page.query('.ruled').append(style);
      await settle();
    }
    recording.recorder.takeSnapshot();
    page.query('#next').append('Zq7publicNext01');
    await until(() => recording.holds('Zq7publicNext01'));
    assertKept('Zq7privateStyle01', 'Zq7ruledStyle01');
    assert.deepEqual(recording.errors, []);
  });

  it('has an address of a megabyte', async () => {
    page = await openPage({ url: '/test/fixtures/pages/empty.html' });
    page.document.body.innerHTML = '<p id="next"></p>';
    page.view.history.replaceState(null, '', `?${'a=b&'.repeat(MB / 4)}Zq7privateAddress01`);
    recording = page.record();
    page.query('#next').innerHTML = `<a href="?${'%41'.repeat(MB / 3)}Zq7privateAddress02">a</a><img src="/none.png?${'c=d&'.repeat(MB / 4)}token=Zq7privateAddress03">Zq7publicNext01`;
    await until(() => recording.holds('Zq7publicNext01'));
    assertKept('Zq7privateAddress');
    assert.deepEqual(recording.errors, []);
  });

  const SLOW = [
    ':not(:has(.none)) i ~ p',
    'section:has(div ~ div ~ div p.none)',
    ':has(*:not(:has(~ .none *))) .none',
    '* * * * * * * * .none',
    'i ~ i ~ i.none ~ p, :not(:has(i)) ~ .none',
    'div:nth-last-child(3n + 1) ~ div:has(~ div i.none)',
  ];
  for (const selector of SLOW)
    it(`is through with a selector that is slow on purpose: ${selector}`, async () => {
      page = await openPage({ body: `<section>${'<div><p>a</p><i></i></div>'.repeat(2_000)}<p class="ruled">Zq7ruledText01</p></section>` });
      recording = page.record({ mask: `${selector}, .ruled` });
      page.query('.ruled').append('Zq7ruledText02');
      page.query('i').className = 'other';
      await settle();
      recording.recorder.takeSnapshot();
      assertKept('Zq7ruledText01', 'Zq7ruledText02');
      assert.include(recording.text(), '*'.repeat('Zq7ruledText01'.length));
    });

  it('gets everything masked once selectors take longer than a customer bears', async () => {
    page = await openPage({
      body: `<p>Zq7publicText01</p>${'<i></i>'.repeat(1_000)}`,
      // What stands last is looked at first. A clock in place of a selector that is slow: each look at it is two seconds later.
      script: 'performance.now = ((ms) => () => (ms += 2_000))(0);',
    });
    // The selector speaks of what is beside, so that each element is asked about.
    recording = page.record({ mask: 'b ~ .ruled' });
    await until(() => recording.privacy.policy().closed === 'slow');
    assertKept('Zq7publicText01');
    recording.recorder.stop();
    recording = page.record({ mask: 'b ~ .ruled' });
    await until(() => recording.privacy.policy().closed === 'slow');
    assertKept('Zq7publicText01');
  });
});

/** Appends so many elements, each in the one before, from the top; returns the last. */
function nest(top: Element, depth: number): Element {
  let at = top;
  for (let i = 0; i < depth; i += 1) at = at.appendChild(top.ownerDocument.createElement('b'));
  return at;
}

/** How deep nodes nest in what was sent. */
function depthOf(value: unknown): number {
  let deepest = 0;
  const pending: [value: unknown, depth: number][] = [[value, 0]];
  while (pending.length > 0) {
    const [one, depth] = pending.pop()!;
    deepest = Math.max(deepest, depth);
    if (typeof one !== 'object' || one === null) continue;
    for (const [key, each] of Object.entries(one)) pending.push([each, key === 'childNodes' ? depth + 1 : depth]);
  }
  return deepest;
}
