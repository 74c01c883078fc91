import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startDemo } from '../../demo/start.ts';
import { openStage } from '../support/e2e.ts';

describe('the demo with a contact centre of its own elsewhere', () => {
  it('asks that one for connection info, and both sides meet on its relay', async () => {
    const centre = await startDemo({ port: 0 });
    const stage = await openStage({
      environment: {
        COBROWSE_DOMAIN: centre.url,
        COBROWSE_APP_KEY: 'demo-app-key',
        COBROWSE_APP_SECRET: 'demo-app-secret-of-no-value-anywhere',
        COBROWSE_TENANT_SPACE_ID: 'demo-tenant-space',
      },
    });
    try {
      assert.equal(stage.demo.centre, 'real');
      const customer = await stage.openCustomer();
      await customer.start();
      await customer.page.waitForFunction(() => document.querySelector('[data-testid="help-status"]')?.textContent.includes('Waiting'));
      const [room] = centre.relay.rooms();
      assert.ok(room?.recorder);
      assert.deepEqual(stage.demo.relay.rooms(), []);
      const agent = await stage.openAgent();
      await agent.page.type('[data-testid="room-id"]', room.roomId);
      await agent.page.keyboard.press('Enter');
      await agent.waitForState('asked');
      await customer.allow();
      await agent.waitForState('live');
      await agent.waitForReplay((replay) => replay.querySelectorAll('[data-testid="products"] li').length === 6);
      await customer.press('stop');
      await agent.waitForState('ended');
    } finally {
      await stage.close();
      await centre.close();
    }
  });
});
