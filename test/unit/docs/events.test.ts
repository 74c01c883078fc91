import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { CobrowseEvents } from '../../../src/client.ts';
import { REPLAYER_OPTIONS } from '../../../src/replayer/options.ts';
import type { ReplayerEvents } from '../../../src/replayer/replayer.ts';
import { SESSION_STATES } from '../../../src/session/derive.ts';
import { END_REASONS } from '../../../src/session/facts.ts';
import type { DiagnosticEvent } from '../../../src/session/report.ts';

// Types are gone when a test runs. These lists do not compile when one has a name more or less than its type.
const PAGE_EVENTS: Record<keyof CobrowseEvents, 1> = { statechange: 1, admission: 1, delay: 1, ended: 1, error: 1 };
const REPLAYER_EVENTS: Record<keyof ReplayerEvents, 1> = {
  statechange: 1,
  picturechange: 1,
  latency: 1,
  frame: 1,
  applied: 1,
  customer: 1,
  resize: 1,
  error: 1,
};
type Keys<Event> = Event extends { type: infer Type extends string } ? [Type, Exclude<keyof Event, 'type'> & string] : never;
type Fields = { [Type in DiagnosticEvent['type']]: Record<Extract<Keys<DiagnosticEvent>, [Type, string]>[1], 1> };
const DIAGNOSTIC_EVENTS: Fields = {
  load: { ms: 1 },
  joined: { ms: 1, joins: 1 },
  reconnecting: { losses: 1, code: 1 },
  admission: { status: 1, waitedMs: 1 },
  snapshot: { ms: 1, events: 1, bytes: 1 },
  traffic: { ms: 1, frames: 1, events: 1, bytes: 1 },
  problem: { code: 1 },
  left: { durationMs: 1, frames: 1, events: 1, bytes: 1 },
  ended: { reason: 1, code: 1, durationMs: 1, frames: 1, events: 1, bytes: 1 },
};

/** Rows of the table that begins with that head: the names in the first cell, and the other cells. */
function rows(page: string, head: string): { names: string[]; cells: string[] }[] {
  const lines = readFileSync(page, 'utf8').split('\n');
  const start = lines.findIndex((line) => line.startsWith(head));
  assert.ok(start >= 0, `${page} has no table ${head}`);
  const end = lines.findIndex((line, at) => at > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) => {
    const [first = '', ...cells] = line.slice(2, -2).split(/(?<!\\) \| /);
    return { names: [...first.matchAll(/`([^`]+)`/g)].map(([, name]) => name!), cells };
  });
}
const names = (page: string, head: string): string[] => rows(page, head).flatMap((row) => row.names).sort();

describe('docs/events.md', () => {
  it('has every event of the page', () => {
    assert.deepEqual(names('docs/events.md', '| event | carries | when |'), Object.keys(PAGE_EVENTS).sort());
  });

  it('has every state, in order, and every reason to end', () => {
    assert.deepEqual(rows('docs/events.md', '| state | means |').flatMap((row) => row.names), [...SESSION_STATES]);
    assert.deepEqual(names('docs/events.md', '| reason | means |'), [...END_REASONS].sort());
  });

  it('has every event that monitoring is told, with its fields', () => {
    const table = rows('docs/events.md', '| type | carries | when |');
    const documented = table.map(({ names: [type], cells: [carries = ''] }) => [
      type,
      [...carries.matchAll(/`(\w+)\??`/g)].map(([, field]) => field),
    ]);
    assert.deepEqual(documented, Object.entries(DIAGNOSTIC_EVENTS).map(([type, fields]) => [type, Object.keys(fields)]));
  });
});

describe('docs/replayer.md', () => {
  it('has every event of the replayer', () => {
    assert.deepEqual(names('docs/replayer.md', '| event | carries |'), Object.keys(REPLAYER_EVENTS).sort());
  });

  it('has every option with its default', () => {
    const table = rows('docs/replayer.md', '| option | default |');
    assert.deepEqual(table.flatMap((row) => row.names).sort(), Object.keys(REPLAYER_OPTIONS).sort());
    for (const { names: options, cells: [shown = ''] } of table)
      for (const option of options) {
        const spec = REPLAYER_OPTIONS[option as keyof typeof REPLAYER_OPTIONS];
        if (!('default' in spec)) assert.match(shown, /has to be given/, option);
        else if (spec.default !== undefined) {
          const expected = typeof spec.default === 'number' ? spec.default.toLocaleString('en') : String(spec.default);
          assert.equal(shown.replaceAll('`', ''), expected, option);
        }
      }
  });

  it('has the durations that the room has as its own defaults', () => {
    const room = readFileSync('src/room/room.ts', 'utf8');
    for (const { names: [option = ''], cells: [shown = ''] } of rows('docs/replayer.md', '| option | default |')) {
      if (!/^(request|start|reconnect)TimeoutMs$/.test(option)) continue;
      const constant = option.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
      assert.match(room, new RegExp(`const ${constant} = ${shown.replace(',', '_')};`), option);
    }
  });
});
