import { MAX_DEPTH, MAX_FRAME_CHARS, MAX_FRAME_VALUES, MAX_KEYS } from './bounds.ts';
import { ELEMENT, EVENTS, headField, keyField, LONE, NAME, SHAPE } from './fields.ts';
import { MASK } from './history.ts';
import { createJsonValue } from './json-value.ts';
import { ABSENT, ARRAY, CHAINED, FIXED, NULL, OBJECT, OTHER_NUMBER, STRING, WHOLE } from './kinds.ts';
import { addShape, baseOf, createModel, expectedShape } from './model.ts';
import { expectedKind, fold, guessWhole, noteWhole, SAME_PARENT, tellParent } from './relations.ts';
import { fits, NEXT, NODE_ID, PARENT, type Shape } from './shapes.ts';
import { turn } from './turn.ts';
import { writeString } from './string-code.ts';
import type { Texts } from './texts.ts';
import type { Writer } from './writer.ts';

/** Writes batches of events, as much at a time as its caller wants to. */
export interface StructureWriter {
  /** Begins a batch; the one before is through. */
  start(events: readonly unknown[]): void;
  /** Goes on until it is through or `isTimeUp`; says whether it is through. Throws what JSON.stringify would throw. */
  run(isTimeUp: () => boolean): boolean;
}

/** Objects between two looks at the clock: some 20 µs, of which a look costs a small part. */
const OBJECTS_PER_LOOK = 32;
/** How far back a node's place is told by distance, where nothing is known about it: the depth of a usual row. */
const NEAR = 32;
/** In the place of an index: an object whose kind was told with its key, and an element of an array. */
const [TOLD, UNTOLD] = [-1, -2];

const { keys: keysOf } = Object;

export function createStructureWriter(bytes: Writer, texts: Texts, model = createModel()): StructureWriter {
  const { strings, shapes, history, chain, relations } = model;
  const { kinds, numbers } = history;
  const json = createJsonValue();
  // What is still to be written, the next last: objects, and arrays with the index of their next element.
  const waiting: object[] = [];
  const positions: number[] = [];
  const depths: number[] = [];
  let values = 0;
  let chars = 0;

  const isNested = (): boolean => json.kind === OBJECT || (json.kind === ARRAY && (json.value as unknown[]).length > 0);

  /** Puts off what is inside the value at hand. */
  function wait(told: number, depth: number): void {
    if (!isNested()) return;
    if (depth > MAX_DEPTH) throw new RangeError('Nested too deeply, or in a circle.');
    waiting.push(json.value as object);
    positions.push(json.kind === OBJECT ? told : 0);
    depths.push(depth);
  }

  function putObject(object: Record<string, unknown>, bias: number, depth: number): void {
    const keys = keysOf(object);
    const since = waiting.length;
    values += keys.length;
    if (keys.length > MAX_KEYS) putMap(object, keys, bias, depth);
    else putPredicted(object, keys, bias, depth);
    turn(waiting, since);
    turn(positions, since);
  }

  function putPredicted(object: Record<string, unknown>, keys: readonly string[], bias: number, depth: number): void {
    let shape = expectedShape(model);
    const head = bytes.length;
    bytes.begin(headField(shape?.index ?? -1));
    bytes.byte(0);
    let wrong = 0;
    if (!shape || !fits(shape, keys)) {
      wrong = 1;
      bytes.begin(SHAPE);
      shape = shapes.find(keys);
      if (shape) bytes.count(shape.index + 2);
      else shape = putShape(keys);
    }
    const base = baseOf(model, shape);
    for (let at = 0; at < keys.length; at += 1) {
      json.read(object[keys[at]!], keys[at]!);
      const like = (base + at) & MASK;
      const expected = expectedKind(relations, shape.roles[at]!, base < 0 ? ABSENT : kinds[like]!);
      bytes.begin(keyField(shape.index, at));
      const isRight = putKey(shape, at, expected, base < 0 ? 0 : numbers[like]!);
      if (!isRight) wrong += 2 << at;
      wait(TOLD, depth + 1);
    }
    history.commit(shape);
    const length = bytes.length;
    bytes.countAt(head, wrong + bias);
    texts.moved(head, bytes.length - length);
  }

  function putShape(keys: readonly string[]): Shape {
    bytes.byte(0);
    bytes.count(keys.length);
    for (const key of keys) {
      bytes.begin(NAME);
      putString(key, '', -1);
    }
    return addShape(model, keys);
  }

  /** Writes the value at hand unless it is as expected, notes it, and says whether it is. */
  function putKey(shape: Shape, at: number, expected: number, number: number): boolean {
    const { kind } = json;
    const slot = (history.start + at) & MASK;
    if (kind === WHOLE) return putWhole(json.value as number, shape, at, expected, number, slot);
    if (kind === STRING) return putText(json.value as string, expected, number, slot);
    const content = kind === ARRAY ? (json.value as unknown[]).length : json.value;
    const isRight = kind === expected && (kind <= OBJECT || content === number);
    if (!isRight) {
      putKind(kind, expected);
      putContent(kind, content, kind === expected ? number : 0);
    }
    kinds[slot] = kind;
    numbers[slot] = kind <= OBJECT ? 0 : (content as number);
    return isRight;
  }

  function putText(text: string, expected: number, number: number, slot: number): boolean {
    const isText = expected === STRING || expected === CHAINED;
    const like = isText ? strings.at(number) : '';
    const next = expected === CHAINED ? chain.next : -1;
    const isSame = isText && like === text;
    const isRight = next < 0 ? isSame : strings.at(next) === text;
    let index = next < 0 ? number : next;
    if (isRight) chars += text.length;
    else {
      putKind(STRING, isText ? STRING : expected);
      index = putString(text, like, expected === CHAINED ? number : -1);
    }
    // What stands in a place for the first time, or again, is not of a sequence until it changes.
    const isChained = isText && !(isSame && (next < 0 || !isRight));
    if (isChained || !isText) chain.note(index);
    kinds[slot] = isChained ? CHAINED : STRING;
    numbers[slot] = index;
    return isRight;
  }

  function putWhole(whole: number, shape: Shape, at: number, expected: number, number: number, slot: number): boolean {
    const role = shape.roles[at];
    const guess = guessWhole(relations, shape, at, expected, number);
    let kind: number = WHOLE;
    let code = 0;
    if (whole === guess && (expected === WHOLE || expected === FIXED)) kind = expected;
    else if (role === PARENT) {
      const told = tellParent(relations, whole);
      if (told >= SAME_PARENT) code = 2 + told;
      else {
        kind = FIXED;
        code = 1 + fold(whole - relations.last);
      }
    } else if (role === NEXT) {
      const distance = relations.last - whole;
      // Where the distance has changed, the place itself is the likelier thing to come again.
      if (expected === WHOLE || distance < 0 || distance > NEAR) kind = FIXED;
      code = 1 + fold(kind === WHOLE ? distance : whole);
    } else code = role === NODE_ID && whole === relations.highest + 1 ? 1 : 2 + fold(whole - guess);
    if (code > 0) {
      putKind(kind, expected);
      bytes.count(code);
    }
    kinds[slot] = kind;
    numbers[slot] = noteWhole(relations, shape, at, kind, whole);
    return code === 0;
  }

  /** Says the kind, where another was expected. No content begins with 0. */
  function putKind(kind: number, expected: number): void {
    if (kind === expected) return;
    if (expected > OBJECT) bytes.byte(0);
    bytes.byte(kind);
  }

  /** What there is of a value beside its kind; `like` is one of its kind that was expected, or 0. */
  function putContent(kind: number, content: unknown, like: number): void {
    if (kind === STRING) putString(content as string, '', -1);
    else if (kind === OTHER_NUMBER) {
      const text = String(content);
      bytes.count(text.length);
      texts.add(text, bytes.length);
    } else if (kind === ARRAY) bytes.count(1 + (content as number));
    else if (kind > OBJECT) bytes.count(1 + fold((content as number) - like));
  }

  function putString(text: string, like: string, near: number): number {
    chars += text.length;
    return writeString(text, like, near, strings, bytes, texts);
  }

  /** A value that nothing is expected of. */
  function putLone(): void {
    bytes.byte(json.kind);
    putContent(json.kind, json.kind === ARRAY ? (json.value as unknown[]).length : json.value, 0);
  }

  /** Objects of very many keys name each of them, every time. */
  function putMap(object: Record<string, unknown>, keys: readonly string[], bias: number, depth: number): void {
    bytes.begin(headField(expectedShape(model)?.index ?? -1));
    bytes.byte(1 + bias);
    bytes.begin(SHAPE);
    bytes.byte(1);
    bytes.count(keys.length);
    for (const key of keys) {
      bytes.begin(NAME);
      putString(key, '', -1);
      json.read(object[key], key);
      bytes.begin(LONE);
      putLone();
      wait(TOLD, depth + 1);
    }
  }

  /** Elements up to the first that holds others, which is to be next. */
  function putElements(list: readonly unknown[], from: number, depth: number): void {
    for (let at = from; at < list.length; at += 1) {
      json.read(list[at], String(at));
      if (json.kind === ABSENT) json.kind = NULL;
      values += 1;
      if (json.kind !== OBJECT) {
        bytes.begin(headField(expectedShape(model)?.index ?? -1));
        bytes.byte(0);
        bytes.begin(ELEMENT);
        putLone();
      }
      if (!isNested()) continue;
      if (at + 1 < list.length) {
        waiting.push(list);
        positions.push(at + 1);
        depths.push(depth);
      }
      wait(UNTOLD, depth + 1);
      return;
    }
  }

  return {
    start(events) {
      bytes.begin(EVENTS);
      bytes.count(events.length);
      values = chars = relations.pile.length = 0;
      json.ignoresToJson = 'toJSON' in [];
      json.kind = ARRAY;
      json.value = events;
      wait(TOLD, 0);
    },
    run(isTimeUp) {
      for (let objects = 1; waiting.length > 0; objects += 1) {
        const value = waiting.pop()!;
        const position = positions.pop()!;
        const depth = depths.pop()!;
        if (position < 0) putObject(value as Record<string, unknown>, TOLD - position, depth);
        else putElements(value as unknown[], position, depth);
        if (values > MAX_FRAME_VALUES || chars > MAX_FRAME_CHARS) throw new RangeError('More than one frame can hold.');
        if (objects % OBJECTS_PER_LOOK === 0 && isTimeUp()) return false;
      }
      return true;
    },
  };
}
