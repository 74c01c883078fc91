import { PRODUCTS } from './products.ts';

/** Product id to number of pieces. */
export type Cart = Readonly<Record<string, number>>;

const KEY = 'larkmoor-cart';

/** The cart of this browser. What storage holds is checked: it may be from another version of the shop. */
export function readCart(): Cart {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, unknown>;
    const known = PRODUCTS.flatMap(({ id }) => {
      const count = stored[id];
      return typeof count === 'number' && Number.isInteger(count) && count > 0 ? [[id, count] as const] : [];
    });
    return Object.fromEntries(known);
  } catch {
    return {};
  }
}

export function setCount(id: string, count: number): void {
  const cart = { ...readCart(), [id]: Math.max(0, Math.min(99, count)) };
  localStorage.setItem(KEY, JSON.stringify(cart));
  showCartCount();
}

export function addToCart(id: string): void {
  setCount(id, (readCart()[id] ?? 0) + 1);
}

export function emptyCart(): void {
  localStorage.removeItem(KEY);
  showCartCount();
}

export function totalCents(cart: Cart): number {
  return PRODUCTS.reduce((sum, { id, cents }) => sum + cents * (cart[id] ?? 0), 0);
}

/** Writes the number of pieces into the header. */
export function showCartCount(): void {
  const count = Object.values(readCart()).reduce((sum, one) => sum + one, 0);
  for (const place of document.querySelectorAll('[data-cart-count]')) place.textContent = String(count);
}
