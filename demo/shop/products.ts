/** One thing that the shop sells; prices in whole cents, so that sums are exact. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly line: string;
  readonly cents: number;
  /** Background behind the drawing. */
  readonly tint: string;
}

export const PRODUCTS: readonly Product[] = [
  { id: 'kettle', name: 'Stovetop kettle', line: 'Enamelled steel, 1.4 litres, sings in F.', cents: 6_400, tint: '#e4ece8' },
  { id: 'mug', name: 'Thumb mug', line: 'Stoneware with a dent for your thumb.', cents: 1_800, tint: '#f4e6d8' },
  { id: 'lamp', name: 'Reading lamp', line: 'Turns in every joint and stays there.', cents: 12_900, tint: '#f1ecd3' },
  { id: 'blanket', name: 'Moor blanket', line: 'Undyed wool in three stripes.', cents: 9_800, tint: '#ece4ea' },
  { id: 'planter', name: 'Window planter', line: 'Fired clay, with a saucer that fits.', cents: 3_400, tint: '#e3ebdd' },
  { id: 'clock', name: 'Kitchen clock', line: 'Big hands, no ticking.', cents: 5_200, tint: '#e2e8ef' },
];

export const findProduct = (id: string | null): Product | undefined => PRODUCTS.find((product) => product.id === id);

const money = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

export const price = (cents: number): string => money.format(cents / 100);
