import type { Clock } from '../core/clock.ts';
import { CobrowseError } from '../core/errors.ts';
import type { SocketAddress } from './attach.ts';
import { watchPolicy } from './connect-policy.ts';

/** One WebSocket, from opening to its end. The only file that touches `WebSocket`. */
export interface Socket {
  /** Sends if open; says whether it did. */
  send(message: string | Uint8Array<ArrayBuffer>): boolean;
  /** Bytes accepted by `send` that the network has not taken yet. */
  readonly bufferedBytes: number;
  /** Closes with 1000; no handler is called any more. */
  close(): void;
}

export interface SocketHandlers {
  onOpen(): void;
  onMessage(message: string | ArrayBuffer): void;
  /**
   * Exactly once unless closed from here. `code` is the close code, 1006 where the network said nothing; `error` is there
   * where more is known than the code says.
   */
  onClose(code: number, error?: CobrowseError): void;
}

/** A TCP and TLS handshake over a bad mobile network takes seconds; one that takes longer than this is stuck. */
const OPEN_TIMEOUT_MS = 10_000;
/** Close code of a socket that we gave up on; the one that browsers report for a connection lost without a word. */
const ABNORMAL = 1006;
/** `WebSocket.OPEN`, which the function that a page wraps round it often lacks. */
const OPEN = 1;

export function openSocket(address: SocketAddress, clock: Clock, handlers: SocketHandlers): Socket {
  // Aborted when this socket is done with: its listeners go, so that a late event of it reaches nobody.
  const listening = new AbortController();
  const { signal } = listening;
  const policy = watchPolicy(address.url, clock);
  let socket: WebSocket | undefined;
  const finish = (code?: number, error?: CobrowseError): void => {
    if (signal.aborted) return;
    listening.abort();
    stopTimer();
    policy.stop();
    socket?.close();
    if (code !== undefined) handlers.onClose(code, error);
  };
  const stopTimer = clock.after(OPEN_TIMEOUT_MS, () => finish(ABNORMAL));
  /** It never opened: the page's policy may be why, and says so a moment later. */
  const handleRefused = async (code: number, error?: CobrowseError): Promise<void> =>
    finish(code, (await policy.refusal()) ?? error);
  // In Chromium a refused socket has an `error` and never a `close`.
  const handleError = (): void => void handleRefused(ABNORMAL);
  let handleClose: (code: number) => void = handleRefused;
  const handleOpen = (): void => {
    stopTimer();
    policy.stop();
    socket?.removeEventListener('error', handleError);
    handleClose = finish;
    handlers.onOpen();
  };
  const handleMessage = ({ data }: MessageEvent<unknown>): void => {
    if (typeof data === 'string' || data instanceof ArrayBuffer) handlers.onMessage(data);
  };
  try {
    socket = new WebSocket(address.url, address.protocols ?? []);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', handleOpen, { signal });
    socket.addEventListener('message', handleMessage, { signal });
    socket.addEventListener('close', (event) => handleClose(event.code), { signal });
    socket.addEventListener('error', handleError, { signal });
  } catch (cause) {
    // Firefox and WebKit throw at once where the page's policy refuses the address; a page's own stand-in may be no socket.
    socket = undefined;
    void handleRefused(ABNORMAL, new CobrowseError('connection/socket-failed', 'The socket could not be opened.', { cause }));
  }
  return {
    send(message) {
      if (signal.aborted || socket?.readyState !== OPEN) return false;
      socket.send(message);
      return true;
    },
    get bufferedBytes() {
      return socket?.bufferedAmount ?? 0;
    },
    close: () => finish(),
  };
}
