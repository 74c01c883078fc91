import { describe, it } from 'node:test';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createFakeOrigin } from '../../support/fake-origin.ts';
import { ORIGIN_CONTRACT } from '../../support/origin-contract.ts';

describe('the lock and the channel that the walks of tabs run on', () => {
  for (const [name, check] of Object.entries(ORIGIN_CONTRACT))
    it(name, async () => {
      const clock = createFakeClock();
      const document = createFakeOrigin(clock).openDocument(queueMicrotask);
      await check({ ...document, pass: (ms) => clock.advance(ms) });
    });
});
