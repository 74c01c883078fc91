import { MAX_CODED } from './bounds.ts';
import type { FieldCoder } from './field-coder.ts';
import { malformed, type Reader, readCount } from './reader.ts';
import type { TextReader } from './text-reader.ts';
import type { Taken } from './texts.ts';
import type { Writer } from './writer.ts';

/** Bytes between two looks at the clock: some 30 µs, and 1 ms before the engine has optimized what is done for each. */
const BYTES_PER_LOOK = 16;
const { fromCharCode } = String;

/** Codes a frame, as much at a time as its caller wants to: what it returns goes on, and says whether it is through. */
export function codeFrame(coder: FieldCoder, bytes: Writer, { parts, places }: Taken): (isTimeUp: () => boolean) => boolean {
  const content = bytes.view();
  const { fields } = bytes;
  let at = 0;
  let part = 0;
  let unit = 0;
  return (isTimeUp) => {
    for (let looked = BYTES_PER_LOOK; ; looked -= 1) {
      if (looked === 0) {
        if (isTimeUp()) return false;
        looked = BYTES_PER_LOOK;
      }
      if (places[part] === at) {
        const text = parts[part]!;
        if (unit === 0) coder.beginText(fields[at - 1]! >> 1);
        if (unit < text.length) coder.unit(text.charCodeAt(unit++));
        else {
          part += 1;
          unit = 0;
        }
      } else if (at < content.length) {
        coder.byte(fields[at]! >> 1, (fields[at]! & 1) === 1, content[at]!);
        at += 1;
      } else return true;
    }
  };
}

/** Reads what was coded, as it is asked for. */
export function codedReaders(coder: FieldCoder): [bytes: Reader, texts: TextReader] {
  let field = 0;
  let begins = false;
  let budget = MAX_CODED;
  const spend = (): void => {
    budget -= 1;
    if (budget < 0) throw malformed('more than a frame may have');
  };
  const byte = (): number => {
    spend();
    const isFirst = begins;
    begins = false;
    return coder.byte(field, isFirst, 0);
  };
  const bytes: Reader = {
    left: 0,
    begin(next) {
      field = next;
      begins = true;
    },
    byte,
    count: () => readCount(byte),
    take: () => new Uint8Array(0),
  };
  const texts: TextReader = {
    left: 0,
    take(length) {
      coder.beginText(field);
      let text = '';
      for (let left = length; left > 0; left -= 1) {
        spend();
        text += fromCharCode(coder.unit(0));
      }
      return text;
    },
  };
  return [bytes, texts];
}
