/** rrweb's event types by number (its `EventType`). */
const EVENT_TYPES = ['DomContentLoaded', 'Load', 'FullSnapshot', 'Incremental', 'Meta', 'Custom', 'Plugin'];

/** rrweb's sources of incremental events by number (its `IncrementalSource`). */
const SOURCES = [
  'Mutation',
  'MouseMove',
  'MouseInteraction',
  'Scroll',
  'ViewportResize',
  'Input',
  'TouchMove',
  'MediaInteraction',
  'StyleSheetRule',
  'CanvasMutation',
  'Font',
  'Log',
  'Drag',
  'StyleDeclaration',
  'Selection',
  'AdoptedStyleSheet',
  'CustomElement',
];

/** Small payloads are worth showing whole; 120 characters fit the column. */
const MAX_INLINE = 120;

/** What a frame carries, in one line: for events their types with how many of each, for other kinds the payload. */
export function describePayload(kind: string, payload: unknown): string {
  const value = typeof payload === 'string' ? parse(payload) : payload;
  if (kind === 'events' && Array.isArray(value)) return countNames(value.map(eventName));
  const text = JSON.stringify(value) ?? '';
  return text.length > MAX_INLINE ? `${text.slice(0, MAX_INLINE)} …` : text;
}

function eventName(event: unknown): string {
  const { type, data } = (event ?? {}) as { type?: number; data?: { source?: number } };
  if (type === 3) return SOURCES[data?.source ?? -1] ?? `source ${data?.source}`;
  return EVENT_TYPES[type ?? -1] ?? `type ${type}`;
}

function countNames(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Array.from(counts, ([name, count]) => (count > 1 ? `${count} × ${name}` : name)).join(', ');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
