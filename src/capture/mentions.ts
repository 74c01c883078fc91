import type { Policy } from './policy.ts';

/**
 * What the policy's selectors speak of. An element that has none of it cannot match, and a change of anything else
 * changes nothing: with it most elements and changes need not be asked about.
 */
export interface Mentions {
  /** Whether an element with that tag and these attributes of these names, as serialized, may match a selector. */
  mayMatch(tagName: string, attributes: Readonly<Record<string, unknown>>, names: readonly string[]): boolean;
  /** An element that may match one was sent. */
  note(element: Node): void;
  /** Whether a change of these attributes may change what matches; of `element`, whose class may have spoken before. */
  mayMatter(attributes: Readonly<Record<string, unknown>>, element: Node | null): boolean;
  /** Whether a selector may come to match what is beside a change, or by what no change tells of. */
  readonly looksAside: boolean;
}

/**
 * With these a selector may match by something else than classes, ids, attributes and what is around; names in other
 * letters than Latin ones are not taken apart here.
 */
const OTHERWISE = /[~+\\|"':]|[^\x20-\x7e\s]/;
/** `:not(.a)` speaks of what is in it, and matches what has none of that. */
const NOT = /:not\(([^()"'\\|:~+ >,]*)\)/g;
const QUOTED = /="[^"\\\]]*"|='[^'\\\]]*'/g;

/** Bounds the memory for class texts on a page that makes up ever new ones. */
const MAX_HEARD = 2_000;
/** rrweb tells of these with such attributes left out, or of its own. */
const ALTERED: ReadonlySet<string> = new Set(['option', 'iframe', 'link', 'input', 'textarea', 'select', 'audio', 'video']);
const ALTERATIONS = ['rel', 'href', 'value', 'checked', 'selected', 'src', 'autoplay'];
/** In which slot an element is shown follows from these. */
const ALWAYS = ['slot', 'name'];

export function createMentions({ block, mask, unmask, ignore, decide }: Policy): Mentions {
  const bare = [block, mask, unmask, ignore, '[contenteditable]'].join().replace(QUOTED, '=x');
  const selectors = bare.replace(NOT, ' $1');
  const looksAside = decide !== null || OTHERWISE.test(selectors);
  const names = new Set([...selectors.matchAll(/\[\s*([\w-]+)/g)].map(([, name]) => name!.toLowerCase()));
  if (selectors.includes('#')) names.add('id');
  const classes = [...selectors.matchAll(/\.([\w-]+)/g)].map(([, name]) => name!);
  // A class is looked for in the text of all: one that only contains it is a question too many, no harm.
  const spoken = new RegExp(classes.join('|') || '(?!)', 'i');
  // What a selector ends in is what it matches.
  const ends = bare.replace(NOT, '').split(',').map((selector) => selector.trim().split(/[\s>]+/).at(-1) ?? '');
  const tags = new Set(ends.filter((end) => !/[.#[]/.test(end)).map((end) => end.toLowerCase()));
  const isAnything = looksAside || tags.has('*') || tags.has('');
  const speaksOfAltered = ALTERATIONS.some((name) => names.has(name));
  /** Elements that may have matched: what is told of a change of class is the new one alone. */
  const noted = new WeakSet<Node>();

  /** Pages have few classes for many elements. */
  const heard = new Map<string, boolean>();

  function speaks(name: string, value: unknown): boolean {
    if (name !== 'class') return names.has(name);
    const text = String(value);
    let answer = heard.get(text);
    if (answer === undefined) {
      if (heard.size >= MAX_HEARD) heard.clear();
      heard.set(text, (answer = names.has(name) || spoken.test(text)));
    }
    return answer;
  }

  return {
    looksAside,
    mayMatch(tagName, attributes, ofElement) {
      if (isAnything || tags.has(tagName) || (speaksOfAltered && ALTERED.has(tagName))) return true;
      for (let index = 0; index < ofElement.length; index += 1) {
        const name = ofElement[index]!;
        if (speaks(name, attributes[name])) return true;
      }
      return false;
    },
    note: (element) => void noted.add(element),
    mayMatter(attributes, element) {
      if (looksAside) return true;
      let matters = false;
      for (const name of Object.keys(attributes)) {
        if (names.has(name) || ALWAYS.includes(name)) matters = true;
        else if (name === 'class') {
          const isSpoken = speaks(name, attributes[name]);
          if (isSpoken || !element || noted.has(element)) matters = true;
          if (isSpoken && element) noted.add(element);
        }
      }
      return matters;
    },
  };
}
