import { ENGINE_NAMES, testedEngines } from '../../../scripts/engines.mjs';
import { openPuppeteer } from './puppeteer.ts';
import type { EngineBrowser } from './tab.ts';
import { openWebKit } from './webkit.ts';

export type Engine = 'chromium' | 'firefox' | 'webkit';

/** The engines that this run tests, as `COBROWSE_ENGINES` and the machine have it. */
export const ENGINES: readonly Engine[] = testedEngines();

export const nameOf = (engine: Engine): string => ENGINE_NAMES[engine];

export const openEngine = async (engine: Engine): Promise<EngineBrowser> =>
  engine === 'webkit' ? openWebKit() : openPuppeteer(engine);
