import { drawing } from './art.ts';
import { addToCart, showCartCount } from './cart.ts';
import { byTestId } from './element.ts';
import { productCard } from './product-card.ts';
import { findProduct, price, PRODUCTS } from './products.ts';

const product = findProduct(new URLSearchParams(location.search).get('id')) ?? PRODUCTS[0]!;
document.title = `${product.name} · Larkmoor`;
byTestId('product-name').textContent = product.name;
document.querySelector('#line')!.textContent = product.line;
document.querySelector('#price')!.textContent = price(product.cents);

const stage = document.querySelector<HTMLElement>('#stage')!;
stage.style.background = product.tint;
stage.append(drawing(product.id, product.name));

byTestId('add-to-cart').addEventListener('click', () => {
  addToCart(product.id);
  document.querySelector('#added')!.textContent = `${product.name} is in your cart.`;
});

byTestId<HTMLInputElement>('engraving').addEventListener('input', ({ target }) => {
  const { value } = target as HTMLInputElement;
  byTestId('engraved').textContent = value && `Engraved: “${value}”`;
});

const others = PRODUCTS.filter(({ id }) => id !== product.id);
document.querySelector('#others')!.append(...others.map(productCard));
showCartCount();
