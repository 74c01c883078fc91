import type { WireEvent } from '../wire/messages.ts';
import { cleanAttributes } from './attributes.ts';
import { cleanCss } from './css.ts';
import { maskField, PRIVATE_MASK } from './fields.ts';
import { filterEvent, type FilterContext } from './filter.ts';
import { createMentions } from './mentions.ts';
import { attributeOf, closestOf, matchesOf } from './natives.ts';
import { type Policy, type PrivacyOptions, resolvePolicy } from './policy.ts';
import { cleanWords } from './texts.ts';
import { createVerdicts } from './verdicts.ts';

// As they are before a page's script could have changed them after us.
const { apply } = Reflect;
const { stringify } = JSON;
const { includes } = String.prototype;

// rrweb's numbers; see filter.ts.
const FULL_SNAPSHOT = 2;
const INCREMENTAL = 3;
/** Mutations, input, and what changes style sheets. */
const HOLDS_TEXT = new Set([0, 5, 8, 13, 15]);

/** Nothing that a filter that works lets out: a word in a masked place, and a card number anywhere. */
const WORD = 'Zqsecret';
const WORD_IN_SMALL = 'zqsecret';
const CARD = '4111 1111 1111 1111';
const BARE: PrivacyOptions = {
  maskInputs: false,
  maskAll: false,
  showLength: false,
  maskEmails: false,
  maskPhones: false,
  mask: 'i',
  unmask: null,
  block: 'u',
  ignore: null,
  allowParameters: [],
  decide: null,
};

interface Probe {
  readonly nodes: readonly Node[];
  /** What is one now, and what was one. */
  readonly passwords: readonly HTMLInputElement[];
  /** rrweb's numbers of nodes are in such a map. */
  readonly numbers: WeakMap<Node, number>;
  readonly context: FilterContext;
}
let probe: Probe | undefined;

function createProbe(): Probe {
  const [box, blocked, ...passwords] = ['p', 'u', 'input', 'input'].map((tag) => document.createElement(tag)) as [Element, Element, ...HTMLInputElement[]];
  for (const field of passwords) field.type = 'password';
  const text = document.createTextNode(WORD);
  box.append(text, blocked);
  const nodes = [box, text, blocked];
  const policy: Policy = { ...BARE, mask: 'i', unmask: 'q', block: 'u', ignore: 's', pause: false, closed: null, key: '' };
  const context: FilterContext = {
    policy,
    verdicts: createVerdicts(policy, () => {}),
    nodeOf: (id) => nodes[id] ?? null,
    mentions: createMentions(policy),
    review: { isEmpty: true, begin() {}, note() {}, isOutdated: () => false },
    maskedSheets: new Set(),
    isOutdated: false,
  };
  maskField(WORD, passwords[1]!, 0, policy);
  passwords[1]!.type = 'text';
  return { nodes, passwords, numbers: new WeakMap([[text, 1]]), context };
}

const [ofArray, ofString, ofPattern, ofMap, ofSet, ofWeakMap, ofWeakSet, ofFunction, ofDocument, ofElement] = [
  Array, String, RegExp, Map, Set, WeakMap, WeakSet, Function, Document, Element,
].map(({ prototype }) => prototype) as [unknown[], string, RegExp, Map<0, 0>, Set<0>, WeakMap<object, 0>, WeakSet<object>, Function, Document, Element];
const { getOwnPropertyDescriptor } = Object;

/**
 * What the filter is made of, as it is now; what it asks of nodes is its own (natives.ts). By name, as engines then know each
 * place: from lists of names the same takes ten times as long, and it is asked before every change of a page.
 */
const parts = (): unknown[] => [
  ofArray.filter, ofArray.map, ofArray.some, ofArray.every, ofArray.join, ofArray.push, ofArray.pop, ofArray.includes,
  ofArray.reverse, ofArray.slice, ofArray[Symbol.iterator],
  ofString.replace, ofString.replaceAll, ofString.split, ofString.slice, ofString.trim, ofString.repeat, ofString.toLowerCase,
  ofString.toUpperCase, ofString.includes, ofString.startsWith, ofString.endsWith, ofString.indexOf, ofString.charCodeAt, ofString.matchAll,
  ofPattern.test, ofPattern.exec, ofPattern[Symbol.replace],
  ofMap.get, ofMap.set, ofMap.has, ofMap.clear, ofSet.has, ofSet.add,
  ofWeakMap.get, ofWeakMap.set, ofWeakMap.has, ofWeakMap.delete, ofWeakSet.has, ofWeakSet.add,
  ofFunction.call, ofFunction.apply, Object.keys, Object.entries,
  ofDocument.querySelectorAll, ofDocument.createTreeWalker, ofElement.querySelectorAll,
  // What rrweb tells of an element's attributes says whether a selector is asked at all.
  getOwnPropertyDescriptor(ofElement, 'attributes')?.get,
];
/** As they were when the filter was last tried. */
let known: unknown[] = [];

/** Whether anything that the filter is made of is another than when it was last tried. Made of loops and reads alone. */
function hasChanged(): boolean {
  const now = parts();
  for (let i = 0; i < now.length; i += 1)
    if (known[i] !== now[i]) {
      known = now;
      return true;
    }
  return false;
}

/**
 * Whether the filter works, in the page as it now is: a page's scripts replace what it is made of (`String.prototype.replace`,
 * `WeakMap.prototype.get`), and then it lets out what it must not. Tried with each snapshot, and whenever one of its parts has
 * been replaced, before anything that holds texts leaves. Where the page was not sound from the start, everything is
 * masked, and blocks do not count.
 */
export function isSound({ type, data: { source } }: WireEvent, { closed }: Policy): boolean {
  if (type !== FULL_SNAPSHOT && !(type === INCREMENTAL && HOLDS_TEXT.has(source as number) && hasChanged())) return true;
  try {
    const { nodes, context, passwords, numbers } = (probe ??= createProbe());
    const node = (id: number) => ({ type: 3, id, textContent: WORD });
    const event = {
      type: 3,
      timestamp: 0,
      data: {
        source: 0,
        removes: [],
        texts: [{ id: 1, value: WORD }],
        adds: [
          { parentId: 0, nextId: null, node: node(1) },
          { parentId: 2, nextId: null, node: { ...node(2), textContent: '' } },
        ],
        attributes: [{ id: 0, attributes: { 'aria-label': WORD, onclick: WORD, value: WORD, style: `--a:"${WORD}"` } }],
      },
    };
    filterEvent(event as unknown as WireEvent, context);
    const attributes = { href: `https://${WORD}@a.test/?b=${WORD}`, onclick: WORD, title: CARD, 'data-a': `${WORD} ${CARD}` };
    cleanAttributes(attributes, { policy: context.policy, verdict: 0, tagName: 'a', isSvg: false, element: () => null });
    const left = [event, attributes, cleanWords(CARD, 0, context.policy), cleanCss(`a{b:"${WORD}"}`, 'masked')];
    const hides = (word: string): boolean => apply(includes, stringify(word), [word]) && !apply(includes, stringify(left), [word]);
    // rrweb tells of tags by it, and by their tags fields are known.
    if (WORD.toLowerCase() !== WORD_IN_SMALL || passwords[0]!.attributes.length === 0 || numbers.get(nodes[1]!) !== 1) return false;
    return hides(WORD) && hides(CARD) && (event.data.adds.length === 1 || closed === 'page') && arePasswordsKept(passwords, context.policy);
  } catch {
    return false;
  }
}

/** What is one by its type, and what was one. */
const arePasswordsKept = (fields: readonly Element[], policy: Policy): boolean => fields.every((field) => maskField(WORD, field, 0, policy) === PRIVATE_MASK);

/** Whether selectors are answered truly, and rules arrive in the policy that is made of them: asked once, before the start. */
export function isPageSound(): boolean {
  try {
    const element = document.createElement('p');
    element.setAttribute('data-cobrowse-mask', 'x');
    if (!matchesOf(element, '[data-cobrowse-mask]') || matchesOf(element, 'q')) return false;
    if (attributeOf(element, 'data-cobrowse-mask') !== 'x') return false;
    if (closestOf(element.appendChild(document.createElement('p')), '[data-cobrowse-mask]') !== element || closestOf(element, 'q')) return false;
    const address = { pathname: '/a', search: '' };
    const { mask, block } = resolvePolicy(BARE, [{ match: 'generic', action: 'mask', selector: 'q' }, { match: 'path', value: '/a', selector: 'dfn' }], ['kbd'], address);
    return apply(includes, mask, [',i,q']) && apply(includes, block, [',u,kbd,dfn']);
  } catch {
    return false;
  }
}
