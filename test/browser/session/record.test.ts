import { assert } from 'chai';
import { until } from '../../support/page.ts';
import { accessTo, newRoomId } from '../../support/room-access.ts';
import { joinAsAgent, openWidgetPage } from '../../support/widget-page.ts';

describe('the record of a session in a frame', () => {
  it('admits nobody, so that a top-level page that finds it has to ask', async () => {
    const page = await openWidgetPage('<h1>Kettle</h1>');
    const roomId = newRoomId();
    const client = page.create({ connectionInfo: accessTo(roomId, 'recorder', 'cust-1', 'Carla') });
    await client.start();
    const anna = joinAsAgent(roomId);
    await page.press('allow');
    await until(() => anna.received('events').length > 0);
    const record = JSON.parse(page.view.sessionStorage.getItem('cobrowse-widget.session')!) as Record<string, unknown>;
    assert.equal(record['roomId'], roomId);
    assert.deepEqual(record['admitted'], []);
    await client.dispose();
    anna.room.leave();
    await page.close();
  });
});
