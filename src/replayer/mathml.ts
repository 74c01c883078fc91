const NAMESPACE = 'http://www.w3.org/1998/Math/MathML';
/** The elements of MathML Core, and the older ones that browsers still lay out. */
const NAMES: ReadonlySet<string> = new Set(
  ('math,mi,mn,mo,ms,mtext,mspace,mrow,mfrac,msqrt,mroot,mstyle,merror,mpadded,mphantom,msub,msup,msubsup,munder,mover,' +
    'munderover,mmultiscripts,mprescripts,mtable,mtr,mtd,maction,menclose,mfenced,semantics,annotation,annotation-xml').split(','),
);

/**
 * Has that document make MathML's elements such: rrweb records no namespace but SVG's, and rebuilds a formula as unknown
 * elements of HTML, which are words in a row.
 */
export function makeMathElements(document: Document): void {
  const make = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions): HTMLElement =>
    // What rrweb does with either is the same.
    NAMES.has(name) ? (document.createElementNS(NAMESPACE, name) as unknown as HTMLElement) : make(name, options);
}
