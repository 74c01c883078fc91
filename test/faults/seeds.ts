import type { Engine } from '../support/engine/engine.ts';

/** Seeds that once failed; the commit that added each says why. Those of rrweb's own are as well in one engine as in three. */
const FOUND: Readonly<Record<Engine, readonly number[]>> = { chromium: [46, 147, 218, 296], firefox: [46], webkit: [46] };
/** What every run can afford beside those: a minute in Chromium, whose pages come and go fastest. */
const ORDINARY: Readonly<Record<Engine, number>> = { chromium: 10, firefox: 5, webkit: 5 };

/**
 * The seeds of this run: the one of `COBROWSE_FAULT_SEED`, so many as `COBROWSE_FAULT_SEEDS` says from
 * `COBROWSE_FAULT_FROM` on, or those that every run has.
 */
export function seedsToRun(engine: Engine): readonly number[] {
  const { COBROWSE_FAULT_SEED: one, COBROWSE_FAULT_SEEDS: many, COBROWSE_FAULT_FROM: from = '1' } = process.env;
  if (one) return [Number(one)];
  const list = (length: number): number[] => Array.from({ length }, (_, index) => Number(from) + index);
  return many ? list(Number(many)) : [...new Set([...FOUND[engine], ...list(ORDINARY[engine])])];
}
