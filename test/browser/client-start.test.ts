import { assert } from 'chai';
import { createClient, type SessionHandle, type SessionModule } from '../../src/client.ts';
import { CONTRACT } from '../../src/core/version.ts';
import { resolveSettings } from '../../src/options.ts';

describe('a client', () => {
  it('can be disposed of at any moment of its start, and no session is left over', async () => {
    const settings = resolveSettings({ connectionInfo: '/x' });
    const begun: boolean[] = [];
    for (let microtasks = 0; microtasks < 30; microtasks += 1) {
      let running = 0;
      const startSession = (): SessionHandle => {
        running += 1;
        const end = (): void => void (running -= 1);
        return { state: 'pending', joined: Promise.resolve(), pause() {}, unpause() {}, expectAbsence() {}, end, leave: end };
      };
      const module: SessionModule = { CONTRACT, settingsFrom: () => settings, startSession };
      const client = createClient({ settings }, async () => module, () => Promise.reject(new Error('not asked for')));
      const starting = client.start().then(() => 'started', (error: { code: string }) => error.code);
      for (let turn = 0; turn < microtasks; turn += 1) await Promise.resolve();
      begun.push(running > 0);
      await client.dispose();
      await starting;
      assert.equal(running, 0, `after ${microtasks} microtasks`);
    }
    // The moments were on both sides of the session's beginning.
    assert.deepEqual([...new Set(begun)], [false, true]);
  });
});
