import { needsTextField } from './masked-fields.ts';

/** An attribute as rrweb records it. */
export type AttributeValue = string | number | boolean;
export type Attributes = Record<string, AttributeValue>;

/**
 * Attributes that act instead of describing, on whatever element: they run script, load or navigate by themselves,
 * send something somewhere, take the agent's focus, or weaken what protects the console.
 */
const ACTING = new Set([
  'srcdoc', 'ping', 'autofocus', 'autoplay', 'action', 'formaction', 'target', 'formtarget', 'nonce', 'http-equiv',
  'referrerpolicy', 'accesskey', 'manifest', 'imagesrcset', 'attributionsrc', 'popovertarget', 'command', 'commandfor',
  'allow', 'csp', 'credentialless', 'archive', 'codebase', 'classid', 'data', 'profile', 'rr_mediastate',
]); // prettier-ignore

/** On a frame: all that would load something into it, or change what it may do. */
const FRAME_ACTING = new Set(['src', 'name', 'sandbox', 'loading', 'longdesc', 'allowfullscreen']);

const LOADING = new Set(['src', 'poster', 'background', 'lowsrc', 'dynsrc', 'rr_dataurl', 'rr_src']);
/** Metadata of the customer's page that would change how the console's frame behaves. */
const META_KEPT = new Set(['name', 'content', 'charset', 'property']);
const ANIMATIONS = new Set(['animate', 'set', 'animatemotion', 'animatetransform']);

/**
 * Absolute addresses alone: a relative one would be the console's own, asked for with the agent's cookies. rrweb
 * records absolute ones.
 */
const LOADABLE = /^(https?:|blob:|data:(image|font|audio|video)\/)/;
const LINKABLE = /^(https?:|mailto:|tel:|sms:|#)/;
/** Browsers drop these inside an address and its scheme before they read it. */
// oxlint-disable-next-line no-control-regex
const IGNORED_IN_URLS = /[\u0000-\u0020]+/g;

const normalize = (value: AttributeValue): string => String(value).replace(IGNORED_IN_URLS, '').toLowerCase();

/**
 * The attribute's value as it may be applied to an element that is one of `tags` (lower case), or undefined to leave
 * it out. Several tags mean that it is not sure which element is meant; the strictest rule counts.
 */
export function cleanAttribute(tags: readonly string[], name: string, value: AttributeValue): AttributeValue | undefined {
  const key = name.toLowerCase();
  if (key.startsWith('on') || key.startsWith('rr_media') || ACTING.has(key) || key in {}) return undefined;
  if (tags.some((tag) => isDropped(tag, key, value))) return undefined;
  if (key === 'href' || key === 'xlink:href') return cleanHref(tags, value);
  if (LOADING.has(key)) return LOADABLE.test(normalize(value)) ? value : undefined;
  if (key === 'srcset') return LOADABLE.test(normalize(value)) && !/javascript:/i.test(String(value)) ? value : undefined;
  return value;
}

function isDropped(tag: string, key: string, value: AttributeValue): boolean {
  switch (tag) {
    case 'iframe':
    case 'frame':
      return FRAME_ACTING.has(key);
    case 'base':
      return true;
    case 'meta':
      return !META_KEPT.has(key) || (key === 'name' && normalize(value) === 'referrer');
    case 'link':
      return key === 'as' || (key === 'rel' && !isStylesheetRel(value));
    default:
      return ANIMATIONS.has(tag) && key === 'attributename' && /^(on|(xlink:)?href$)/.test(normalize(value));
  }
}

/** Everything else that a link can relate to is fetched ahead for pages that the agent does not visit. */
function isStylesheetRel(value: AttributeValue): boolean {
  const tokens = String(value).toLowerCase().trim().split(/\s+/);
  return tokens.includes('stylesheet') && tokens.every((token) => token === 'stylesheet' || token === 'alternate');
}

function cleanHref(tags: readonly string[], value: AttributeValue): AttributeValue | undefined {
  const url = normalize(value);
  if (tags.length > 0 && tags.every((tag) => tag === 'a' || tag === 'area'))
    // A link without an address is not styled as one, so it keeps an empty one.
    return LINKABLE.test(url) ? value : '#';
  return LOADABLE.test(url) || url.startsWith('#') ? value : undefined;
}

/** Copies the attributes of a new element that may be applied. `tag` is lower case. */
export function cleanAttributes(tag: string, raw: unknown): Attributes {
  const clean: Attributes = {};
  if (typeof raw !== 'object' || raw === null) return tag === 'iframe' ? { sandbox: FRAME_SANDBOX } : clean;
  for (const [name, value] of Object.entries(raw)) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue;
    const kept = cleanAttribute([tag], name, value);
    if (kept !== undefined) clean[name] = kept;
  }
  // Without a relation to a stylesheet the address serves nothing that the agent sees.
  if (tag === 'link' && clean['rel'] === undefined) delete clean['href'];
  if (tag === 'iframe') clean['sandbox'] = FRAME_SANDBOX;
  if (tag === 'input' && needsTextField(clean['type'], clean['value'])) clean['type'] = 'text';
  return clean;
}

/** What every frame of the replay may do: be reached by us, and nothing else. */
export const FRAME_SANDBOX = 'allow-same-origin';
