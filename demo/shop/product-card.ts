import { drawing } from './art.ts';
import { addToCart } from './cart.ts';
import { element } from './element.ts';
import { type Product, price } from './products.ts';

/** A product in a grid of products. */
export function productCard(product: Product): HTMLLIElement {
  const { id, name, line, cents, tint } = product;
  const add = element('button', { type: 'button', class: 'button small', 'data-testid': `add-${id}` }, 'Add');
  add.setAttribute('aria-label', `Add ${name} to the cart`);
  add.addEventListener('click', () => addToCart(id));
  return element(
    'li',
    { class: 'product' },
    element('a', { class: 'art', href: `/shop/product.html?id=${id}`, style: `background:${tint}`, tabindex: '-1', 'aria-hidden': 'true' }, drawing(id)),
    element(
      'div',
      { class: 'words' },
      element('h3', {}, element('a', { href: `/shop/product.html?id=${id}` }, name)),
      element('p', {}, line),
      element('div', { class: 'row' }, element('span', { class: 'price' }, price(cents)), add),
    ),
  );
}
