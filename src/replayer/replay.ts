import { Replayer } from 'rrweb';
import type { Steps } from '../core/steps.ts';
import type { WireEvent } from '../wire/messages.ts';
import { FRAME_SANDBOX } from './attributes.ts';
import type { Size } from './fit.ts';
import { keepFocus } from './focus.ts';
import { createHover } from './hover.ts';
import { makeShowMasked } from './masked-fields.ts';
import { makeMathElements } from './mathml.ts';
import type { KnownPage } from './page-changes.ts';
import { applyPopover } from './popovers.ts';
import { type Addition, cutTree } from './cut.ts';
import { EVENT, sanitizeEvent, SOURCE } from './sanitize.ts';
import type { CleanNode } from './tree.ts';

/** The page as rebuilt, one rrweb replayer per snapshot. Why not rrweb's live mode: `docs/decisions`, apply at once. */
export interface Replay {
  /**
   * Applies an event in steps, large ones in several. Throws where it is malformed, where rrweb fails, or where it comes
   * before any snapshot. A snapshot takes the place of the picture before it once all of it is there; one that fails, or is
   * left off, leaves that standing.
   */
  apply(event: WireEvent): Steps;
  /** Events that rrweb still refers to. */
  readonly retainedEvents: number;
  readonly picture: 'none' | 'shown';
  /** Takes the picture away. */
  clear(): void;
}

/** What is used of rrweb 2.2.2 beyond its types; `createRrweb` fails at once where it is not there. */
interface Inside {
  getCastFn(event: WireEvent, isSync: boolean): () => void;
  moveAndHover(x: number, y: number, id: number, isSync: boolean, debugData: unknown): void;
  hoverElements(target: Node): void;
  readonly mouse: HTMLElement;
  readonly styleMirror: { getStyle(id: number): CSSStyleSheet | null };
  readonly service: { readonly state: { readonly context: { readonly events: readonly unknown[] } } };
}

interface Snapshot {
  readonly node: CleanNode;
  readonly initialOffset: ScrollToOptions;
}

interface Mutation {
  readonly adds: readonly { readonly node: { readonly id: number; readonly attributes?: Record<string, unknown> } }[];
  readonly attributes: readonly { readonly id: number; readonly attributes: Record<string, unknown> }[];
}

interface Rrweb {
  readonly replayer: Replayer;
  readonly inside: Inside;
  /** Mutations since the CSS cache was emptied. */
  mutations: number;
}

/**
 * The view must be where the customer's is: not on its way there, as the page's own smooth scrolling has it, and not where
 * the agent's browser would keep a page that changes above; the customer's browser has done that, and told.
 */
const STYLE_RULES = ['* { scroll-behavior: auto !important; overflow-anchor: none !important; }'];
/** rrweb keeps every CSS text that it has adapted; pages that write styles by script would fill it without bound. */
const MUTATIONS_PER_CACHE = 500;
/** Nodes of a snapshot's body that are built in one step, which takes some 15 ms; most pages' first screen is within. */
const NODES_AT_ONCE = 1_000;
/** Of what comes after them, in each further step: some 5 ms. */
const NODES_PER_STEP = 200;
/** rrweb's message where a mutation threw half-way; what the page looks like now is anybody's guess. */
const MUTATION_FAILED = 'Exception in mutation';

export function createReplay(layer: HTMLElement, onSize: (size: Size) => void): Replay {
  let current: Rrweb | undefined;
  let meta: WireEvent | undefined;
  let failure: string | undefined;
  const styles = new Set<number>();

  const page: KnownPage = {
    styles,
    tagOf: (id) => current?.replayer.getMirror().getNode(id)?.nodeName.toLowerCase(),
    depthOf(id) {
      let depth = 0;
      let node: Node | null = current?.replayer.getMirror().getNode(id) ?? null;
      for (; node; node = node.parentNode ?? (node as Partial<ShadowRoot>).host ?? null) depth += 1;
      return depth;
    },
  };

  const logger = {
    log() {},
    // Nodes that were not found are harmless: an event about a node that is gone by now.
    warn(_prefix: unknown, message: unknown) {
      if (typeof message === 'string' && message.startsWith(MUTATION_FAILED)) failure = message;
    },
  };

  function* rebuild(snapshot: WireEvent): Steps {
    const before = current;
    const { node, initialOffset } = snapshot.data as unknown as Snapshot;
    const additions = cutTree(node, NODES_AT_ONCE);
    const next = createRrweb(layer, snapshot.timestamp, logger as Console);
    const { wrapper } = next.replayer;
    let isWhole = false;
    // The new picture is built while the old one stands: the agent sees no empty page between.
    if (before) Object.assign(wrapper.style, { position: 'absolute', visibility: 'hidden' });
    const tellSize = followSize(next.replayer, before ? 'hidden' : 'shown', onSize);
    try {
      change(() => {
        if (meta) next.inside.getCastFn(meta, true)();
        next.inside.getCastFn(snapshot, true)();
        const mirror = next.replayer.getMirror();
        for (const id of mirror.getIds()) settle(next, id, attributesOf(mirror.getMeta(mirror.getNode(id)!)));
      });
      for (let from = 0; from < additions.length; from += NODES_PER_STEP) {
        yield;
        change(() => applyMutation(next, additionsOf(snapshot.timestamp, additions.slice(from, from + NODES_PER_STEP))));
      }
      if (additions.length > 0) scrollAll(next.replayer, initialOffset);
      isWhole = true;
    } finally {
      if (!isWhole) next.replayer.destroy();
    }
    current = next;
    styles.clear();
    if (!before) return;
    Object.assign(wrapper.style, { position: '', visibility: '' });
    tellSize();
    before.replayer.destroy();
  }

  /** What rrweb failed at half-way is no picture. */
  function change(apply: () => void): void {
    failure = undefined;
    keepFocus(layer, apply);
    if (failure !== undefined) throw new Error(failure);
  }

  function applyToPage(event: WireEvent): void {
    if (!current) throw new Error('An event came before the first snapshot.');
    const { inside, replayer } = current;
    const { source } = event.data as { source?: number };
    switch (source) {
      case SOURCE.mouseMove:
      case SOURCE.touchMove:
      case SOURCE.drag: {
        // rrweb would queue each position for a timer of its own; where the pointer is now is all that the agent needs.
        const { x, y, id } = (event.data as { positions: { x: number; y: number; id: number }[] }).positions.at(-1)!;
        if (source === SOURCE.touchMove) inside.mouse.classList.add('touch-device');
        return inside.moveAndHover(x, y, id, true, null);
      }
      case SOURCE.scroll:
        // 'Sync' is rrweb's word for no smooth scrolling.
        return inside.getCastFn(event, true)();
      case SOURCE.mutation:
        return applyMutation(current, event);
      case SOURCE.styleSheetRule: {
        const { styleId, replaceSync } = event.data as { styleId?: number; replaceSync?: string };
        // WebKit only adds to a constructed sheet that nobody adopts any more (seen in WebKitGTK 2.50).
        if (replaceSync !== undefined && styleId !== undefined) empty(inside.styleMirror.getStyle(styleId));
        return inside.getCastFn(event, false)();
      }
      case SOURCE.input: {
        const { id, text } = event.data as { id: number; text: string };
        makeShowMasked(replayer.getMirror().getNode(id), text);
        return inside.getCastFn(event, false)();
      }
      default:
        inside.getCastFn(event, false)();
    }
  }

  return {
    *apply(event) {
      for (const clean of sanitizeEvent(event, page)) {
        if (!clean) yield;
        else if (clean.type === EVENT.meta) meta = clean;
        else if (clean.type === EVENT.fullSnapshot) yield* rebuild(clean);
        else change(() => applyToPage(clean));
      }
    },
    get retainedEvents() {
      return current?.inside.service.state.context.events.length ?? 0;
    },
    get picture() {
      return current ? 'shown' : 'none';
    },
    clear() {
      current?.replayer.destroy();
      current = undefined;
      meta = undefined;
    },
  };
}

function createRrweb(root: HTMLElement, timestamp: number, logger: Console): Rrweb {
  // rrweb asks the first event of its list for its time; one without content makes it plan nothing of its own.
  const first = { type: 5, timestamp, data: { tag: '', payload: null } } as const;
  const replayer = new Replayer([first], {
    root,
    liveMode: true,
    logger,
    insertStyleRules: STYLE_RULES,
    mouseTail: false,
    // The agent types elsewhere in the console; a field that the customer enters must not take the keyboard away.
    triggerFocus: false,
    pauseAnimation: false,
    // A second tree pays off when many events are applied in one go, not for one after the other.
    useVirtualDom: false,
    UNSAFE_replayCanvas: false,
  });
  const inside = replayer as unknown as Inside;
  if (typeof inside.getCastFn !== 'function' || typeof inside.moveAndHover !== 'function' || !inside.mouse || !inside.styleMirror)
    throw new Error('This is not the rrweb that the replayer was written for.');
  inside.hoverElements = createHover();
  replayer.iframe.tabIndex = -1;
  assertFrame(replayer.iframe);
  makeMathElements(replayer.iframe.contentDocument!);
  return { replayer, inside, mutations: 0 };
}

/** Tells of the page's size, of a hidden one from when the function that is returned was called. It holds nothing else, as it lasts. */
function followSize(replayer: Replayer, picture: 'hidden' | 'shown', onSize: (size: Size) => void): () => void {
  let last: Size | undefined;
  let isShown = picture === 'shown';
  replayer.on('resize', (size) => {
    last = size as Size;
    if (isShown) onSize(last);
  });
  return () => {
    isShown = true;
    if (last) onSize(last);
  };
}

function applyMutation(rrweb: Rrweb, event: WireEvent): void {
  const { adds, attributes } = event.data as unknown as Mutation;
  rrweb.inside.getCastFn(event, false)();
  for (const { node } of adds) settle(rrweb, node.id, node.attributes);
  for (const changed of attributes) applyPopover(rrweb.replayer.getMirror().getNode(changed.id), changed.attributes);
  if (++rrweb.mutations % MUTATIONS_PER_CACHE === 0) rrweb.replayer.resetCache();
}

/** Of a node that was built: what rrweb does not know of, and whether it is as harmless as it has to be. */
function settle({ replayer }: Rrweb, id: number, attributes: Readonly<Record<string, unknown>> | undefined): void {
  const node = replayer.getMirror().getNode(id);
  assertFrame(node);
  applyPopover(node, attributes);
}

function additionsOf(timestamp: number, adds: readonly Addition[]): WireEvent {
  return { type: EVENT.incremental, timestamp, data: { source: SOURCE.mutation, removes: [], texts: [], attributes: [], adds } };
}

/** As rrweb scrolls where it builds in one go: what was not there yet could not be scrolled to. */
function scrollAll(replayer: Replayer, pageOffset: ScrollToOptions): void {
  const mirror = replayer.getMirror();
  for (const id of mirror.getIds()) {
    const node = mirror.getNode(id)! as Element;
    const { rr_scrollLeft: left, rr_scrollTop: top } = attributesOf(mirror.getMeta(node)) ?? {};
    if (left !== undefined) node.scrollLeft = left as number;
    if (top !== undefined) node.scrollTop = top as number;
  }
  replayer.iframe.contentWindow?.scrollTo(pageOffset);
}

const attributesOf = (node: unknown): Record<string, unknown> | undefined => (node as { attributes?: Record<string, unknown> } | null)?.attributes;

function empty(sheet: CSSStyleSheet | null): void {
  while (sheet?.cssRules.length) sheet.deleteRule(0);
}

/** Every frame of the replay, also those within it, may be reached by us and do nothing. Other nodes are no matter. */
function assertFrame(node: Node | null): void {
  if (node?.nodeName !== 'IFRAME') return;
  const frame = node as HTMLIFrameElement;
  if (frame.getAttribute('sandbox') !== FRAME_SANDBOX || (frame.isConnected && !frame.contentDocument))
    throw new Error('A frame of the replay is not sandboxed.');
}
