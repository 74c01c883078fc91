import { drawing } from './art.ts';
import { emptyCart, readCart, setCount, showCartCount, totalCents } from './cart.ts';
import { byTestId, element } from './element.ts';
import { type Product, price, PRODUCTS } from './products.ts';

function cartLine({ id, name, cents, tint }: Product, count: number): HTMLLIElement {
  const art = drawing(id);
  art.style.background = tint;
  const input = element('input', { type: 'number', min: '0', max: '99', 'aria-label': `Number of ${name}`, 'data-testid': `count-${id}` });
  input.value = String(count);
  input.addEventListener('change', () => {
    setCount(id, Number.parseInt(input.value, 10) || 0);
    show();
  });
  return element('li', {}, art, element('a', { href: `/shop/product.html?id=${id}` }, name), input, element('span', { class: 'price' }, price(cents * count)));
}

function show(): void {
  const cart = readCart();
  const chosen = PRODUCTS.filter(({ id }) => cart[id]);
  byTestId('cart-lines').replaceChildren(...chosen.map((product) => cartLine(product, cart[product.id]!)));
  document.querySelector<HTMLElement>('#empty')!.hidden = chosen.length > 0;
  for (const place of [document.querySelector('#goods')!, byTestId('total')]) place.textContent = price(totalCents(cart));
}

byTestId('empty-cart').addEventListener('click', () => {
  emptyCart();
  show();
});
showCartCount();
show();
