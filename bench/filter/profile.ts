import type { Protocol } from 'puppeteer-core';

/** Milliseconds of the main thread. */
export interface Shares {
  readonly rrweb: number;
  /** Ring 1: what rrweb asks about fields and texts. */
  readonly masks: number;
  /** Ring 2: all that is done with an event of rrweb's. */
  readonly filter: number;
}

/** A pause between two samples is no work: the thread waited, or another had the processor. */
const LONGEST_US = 1_000;
/** In the page: what rrweb calls, and what stands for more than the function itself. */
const CALLBACKS: Readonly<Record<string, keyof Shares>> = { emit: 'filter', maskInput: 'masks', maskText: 'masks' };

/** Which module each line of a bundle of esbuild's is from. */
export function modulesOf(bundle: string): string[] {
  let module = '';
  return bundle.split('\n').map((line) => (module = /^\s*\/\/ ((?:src|bench|\.build|node_modules)\/\S+)$/.exec(line)?.[1] ?? module));
}

/**
 * Whose work a profile's samples are: of each, whom rrweb called last counts; what the page does without rrweb counts for
 * nobody. By samples, and not by the clock: both rings run in pieces of microseconds, from within rrweb.
 */
export function sharesOf({ nodes, samples = [], timeDeltas = [] }: Protocol.Profiler.Profile, modules: readonly string[]): Shares {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const sums = { rrweb: 0, masks: 0, filter: 0 };
  const owners = new Map<number, keyof Shares | undefined>();
  const ownerOf = (id: number | undefined): keyof Shares | undefined => {
    if (id === undefined) return undefined;
    if (owners.has(id)) return owners.get(id);
    const { functionName, url, lineNumber } = byId.get(id)!.callFrame;
    const module = url.endsWith('.js') ? (modules[lineNumber] ?? '') : '';
    const outer = ownerOf(parents.get(id));
    let owner = outer;
    if (/rrweb/.test(module)) owner = outer ?? 'rrweb';
    else if (outer === 'rrweb' && module.endsWith('/rings.ts')) owner = CALLBACKS[functionName] ?? outer;
    // Where the engine has put a callback's code into rrweb's own.
    else if (outer === 'rrweb' && /^src\/capture\/(filter|filter-tree|soundness|privacy)\.ts$/.test(module)) owner = 'filter';
    else if (outer === 'rrweb' && /^src\/capture\/(fields|texts|verdicts)\.ts$/.test(module)) owner = 'masks';
    owners.set(id, owner);
    return owner;
  };
  samples.forEach((id, index) => {
    const owner = ownerOf(id);
    if (owner) sums[owner] += Math.min(timeDeltas[index + 1] ?? 0, LONGEST_US) / 1_000;
  });
  return sums;
}
