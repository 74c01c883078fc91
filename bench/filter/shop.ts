// A shop's page, and what such pages do to it. Each step changes the page once; the observers run between the steps.

export const element = (tag: string, properties: object, ...children: (Node | string)[]): HTMLElement => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

/** A row of a shop's list: nine elements and as many texts, some with digits. */
function row(index: number): HTMLElement {
  const link = element('a', { href: `/product?id=${index}&utm_source=list`, className: 'name' }, `Kettle number ${index}`);
  const image = element('img', { src: `/p/${index}.jpg?w=200&v=3`, alt: `Picture of kettle ${index}`, loading: 'lazy' });
  const price = element('span', { className: 'price' }, `€${(index * 1.07).toFixed(2)}`);
  const stock = element('span', { className: 'stock' }, `${index % 17} left, order ${100_000 + index}`);
  const quantity = element('input', { className: 'quantity', value: '1', type: 'text' });
  const item = element('li', { className: 'row' }, image, element('div', { className: 'text' }, element('h3', {}, link), element('p', {}, stock, price)), quantity);
  item.dataset['index'] = String(index);
  item.style.setProperty('--delay', `${index}ms`);
  return item;
}

/** A page with so many rows, and with what a merchant masks. */
export function open(rows: number): HTMLElement {
  const list = element('ul', { id: 'orders', className: 'list' }, ...Array.from({ length: rows }, (_, index) => row(index)));
  const address = element('section', { className: 'address' }, element('p', {}, 'Ada Example'), element('p', {}, '12 Sample Street'));
  address.dataset['cobrowseMask'] = '';
  const customer = element('p', { className: 'customer' }, element('span', {}, 'Ada'), ' has ', element('b', { className: 'points' }, '120'), ' points');
  const search = element('input', { className: 'search', name: 'q', value: 'kettle' });
  const aside = element('aside', {}, customer, address, element('p', { className: 'news' }, 'Free delivery this week.'));
  document.body.replaceChildren(element('nav', {}, search), element('main', {}, list), aside);
  return list;
}

/** Changes the page for the given time. */
export type Step = (round: number, list: HTMLElement, watch: (work: () => void) => void) => void;

const at = (list: HTMLElement, round: number): HTMLElement => list.children[round % list.children.length] as HTMLElement;
const four = (round: number, change: (round: number) => void): void => {
  for (let index = 0; index < 4; index += 1) change(round * 4 + index);
};

const texts: Step = (round, list) =>
  four(round, (index) => ((at(list, index).querySelector('.stock')!.firstChild as Text).data = `${index % 9} left, order ${200_000 + index}`));
const words: Step = (round) => ((document.querySelector('.news')!.firstChild as Text).data = round % 2 ? 'Free delivery this week.' : 'Tea is back in stock.');
const contents: Step = (round, list) => (at(list, round).querySelector('.price')!.textContent = `€${(round % 999) / 100}`);
const anew = (count: number): Step => (round, list) => {
  if (round % 2 === 0) list.prepend(...Array.from({ length: count }, (_, index) => row(round * count + index)));
  else for (let index = 0; index < count; index += 1) list.firstElementChild!.remove();
};
const classes: Step = (round, list) => four(round, (index) => at(list, index).classList.toggle('chosen'));
const styles: Step = (round, list) => four(round, (index) => (at(list, index % 20).style.transform = `translateX(${index}px)`));
const typing: Step = (round, _list, watch) => {
  const field = document.querySelector<HTMLInputElement>('.search')!;
  field.value = 'a kettle for two'.slice(0, (round % 16) + 1);
  watch(() => field.dispatchEvent(new Event('input', { bubbles: true })));
};

/** Rows for the page, steps in one sample, and the step; a snapshot has none. */
export const SCENARIOS: Readonly<Record<string, readonly [rows: number, steps: number, step: Step | 'snapshot' | 'session']>> = {
  'snapshot, 7,000 nodes': [400, 1, 'snapshot'],
  'texts with numbers, 4 at a time': [200, 30, texts],
  'a text without any': [200, 50, words],
  'the text of an element set': [200, 50, contents],
  '100 rows added, or taken away': [200, 2, anew(100)],
  'a row added, or taken away': [200, 20, anew(1)],
  'classes, 4 at a time': [200, 30, classes],
  'styles, 4 at a time': [200, 30, styles],
  'typing': [200, 50, typing],
  'a session': [300, 0, 'session'],
};

/** How often each happens while a busy page is looked at: what moves and counts, most; lists, as they are filtered. */
const MIX: readonly Step[] = [styles, styles, styles, texts, words, contents, contents, classes, classes, anew(1), anew(1), typing, typing];
/** Steps to a snapshot: some seconds of such a page. */
export const SESSION_STEPS = 260;

export const sessionStep: Step = (round, list, watch) => {
  if (round % 52 > 49) anew(20)(round, list, watch);
  // In pairs, so that what is added is taken away.
  else MIX[(round >> 1) % MIX.length]!(round, list, watch);
};
