/** What was put off since comes in its order: the first is to be next, at the list's end. */
export function turn<One>(list: One[], since: number): void {
  for (let from = since, to = list.length - 1; from < to; from += 1, to -= 1) {
    // Swapped by destructuring, each object would go through iterators until an engine has optimized this.
    const one = list[from]!;
    list[from] = list[to]!;
    list[to] = one;
  }
}
