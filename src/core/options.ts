import { CobrowseError } from './errors.ts';

/** One option: its default, whether a value is right, and the end of the sentence "option … must be …". */
export interface OptionSpec<Value> {
  /** Left out for an option that has to be given. */
  readonly default?: Value;
  readonly check: (value: unknown) => boolean;
  readonly expected: string;
}

/** Every option by its path; `a.b` is key `b` of the object given as option `a`. */
export type OptionTable = Readonly<Record<string, OptionSpec<unknown>>>;

/**
 * Checks what the integrator gave against the table and fills in what was left out; `undefined` counts as left out.
 * Returns the values by path. Throws `config/unknown-option`, `config/invalid-option` or `config/missing-option`
 * with a sentence that names the option and what it must be.
 */
export function resolveOptions(table: OptionTable, given: unknown): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  collect(table, given, '', values);
  for (const path of Object.keys(table)) {
    if (values[path] !== undefined) continue;
    const spec = table[path]!;
    if (!('default' in spec)) throw new CobrowseError('config/missing-option', sentence(path, spec.expected));
    values[path] = spec.default;
  }
  return values;
}

function collect(table: OptionTable, given: unknown, prefix: string, values: Record<string, unknown>): void {
  if (typeof given !== 'object' || given === null)
    throw new CobrowseError('config/invalid-option', sentence(prefix.slice(0, -1), 'an object'));
  for (const [key, value] of Object.entries(given)) {
    const path = prefix + key;
    const spec = Object.hasOwn(table, path) ? table[path] : undefined;
    if (spec) {
      if (value !== undefined && !spec.check(value))
        throw new CobrowseError('config/invalid-option', sentence(path, spec.expected));
      values[path] = value;
    } else if (Object.keys(table).some((known) => known.startsWith(`${path}.`))) {
      if (value !== undefined) collect(table, value, `${path}.`, values);
    } else {
      throw new CobrowseError('config/unknown-option', `There is no option ${path}.`);
    }
  }
}

const sentence = (path: string, expected: string): string =>
  path ? `Option ${path} must be ${expected}.` : `The options must be ${expected}.`;
