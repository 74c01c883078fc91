import { malformed, nodeId } from './tree.ts';

/** Where a rule stands: its number, or the way to it through nested rules. */
type RuleIndex = number | number[];

/** Rules nest in grouping rules; nobody writes a dozen levels of those. */
const MAX_NESTING = 32;

/** Checks additions and removals of rules. The rules themselves are the browser's to read: CSS runs nothing. */
export function cleanStyleRules(data: Record<string, unknown>): object {
  return {
    ...target(data),
    ...(data['adds'] === undefined ? {} : { adds: cleanRules(data['adds']) }),
    ...(data['removes'] === undefined
      ? {}
      : { removes: objects(data['removes']).map((raw) => ({ index: ruleIndex(raw['index']) })) }),
    ...textOf(data, 'replace'),
    ...textOf(data, 'replaceSync'),
  };
}

export function cleanStyleDeclaration(data: Record<string, unknown>): object {
  const index = ruleIndex(data['index']);
  const set = data['set'] as Record<string, unknown> | undefined;
  const remove = data['remove'] as Record<string, unknown> | undefined;
  return {
    ...target(data),
    index: Array.isArray(index) ? index : [index],
    ...(set
      ? { set: { property: text(set['property']), value: set['value'] === null ? null : text(set['value']), ...textOf(set, 'priority') } }
      : {}),
    ...(remove ? { remove: { property: text(remove['property']) } } : {}),
  };
}

/** Checks the sheets that a document or shadow root adopts, and remembers those that are new in `styles`. */
export function cleanAdoptedStyles(data: Record<string, unknown>, styles: Set<number>): object {
  const id = nodeId(data['id']);
  const added = data['styles'] === undefined ? [] : objects(data['styles']);
  const sheets = added.map((raw) => ({ styleId: nodeId(raw['styleId']), rules: cleanRules(raw['rules']) }));
  for (const { styleId } of sheets) styles.add(styleId);
  // rrweb waits for sheets that it does not know, with a timer that outlives it.
  const styleIds = list(data['styleIds']).map(nodeId).filter((styleId) => styles.has(styleId));
  return { id, styles: sheets, styleIds };
}

function target(data: Record<string, unknown>): object {
  if (data['styleId'] !== undefined && data['styleId'] !== null) return { styleId: nodeId(data['styleId']) };
  return { id: nodeId(data['id']) };
}

function cleanRules(raw: unknown): object[] {
  return objects(raw).map(({ rule, index }) => ({
    rule: text(rule),
    ...(index === undefined ? {} : { index: ruleIndex(index) }),
  }));
}

function ruleIndex(raw: unknown): RuleIndex {
  if (isIndex(raw)) return raw;
  if (!Array.isArray(raw) || raw.length === 0 || raw.length > MAX_NESTING || !raw.every(isIndex))
    throw malformed('whole numbers as places of style rules');
  return raw as number[];
}

const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function text(raw: unknown): string {
  if (typeof raw !== 'string') throw malformed('texts as style rules');
  return raw;
}

function textOf(data: Record<string, unknown>, name: string): object {
  return typeof data[name] === 'string' ? { [name]: data[name] } : {};
}

function list(raw: unknown): unknown[] {
  if (!Array.isArray(raw)) throw malformed('lists in a change of styles');
  return raw;
}

function objects(raw: unknown): Record<string, unknown>[] {
  const values = list(raw);
  if (!values.every((item) => typeof item === 'object' && item !== null)) throw malformed('objects in lists of styles');
  return values as Record<string, unknown>[];
}
