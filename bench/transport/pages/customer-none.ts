import { serve } from './harness.ts';

const nothing = async (): Promise<void> => {};
serve({ start: nothing, stop: nothing });
