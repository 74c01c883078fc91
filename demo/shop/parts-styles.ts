import { byTestId, element } from './element.ts';

const COLOURS = [
  ['#e4ece8', '#2c5145'],
  ['#f4e0d6', '#8c3a22'],
  ['#e2e8ef', '#34495c'],
] as const;

/** The two ways in which libraries style a page without a file: `insertRule`, and adopted style sheets. */
export function startStylesByScript(): void {
  const style = document.head.appendChild(element('style'));
  const adopted = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, adopted];
  let round = 0;

  const colour = (): void => {
    const [background, ink] = COLOURS[round % COLOURS.length]!;
    const sheet = style.sheet!;
    while (sheet.cssRules.length > 0) sheet.deleteRule(0);
    sheet.insertRule(`.styled { background: ${background}; color: ${ink}; }`);
    adopted.replaceSync(`.adopted { background: ${ink}; color: ${background}; }`);
  };

  byTestId('change-style').addEventListener('click', () => {
    round += 1;
    colour();
  });
  colour();
}
