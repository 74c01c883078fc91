// The same numbers and words each time: what is measured today compares with what was measured yesterday.

export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** So many words, most of them the usual ones. */
  words(count: number): string;
  sentence(): string;
  /** A hexadecimal name, as tools make them for files and classes. */
  token(length: number): string;
}

const SYLLABLES = 'ba ber bi con ca cer da den di el en fa fer ga gen ha in is ka la ler li lo ma men mi na ner ni no or pa per ra ren ri ro sa ser si so ta ter ti to un va ver vi wa wen'.split(' ');
const USUAL = 'the of and to a in that is was for it with as on be at by this had not are but from or have an they which one you were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also did many off before must well back through years much where your way down should because long each just state those people too mr how little good world make very year still see own work men day get here old life both between being under three never know same last another while us might great go come since against right came take used himself few house american use place during high without again home around small however found mrs part thought went say general once upon school every water left'.split(' ');

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)]!;
  const rare = (): string => Array.from({ length: 2 + below(3) }, () => pick(SYLLABLES)).join('');
  const word = (): string => (next() < 0.55 ? USUAL[Math.floor(USUAL.length * next() ** 2)]! : rare());
  const words = (count: number): string => Array.from({ length: count }, word).join(' ');
  return {
    below,
    pick,
    words,
    sentence() {
      const text = words(6 + below(14));
      return `${text[0]!.toUpperCase()}${text.slice(1)}${pick(['.', '.', '.', '?', '!', ', ', '; '])}`;
    },
    token: (length) => Array.from({ length }, () => '0123456789abcdef'[below(16)]).join(''),
  };
}
