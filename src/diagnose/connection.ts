import { systemClock } from '../core/clock.ts';
import { type CobrowseError, isCobrowseError } from '../core/errors.ts';
import type { Settings } from '../options.ts';
import { requestConnectionInfo } from '../room/request-info.ts';
import { joinRoom } from '../room/room.ts';
import { checkSocketUrl, type ConnectionInfo } from '../wire/connection-info.ts';
import { type DiagnosticCode, type DiagnosticLine, line } from './diagnostic-codes.ts';

/** Which line an error of connection info belongs to; all others are the endpoint's. */
const LINES: Readonly<Record<string, DiagnosticCode>> = {
  'connection/info-malformed': 'answer',
  'connection/info-not-json': 'answer',
  'connection/info-room-mismatch': 'room',
  'connection/info-insecure-url': 'address',
};
/** Outcomes that a sound endpoint has as well: nobody is signed in, or it was asked too often just now. */
const PASSING: ReadonlySet<string> = new Set(['connection/info-unauthorized', 'connection/info-rate-limited']);
/** The date header has whole seconds, and the answer was under way; up to here two clocks count as equal. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Whether joining a room now would take a running session's place in it. */
export type SessionPresence = 'none' | 'connecting' | 'running';

/** Asks the merchant backend once, and opens the room that it names, unless a session is in it. */
export async function checkConnection(
  settings: Settings,
  roomId: string | undefined,
  presence: SessionPresence,
): Promise<DiagnosticLine[]> {
  let response: Response | undefined;
  let receivedMs = 0;
  const lines: DiagnosticLine[] = [];
  const told = (): DiagnosticLine[] => [...lines, ...checkClock(response, receivedMs)];
  try {
    const info = await requestConnectionInfo({
      source: settings.connectionInfo,
      roomId,
      timeoutMs: settings.requestTimeoutMs,
      signal: new AbortController().signal,
      clock: systemClock,
      onResponse(answer) {
        response = answer;
        receivedMs = Date.now();
      },
    });
    lines.push(line('endpoint', 'ok', `The endpoint answered${response ? ` with ${response.status}` : ''}.`));
    lines.push(line('answer', 'ok', 'The answer has every field that it needs.'));
    const room = roomId === undefined ? 'The backend names the room; none was claimed.' : 'The backend accepts the room.';
    lines.push(line('room', 'ok', room));
    const url = checkSocketUrl('data.wssUrl', settings.useInternalUrl ? info.wssUrl : info.wssUrlOut);
    lines.push(line('address', 'ok', `The relay’s address is ${new URL(url).origin}.`));
    lines.push(await checkSocket(settings, info, presence));
  } catch (error) {
    if (!isCobrowseError(error)) throw error;
    const code = LINES[error.code] ?? 'endpoint';
    if (code !== 'endpoint' && lines.length === 0) lines.push(line('endpoint', 'ok', 'The endpoint answered.'));
    lines.push(line(code, PASSING.has(error.code) ? 'warning' : 'error', sentenceOf(error)));
  }
  return told();
}

/** Joins with the answer that is there already, once, and leaves. */
function checkSocket(
  settings: Settings,
  info: ConnectionInfo,
  presence: SessionPresence,
): Promise<DiagnosticLine> | DiagnosticLine {
  if (presence === 'running') return line('socket', 'ok', 'A session is connected; no second socket was opened.');
  if (presence === 'connecting')
    return line('socket', 'warning', 'A session is connecting; no second socket was opened. Ask again when it is not.');
  return new Promise((resolve) => {
    const room = joinRoom({
      role: 'recorder',
      connectionInfo: async () => info,
      attach: settings.attach,
      useInternalUrl: settings.useInternalUrl,
      // Signatures are for one use: a second attempt would be refused for that alone, so the first failure is the last.
      startTimeoutMs: 1,
    });
    room.on('connection', ({ state, error }) => {
      if (state === 'connected') {
        const { verified } = room;
        room.leave();
        resolve(
          verified
            ? line('socket', 'ok', 'The relay took the signature and welcomed this page.')
            : line('socket', 'warning', 'The socket opened, but the relay does not vouch for names: they show as not verified.'),
        );
      } else if (error) resolve(line('socket', 'error', sentenceOf(error)));
    });
  });
}

/** Browsers show the header to the page's own origin; another one's is not readable, and there is no line then. */
function checkClock(response: Response | undefined, receivedMs: number): DiagnosticLine[] {
  const serverMs = Date.parse(response?.headers.get('date') ?? '');
  if (Number.isNaN(serverMs)) return [];
  const offMs = receivedMs - serverMs;
  if (Math.abs(offMs) <= CLOCK_TOLERANCE_MS) return [line('clock', 'ok', 'This device’s clock agrees with the server’s.')];
  const minutes = Math.round(Math.abs(offMs) / 60_000);
  const side = offMs > 0 ? 'ahead of' : 'behind';
  return [line('clock', 'warning', `This device’s clock is ${minutes} min ${side} the server’s, or the server’s is off.`)];
}

/** The code comes along; what a function of the page threw stays in its `cause`. */
const sentenceOf = ({ code, message }: CobrowseError): string => `${message} (${code})`;
