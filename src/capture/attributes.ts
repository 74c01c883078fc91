import { cleanCss, cleanOwn, cleanStyle } from './css.ts';
import type { Policy } from './policy.ts';
import { isLetter } from './edges.ts';
import { attributeOf, closestOf } from './natives.ts';
import { PRIVATE_MASK, isTypedHidden, maskField } from './fields.ts';
import { cleanWords } from './texts.ts';
import { cleanLink, cleanMaskedLink, cleanMaskedSource, cleanSource, cleanSources } from './urls.ts';
import { MASKED } from './verdicts.ts';

/** An attribute as rrweb tells it: a text, nothing, a flag or number of its own, or what has changed of a style. */
type Value = unknown;

/** What an attribute is about, and so how it is cleaned. */
type Kind = 'link' | 'source' | 'sources' | 'style' | 'words' | 'value' | 'plain' | 'amount' | 'meta' | 'drop' | 'drawing' | 'other';

/** What the name of an attribute says of it. */
interface Named {
  /** In small letters. */
  readonly name: string;
  readonly kind: Kind;
}

const KINDS = new Map<string, Named>();
const kind = (about: Kind, attributes: string): void => {
  for (const name of attributes.split(' ')) KINDS.set(name, { name, kind: about });
};
kind('link', 'href xlink:href action formaction cite longdesc');
kind('source', 'src rr_src poster background data');
kind('sources', 'srcset imagesrcset');
kind('style', 'style _csstext');
kind('words', 'placeholder title alt aria-label aria-description aria-roledescription aria-valuetext aria-placeholder label summary abbr');
kind('value', 'value');
kind('meta', 'content');
kind('amount', 'min max low high optimum aria-valuenow aria-valuemin aria-valuemax');
// Nothing of these can be seen, and scripts do not run in the replay.
kind('drop', 'srcdoc nonce integrity http-equiv ping');
kind(
  'plain',
  'class id name for type role rel dir lang width height colspan rowspan span scope headers hidden disabled checked selected ' +
    'readonly required multiple open tabindex step size rows cols wrap maxlength minlength pattern ' +
    'media sizes align valign border cellpadding cellspacing bgcolor color face nowrap start reversed shape coords usemap ' +
    'list form is slot part exportparts popover popovertarget popovertargetaction inputmode enterkeyhint autocomplete loading ' +
    'decoding crossorigin referrerpolicy allow allowfullscreen sandbox target autoplay controls loop muted playsinline preload ' +
    'kind srclang default accept method enctype charset as contenteditable draggable spellcheck translate inert xmlns display ' +
    'viewport fetchpriority accept-charset transform gradienttransform patterntransform preserveaspectratio font-family',
);

/** Bounds the memory for names on a page that makes up ever new ones. */
const MAX_NAMES = 2_000;
/** Names that are in no list above: pages have few for many elements. */
const others = new Map<string, Named>();

function otherNamed(written: string): Named {
  let named = others.get(written);
  if (!named) {
    if (others.size >= MAX_NAMES) others.clear();
    const name = written.toLowerCase();
    others.set(written, (named = KINDS.get(name) ?? { name, kind: kindOfOther(name) }));
  }
  return named;
}

function kindOfOther(name: string): Kind {
  if (name.startsWith('on')) return 'drop';
  if (name.startsWith('rr_')) return name === 'rr_dataurl' ? 'drop' : 'plain';
  if (name.startsWith('aria-')) return 'plain';
  // Of what is in no drawing, nobody knows what such a name stands for.
  return name.startsWith('data-') ? 'other' : 'drawing';
}

/** A word for scripts and style sheets, as in `data-state="open"`: short, and no number that counts anything of somebody's. */
const TOKEN = /^(?!.*\d{4})(?!(?=.*\d)(?=.*[a-z]).{9})[\w.%-]*$/i;
const LONGEST_TOKEN = 24;
const isToken = (value: string): boolean => value.length <= LONGEST_TOKEN && TOKEN.test(value);
/** Meta data that the replay is drawn by; the rest is not to be seen. */
const DRAWN_META = /^(viewport|color-scheme|theme-color)$/i;
/** Pictures may be that long, as `data:` addresses. No other attribute of a page that works is. */
const MAX_LENGTH = 65_536;

export interface AttributeContext {
  readonly policy: Policy;
  readonly verdict: number;
  readonly tagName: string;
  readonly isSvg: boolean;
  /** Null where the page's element is not known any more. Asked where an attribute makes it matter. */
  element(): Element | null;
}

/** Cleans the attributes of one element, in place; `names` are theirs, where they are known already. */
export function cleanAttributes(
  attributes: Record<string, Value>,
  context: AttributeContext,
  names: readonly string[] = Object.keys(attributes),
): void {
  const isMasked = (context.verdict & MASKED) !== 0;
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index]!;
    // In a masked place the choice is private, too.
    if (isMasked && (name === 'checked' || name === 'selected')) delete attributes[name];
    else {
      const known = KINDS.get(name);
      // Most attributes: nothing is cleaned of these.
      if (known?.kind !== 'plain') cleanOne(attributes, name, known ?? otherNamed(name), context);
    }
  }
}

function cleanOne(attributes: Record<string, Value>, written: string, named: Named, context: AttributeContext): void {
  const value = attributes[written];
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || value === '') return;
  const cleaned = cleanAttribute(named, value, context);
  if (cleaned === undefined) delete attributes[written];
  else if (cleaned !== value) attributes[written] = cleaned;
}

function cleanAttribute(named: Named, value: Value, context: AttributeContext): Value {
  const { name } = named;
  const place = context.verdict & MASKED ? 'masked' : 'clear';
  if (name === 'style' && typeof value === 'object') return cleanChanges(value as StyleChanges, place);
  if (typeof value !== 'string') return undefined;
  const about = kindOf(named, context);
  if (about === 'style') return (name === 'style' ? cleanStyle : cleanCss)(value, place);
  if (about === 'source' && place === 'clear') return cleanSource(value);
  switch (value.length > MAX_LENGTH ? 'other' : about) {
    case 'link':
      return place === 'masked' ? cleanMaskedLink(value, () => hrefOf(context)) : cleanLink(value, context.policy.allowParameters, () => hrefOf(context));
    case 'source':
      return cleanMaskedSource(value);
    case 'sources':
      return cleanSources(value, place === 'masked' ? cleanMaskedSource : cleanSource);
    case 'amount':
      return place === 'masked' ? '' : value;
    case 'value':
      return cleanValue(value, context);
    case 'words':
      return cleanWords(value, context.verdict, context.policy);
    case 'meta':
      return DRAWN_META.test(ofElement(context, 'name')) ? value : '';
    case 'drop':
      return undefined;
    case 'plain':
      return value;
    case 'drawing':
      return isToken(value) || isDrawing(value) ? value : '';
    default:
      return place === 'clear' && isToken(value) ? value : '';
  }
}

const hrefOf = (context: AttributeContext): string | undefined => context.element()?.ownerDocument.location?.href;

function ofElement(context: AttributeContext, name: string): string {
  const live = context.element();
  return (live && attributeOf(live, name)) ?? '';
}

/** Elements with a value that somebody chose or typed, or that is drawn; any other's is a note for scripts. */
const HAS_VALUE = /^(input|textarea|select|option|button|meter|progress|li)$/;
/** Links that the page loads, where others say where it belongs. */
const LOADED = /style|icon|load|manifest|connect|dns/i;

function kindOf({ name, kind: about }: Named, context: AttributeContext): Kind {
  const { tagName, isSvg } = context;
  switch (about) {
    case 'drawing':
      return isSvg ? 'drawing' : 'other';
    case 'link':
      // What SVG refers to is drawn; it leads nowhere but from a link.
      if (name !== 'href' && name !== 'xlink:href') return about;
      return (isSvg ? tagName !== 'a' : tagName === 'base' || isLoaded(tagName, context)) ? 'source' : about;
    case 'source':
      return name === 'data' && tagName !== 'object' ? 'other' : about;
    case 'value':
      return HAS_VALUE.test(tagName) ? about : 'other';
    default:
      return about;
  }
}

const isLoaded = (tagName: string, context: AttributeContext): boolean => tagName === 'link' && LOADED.test(ofElement(context, 'rel'));

/** Numbers with a few letters between them, or what refers to a part of the same drawing. */
function isDrawing(value: string): boolean {
  let letters = 0;
  for (let index = 0; index < value.length; index += 1) if (isLetter(value.charCodeAt(index))) letters += 1;
  return letters * 2 <= value.length || value.startsWith('url(#');
}

function cleanValue(value: string, context: AttributeContext): string {
  const { tagName, verdict, policy } = context;
  // The first ring has been here.
  if (value === PRIVATE_MASK) return value;
  if (tagName === 'meter' || tagName === 'progress' || tagName === 'li') return verdict & MASKED ? '' : value;
  const element = context.element();
  if (!element) return PRIVATE_MASK;
  if (tagName === 'button') return '';
  if (tagName === 'option') {
    const select = closestOf(element, 'select');
    return isTypedHidden(verdict, policy) || (select && maskField(value, select, verdict, policy) !== value) ? '' : value;
  }
  return maskField(value, element, verdict, policy);
}

type StyleChanges = Record<string, string | false | [value: string, priority: string]>;

function cleanChanges(changes: StyleChanges, place: 'clear' | 'masked'): StyleChanges {
  for (const [property, value] of Object.entries(changes)) {
    const isOwn = place === 'masked' && property.startsWith('--');
    const clean = (css: string): string => (isOwn ? cleanOwn(cleanCss(css, place)) : cleanCss(css, place));
    if (Array.isArray(value)) value[0] = clean(String(value[0]));
    else if (value !== false) changes[property] = clean(String(value));
  }
  return changes;
}
