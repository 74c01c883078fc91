import type { Socket } from 'node:net';

export interface LaneConditions {
  readonly isStalled: boolean;
  readonly delayMs: number;
  readonly bytesPerSecond: number;
}

/** One way of a connection: what is read from one socket is written to the other, later. */
export interface Lane {
  set(conditions: LaneConditions): void;
  /** Nothing passes any more, and nobody is told. */
  kill(): void;
  readonly isDead: boolean;
}

/** Beyond that the lane stops reading, as a network stops taking. */
const MAX_HELD = 256 * 1_024;
/** A slow line passes on in so many steps a second. */
const STEPS_PER_SECOND = 50;

/** `pass` sees every chunk as it comes, and may change it. */
export function createLane(from: Socket, to: Socket, pass: (chunk: Buffer) => Buffer): Lane {
  let conditions: LaneConditions = { isStalled: false, delayMs: 0, bytesPerSecond: Infinity };
  const queue: { bytes: Buffer | 'end'; atMs: number }[] = [];
  let held = 0;
  let isDead = false;
  let isWaitingForDrain = false;
  let timer: NodeJS.Timeout | undefined;

  function wait(ms: number): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      pump();
    }, ms);
  }

  function pump(): void {
    // A dead lane's queue is empty.
    while (!conditions.isStalled && !isWaitingForDrain && !timer) {
      const first = queue[0];
      if (!first) return;
      const leftMs = first.atMs - performance.now();
      if (leftMs > 0) return wait(leftMs);
      if (first.bytes === 'end') {
        queue.shift();
        to.end();
        continue;
      }
      const step = Math.max(1, Math.floor(conditions.bytesPerSecond / STEPS_PER_SECOND));
      const part = first.bytes.subarray(0, step);
      if (part.length === first.bytes.length) queue.shift();
      else first.bytes = first.bytes.subarray(part.length);
      held -= part.length;
      if (held < MAX_HELD) from.resume();
      if (conditions.bytesPerSecond < Infinity) wait(1_000 / STEPS_PER_SECOND);
      if (to.destroyed || to.writableEnded) continue;
      isWaitingForDrain = !to.write(part);
      if (isWaitingForDrain) {
        to.once('drain', () => {
          isWaitingForDrain = false;
          pump();
        });
      }
    }
  }

  const take = (bytes: Buffer | 'end'): void => {
    // A dead line takes all and loses it.
    if (isDead) return;
    queue.push({ bytes, atMs: performance.now() + conditions.delayMs });
    if (bytes !== 'end') held += bytes.length;
    if (held >= MAX_HELD) from.pause();
    pump();
  };
  from.on('data', (chunk: Buffer) => take(isDead ? chunk : pass(chunk)));
  from.on('end', () => take('end'));
  to.on('close', () => clearTimeout(timer));

  return {
    set(next) {
      conditions = next;
      clearTimeout(timer);
      timer = undefined;
      pump();
    },
    kill() {
      isDead = true;
      queue.length = 0;
      held = 0;
      clearTimeout(timer);
      from.resume();
    },
    get isDead() {
      return isDead;
    },
  };
}
