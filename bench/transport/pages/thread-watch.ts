/** How a page's main thread did for a while. */
export interface ThreadWatch {
  /** The longest task, 0 where none took 50 ms: browsers tell of no shorter ones. */
  readonly longestTaskMs: number;
  /** What tasks took beyond 50 ms each. */
  readonly blockedMs: number;
  /** Between animation frames: 99 of 100 were closer, and the longest. */
  readonly frameGapP99Ms: number;
  readonly longestFrameGapMs: number;
}

const LONG_MS = 50;

/** Watches until the function that it returns is called. */
export function watchThread(): () => Promise<ThreadWatch> {
  const tasks: number[] = [];
  const gaps: number[] = [];
  let last = performance.now();
  let isOver = false;
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ type: 'longtask' });
  const frame = (now: number): void => {
    gaps.push(now - last);
    last = now;
    if (!isOver) requestAnimationFrame(frame);
  };
  requestAnimationFrame((now) => {
    last = now;
    requestAnimationFrame(frame);
  });
  return async () => {
    // A long task is told of after it has ended, and so is a long frame.
    await new Promise((resolve) => void requestAnimationFrame(() => setTimeout(resolve, 20)));
    isOver = true;
    tasks.push(...observer.takeRecords().map(({ duration }) => duration));
    observer.disconnect();
    gaps.sort((a, b) => a - b);
    return {
      longestTaskMs: Math.max(0, ...tasks),
      blockedMs: tasks.reduce((sum, ms) => sum + ms - LONG_MS, 0),
      frameGapP99Ms: gaps[Math.floor(gaps.length * 0.99)] ?? 0,
      longestFrameGapMs: gaps.at(-1) ?? 0,
    };
  };
}
