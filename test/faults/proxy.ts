import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createLane, type Lane } from './lane.ts';
import { reset } from './reset.ts';

/** `up` is from the browser to the relay. */
export type Way = 'up' | 'down';

/** What may happen to connections on their way; it knows bytes and no frames. */
export interface Proxy {
  readonly port: number;
  /** Connections that browsers have open and that are not dead: one line for each. */
  readonly open: readonly string[];
  /** Connections so far. */
  readonly taken: number;
  /** Where the relay is from now on. */
  setTarget(port: number): void;
  /** Ends every connection, for both sides: in order, or as a reset. */
  cut(how: 'fin' | 'rst'): void;
  /** Nothing passes that way until it is undone; the sender's own buffers fill up. */
  stall(way: Way): void;
  /** Every byte of either way takes that much longer. */
  delay(ms: number): void;
  /** At most so many bytes a second, each way. */
  slow(bytesPerSecond: number): void;
  /** New connections are refused. */
  refuse(): void;
  /** The top bit of one byte of what comes next that way is another: no valid text any more, in whatever encoding. */
  corrupt(way: Way): void;
  /**
   * Every connection is dead and says nothing: what is sent into it is lost. `known` says who of the two has been told:
   * the relay (as where a NAT forgets the browser's end), the browser's machine, or neither.
   */
  halfOpen(known: 'relay' | 'browser' | 'nobody'): void;
  /** All that the browser has sent over its last connection comes a second time, over another one. */
  duplicate(): void;
  /** Stalls, delays, slowness and refusals are over; what is dead stays dead. */
  calm(): void;
  close(): Promise<void>;
}

/** A connection of a browser's and the one to the relay that it goes on by. */
interface Link {
  readonly browser: Socket;
  readonly relay: Socket;
  readonly lanes: Readonly<Record<Way, Lane>>;
  readonly sent: Buffer[];
}

/** Enough for a handshake and what a member says first; a duplicate that is refused needs no more. */
const MAX_REPEATED = 64 * 1_024;

export async function openProxy(host = '127.0.0.1'): Promise<Proxy> {
  const links = new Set<Link>();
  const sockets = new Set<Socket>();
  let target = 0;
  let taken = 0;
  let isRefusing = false;
  const conditions = { stalled: new Set<Way>(), delayMs: 0, bytesPerSecond: Infinity };
  const corrupting = new Set<Way>();

  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    // A reset is a close like any other here.
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    return socket.setNoDelay(true);
  };
  const toAll = (change: (lane: Lane, way: Way) => void): void => {
    for (const { lanes } of links) for (const way of ['up', 'down'] as const) change(lanes[way], way);
  };
  const apply = (lane: Lane, way: Way): void =>
    lane.set({ isStalled: conditions.stalled.has(way), delayMs: conditions.delayMs, bytesPerSecond: conditions.bytesPerSecond });

  const server = createServer({ allowHalfOpen: true }, (browser) => {
    keep(browser);
    taken += 1;
    if (isRefusing) return void reset(browser);
    const relay = keep(connect({ port: target, host, allowHalfOpen: true }));
    const sent: Buffer[] = [];
    let kept = 0;
    const spoil = (way: Way, chunk: Buffer): Buffer => {
      if (!corrupting.delete(way)) return chunk;
      const at = Math.floor(chunk.length / 2);
      const spoilt = Buffer.from(chunk);
      spoilt[at]! ^= 0x80;
      return spoilt;
    };
    const link: Link = {
      browser,
      relay,
      sent,
      lanes: {
        up: createLane(browser, relay, (chunk) => {
          if (kept < MAX_REPEATED) sent.push(chunk);
          kept += chunk.length;
          return spoil('up', chunk);
        }),
        down: createLane(relay, browser, (chunk) => spoil('down', chunk)),
      },
    };
    links.add(link);
    apply(link.lanes.up, 'up');
    apply(link.lanes.down, 'down');
    // An end in order travels through the lanes; a reset, or a relay that is not there, does not wait.
    const end = (other: Socket) => (hadError: boolean): void => {
      if (hadError && !link.lanes.up.isDead) reset(other);
      if (browser.destroyed && relay.destroyed) links.delete(link);
    };
    browser.on('close', end(relay));
    relay.on('close', end(browser));
  });
  await new Promise<void>((resolve) => void server.listen(0, host, resolve));

  return {
    port: (server.address() as AddressInfo).port,
    get open() {
      return [...links]
        .filter(({ browser, lanes }) => !browser.destroyed && !lanes.up.isDead)
        .map(({ browser, relay }) => `browser ${browser.readyState}, relay ${relay.readyState}`);
    },
    get taken() {
      return taken;
    },
    setTarget: (port) => void (target = port),
    cut(how) {
      for (const { browser, relay, lanes } of links) {
        lanes.up.kill();
        lanes.down.kill();
        for (const socket of [browser, relay])
          if (how === 'rst') reset(socket);
          else socket.end(() => socket.destroy());
      }
    },
    stall(way) {
      conditions.stalled.add(way);
      toAll(apply);
    },
    delay(ms) {
      conditions.delayMs = ms;
      toAll(apply);
    },
    slow(bytesPerSecond) {
      conditions.bytesPerSecond = bytesPerSecond;
      toAll(apply);
    },
    refuse: () => void (isRefusing = true),
    corrupt: (way) => void corrupting.add(way),
    halfOpen(known) {
      toAll((lane) => lane.kill());
      for (const { browser, relay } of links)
        if (known === 'relay') relay.destroy();
        else if (known === 'browser') browser.destroy();
    },
    duplicate() {
      const last = [...links].at(-1);
      if (!last || isRefusing) return;
      const second = keep(connect({ port: target, host }));
      second.resume();
      for (const chunk of last.sent) second.write(chunk);
    },
    calm() {
      isRefusing = false;
      corrupting.clear();
      conditions.stalled.clear();
      Object.assign(conditions, { delayMs: 0, bytesPerSecond: Infinity });
      toAll(apply);
    },
    async close() {
      toAll((lane) => lane.kill());
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
