/** Bytes that grow. */
export interface Writer {
  readonly length: number;
  clear(): void;
  /** What is written next is of that field (`fields.ts`). */
  begin(field: number): void;
  byte(value: number): void;
  /** A whole number from 0 to 2^53 - 1, seven bits to a byte, the lowest first. */
  count(value: number): void;
  /** Puts a count where one zero byte was left for it, moving what follows. */
  countAt(position: number, value: number): void;
  append(bytes: Uint8Array): void;
  /** Takes away the zeros at its end. */
  dropZeros(): void;
  /** What was written; valid until the next call. */
  view(): Uint8Array;
  /** For each of these bytes twice its field, + 1 where the field begins. */
  readonly fields: Int32Array;
}

export function createWriter(): Writer {
  let bytes = new Uint8Array(4_096);
  let fields = new Int32Array(4_096);
  let field = 0;
  let length = 0;

  const reserve = (more: number): void => {
    if (length + more <= bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * bytes.length, length + more));
    larger.set(bytes.subarray(0, length));
    bytes = larger;
    const largerFields = new Int32Array(larger.length);
    largerFields.set(fields.subarray(0, length));
    fields = largerFields;
  };
  const put = (value: number): void => {
    fields[length] = field;
    bytes[length++] = value;
    field &= ~1;
  };
  const count = (value: number): void => {
    reserve(8);
    let rest = value;
    while (rest > 127) {
      put((rest % 128) + 128);
      rest = rest < 2 ** 31 ? rest >>> 7 : Math.floor(rest / 128);
    }
    put(rest);
  };
  return {
    get length() {
      return length;
    },
    clear() {
      length = 0;
    },
    begin(next) {
      field = 2 * next + 1;
    },
    byte(value) {
      reserve(1);
      put(value);
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
      fields.copyWithin(position + added.length, position + 1, end);
      fields.fill(fields[position]! & ~1, position + 1, position + added.length);
      length -= 1;
    },
    append(more) {
      reserve(more.length);
      bytes.set(more, length);
      length += more.length;
    },
    dropZeros() {
      while (length > 0 && bytes[length - 1] === 0) length -= 1;
    },
    view: () => bytes.subarray(0, length),
    get fields() {
      return fields;
    },
  };
}
