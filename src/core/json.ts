// As it was when this file was loaded: test tools and old libraries replace it on running pages.
const { parse, stringify } = JSON;

/** `JSON.parse`. Throws as it does. */
export const fromJson = (text: string): unknown => parse(text);

/**
 * `JSON.stringify` for plain data, on any page. Prototype.js before 1.7 and its like put a `toJSON` on the browser's own
 * prototypes, whose results are then quoted a second time; where there is one, the data themselves are taken.
 */
export function toJson(value: unknown): string {
  // One look at an array finds one on Object.prototype, too. A replacer is slow, and elsewhere not needed.
  return 'toJSON' in [] ? stringify(value, original) : stringify(value);
}

function original(this: Record<string, unknown>, key: string): unknown {
  return this[key];
}
