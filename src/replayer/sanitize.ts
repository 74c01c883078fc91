import type { WireEvent } from '../wire/messages.ts';
import { malformed, nodeId } from './tree.ts';
import { cleanSnapshot, cleanMutation, type KnownPage } from './page-changes.ts';
import { cleanAdoptedStyles, cleanStyleDeclaration, cleanStyleRules } from './style-changes.ts';

/** rrweb's event types and incremental sources, of which only those are applied that a switch below names. */
export const EVENT = { fullSnapshot: 2, incremental: 3, meta: 4 } as const;
export const SOURCE = {
  mutation: 0,
  mouseMove: 1,
  mouseInteraction: 2,
  scroll: 3,
  viewportResize: 4,
  input: 5,
  touchMove: 6,
  styleSheetRule: 8,
  drag: 12,
  styleDeclaration: 13,
  selection: 14,
  adoptedStyleSheet: 15,
} as const;

/** The last of rrweb's `MouseInteractions`. */
const LAST_INTERACTION = 10;
/** CSS pixels of a viewport side. 16,384 is the widest texture of common graphics cards; no screen is wider. */
const MAX_VIEWPORT = 16_384;
/** One event's ranges or positions. A recorder gathers half a second of positions; nobody selects more ranges. */
const MAX_LIST = 1_000;

/**
 * Yields, one by one, what of an event from a stranger may be applied, copied field by field; nothing for what is left
 * out by design (canvas, media, fonts, custom events). Apply what was yielded before asking for the next: what comes
 * later is checked against the page as it is then. Yields undefined where a large event can be left off. Throws
 * `protocol/malformed-frame` for what no recorder sends.
 */
export function* sanitizeEvent(event: WireEvent, page: KnownPage): Generator<WireEvent | void> {
  const { timestamp } = event;
  const data = event.data as Record<string, unknown>;
  switch (event.type) {
    case EVENT.meta:
      return yield { type: EVENT.meta, timestamp, data: { href: '', ...viewport(data) } };
    case EVENT.fullSnapshot:
      return yield { type: EVENT.fullSnapshot, timestamp, data: yield* cleanSnapshot(data) };
    case EVENT.incremental:
      if (data['source'] === SOURCE.mutation)
        for (const part of cleanMutation(data, page)) yield part && incremental(timestamp, SOURCE.mutation, part);
      else yield* sanitizeInput(timestamp, data, page);
  }
}

function* sanitizeInput(timestamp: number, data: Record<string, unknown>, page: KnownPage): Generator<WireEvent> {
  const source = data['source'] as number;
  switch (source) {
    case SOURCE.mouseMove:
    case SOURCE.touchMove:
    case SOURCE.drag: {
      const positions = list(data['positions']).map((raw) => ({ ...point(raw), id: nodeId(raw['id']), timeOffset: 0 }));
      if (positions.length > 0) yield incremental(timestamp, source, { positions });
      return;
    }
    case SOURCE.mouseInteraction: {
      const type = count(data['type'], LAST_INTERACTION);
      const place = data['x'] === undefined ? {} : point(data);
      return yield incremental(timestamp, source, { type, id: nodeId(data['id']), ...place });
    }
    case SOURCE.scroll:
      return yield incremental(timestamp, source, { id: nodeId(data['id']), ...point(data) });
    case SOURCE.viewportResize:
      return yield incremental(timestamp, source, viewport(data));
    case SOURCE.input:
      return yield incremental(timestamp, source, {
        id: nodeId(data['id']),
        text: typeof data['text'] === 'string' ? data['text'] : '',
        isChecked: data['isChecked'] === true,
      });
    case SOURCE.selection:
      return yield incremental(timestamp, source, { ranges: list(data['ranges']).map(range) });
    case SOURCE.styleSheetRule:
      return yield incremental(timestamp, source, cleanStyleRules(data));
    case SOURCE.styleDeclaration:
      return yield incremental(timestamp, source, cleanStyleDeclaration(data));
    case SOURCE.adoptedStyleSheet:
      return yield incremental(timestamp, source, cleanAdoptedStyles(data, page.styles));
  }
}

function incremental(timestamp: number, source: number, data: object): WireEvent {
  return { type: EVENT.incremental, timestamp, data: { source, ...data } };
}

function viewport({ width, height }: Record<string, unknown>): { width: number; height: number } {
  return { width: count(width, MAX_VIEWPORT), height: count(height, MAX_VIEWPORT) };
}

function range(raw: Record<string, unknown>): object {
  return {
    start: nodeId(raw['start']),
    startOffset: count(raw['startOffset']),
    end: nodeId(raw['end']),
    endOffset: count(raw['endOffset']),
  };
}

function point({ x, y }: Record<string, unknown>): { x: number; y: number } {
  if (!Number.isFinite(x) || !Number.isFinite(y)) throw malformed('numbers as coordinates');
  return { x: x as number, y: y as number };
}

function list(raw: unknown): Record<string, unknown>[] {
  const isList = Array.isArray(raw) && raw.length <= MAX_LIST;
  if (!isList || !raw.every((item) => typeof item === 'object' && item !== null))
    throw malformed(`lists of at most ${MAX_LIST} objects`);
  return raw;
}

function count(value: unknown, max = Number.MAX_SAFE_INTEGER): number {
  if (!Number.isFinite(value) || (value as number) < 0 || (value as number) > max)
    throw malformed(`sizes and numbers from 0 to ${max}`);
  return value as number;
}
