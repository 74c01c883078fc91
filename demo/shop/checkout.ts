import { readCart, showCartCount, totalCents } from './cart.ts';
import { byTestId } from './element.ts';
import { price } from './products.ts';

const password = byTestId<HTMLInputElement>('password');
const reveal = byTestId<HTMLButtonElement>('reveal');

reveal.addEventListener('click', () => {
  const shown = password.type === 'text';
  password.type = shown ? 'password' : 'text';
  reveal.textContent = shown ? 'Show' : 'Hide';
  reveal.setAttribute('aria-pressed', String(!shown));
});

document.querySelector<HTMLFormElement>('#checkout')!.addEventListener('submit', (event) => {
  event.preventDefault();
  byTestId<HTMLDialogElement>('thanks').showModal();
});

byTestId('total').textContent = price(totalCents(readCart()));
showCartCount();
