import { createRandom, type Random } from './random.ts';

/** An element with its attributes and what is in it. */
export function element(tag: string, attributes: Readonly<Record<string, string>> = {}, ...children: (Node | string)[]): HTMLElement {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Icons of one name are alike. */
export function icon(name: string): SVGElement {
  const random = createRandom([...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', `M${random.below(24)} ${random.below(24)}${Array.from({ length: 6 }, () => `l${random.below(9)}.${random.below(99)}-${random.below(9)}`).join('')}z`);
  svg.append(path);
  return svg;
}

const PROPERTIES: readonly ((random: Random) => string)[] = [
  (random) => `color: #${random.token(6)};`,
  (random) => `background-color: rgba(${random.below(256)}, ${random.below(256)}, ${random.below(256)}, 0.${random.below(9)});`,
  (random) => `padding: ${random.below(32)}px ${random.below(48)}px;`,
  (random) => `margin: 0 auto ${random.below(40)}px;`,
  (random) => `display: ${random.pick(['block', 'flex', 'grid', 'inline-block', 'none'])};`,
  (random) => `font-size: ${random.below(40) / 10 + 0.5}rem;`,
  (random) => `border-radius: ${random.below(16)}px;`,
  (random) => `transition: ${random.pick(['opacity', 'transform', 'color'])} 0.${random.below(9)}s ease-in-out;`,
  (random) => `width: calc(100% - ${random.below(300)}px);`,
  (random) => `line-height: 1.${random.below(9)};`,
  (random) => `box-shadow: 0 ${random.below(8)}px ${random.below(24)}px rgba(0, 0, 0, 0.${random.below(4)});`,
];

/** A style sheet as large as a site's: two of three bytes of a usual page's snapshot are style. */
export function styleSheet(random: Random, rules: number): HTMLStyleElement {
  const blocks = ['card', 'nav', 'hero', 'list', 'teaser', 'footer', 'form', 'modal', 'price', 'ticker', 'chat', 'grid'];
  const lines = Array.from({ length: rules }, () => {
    const name = `.${random.pick(blocks)}__${random.words(1)}${random.pick(['', '--active', ':hover', ' > a', '::before', ':first-child'])}`;
    const body = Array.from({ length: 2 + random.below(4) }, () => random.pick(PROPERTIES)(random)).join(' ');
    return random.below(12) === 0 ? `@media (min-width: ${random.pick([480, 768, 1024, 1280])}px) { ${name} { ${body} } }` : `${name} { ${body} }`;
  });
  const style = document.createElement('style');
  style.append(lines.join('\n'));
  return style;
}
