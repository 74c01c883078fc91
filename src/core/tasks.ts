import type { Undo } from './emitter.ts';
import { outsideZone } from './zone.ts';

/** Work that goes on once the page has had its turn. */
export interface Tasks {
  /** Milliseconds that nobody sets, of any beginning: for how long a turn has taken. */
  now(): number;
  /** Runs that in a task of its own, in the order of the calls. */
  later(action: () => void): void;
  /** What has not run yet never runs. */
  stop: Undo;
}

// As it was when this file was loaded: test tools replace it on running pages.
const { MessageChannel, performance } = globalThis;
const now = performance.now.bind(performance);

/**
 * By messages and not by timers, which hidden pages run once a second and busy ones four milliseconds late. The channel
 * is there from the first action to `stop()`: opening one takes longer than most actions.
 */
export function createTasks(): Tasks {
  const waiting: (() => void)[] = [];
  let channel: MessageChannel | undefined;

  const handleMessage = (): void => waiting.shift()?.();

  function open(): MessageChannel {
    const { port1, port2 } = (channel = new MessageChannel());
    outsideZone(() => port1.addEventListener('message', handleMessage));
    port1.start();
    return { port1, port2 };
  }

  function close(): void {
    channel?.port1.removeEventListener('message', handleMessage);
    channel?.port1.close();
    channel = undefined;
  }

  return {
    now,
    later(action) {
      waiting.push(action);
      (channel ?? open()).port2.postMessage(null);
    },
    stop() {
      waiting.length = 0;
      close();
    },
  };
}
