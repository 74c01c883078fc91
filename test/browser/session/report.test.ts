import { assert } from 'chai';
import type { DiagnosticEvent } from '../../../src/session/report.ts';
import { until } from '../../support/page.ts';
import { accessTo, cutSockets, newRoomId } from '../../support/room-access.ts';
import { joinAsAgent, openWidgetPage, type WidgetPage } from '../../support/widget-page.ts';

describe('onDiagnostic, in a session on the real relay', () => {
  let page: WidgetPage;
  beforeEach(async () => {
    page = await openWidgetPage('<h1 id="title">MARKER title</h1><input id="name" value="MARKER value">');
  });
  afterEach(() => page.close());

  it('is told of all that happens, and nothing of the page, the room, the agent or an address', async () => {
    const told: DiagnosticEvent[] = [];
    const roomId = `MARKER-${newRoomId()}`;
    const access = accessTo(roomId, 'recorder', 'MARKER-customer', 'MARKER-customer');
    const client = page.create({
      connectionInfo: async (request) => {
        const info = (await access(request)) as { wssUrlOut: string };
        return { ...info, wssUrlOut: `${info.wssUrlOut}?from=MARKER` };
      },
      consent: { view: () => true },
      onDiagnostic: (event) => told.push(event),
    });
    await client.start();
    const anna = joinAsAgent(roomId, 'MARKER-Anna');
    await until(() => anna.text().includes('MARKER title'));
    page.document.querySelector('#title')!.textContent = 'MARKER changed';
    await until(() => anna.text().includes('MARKER changed'));
    await cutSockets(roomId, 'recorder');
    await until(() => told.filter(({ type }) => type === 'joined').length === 2);
    await client.end();
    const types = told.map(({ type }) => type);
    for (const type of ['load', 'joined', 'admission', 'snapshot', 'reconnecting', 'ended'] as const) assert.include(types, type);
    assert.equal(types.at(-1), 'ended');
    assert.notMatch(JSON.stringify(told), /MARKER|ws:|http/i);
    for (const event of told)
      for (const [key, value] of Object.entries(event))
        assert.isTrue(typeof value === 'number' || ['type', 'code', 'status', 'reason'].includes(key), key);
    anna.room.leave();
  });

  it('harms nothing by throwing: the session goes on, and the page hears of the error', async () => {
    const errors: string[] = [];
    page.view.addEventListener('error', (event) => {
      event.preventDefault();
      errors.push(event.message);
    });
    const roomId = newRoomId();
    const client = page.create({
      connectionInfo: accessTo(roomId, 'recorder', 'customer-1'),
      consent: { view: () => true },
      onDiagnostic() {
        throw new Error('of the page');
      },
    });
    await client.start();
    const anna = joinAsAgent(roomId);
    await until(() => anna.text().includes('MARKER title'));
    await client.end();
    await until(() => errors.length >= 4);
    assert.isTrue(errors.every((message) => message.includes('of the page')));
  });
});
