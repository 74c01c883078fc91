import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../core/clock.ts';
import { isCobrowseError } from '../core/errors.ts';
import { type CommandOptions, helpText, readEnvironment } from './command-options.ts';
import { createLog } from './log.ts';
import { createRelay, type Relay } from './relay.ts';
import { createSignatures } from './signatures.ts';

// The command `cobrowse-relay`. Exit codes: 0 ended by a signal or --help, 1 could not listen, 2 wrongly configured.

const EXIT_NOT_LISTENING = 1;
const EXIT_CONFIGURATION = 2;

const log = createLog((line) => process.stdout.write(line), systemClock);

/** Answers health checks: numbers, and nothing about who is there. */
function createHealthServer(rooms: () => ReturnType<Relay['rooms']>): Server {
  return createServer((request, response) => {
    const isHealth = request.method === 'GET' && request.url?.split('?', 1)[0] === '/healthz';
    const members = rooms().reduce((sum, { recorder, replayers }) => sum + (recorder ? 1 : 0) + replayers.length, 0);
    const body = isHealth ? { status: 'ok', rooms: rooms().length, members } : { status: 'not-found' };
    response.writeHead(isHealth ? 200 : 404, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  });
}

function start({ host, port, path, secret, limits }: CommandOptions): void {
  const server = createHealthServer(() => relay.rooms());
  const { verify } = createSignatures({ secret });
  const relay = createRelay({ server, path, verify, limits, onEvent: log.handleRelayEvent });

  server.on('error', (error: NodeJS.ErrnoException) => {
    fail(`Cannot listen on ${host}, port ${port} (${error.code ?? error.message}).`, EXIT_NOT_LISTENING);
  });
  server.listen(port, host, () => {
    const { address, port: taken, family } = server.address() as AddressInfo;
    log.write('listening', { url: `ws://${family === 'IPv6' ? `[${address}]` : address}:${taken}${path}` });
  });

  // Once each: a second signal of the same kind ends the process at once, as it would any other.
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      log.write('stopping', { signal });
      void stop(server, relay).then(() => log.write('stopped'));
    });
}

/** No new connections, every member told; the process ends when nothing is left to wait for. */
async function stop(server: Server, relay: Relay): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  await relay.close();
  server.closeAllConnections();
  await closed;
}

function fail(sentence: string, exitCode: number): void {
  process.stderr.write(`cobrowse-relay: ${sentence}\n`);
  process.exitCode = exitCode;
}

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  process.stdout.write(helpText());
} else {
  try {
    start(readEnvironment(process.env));
  } catch (error) {
    if (!isCobrowseError(error)) throw error;
    fail(error.message, EXIT_CONFIGURATION);
  }
}
