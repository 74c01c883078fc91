import { assert } from 'chai';
import { openPage, type Page, settle } from '../../support/page.ts';

const WORD = 'Zq7privateWord01';
const CARD = '4111 1111 1111 1111';

/** Each kind of place that a word can stand in, as the row in the document calls it; with nothing else that could be masked. */
const ROWS: Readonly<Record<string, string>> = {
  'text': `<p>${WORD}</p>`,
  'text of a card number or an IBAN': `<p>${CARD}</p>`,
  'value of an input or textarea': `<input value="${WORD}"><textarea>${WORD}</textarea>`,
  'value of a password, card, code, hidden or file field': `<input type="password" value="${WORD}"><input type="hidden" value="${WORD}"><input autocomplete="cc-number" value="${WORD}"><input autocomplete="one-time-code" value="${WORD}">`,
  'text that is edited (`contenteditable`)': `<div contenteditable>${WORD}</div>`,
  'value of a radio button or checkbox': `<input type="radio" value="${WORD}"><input type="checkbox" value="${WORD}">`,
  'value of an option': `<select><option></option><option value="${WORD}"></option></select>`,
  'text and label of an option': `<select><optgroup label="${WORD}"><option>${WORD}</option></optgroup></select>`,
  'label of a button': `<button>${WORD}</button><input type="submit" value="${WORD}">`,
  'value of a `<button>`': `<button value="${WORD}"></button>`,
  'placeholder, title, alt, aria-label': `<input placeholder="${WORD}"><p title="${WORD}" aria-label="${WORD}"></p><img alt="${WORD}">`,
  'class names, ids and names': `<p class="${WORD}" id="${WORD}"></p>`,
  'a short word in `data-…` and attributes of the page’s own': `<p data-state="open-Zq" x-state="open-Zq"></p>`,
  'anything longer in them': `<p data-customer="Jane ${WORD}" x-props='{"a":"${WORD}"}'></p>`,
  'handlers (`onclick`)': `<p onclick="void '${WORD}'"></p>`,
  'link: host': `<a href="https://word-zq.test/"></a>`,
  'link: path': `<a href="https://shop.test/${WORD}"></a><form action="/${WORD}"></form>`,
  'link: query, user and place on another page': `<a href="https://${WORD}@shop.test/?a=${WORD}#${WORD}"></a><button formaction="/?${WORD}"></button>`,
  'link: place on the same page': `<a href="#${WORD}"></a>`,
  'link: what follows `mailto:`, `tel:`, `javascript:`': `<a href="mailto:${WORD}@shop.test"></a><a href="tel:${WORD}"></a><a href="javascript:${WORD}"></a>`,
  '`ping`, `srcdoc`, `integrity`, `nonce`': `<a ping="/${WORD}"></a><script nonce="${WORD}"></script><link integrity="${WORD}">`,
  'picture: address': `<img src="/none/${WORD}.png">`,
  'picture: parameters': `<img src="/none.png?size=${WORD}"><img srcset="/none.png?size=${WORD} 2x">`,
  'picture: parameters named as secrets are': `<img src="/none.png?token=${WORD}"><img srcset="/none.png?sig=${WORD} 2x">`,
  'style sheet: rules': `<style>.${WORD} { color: red }</style>`,
  'style sheet: texts that it shows': `<style>p::before { content: "${WORD}" }</style><p style="--a: '${WORD}'"></p>`,
  'style sheet: comments': `<style>/* ${WORD} */ p { color: red }</style>`,
  'comment': `<!-- ${WORD} -->`,
  'text of `<script>`, `<noscript>` and `<template>`': `<script type="application/json">"${WORD}"</script><noscript>${WORD}</noscript><template>${WORD}</template>`,
  'meta data (`<meta>`), CSRF tokens': `<meta name="csrf-token" content="${WORD}"><meta name="description" content="${WORD}"><meta http-equiv="refresh" content="9999; url=/?${WORD}">`,
  'drawing (SVG) and formula (MathML): texts': `<svg><title>${WORD}</title><text>${WORD}</text></svg><math><mtext>${WORD}</mtext></math>`,
  'shadow root, open': `<div><template shadowrootmode="open"><p>${WORD}</p></template></div>`,
  'shadow root, closed': `<div><template shadowrootmode="closed"><p>${WORD}</p></template></div>`,
  'frame of the same origin': `<iframe srcdoc="<p>${WORD}</p>"></iframe>`,
  'pixels of a canvas': `<canvas title=""></canvas>`,
};

/** What is of the page as a whole; the mask rule names it, where one can. */
const WHOLE: Readonly<Record<string, { mask: string | null; set: (page: Page) => void }>> = {
  'title of the page': { mask: 'title', set: ({ document }) => void (document.title = WORD) },
  'address of the page: query and place': { mask: null, set: ({ view }) => view.history.replaceState(null, '', `?a=${WORD}#${WORD}`) },
};

type Fate = 'clear' | 'masked' | 'not sent';

describe('what leaves', () => {
  let page: Page;
  beforeEach(async () => {
    page = await openPage({ url: '/test/fixtures/pages/empty.html' });
  });
  afterEach(() => page.close());

  async function fateOf(html: string, options: { mask?: string | null } = {}): Promise<Fate> {
    page.document.body.setHTMLUnsafe(html);
    await framesLoaded(page.document);
    await settle();
    const recording = page.record({ ...options, showLength: false });
    await settle();
    const sent = await recording.sent();
    recording.recorder.stop();
    const words = [WORD, 'word-zq', 'open-Zq', CARD].filter((word) => html === '' || html.includes(word));
    if (words.some((word) => sent.leaksOf(word).length > 0)) return 'clear';
    return recording.text().includes('*') ? 'masked' : 'not sent';
  }

  it('is what the document says, row by row', async () => {
    const found: Record<string, [outside: Fate, inside: Fate | '—']> = {};
    for (const [what, html] of Object.entries(ROWS))
      found[what] = [await fateOf(html), await fateOf(`<div class="ruled">${html}</div>`, { mask: '.ruled' })];
    for (const [what, { mask, set }] of Object.entries(WHOLE)) {
      set(page);
      found[what] = [await fateOf(''), mask ? await fateOf('', { mask }) : '—'];
      page.document.title = '';
    }
    const lines = (table: Readonly<Record<string, readonly string[]>>): string[] =>
      Object.entries(table).map(([what, fates]) => `${what}: ${fates.join(', ')}`);
    assert.sameMembers(lines(found), lines(await documented()));
  });
});

/** A frame's page comes from another process, when that finds the time; without it the table would say that nothing of it left. */
const framesLoaded = (document: Document): Promise<unknown> =>
  Promise.all([...document.querySelectorAll('iframe')].map((frame) => new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))));

/** The rows of the table in the document. */
async function documented(): Promise<Record<string, string[]>> {
  const text = await (await fetch('/docs/privacy.md')).text();
  const section = text.split('## What leaves, and what does not\n')[1]!.split('\n## ')[0]!;
  const rows = section.split('\n').filter((line) => line.startsWith('|')).slice(2);
  return Object.fromEntries(
    rows.map((row) => {
      const [what, ...fates] = row.split('|').slice(1, -1).map((cell) => cell.trim());
      return [what!, fates];
    }),
  );
}
