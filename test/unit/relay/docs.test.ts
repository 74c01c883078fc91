import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { LIMIT_NAMES, LIMITS } from '../../../src/relay/limits.ts';
import { createHeader, KINDS, MAX_HEADER_LENGTH, MAX_RECIPIENTS, PROTOCOL_VERSION } from '../../../src/wire/header.ts';

const read = (name: string): string => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

describe('docs/relay.md', () => {
  it('has every limit as it is in the code', () => {
    const rows = [...read('relay.md').matchAll(/^\| `(\w+)` \| (\d+) \| (\d+) \| (\d+) \| ([^|]+) \|/gm)];
    assert.deepEqual(
      rows.map(([, name, standard, least, most, what]) => ({ name, standard: +standard!, least: +least!, most: +most!, what })),
      LIMIT_NAMES.map((name) => ({ name, ...LIMITS[name] })),
    );
  });
});

describe('docs/protocol.md', () => {
  const text = read('protocol.md');

  it('has every kind, and who sends it', () => {
    const documented = [...text.matchAll(/^\| `([\w-]+)` \| ((?:recorder|replayer|relay)(?:, replayer)?) \|/gm)];
    const pairs = documented.flatMap(([, kind, senders]) => senders!.split(', ').map((sender) => `${sender}: ${kind}`));
    const expected = Object.entries(KINDS).flatMap(([sender, kinds]) => kinds.map((kind) => `${sender}: ${kind}`));
    assert.deepEqual(pairs.sort(), expected.sort());
  });

  it('has every header field', () => {
    const fields = Object.keys(createHeader('hello', { identity: { id: 'a', name: '', role: 'recorder' } }));
    const table = text.slice(text.indexOf('### Header'), text.indexOf('### Kinds'));
    assert.deepEqual([...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name), fields);
  });

  it('has today’s version and bounds', () => {
    assert.ok(text.includes(`Protocol version: **${PROTOCOL_VERSION}**`));
    assert.ok(text.includes(`at most ${MAX_HEADER_LENGTH.toLocaleString('en')} characters`));
    assert.ok(text.includes(`list of at most ${MAX_RECIPIENTS} member ids`));
  });
});
