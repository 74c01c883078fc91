/** All new text of a frame, in one piece at its end: there it is compressed best, and turned into bytes only once. */
export interface Texts {
  /** `place`: how many bytes of the structure are before it. */
  add(text: string, place: number): void;
  /** So many bytes were put in after that place. */
  moved(after: number, by: number): void;
  /** Hands out what was added, and begins anew. */
  take(): Taken;
}

export interface Taken {
  readonly parts: readonly string[];
  readonly places: readonly number[];
  readonly bytes: Uint8Array;
  readonly isUtf16: boolean;
}

// As it was when this file was loaded: pages replace it.
const utf8 = new TextEncoder();

/** Half of a character that is not beside its other half. UTF-8 has no such, JSON has. */
const HALF = /\p{Surrogate}/u;

export function createTexts(): Texts {
  let parts: string[] = [];
  let places: number[] = [];
  return {
    add(text, place) {
      parts.push(text);
      places.push(place);
    },
    moved(after, by) {
      if (by > 0) for (let at = places.length - 1; at >= 0 && places[at]! > after; at -= 1) places[at]! += by;
    },
    take() {
      const taken = { parts, places };
      const text = parts.join('');
      parts = [];
      places = [];
      // What matters is the whole: where two strings meet halves may come together, and they are cut apart again.
      const isUtf16 = HALF.test(text);
      return { ...taken, bytes: isUtf16 ? toUtf16(text) : utf8.encode(text), isUtf16 };
    },
  };
}

function toUtf16(text: string): Uint8Array {
  const bytes = new Uint8Array(2 * text.length);
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    bytes[2 * at] = unit & 255;
    bytes[2 * at + 1] = unit >> 8;
  }
  return bytes;
}
