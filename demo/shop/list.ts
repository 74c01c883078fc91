import { showCartCount } from './cart.ts';
import { byTestId, element } from './element.ts';
import { price, PRODUCTS } from './products.ts';

const ROWS = 2_000;
const COLOURS = ['moss', 'clay', 'chalk', 'slate', 'straw', 'plum', 'rust'];

const body = byTestId<HTMLTableSectionElement>('rows');
const filter = byTestId<HTMLInputElement>('filter');
let round = 0;

/** A row follows from its number and the round, so that two browsers and two runs show the same. */
function row(at: number): HTMLTableRowElement {
  const product = PRODUCTS[at % PRODUCTS.length]!;
  const name = `${product.name}, ${COLOURS[(at * 3) % COLOURS.length]!}`;
  const stock = (at * 37 + round * 11) % 90;
  return element(
    'tr',
    {},
    element('td', {}, `LM-${String(at + 1).padStart(4, '0')}`),
    element('td', {}, name),
    element('td', {}, `${String.fromCodePoint(65 + (at % 20))}${(at % 9) + 1}`),
    element('td', { class: 'number' }, String(stock)),
    element('td', { class: 'number' }, price(product.cents + ((at * 13 + round * 29) % 400))),
  );
}

function show(rows: readonly HTMLTableRowElement[], done: string): void {
  body.replaceChildren(...rows);
  byTestId('list-status').textContent = `${rows.length} rows, ${done}`;
}

const all = (): HTMLTableRowElement[] => Array.from({ length: ROWS }, (_, at) => row(at));

byTestId('render-list').addEventListener('click', () => {
  round += 1;
  show(all(), `prices of round ${round}`);
});
byTestId('render-same').addEventListener('click', () => show(all(), 'drawn again'));
byTestId('reorder-list').addEventListener('click', () => {
  show(Array.from(body.rows).reverse(), 'turned round');
});
byTestId('clear-list').addEventListener('click', () => show([], 'cleared'));
filter.addEventListener('input', () => {
  const wanted = filter.value.trim().toLowerCase();
  show(all().filter((one) => one.textContent.toLowerCase().includes(wanted)), 'filtered');
});

show(all(), 'as delivered');
showCartCount();
