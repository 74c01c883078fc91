import { CobrowseError } from '../core/errors.ts';
import { finish, type Steps } from '../core/steps.ts';
import { cleanAttributes, type Attributes } from './attributes.ts';

/** rrweb's node types (`NodeType` of rrweb-snapshot). */
const DOCUMENT = 0;
const DOCTYPE = 1;
const ELEMENT = 2;
const TEXT = 3;
const CDATA = 4;
const COMMENT = 5;

/**
 * Levels of elements in one document. HTML parsers stop at 512; what comes from script may go beyond, but layout
 * recurses, and a tree of a hundred thousand levels takes the agent's tab down.
 */
export const MAX_DEPTH = 512;
/** Nodes in one event. Pages beyond 100,000 are curiosities; the bound is there so that an event ends. */
export const MAX_NODES = 500_000;
/** A step takes a millisecond or two. */
const NODES_PER_STEP = 500;

/** What a blocked place looks like: an empty box would pass for an empty place of the page. */
const BLOCKED_STYLE =
  'background: repeating-linear-gradient(45deg, rgb(71 84 103 / 30%) 0 6px, rgb(71 84 103 / 12%) 6px 12px) !important; ' +
  'outline: 1px dashed #475467 !important; outline-offset: -1px !important';

/** A node as it may be rebuilt; only what is listed here reaches rrweb. */
export interface CleanNode {
  type: number;
  id: number;
  rootId?: number;
  isShadow?: true;
  isShadowHost?: true;
  childNodes?: CleanNode[];
  tagName?: string;
  attributes?: Attributes;
  isSVG?: true;
  isCustom?: true;
  needBlock?: true;
  textContent?: string;
  isStyle?: true;
  name?: string;
  publicId?: string;
  systemId?: string;
  compatMode?: string;
}

/** Elements that run or embed something; an empty box stands in their place. */
const PLACEHOLDERS = new Set(['object', 'embed', 'applet', 'frame', 'portal', 'fencedframe', 'webview', 'controlledframe']);
const HOLLOW = new Set([...PLACEHOLDERS, 'iframe']);
const TAG = /^[a-z][\w.:\u00b7-\uffff-]*$/i;
const CUSTOM_TAG = /^[a-z][a-z\d._]*-[a-z\d._-]*$/;
const DOCTYPE_NAME = /^[a-z]+$/i;

interface Pending {
  readonly raw: unknown;
  readonly depth: number;
  readonly into: CleanNode[];
  /** The document itself may stand at the root alone. */
  readonly place: 'root' | 'inside';
}

/**
 * Copies a serialized tree, input from a stranger, keeping what may be rebuilt. Works level by level without recursion,
 * and leaves out what lies deeper than {@link MAX_DEPTH}, counted from `depth`. Throws `protocol/malformed-frame` for
 * what no recorder sends.
 */
export const cleanTree = (root: unknown, depth = 0): CleanNode => finish(cleanTreeInSteps(root, depth));

export function* cleanTreeInSteps(root: unknown, depth = 0): Steps<CleanNode> {
  const roots: CleanNode[] = [];
  const pending: Pending[] = [{ raw: root, depth, into: roots, place: 'root' }];
  for (let index = 0; index < pending.length; index++) {
    if (index % NODES_PER_STEP === NODES_PER_STEP - 1) yield;
    if (index > MAX_NODES) throw malformed(`at most ${MAX_NODES} nodes`);
    const { raw, depth: level, into, place } = pending[index]!;
    const node = cleanNode(raw, place);
    into.push(node);
    if (!node.childNodes || level >= MAX_DEPTH) continue;
    for (const child of childrenOf(raw as Record<string, unknown>))
      pending.push({ raw: child, depth: level + 1, into: node.childNodes, place: 'inside' });
  }
  return roots[0]!;
}

function childrenOf({ childNodes, tagName }: Record<string, unknown>): unknown[] {
  // What stood inside an embedding or a frame was shown instead of it, or not at all.
  const isHollow = typeof tagName === 'string' && HOLLOW.has(tagName.toLowerCase());
  return isHollow || !Array.isArray(childNodes) ? [] : childNodes;
}

function cleanNode(raw: unknown, place: Pending['place']): CleanNode {
  if (typeof raw !== 'object' || raw === null) throw malformed('objects as nodes');
  const { type, id, rootId, isShadow } = raw as Record<string, unknown>;
  const base: CleanNode = { type: Number(type), id: nodeId(id) };
  if (base.id < 1) throw malformed('node ids from 1');
  if (rootId !== undefined) base.rootId = nodeId(rootId);
  if (isShadow === true) base.isShadow = true;
  switch (type) {
    case DOCUMENT:
      if (place !== 'root') throw malformed('a document at the root alone');
      return cleanDocument(base, raw);
    case DOCTYPE:
      return cleanDoctype(base, raw);
    case ELEMENT:
      return cleanElement(base, raw);
    case TEXT:
    case CDATA:
    case COMMENT:
      return cleanText(base, raw);
    default:
      throw malformed('known node types');
  }
}

function cleanDocument(base: CleanNode, raw: object): CleanNode {
  const { childNodes, compatMode } = raw as Record<string, unknown>;
  // rrweb reads the first child of a document in quirks mode without looking whether there is one.
  const hasChildren = Array.isArray(childNodes) && childNodes.length > 0;
  if (compatMode === 'BackCompat' && hasChildren) base.compatMode = compatMode;
  if (Array.isArray(childNodes)) base.childNodes = [];
  return base;
}

function cleanDoctype(base: CleanNode, raw: object): CleanNode {
  const { name, publicId, systemId } = raw as Record<string, unknown>;
  base.name = typeof name === 'string' && DOCTYPE_NAME.test(name) ? name : 'html';
  base.publicId = typeof publicId === 'string' ? publicId : '';
  base.systemId = typeof systemId === 'string' ? systemId : '';
  return base;
}

function cleanElement(base: CleanNode, raw: object): CleanNode {
  const { tagName, attributes, isSVG, isCustom, isShadowHost, needBlock } = raw as Record<string, unknown>;
  if (typeof tagName !== 'string') throw malformed('elements with a tag name');
  const lower = tagName.toLowerCase();
  const isKnowable = TAG.test(tagName) && !(tagName in {}) && !(lower in {});
  const tag = !isKnowable ? 'span' : PLACEHOLDERS.has(lower) ? 'div' : isSVG === true && HOLLOW.has(lower) ? 'g' : lower;
  const isScript = tag === 'script';
  // The names of SVG elements are case-sensitive; a script is none in whatever case.
  base.tagName = isScript ? 'noscript' : isSVG === true && tag === lower ? tagName : tag;
  base.attributes = isScript ? {} : cleanAttributes(tag, attributes);
  base.childNodes = [];
  if (isSVG === true) base.isSVG = true;
  if (isCustom === true && CUSTOM_TAG.test(tag)) base.isCustom = true;
  if (isShadowHost === true && canHostShadow(tag)) base.isShadowHost = true;
  if (needBlock === true) {
    base.needBlock = true;
    base.attributes['style'] = BLOCKED_STYLE;
  }
  return base;
}

/** The elements to which the DOM standard lets a shadow root be attached; others throw. */
const SHADOW_HOSTS = new Set([
  'article', 'aside', 'blockquote', 'body', 'div', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'main',
  'nav', 'p', 'section', 'span',
]); // prettier-ignore

export const canHostShadow = (tag: string): boolean => SHADOW_HOSTS.has(tag) || CUSTOM_TAG.test(tag);

function cleanText(base: CleanNode, raw: object): CleanNode {
  const { textContent, isStyle } = raw as Record<string, unknown>;
  // HTML documents cannot make CDATA sections, and rrweb would throw.
  if (base.type === CDATA) base.type = TEXT;
  base.textContent = typeof textContent === 'string' ? textContent : '';
  if (isStyle === true) base.isStyle = true;
  return base;
}

/** A reference to a node. rrweb counts from 1, and refers with -1 to what it has not recorded. */
export function nodeId(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw malformed('whole numbers as node ids');
  return value as number;
}

export function malformed(expected: string): CobrowseError {
  return new CobrowseError('protocol/malformed-frame', `Frame events: expected ${expected}.`);
}
