import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Bytes that browsers have sent, and got. */
export interface Bytes {
  readonly up: number;
  readonly down: number;
}

/** A TCP proxy that counts all bytes, HTTP and WebSocket headers included, and knows nothing of what they are. */
export interface CountingProxy {
  readonly port: number;
  readonly bytes: Bytes;
  /** Nothing passes either way until {@link calm}; both sides' own buffers fill up. */
  stall(): void;
  /** Ends every connection with a reset, and refuses others until {@link calm}. */
  cut(): void;
  calm(): void;
  close(): Promise<void>;
}

export async function openCountingProxy(target: number): Promise<CountingProxy> {
  const bytes = { up: 0, down: 0 };
  const sockets = new Set<Socket>();
  let state: 'calm' | 'stalled' | 'cut' = 'calm';

  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    if (state === 'stalled') socket.pause();
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    return socket.setNoDelay(true);
  };
  const forward = (from: Socket, to: Socket, way: 'up' | 'down'): void => {
    from.on('data', (chunk: Buffer) => {
      bytes[way] += chunk.length;
      if (!to.write(chunk)) from.pause();
    });
    to.on('drain', () => {
      if (state !== 'stalled') from.resume();
    });
    from.on('end', () => to.end());
    from.on('close', () => to.destroy());
  };
  const server = createServer((browser) => {
    if (state === 'cut') return void browser.on('error', () => {}).resetAndDestroy();
    const relay = connect({ port: target, host: '127.0.0.1' });
    forward(browser, relay, 'up');
    forward(relay, browser, 'down');
    // After the listeners for data, which would set a paused socket going.
    keep(browser);
    keep(relay);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as AddressInfo).port,
    get bytes() {
      return { ...bytes };
    },
    stall() {
      state = 'stalled';
      for (const socket of sockets) socket.pause();
    },
    cut() {
      state = 'cut';
      for (const socket of sockets) socket.resetAndDestroy();
    },
    calm() {
      state = 'calm';
      for (const socket of sockets) socket.resume();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
