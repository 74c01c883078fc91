import type { Steps } from '../../core/steps.ts';
import { MAX_DEPTH, MAX_FRAME_CHARS, MAX_FRAME_VALUES, MAX_KEYS } from './bounds.ts';
import { ELEMENT, EVENTS, headField, keyField, LONE, NAME, SHAPE } from './fields.ts';
import { MASK } from './history.ts';
import { ABSENT, ARRAY, CHAINED, DIGITS, FALSE, FIXED, isWhole, NULL, OBJECT, OTHER_NUMBER, STRING, TRUE, WHOLE } from './kinds.ts';
import { addShape, baseOf, createModel, expectedShape } from './model.ts';
import { malformed, type Reader } from './reader.ts';
import { expectedKind, guessWhole, noteWhole, SAME_PARENT, unfold } from './relations.ts';
import { NEXT, NODE_ID, PARENT, type Shape } from './shapes.ts';
import { EDIT, FIRST_KNOWN, NEW } from './string-code.ts';
import type { TextReader } from './text-reader.ts';
import { turn } from './turn.ts';

/** Reads what a StructureWriter wrote, batch after batch. After it has thrown it is of no use any more. */
export interface StructureReader {
  read(bytes: Reader, texts: TextReader): Steps<unknown[]>;
}

/** In the place of an index: an object that is still to be filled. */
const EMPTY = -1;
/** Objects and lists: half a millisecond of a coded frame, less of a large one. */
const FILLED_PER_STEP = 64;
const CONSTANTS = { [NULL]: null, [TRUE]: true, [FALSE]: false };

type Fields = Record<string, unknown>;

export function createStructureReader(): StructureReader {
  const model = createModel();
  const { strings, shapes, history, chain, relations } = model;
  const { kinds, numbers } = history;
  let bytes: Reader;
  let texts: TextReader;
  // What is still to be filled, the next last: objects, and arrays with how many elements are to come.
  const waiting: object[] = [];
  const positions: number[] = [];
  const depths: number[] = [];
  let values = 0;
  let chars = 0;
  // What was read last.
  let kind = ABSENT;
  let value: unknown;
  let noted = 0;

  function wait(container: object, position: number, depth: number): void {
    if (depth > MAX_DEPTH) throw malformed('nested too deeply');
    waiting.push(container);
    positions.push(position);
    depths.push(depth);
  }

  function waitForInside(depth: number): void {
    if (kind === OBJECT) wait(value as object, EMPTY, depth);
    else if (kind === ARRAY && noted > 0) wait(value as object, noted, depth);
  }

  function count(more: number): void {
    values += more;
    if (values > MAX_FRAME_VALUES) throw malformed('more values than a frame may have');
  }

  function readHead(): number {
    bytes.begin(headField(expectedShape(model)?.index ?? -1));
    return bytes.count();
  }

  function fill(object: Fields, code: number, depth: number): void {
    const since = waiting.length;
    const wrong = Math.floor(code / 2);
    let shape = expectedShape(model);
    if (code % 2 === 1) {
      bytes.begin(SHAPE);
      const which = bytes.count();
      if (which === 1) return fillMap(object, depth);
      shape = which === 0 ? readShape() : shapes.at(which - 2);
    }
    if (!shape) throw malformed('an unknown shape');
    const { keys } = shape;
    count(keys.length);
    if (wrong >= 2 ** keys.length) throw malformed('a key that is not there');
    const base = baseOf(model, shape);
    for (let at = 0; at < keys.length; at += 1) {
      const like = (base + at) & MASK;
      const expected = expectedKind(relations, shape.roles[at]!, base < 0 ? ABSENT : kinds[like]!);
      const number = base < 0 ? 0 : numbers[like]!;
      bytes.begin(keyField(shape.index, at));
      if (wrong & (1 << at)) readKey(shape, at, expected, number);
      else recall(shape, at, expected, number);
      const slot = (history.start + at) & MASK;
      kinds[slot] = kind;
      numbers[slot] = noted;
      if (kind !== ABSENT) set(object, keys[at]!);
      waitForInside(depth + 1);
    }
    history.commit(shape);
    turn(waiting, since);
    turn(positions, since);
  }

  /** `__proto__` would otherwise be set and not be there. */
  function set(object: Fields, key: string): void {
    if (key === '__proto__') Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
    else object[key] = value;
  }

  function readShape(): Shape {
    const length = bytes.count();
    if (length > MAX_KEYS) throw malformed('a shape of too many keys');
    const keys: string[] = [];
    for (let at = 0; at < length; at += 1) keys.push(readKeyName());
    // A writer never says so; two keys of one name would shift what follows.
    if (new Set(keys).size < length || shapes.find(keys)) throw malformed('a shape that is not new');
    return addShape(model, keys);
  }

  function readKeyName(): string {
    bytes.begin(NAME);
    readString(bytes.count(), '', -1);
    return value as string;
  }

  /** What was expected. */
  function recall(shape: Shape, at: number, expected: number, number: number): void {
    kind = expected;
    noted = number;
    if (kind === WHOLE || kind === FIXED) noteAs(shape, at, guessWhole(relations, shape, at, expected, number));
    else if (kind === STRING || kind === CHAINED) recallText();
    else {
      // The number may be that of a value of another kind.
      if (kind <= OBJECT) noted = 0;
      setConstant();
    }
  }

  function recallText(): void {
    const next = kind === CHAINED ? chain.next : -1;
    if (next >= 0) noted = next;
    setText(strings.at(noted));
    if (next < 0) kind = STRING;
    else chain.note(noted);
  }

  function noteAs(shape: Shape, at: number, whole: number): void {
    setWhole(whole);
    noted = noteWhole(relations, shape, at, kind, whole);
  }

  function setWhole(whole: number): void {
    if (!isWhole(whole)) throw malformed('a number is too large');
    value = whole;
  }

  function setText(text: string): void {
    value = text;
    chars += text.length;
    if (chars > MAX_FRAME_CHARS) throw malformed('more text than a frame may have');
  }

  /** By `kind`, where `noted` says the rest. */
  function setConstant(): void {
    if (kind === OBJECT) value = {};
    else if (kind === ARRAY) value = [];
    else if (kind === OTHER_NUMBER) value = noted;
    else if (kind === DIGITS) value = String(noted);
    else value = CONSTANTS[kind as keyof typeof CONSTANTS];
  }

  function readKey(shape: Shape, at: number, expected: number, number: number): void {
    const isText = expected === STRING || expected === CHAINED;
    const code = readKind(isText ? STRING : expected);
    if (kind === STRING) readText(code, isText, number, expected === CHAINED);
    else if (kind === WHOLE || kind === FIXED) {
      if (kind === FIXED && shape.roles[at]! < PARENT) throw malformed('an unknown kind of value');
      noteAs(shape, at, readWhole(shape, at, code, expected, number));
    } else readContent(code, kind === expected ? number : 0);
  }

  function readText(code: number, isText: boolean, number: number, wasChained: boolean): void {
    const like = isText ? strings.at(number) : '';
    const hadNext = wasChained && chain.next >= 0;
    readString(code, like, wasChained ? number : -1);
    const isChained = isText && !(hadNext && like === value);
    if (isChained || !isText) chain.note(noted);
    if (isChained) kind = CHAINED;
  }

  function readWhole(shape: Shape, at: number, code: number, expected: number, number: number): number {
    const role = shape.roles[at];
    const { last, highest, parent, pile } = relations;
    if (role === PARENT) {
      if (kind === FIXED) return last + unfold(code - 1);
      return code - 2 === SAME_PARENT ? parent : (pile[pile.length + 1 - code] ?? NaN);
    }
    if (role === NEXT) return kind === FIXED ? unfold(code - 1) : last - unfold(code - 1);
    if (code === 1) return role === NODE_ID ? highest + 1 : NaN;
    return guessWhole(relations, shape, at, expected, number) + unfold(code - 2);
  }

  /** The kind of a value that is not as expected; returns the count that its content begins with. */
  function readKind(expected: number): number {
    kind = expected;
    const code = expected > OBJECT ? bytes.count() : 0;
    if (code > 0) return code;
    kind = bytes.byte();
    if (kind > ARRAY) throw malformed('an unknown kind of value');
    const own = kind > OBJECT ? bytes.count() : 0;
    if (kind > OBJECT && own === 0) throw malformed('a value without content');
    return own;
  }

  function readContent(code: number, number: number): void {
    if (kind === STRING) return readString(code, '', -1);
    if (kind === OTHER_NUMBER) noted = Number(texts.take(code));
    else if (kind === ARRAY) noted = code - 1;
    else if (kind > OBJECT) noted = unfold(code - 1) + number;
    else noted = 0;
    if (kind === OTHER_NUMBER ? !Number.isFinite(noted) : !isWhole(noted)) throw malformed('a number is too large');
    if (kind === WHOLE) value = noted;
    else setConstant();
  }

  function readString(code: number, like: string, near: number): void {
    if (code >= FIRST_KNOWN) {
      noted = near < 0 ? code - FIRST_KNOWN : near + unfold(code - FIRST_KNOWN);
      if (!strings.has(noted)) throw malformed('an unknown string');
      return setText(strings.at(noted));
    }
    if (code === NEW) setText(texts.take(bytes.count()));
    else if (code === EDIT) {
      const head = bytes.count();
      const tail = bytes.count();
      const length = bytes.count();
      if (head + tail > like.length) throw malformed('an edit of more than there is');
      setText(like.slice(0, head) + texts.take(length) + like.slice(like.length - tail));
    } else throw malformed('a string without content');
    if (strings.find(value as string) >= 0) throw malformed('a string that is not new');
    noted = strings.add(value as string);
  }

  function fillMap(object: Fields, depth: number): void {
    const since = waiting.length;
    const length = bytes.count();
    count(length);
    for (let at = 0; at < length; at += 1) {
      const key = readKeyName();
      bytes.begin(LONE);
      readLone();
      if (kind !== ABSENT) set(object, key);
      waitForInside(depth + 1);
    }
    turn(waiting, since);
    turn(positions, since);
  }

  function readLone(): void {
    const code = readKind(ABSENT);
    if (kind === FIXED) throw malformed('an unknown kind of value');
    readContent(code, 0);
  }

  function fillArray(list: unknown[], length: number, depth: number): void {
    for (let left = length - 1; left >= 0; left -= 1) {
      count(1);
      const code = readHead();
      if (code > 0) value = {};
      else {
        bytes.begin(ELEMENT);
        readLone();
      }
      list.push(value);
      const isNested = code > 0 || (kind === ARRAY && noted > 0);
      if (!isNested) continue;
      if (left > 0) wait(list, left, depth);
      if (code > 0) fill(value as Fields, code - 1, depth + 1);
      else waitForInside(depth + 1);
      return;
    }
  }

  return {
    *read(from, text) {
      [bytes, texts] = [from, text];
      values = chars = relations.pile.length = 0;
      const events: unknown[] = [];
      bytes.begin(EVENTS);
      const length = bytes.count();
      if (length > 0) wait(events, length, 0);
      for (let filled = 1; waiting.length > 0; filled += 1) {
        const container = waiting.pop()!;
        const position = positions.pop()!;
        const depth = depths.pop()!;
        if (position === EMPTY) fill(container as Fields, readHead(), depth);
        else fillArray(container as unknown[], position, depth);
        if (filled % FILLED_PER_STEP === 0) yield;
      }
      return events;
    },
  };
}
