import type { Clock } from '../core/clock.ts';
import type { SocketAddress } from './attach.ts';

/** One WebSocket, from opening to its end. The only file that touches `WebSocket`. */
export interface Socket {
  /** Sends if open; says whether it did. */
  send(message: string): boolean;
  /** Bytes accepted by `send` that the network has not taken yet. */
  readonly bufferedBytes: number;
  /** Closes with 1000; no handler is called any more. */
  close(): void;
}

export interface SocketHandlers {
  onOpen(): void;
  onMessage(message: string): void;
  /** Exactly once unless closed from here. `code` is the close code, 1006 where the network said nothing. */
  onClose(code: number): void;
}

/** A TCP and TLS handshake over a bad mobile network takes seconds; one that takes longer than this is stuck. */
const OPEN_TIMEOUT_MS = 10_000;
/** Close code of a socket that we gave up on; the one that browsers report for a connection lost without a word. */
const ABNORMAL = 1006;
/** `WebSocket.OPEN`, which the function that a page wraps round it often lacks. */
const OPEN = 1;

export function openSocket(address: SocketAddress, clock: Clock, handlers: SocketHandlers): Socket {
  const socket = new WebSocket(address.url, address.protocols ?? []);
  // Aborted when this socket is done with: its listeners go, so that a late event of it reaches nobody.
  const listening = new AbortController();
  const { signal } = listening;
  const finish = (code?: number): void => {
    if (signal.aborted) return;
    listening.abort();
    stopTimer();
    socket.close();
    if (code !== undefined) handlers.onClose(code);
  };
  const stopTimer = clock.after(OPEN_TIMEOUT_MS, () => finish(ABNORMAL));
  const handleOpen = (): void => {
    stopTimer();
    handlers.onOpen();
  };
  const handleMessage = ({ data }: MessageEvent<unknown>): void => {
    if (typeof data === 'string') handlers.onMessage(data);
  };
  socket.addEventListener('open', handleOpen, { signal });
  socket.addEventListener('message', handleMessage, { signal });
  socket.addEventListener('close', (event) => finish(event.code), { signal });
  return {
    send(message) {
      if (signal.aborted || socket.readyState !== OPEN) return false;
      socket.send(message);
      return true;
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    close: () => finish(),
  };
}
