import { ABSENT, ARRAY, DIGITS, FALSE, isWhole, NULL, OBJECT, OTHER_NUMBER, STRING, TRUE, WHOLE } from './kinds.ts';

/** Looks at one value at a time as JSON.stringify does. */
export interface JsonValue {
  /** What it was; never FIXED. */
  kind: number;
  /** The value, or what toJSON made of it, or the number that its digits spell. */
  value: unknown;
  /** Some old libraries put a toJSON on the browser's own prototypes; `core/json.ts` tells more. */
  ignoresToJson: boolean;
  /** `key` is what toJSON is told. Throws what JSON.stringify would throw. */
  read(raw: unknown, key: string): void;
}

const { isArray } = Array;
const BOXES = [Number, String, Boolean];
/** 2^49 has fifteen digits, and there may be a sign. */
const MAX_DIGITS = 16;

export function createJsonValue(): JsonValue {
  const self: JsonValue = { kind: ABSENT, value: undefined, ignoresToJson: false, read };

  function read(raw: unknown, key: string): void {
    self.value = raw;
    if (typeof raw === 'string') readString(raw);
    else if (typeof raw === 'number') {
      self.kind = isWhole(raw) ? WHOLE : raw - raw === 0 ? OTHER_NUMBER : NULL;
      // JSON knows no negative zero.
      if (raw === 0) self.value = 0;
    } else if (raw === null) self.kind = NULL;
    else if (typeof raw === 'object' || typeof raw === 'function' || typeof raw === 'bigint') readObject(raw, key);
    else self.kind = raw === true ? TRUE : raw === false ? FALSE : ABSENT;
  }

  function readString(text: string): void {
    self.kind = STRING;
    const first = text.charCodeAt(0);
    if (!(first <= 57 && first >= 45) || text.length > MAX_DIGITS) return;
    const number = +text;
    if (!isWhole(number) || String(number) !== text) return;
    self.kind = DIGITS;
    self.value = number;
  }

  function readObject(raw: object | bigint, key: string): void {
    const toJson: unknown = self.ignoresToJson ? undefined : (raw as { toJSON?: unknown }).toJSON;
    let plain: unknown = typeof toJson === 'function' ? toJson.call(raw, key) : raw;
    if (BOXES.some((box) => plain instanceof box)) plain = (plain as object).valueOf();
    if (typeof plain === 'bigint') throw new TypeError('A BigInt has no JSON.');
    self.value = plain;
    if (typeof plain === 'function') self.kind = ABSENT;
    else if (typeof plain !== 'object' || plain === null) read(plain, key);
    else self.kind = isArray(plain) ? ARRAY : OBJECT;
  }

  return self;
}
