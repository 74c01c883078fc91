import type { WireEvent } from './messages.ts';

/** rrweb's `EventType.IncrementalSnapshot`, and those of its `IncrementalSource` of which the last says it all. */
const INCREMENTAL = 3;
const SCROLL = 3;
const VIEWPORT = 4;
const MOVES: ReadonlySet<unknown> = new Set([1, 6, 12]);

/** Where the pointer is, how far an element is scrolled, how large the window is: what a later event says anew. */
function subjectOf({ type, data }: WireEvent): string | undefined {
  if (type !== INCREMENTAL) return undefined;
  const { source, id } = data as { readonly source?: unknown; readonly id?: unknown };
  if (MOVES.has(source)) return 'pointer';
  if (source === VIEWPORT) return 'viewport';
  return source === SCROLL ? `scroll ${String(id)}` : undefined;
}

/** The same events without those that a later one of them says anew. */
export function withoutSuperseded(events: readonly WireEvent[]): WireEvent[] {
  const last = new Map<string, WireEvent>();
  for (const event of events) {
    const subject = subjectOf(event);
    if (subject !== undefined) last.set(subject, event);
  }
  return events.filter((event) => {
    const subject = subjectOf(event);
    return subject === undefined || last.get(subject) === event;
  });
}
