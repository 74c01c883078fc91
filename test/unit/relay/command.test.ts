import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { limitVariable, readEnvironment } from '../../../src/relay/command-options.ts';
import { LIMIT_NAMES } from '../../../src/relay/limits.ts';
import { createSignatures } from '../../../src/relay/signatures.ts';

const SECRET = 'of this test alone, and with more than 32 bytes';

let command: ChildProcessWithoutNullStreams | undefined;
afterEach(() => {
  if (command?.exitCode === null) command.kill('SIGKILL');
  command = undefined;
});

/** Starts the command; `lines` yields what it logs, `ended` its exit code and everything it wrote. */
function run(environment: Record<string, string>, args: readonly string[] = []) {
  const started = spawn(process.execPath, ['--import', 'tsx', 'src/relay/command.ts', ...args], {
    env: { PATH: process.env.PATH ?? '', ...environment },
  });
  command = started;
  const written = { out: '', err: '' };
  started.stdout.on('data', (chunk) => (written.out += chunk));
  started.stderr.on('data', (chunk) => (written.err += chunk));
  const ended = once(started, 'close').then(([exitCode]) => ({ exitCode: exitCode as number, ...written }));
  return { started, ended, lines: createInterface(started.stdout)[Symbol.asyncIterator]() };
}

describe('cobrowse-relay', () => {
  it('says where it listens, lets members meet, is healthy, and ends when told', async () => {
    const { started, ended, lines } = run({ PORT: '0', COBROWSE_RELAY_SECRET: SECRET, COBROWSE_RELAY_MAX_ROOMS: '1' });
    const { event, url } = JSON.parse((await lines.next()).value as string);
    assert.equal(event, 'listening');
    assert.match(url, /^ws:\/\/127\.0\.0\.1:\d+\/ws\/cobrowse\/1$/);

    const { issue } = createSignatures({ secret: SECRET });
    const connectParam = issue({ roomId: 'r-1', role: 'recorder', id: 'c-7', name: 'Zoë' });
    const member = new WebSocket(`${url}?connectParam=${connectParam}`);
    assert.match(String((await once(member, 'message'))[0]), /"kind":"welcome"/);
    const other = new WebSocket(`${url}?connectParam=${issue({ roomId: 'r-2', role: 'recorder', id: '', name: '' })}`);
    assert.equal((await once(other, 'close'))[0], 1013);

    const health = await fetch(new URL('/healthz', url.replace('ws:', 'http:')));
    assert.equal(health.status, 200);
    assert.deepEqual(await health.json(), { status: 'ok', rooms: 1, members: 1 });
    assert.equal((await fetch(url.replace('ws:', 'http:'))).status, 404);

    started.kill('SIGTERM');
    assert.equal((await once(member, 'close'))[0], 1001);
    const { exitCode, out, err } = await ended;
    assert.deepEqual([exitCode, err], [0, '']);
    const log = out.trim().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(
      log.map((line) => line.event),
      ['listening', 'joined', 'refused', 'stopping', 'left', 'closed', 'stopped'],
    );
    assert.ok(log.every((line) => !Number.isNaN(Date.parse(line.at))));
    for (const secret of [SECRET, connectParam, 'connectParam', 'Zoë', 'c-7']) assert.ok(!out.includes(secret), secret);
  });

  it('refuses to start without a secret, or with one too short, in a sentence that says what to set', async () => {
    const without = await run({}).ended;
    assert.equal(without.exitCode, 2);
    assert.match(without.err, /^cobrowse-relay: Set COBROWSE_RELAY_SECRET [^\n]+\n$/);
    const short = await run({ COBROWSE_RELAY_SECRET: 'short secret' }).ended;
    assert.equal(short.exitCode, 2);
    assert.match(short.err, /secret must have at least 32 bytes/);
    assert.doesNotMatch(short.err, /short secret/);
  });

  it('says so when the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { exitCode, err } = await run({ PORT: `${port}`, COBROWSE_RELAY_SECRET: SECRET }).ended;
    server.close();
    assert.equal(exitCode, 1);
    assert.match(err, new RegExp(`Cannot listen on 127\\.0\\.0\\.1, port ${port} \\(EADDRINUSE\\)`));
  });

  it('explains every variable', async () => {
    const { exitCode, out } = await run({}, ['--help']).ended;
    assert.equal(exitCode, 0);
    for (const variable of ['PORT', 'HOST', 'COBROWSE_RELAY_SECRET', 'COBROWSE_RELAY_PATH', ...LIMIT_NAMES.map(limitVariable)])
      assert.match(out, new RegExp(`^  ${variable} `, 'm'));
  });
});

describe('the environment', () => {
  it('has defaults for all but the secret', () => {
    assert.deepEqual(readEnvironment({ COBROWSE_RELAY_SECRET: SECRET }), {
      host: '127.0.0.1',
      port: 4_700,
      path: '/ws/cobrowse/1',
      secret: SECRET,
      limits: {},
    });
  });

  it('sets every limit', () => {
    const environment = Object.fromEntries(LIMIT_NAMES.map((name) => [limitVariable(name), '5000']));
    // More members than a frame can name is the one bound that 5,000 is beyond.
    environment.COBROWSE_RELAY_MAX_MEMBERS_PER_ROOM = '5';
    const { limits } = readEnvironment({ ...environment, COBROWSE_RELAY_SECRET: SECRET });
    assert.deepEqual(limits, { ...Object.fromEntries(LIMIT_NAMES.map((name) => [name, 5_000])), maxMembersPerRoom: 5 });
  });

  for (const [variable, value] of [['PORT', '65536'], ['PORT', 'http'], ['COBROWSE_RELAY_MAX_ROOMS', '-1'], ['COBROWSE_RELAY_IDLE_MS', '1.5']] as const)
    it(`refuses ${variable}=${value}`, () => {
      assert.throws(
        () => readEnvironment({ COBROWSE_RELAY_SECRET: SECRET, [variable]: value }),
        new RegExp(`${variable} must be a whole number`),
      );
    });
});
