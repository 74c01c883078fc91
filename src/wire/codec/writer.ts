/** Bytes that grow. */
export interface Writer {
  readonly length: number;
  clear(): void;
  byte(value: number): void;
  /** A whole number from 0 to 2^53 - 1, seven bits to a byte, the lowest first. */
  count(value: number): void;
  /** Puts a count where one zero byte was left for it, moving what follows. */
  countAt(position: number, value: number): void;
  append(bytes: Uint8Array): void;
  /** What was written; valid until the next call. */
  view(): Uint8Array;
}

export function createWriter(): Writer {
  let bytes = new Uint8Array(4_096);
  let length = 0;

  const reserve = (more: number): void => {
    if (length + more <= bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * bytes.length, length + more));
    larger.set(bytes.subarray(0, length));
    bytes = larger;
  };
  const count = (value: number): void => {
    reserve(8);
    let rest = value;
    while (rest > 127) {
      bytes[length++] = (rest % 128) + 128;
      rest = rest < 2 ** 31 ? rest >>> 7 : Math.floor(rest / 128);
    }
    bytes[length++] = rest;
  };
  return {
    get length() {
      return length;
    },
    clear() {
      length = 0;
    },
    byte(value) {
      reserve(1);
      bytes[length++] = value;
    },
    count,
    countAt(position, value) {
      if (value < 128) {
        bytes[position] = value;
        return;
      }
      const end = length;
      count(value);
      const added = bytes.slice(end, length);
      bytes.copyWithin(position + added.length, position + 1, end);
      bytes.set(added, position);
      length -= 1;
    },
    append(more) {
      reserve(more.length);
      bytes.set(more, length);
      length += more.length;
    },
    view: () => bytes.subarray(0, length),
  };
}
