import { drawing } from './art.ts';
import { showCartCount } from './cart.ts';
import { byTestId } from './element.ts';
import { productCard } from './product-card.ts';
import { PRODUCTS } from './products.ts';

document.querySelector('#hero-art')!.append(drawing('kettle', 'A green enamelled kettle'));
byTestId('products').append(...PRODUCTS.map(productCard));
showCartCount();
