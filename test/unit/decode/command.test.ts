import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { CannotDecode } from '../../../src/decode/cannot-decode.ts';
import { helpText, readArguments } from '../../../src/decode/command-options.ts';
import { GOLDEN_BATCHES } from '../../fixtures/frames/codec.ts';
import { asJson, encodeAll } from '../wire/codec/codec.ts';
import { harOf, openConnection } from './recorded.ts';

describe('the arguments of cobrowse-decode', () => {
  it('are files', () => assert.deepEqual(readArguments(['a.har', '--', '-b']), ['a.har', '-b']));

  for (const [args, sentence] of [
    [[], /Name a HAR file/],
    [[''], /must have a name/],
    [['--json', 'a.har'], /--json.*; try --help\.$/],
  ] as const)
    it(`cannot be ${args.join(' ') || 'none'}`, () =>
      assert.throws(() => readArguments(args), (error) => error instanceof CannotDecode && sentence.test(error.message)));

  it('and exit codes are explained, by the command and in docs/decode.md', () => {
    assert.match(helpText(), /Exit codes: 0 .*, 1 .*, 2 /s);
    const page = readFileSync('docs/decode.md', 'utf8');
    for (const code of [0, 1, 2]) assert.match(page, new RegExp(`^\\| ${code} \\|`, 'm'));
  });
});

describe('cobrowse-decode', () => {
  let folder: string;
  let payloads: Uint8Array[];
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cobrowse-decode-'));
    payloads = await encodeAll(GOLDEN_BATCHES);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  function recorded(first: number): Buffer {
    const connection = openConnection();
    connection.text('send', 'hello', '{"software":"test"}');
    let sequence = 0;
    GOLDEN_BATCHES.forEach((batch, at) => {
      if (at >= first) connection.binary('send', payloads[at]!, { epoch: '1-e', sequence });
      sequence += batch.length;
    });
    return harOf([{ type: 'send', time: 1, opcode: 1, data: 'hi' }], connection.rows);
  }

  /** Runs the built command. */
  async function run(...args: string[]) {
    const command = spawn(process.execPath, [resolve('dist/cobrowse-decode.js'), ...args], { cwd: folder });
    const written = { out: '', err: '' };
    command.stdout.setEncoding('utf8').on('data', (data: string) => (written.out += data));
    command.stderr.setEncoding('utf8').on('data', (data: string) => (written.err += data));
    const [code] = (await once(command, 'close')) as [number];
    return { code, ...written };
  }

  it('prints a line for each frame, and says what it left out', async () => {
    const { code, out, err } = await run(file('room.har', recorded(0)));
    assert.deepEqual([code, err], [0, 'cobrowse-decode: 1 message is no frame of a room and left out.\n']);
    const lines = out.trimEnd().split('\n').map((line) => JSON.parse(line) as { payload: unknown });
    assert.deepEqual(lines.slice(1).map(({ payload }) => payload), asJson(GOLDEN_BATCHES));
  });

  it('exits with 1 where something could not be decoded', async () => {
    const { code, out, err } = await run(file('late.har', recorded(1)));
    assert.equal(code, 1);
    assert.equal(out.trimEnd().split('\n').length, GOLDEN_BATCHES.length);
    assert.match(err, /^cobrowse-decode: The events of epoch 1-e could not be decoded from sequence 0 on: its beginning is missing\.$/m);
  });

  it('exits with 2 and a sentence where it cannot begin', async () => {
    for (const [args, sentence] of [
      [[], /Name a HAR file/],
      [['nowhere.har'], /nowhere\.har could not be read \(ENOENT\)/],
      [['.'], /could not be read \(EISDIR\)/],
      [[file('empty.har', '')], /empty\.har is empty/],
      [[file('cut.har', recorded(0).subarray(0, 2_000))], /cut\.har is neither a whole HAR file/],
      [['--frob', 'room.har'], /--frob/],
    ] as const) {
      const { code, out, err } = await run(...args);
      assert.deepEqual([code, out], [2, ''], err);
      assert.match(err, /^cobrowse-decode: [^\n]+\n$/);
      assert.match(err, sentence);
    }
  });

  it('explains itself', async () => {
    for (const option of ['--help', '-h']) assert.deepEqual(await run(option), { code: 0, out: helpText(), err: '' });
  });

  it('ends quietly where nobody wants the rest', async () => {
    const connection = openConnection();
    // More than a pipe holds.
    for (let at = 0; at < 2_000; at += 1) connection.text('send', 'asset', JSON.stringify({ url: '/', body: 'x'.repeat(1_000) }));
    const command = spawn(process.execPath, [resolve('dist/cobrowse-decode.js'), file('long.har', harOf(connection.rows))], { cwd: folder });
    let err = '';
    command.stderr.setEncoding('utf8').on('data', (data: string) => (err += data));
    command.stdout.once('data', () => command.stdout.destroy());
    const [code] = (await once(command, 'close')) as [number];
    assert.deepEqual([code, err], [0, '']);
  });
});
