/** The inside of each drawing, on a field of 120 by 120. */
const DRAWINGS: Readonly<Record<string, string>> = {
  kettle: `<path d="M34 52c0-16 12-24 26-24s26 8 26 24" fill="none" stroke="#3b3a36" stroke-width="6" stroke-linecap="round"/>
    <path d="M26 60c0-8 15-14 34-14s34 6 34 14l6 34c1 6-5 10-12 10H32c-7 0-13-4-12-10z" fill="#2f6f62"/>
    <path d="M92 64l18-10c3-2 6 2 4 5L99 82z" fill="#2f6f62"/><ellipse cx="60" cy="50" rx="22" ry="5" fill="#24574d"/>
    <circle cx="60" cy="43" r="5" fill="#c4623f"/><path d="M34 68c-3 10-4 18-4 24" stroke="#5f9c8d" stroke-width="5" fill="none" stroke-linecap="round"/>`,
  mug: `<path d="M84 54h10c9 0 14 6 14 14s-6 16-16 16h-8" fill="none" stroke="#9b5a3c" stroke-width="8"/>
    <path d="M24 42h62v42c0 12-8 20-20 20H44c-12 0-20-8-20-20z" fill="#c47f55"/><ellipse cx="55" cy="42" rx="31" ry="7" fill="#7a4630"/>
    <ellipse cx="55" cy="43" rx="26" ry="4.6" fill="#4a2c20"/><path d="M24 72h62v10H24z" fill="#e8d3bb"/>
    <path d="M46 30c-5-6 4-8 0-15M62 30c-5-6 4-8 0-15" stroke="#c9b9a6" stroke-width="4" fill="none" stroke-linecap="round"/>`,
  lamp: `<ellipse cx="46" cy="106" rx="28" ry="5" fill="#3b3a36"/><path d="M46 104L34 66l34-32" fill="none" stroke="#3b3a36" stroke-width="6" stroke-linejoin="round"/>
    <circle cx="34" cy="66" r="6" fill="#b5533a"/><circle cx="68" cy="34" r="6" fill="#b5533a"/>
    <path d="M58 28l22-12 24 36-14 8c-16-4-26-14-32-32z" fill="#d9a441"/><ellipse cx="95" cy="57" rx="12" ry="6" transform="rotate(-30 95 57)" fill="#fff4cf"/>
    <path d="M88 66L70 98h44l-8-40z" fill="#fff0b8" opacity=".55"/>`,
  blanket: `<rect x="20" y="30" width="80" height="66" rx="10" fill="#e9ded0"/><path d="M20 44h80v9H20z" fill="#7d5a72"/><path d="M20 59h80v6H20z" fill="#b59aa9"/>
    <path d="M20 71h80v9H20z" fill="#7d5a72"/><path d="M20 86c0 7 5 12 12 12h56c7 0 12-5 12-12" fill="#d8c9b7"/>
    <path d="M28 98v9M38 98v9M48 98v9M58 98v9M68 98v9M78 98v9M90 98v9" stroke="#cdbba6" stroke-width="3" stroke-linecap="round"/>`,
  planter: `<path d="M34 66h52l-7 36c-1 3-4 5-7 5H48c-3 0-6-2-7-5z" fill="#b5603f"/><rect x="30" y="58" width="60" height="12" rx="4" fill="#c87350"/>
    <path d="M60 58C58 40 44 30 30 30c2 16 14 26 30 28z" fill="#4f7f4b"/><path d="M60 58c0-20 12-34 32-38 2 20-10 36-32 38z" fill="#6a9a58"/>
    <path d="M60 58c-2-16-2-30 4-44 8 14 6 30-4 44z" fill="#3d6b44"/>`,
  clock: `<circle cx="60" cy="62" r="44" fill="#34495c"/><circle cx="60" cy="62" r="36" fill="#f7f3ea"/>
    <path d="M60 32v6M60 86v6M30 62h6M84 62h6" stroke="#34495c" stroke-width="4" stroke-linecap="round"/>
    <path d="M60 62V42" stroke="#25221d" stroke-width="5" stroke-linecap="round"/><path d="M60 62l17 10" stroke="#25221d" stroke-width="5" stroke-linecap="round"/>
    <circle cx="60" cy="62" r="4" fill="#b5533a"/>`,
};

/** The drawing of a product as an SVG element, ready to be put into the page. */
export function drawing(id: string, label = ''): SVGElement {
  const source = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120">${DRAWINGS[id] ?? ''}</svg>`;
  const svg = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement as unknown as SVGElement;
  if (label) {
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', label);
  } else svg.setAttribute('aria-hidden', 'true');
  return document.importNode(svg, true);
}
