import { FIRST_CHECKSUM } from './checksum.ts';
import { type Coder, createCoder, STRUCTURE, TEXT } from './coder.ts';

/**
 * Codes what a small frame says, byte by byte and with its texts where they stand. Each byte is expected by the key that
 * it is of: what was said there last, and what was said before it.
 */
export interface FieldCoder extends Pick<Coder, 'startWriting' | 'startReading' | 'end'> {
  /** The checksum over all that was said in this epoch. */
  sum: number;
  /** A byte of the structure; `begins` where it is the first of its field. */
  byte(field: number, begins: boolean, byte: number): number;
  beginText(field: number): void;
  /** A UTF-16 unit of a text; a reader says 0. */
  unit(unit: number): number;
  /** Text of a frame that was not coded. */
  remember(text: Uint8Array): void;
}

/** Fields whose last values are kept; some share a place. */
const FIELDS = 8_192;
const [A, B, C] = [0x9e3779b1, 0x2f0b4c47, 0x51ed2701];

export function createFieldCoder(): FieldCoder {
  const coder = createCoder();
  const { contexts } = coder;
  /** For each field a hash of its last value. */
  const values = new Int32Array(FIELDS);
  let at = 0;
  let so = 0;
  let lastThere = 0;
  let before = 0;
  let recent = 0;
  // Of the text.
  let textField = 0;
  let letters = 0;
  let word = 0;

  const hash = (value: number, which: number): number => {
    const mixed = Math.imul(value ^ (value >>> 15) ^ which, 0x2c1b3c6d);
    return Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  };

  function textByte(byte: number): number {
    contexts[0] = hash(letters & 0xff, 6);
    contexts[1] = hash(letters & 0xffff, 7);
    contexts[2] = hash(letters & 0xffffff, 8);
    contexts[3] = hash(letters, 9);
    contexts[4] = hash(word, 10);
    contexts[5] = hash(textField + (letters & 0xff), 11);
    const coded = coder.code(TEXT, 0, byte);
    self.sum = Math.imul(self.sum ^ coded, 0x01000193);
    letters = (letters << 8) | coded;
    word = coded > 64 ? Math.imul(word + coded, B) : 0;
    return coded;
  }

  const self: FieldCoder = {
    startWriting: coder.startWriting,
    startReading: coder.startReading,
    end: coder.end,
    remember: (text) => coder.remember(TEXT, text),
    sum: FIRST_CHECKSUM,
    byte(field, begins, byte) {
      if (begins) {
        values[at & (FIELDS - 1)] = before = so;
        at = field;
        so = 0;
        lastThere = values[at & (FIELDS - 1)]!;
      }
      const here = Math.imul(at, A) + Math.imul(so, C);
      contexts[0] = hash(here, 0);
      contexts[1] = hash(here + Math.imul(lastThere + 1, B), 1);
      contexts[2] = hash(here + Math.imul(before + 7, C), 2);
      contexts[3] = hash(here + Math.imul(recent & 0xffffff, A), 3);
      contexts[4] = hash(recent, 4);
      contexts[5] = hash(here + Math.imul(lastThere + 1, B) + Math.imul(before + 7, C), 5);
      const coded = coder.code(STRUCTURE, at & 255, byte);
      self.sum = Math.imul(self.sum ^ coded, 0x01000193);
      so = Math.imul(so + coded + 1, B);
      recent = (recent << 8) | coded;
      return coded;
    },
    beginText(field) {
      textField = Math.imul(field + 1, A);
      letters = textField;
      word = 0;
    },
    unit(unit) {
      const size = unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
      let coded = textByte(size === 1 ? unit : size === 2 ? 0xc0 | (unit >> 6) : 0xe0 | (unit >> 12));
      const more = coded < 0x80 ? 0 : coded < 0xe0 ? 1 : 2;
      if (more > 0) coded &= 31 >> (more - 1);
      for (let left = more - 1; left >= 0; left -= 1) coded = (coded << 6) | (textByte(0x80 | ((unit >> (6 * left)) & 63)) & 63);
      return coded;
    },
  };
  return self;
}
