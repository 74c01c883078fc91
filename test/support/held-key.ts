import { executeServerCommand } from '@web/test-runner-commands';
import { until } from './page.ts';

/** A key that is down, and repeats. */
export interface HeldKey {
  /** Waits until it has repeated once more. */
  repeated(): Promise<void>;
  letGo(): Promise<void>;
}

/** Presses the key and keeps it down. */
export async function holdKey(key: 'Enter' | 'Escape' | ' '): Promise<HeldKey> {
  const act = (deed: 'down' | 'repeat' | 'up'): Promise<unknown> => executeServerCommand(`key:${deed}`, { key });
  await act('down');
  return {
    async repeated() {
      let count = 0;
      const handleKey = (event: KeyboardEvent): void => {
        if (event.key === key && event.repeat) count += 1;
      };
      window.addEventListener('keydown', handleKey, true);
      await act('repeat');
      await until(() => count > 0);
      window.removeEventListener('keydown', handleKey, true);
    },
    letGo: async () => void (await act('up')),
  };
}
