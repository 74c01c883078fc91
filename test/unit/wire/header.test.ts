import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCobrowseError } from '../../../src/core/errors.ts';
import {
  createHeader,
  KINDS,
  MAX_HEADER_LENGTH,
  MAX_RECIPIENTS,
  parseHeader,
  PROTOCOL_VERSION,
} from '../../../src/wire/header.ts';

const SOUND = createHeader('hello');
const withField = (field: string, value: unknown): string => JSON.stringify({ ...SOUND, [field]: value });
const without = (field: keyof typeof SOUND): string => JSON.stringify({ ...SOUND, [field]: undefined });
const identity = { id: 'a', name: 'A', role: 'replayer' };

describe('a header', () => {
  it('is empty where nothing is said', () => {
    assert.deepEqual(createHeader('ack'), { version: 1, kind: 'ack', from: '', to: [], epoch: '', sequence: 0, flags: 0 });
  });

  it('is read as it was written, with and without an identity', () => {
    for (const header of [
      createHeader('events', { from: 'a_B-9', to: ['x', 'y'], epoch: '12-ab_C', sequence: 7, flags: 3 }),
      createHeader('hello', { identity: { id: '1001', name: '', role: 'recorder' } }),
    ])
      assert.deepEqual(parseHeader(JSON.stringify(header)), header);
  });

  it('may carry fields of a later reader, which this one leaves out', () => {
    assert.deepEqual(parseHeader(withField('later', 1)), SOUND);
  });

  it('may carry flags that are not defined yet', () => {
    assert.equal(parseHeader(withField('flags', 2 ** 52)).flags, 2 ** 52);
  });

  it('may name as many members as a room has, within its length', () => {
    const to = Array.from({ length: MAX_RECIPIENTS }, (_, index) => `${index}`.padStart(12, '0'));
    const line = withField('to', to);
    assert.ok(line.length < MAX_HEADER_LENGTH);
    assert.deepEqual(parseHeader(line).to, to);
  });

  it('has a kind that belongs to somebody, and the relay’s belong to it alone', () => {
    for (const kind of KINDS.relay) {
      assert.ok(!(KINDS.recorder as readonly string[]).includes(kind));
      assert.ok(!(KINDS.replayer as readonly string[]).includes(kind));
    }
  });
});

describe('a header with a fault', () => {
  // The field that the message must name, and the line.
  const faults: readonly (readonly [string, string])[] = [
    ['header', ''],
    ['header', 'hello'],
    ['header', '{"version":1'],
    ['header', 'null'],
    ['header', '[]'],
    ['header', '"text"'],
    ['header', '7'],
    ['header', JSON.stringify(SOUND).padEnd(MAX_HEADER_LENGTH + 1)],
    ['version', without('version')],
    ...[null, '1', 1.5, -1, {}].map((value) => ['version', withField('version', value)] as const),
    ['kind', without('kind')],
    ...[null, 7, '', 'Hello', 'toString', '__proto__', ['hello']].map((value) => ['kind', withField('kind', value)] as const),
    ['from', without('from')],
    ...[null, 7, 'a b', 'a\n', 'ä', 'x'.repeat(65), {}].map((value) => ['from', withField('from', value)] as const),
    ['to', without('to')],
    ...[null, 'a', {}, [''], ['a b'], [7], [['a']], Array(MAX_RECIPIENTS + 1).fill('a')].map(
      (value) => ['to', withField('to', value)] as const,
    ),
    ['epoch', without('epoch')],
    ...[null, 7, '1', '-a', 'a-1', '1-', '1-a b', `1-${'x'.repeat(33)}`, `${'1'.repeat(16)}-a`].map(
      (value) => ['epoch', withField('epoch', value)] as const,
    ),
    ['sequence', without('sequence')],
    ...[null, '0', -1, 0.5, 2 ** 53, []].map((value) => ['sequence', withField('sequence', value)] as const),
    ['flags', without('flags')],
    ...[null, '0', -1, 0.5, true].map((value) => ['flags', withField('flags', value)] as const),
    ...[null, 7, {}, { ...identity, id: '' }, { ...identity, id: 7 }].map(
      (value) => ['identity.id', withField('identity', value)] as const,
    ),
    ...[7, undefined].map((name) => ['identity.name', withField('identity', { ...identity, name })] as const),
    ...['admin', '', null].map((role) => ['identity.role', withField('identity', { ...identity, role })] as const),
  ];
  for (const [field, line] of faults)
    it(`is refused by the name of its field: ${field} in ${line.slice(0, 80).trim()}`, () => {
      assert.throws(
        () => parseHeader(line),
        (error) =>
          isCobrowseError(error) &&
          error.code === 'protocol/malformed-frame' &&
          error.message.startsWith(`Frame: ${field} must be `),
      );
    });

  it('does not become part of the message', () => {
    assert.throws(
      () => parseHeader(withField('kind', 'my-secret-kind')),
      (error) => !String(error).includes('secret'),
    );
  });
});

describe('a header of another version', () => {
  for (const [version, behind] of [
    [PROTOCOL_VERSION + 1, 'this side'],
    [PROTOCOL_VERSION - 1, 'the other side'],
  ] as const)
    it(`${version} is refused, and the message says to update ${behind}`, () => {
      assert.throws(
        () => parseHeader(JSON.stringify({ version, whatever: 'it looks like' })),
        (error) =>
          isCobrowseError(error) &&
          error.code === 'protocol/version-mismatch' &&
          error.message.includes(`protocol ${version}`) &&
          error.message.endsWith(`update ${behind}.`),
      );
    });
});
