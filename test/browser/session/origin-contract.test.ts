import { acquireLock, isLockHeld } from '../../../src/session/session-lock.ts';
import { openTabChannel } from '../../../src/session/tab-channel.ts';
import { ORIGIN_CONTRACT } from '../../support/origin-contract.ts';

describe('the browser’s lock and channel, as tabs use them', () => {
  for (const [name, check] of Object.entries(ORIGIN_CONTRACT))
    it(name, () =>
      check({
        openChannel: openTabChannel,
        acquireLock,
        isLockHeld,
        pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      }),
    );
});
