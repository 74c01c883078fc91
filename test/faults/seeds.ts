import type { Engine } from '../support/engine/engine.ts';

/** Seeds that once failed; the commit that added each says why. */
const FOUND: readonly number[] = [46, 218, 296];
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
  return many ? list(Number(many)) : [...new Set([...FOUND, ...list(ORDINARY[engine])])];
}
