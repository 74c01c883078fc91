import { assert } from 'chai';
import type { Cobrowse } from '../../../src/client.ts';
import { until } from '../../support/page.ts';
import { accessTo, newRoomId } from '../../support/room-access.ts';
import { joinAsAgent, type ListeningAgent, openWidgetPage, type WidgetPage } from '../../support/widget-page.ts';

describe('an agent’s view that falls behind', () => {
  let page: WidgetPage;
  let client: Cobrowse;
  let anna: ListeningAgent;

  beforeEach(async () => {
    page = await openWidgetPage('<h1>Kettle</h1>');
    const roomId = newRoomId();
    client = page.create({ connectionInfo: accessTo(roomId, 'recorder', 'cust-1', 'Carla') });
    await client.start();
    anna = joinAsAgent(roomId);
    await page.press('allow');
    await until(() => anna.text().includes('Kettle'));
  });
  afterEach(async () => {
    await client.dispose();
    anna.room.leave();
    await page.close();
  });

  it('is told to the page and in the bar, and that it is well again', async () => {
    const told: number[] = [];
    client.on('delay', ({ ms }) => told.push(ms));
    anna.acknowledge();
    await until(() => page.ui('status')!.textContent === 'Anna sees this page.');
    page.document.querySelector('h1')!.textContent = 'Toaster';
    await until(() => told.length > 0);
    assert.isAtLeast(told[0]!, 3_000);
    assert.equal(page.ui('status')!.textContent, 'Anna sees this page. Slow connection: it arrives with a delay.');
    anna.acknowledge();
    await until(() => told.at(-1) === 0);
    assert.equal(page.ui('status')!.textContent, 'Anna sees this page.');
  });
});
