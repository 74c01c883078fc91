/** Work that can be left off wherever it yields, and ended there by its `return()`. */
export type Steps<Result = void> = Generator<void, Result>;

/** Does all of it now. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
