import { Duplex } from 'node:stream';
import type { NetworkConditions } from './network.ts';

type Continue = (error?: Error | null) => void;

/**
 * A socket whose bytes arrive late, in order and whole. Whoever writes is held back at the set rate, as by a real slow
 * line: the relay's queue for that member grows and its limits can be seen at work.
 */
export function createSlowSocket(socket: Duplex, conditions: () => NetworkConditions): Duplex {
  const outgoing = createDelayLine(conditions);
  const incoming = createDelayLine(conditions);

  let line: 'free' | 'busy' = 'free';

  const slow = new Duplex({
    read() {
      if (line === 'free') socket.resume();
    },
    write(chunk: Buffer, _encoding, done: Continue) {
      const arrive = (): void => void (socket.writable && socket.write(chunk));
      // The real line may be slower still than the set one; its back-pressure is passed on.
      outgoing.pass(chunk.length, arrive, () => (socket.writableNeedDrain ? socket.once('drain', done) : done()));
    },
    final(done: Continue) {
      outgoing.pass(0, () => socket.end(), done);
    },
    destroy(error, done) {
      outgoing.stop();
      incoming.stop();
      socket.destroy();
      done(error);
    },
  });

  socket.on('data', (chunk: Buffer) => {
    line = 'busy';
    socket.pause();
    const arrive = (): void => void (slow.readable && slow.push(chunk));
    incoming.pass(chunk.length, arrive, () => {
      line = 'free';
      if (slow.readableLength < slow.readableHighWaterMark) socket.resume();
    });
  });
  socket.on('end', () => incoming.pass(0, () => void (slow.readable && slow.push(null)), () => {}));
  socket.on('error', (error) => slow.destroy(error));
  socket.on('close', () => slow.destroy());
  return slow;
}

/**
 * One direction: a chunk takes its time on the line (`sent` is called when the line is free again) and arrives a delay
 * later (`arrive`). Chunks never overtake one another, also when the conditions improve meanwhile.
 */
function createDelayLine(conditions: () => NetworkConditions) {
  const timers = new Set<NodeJS.Timeout>();
  // Timers of one millisecond may fire in either order, so a timer only says that the oldest chunk may arrive.
  const underWay: (() => void)[] = [];
  let lastArrival = 0;

  const after = (delayMs: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, delayMs);
    timers.add(timer);
  };

  return {
    pass(bytes: number, arrive: () => void, sent: () => void): void {
      const { delayMs, bytesPerSecond } = conditions();
      const now = performance.now();
      const lineMs = (bytes / bytesPerSecond) * 1_000;
      lastArrival = Math.max(now + lineMs + delayMs, lastArrival);
      underWay.push(arrive);
      if (underWay.length === 1 && lastArrival <= now) underWay.shift()!();
      else after(lastArrival - now, () => underWay.shift()?.());
      if (lineMs > 0) after(lineMs, sent);
      else sent();
    },
    stop(): void {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      underWay.length = 0;
    },
  };
}
