import { assert } from 'chai';
import { type PageWindow, settle, until } from '../../support/page.ts';
import { accessTo, newRoomId } from '../../support/room-access.ts';
import { descriptors, differences, keepLedger } from '../../support/traces.ts';
import { joinAsAgent, openWidgetPage } from '../../support/widget-page.ts';

const BODY = `
  <style>.a { color: red }</style>
  <h1>Kettle</h1><div id="shadow"></div><input id="name"><input type="password" id="secret">
  <iframe id="inner" srcdoc="<p>inner</p><input>"></iframe>`;

describe('what a session leaves on the page', () => {
  it('is nothing: no listener, timer, observer, property, node, storage or global', async () => {
    const page = await openWidgetPage(BODY);
    const { view, document } = page;
    const inner = document.querySelector<HTMLIFrameElement>('#inner')!;
    await until(() => inner.contentDocument?.querySelector('input') !== null);
    document.querySelector('#shadow')!.attachShadow({ mode: 'open' }).append('in the shadow');
    const roomId = newRoomId();
    // Loaded once, as on the first start, so that the module itself is no difference.
    const client = page.create({ connectionInfo: accessTo(roomId, 'recorder', 'cust-1', 'Carla') });
    await client.start();
    await client.end();
    await settle();

    const windows = [view, inner.contentWindow as PageWindow];
    const ledgers = windows.map((window) => keepLedger(window));
    const before = windows.map((window) => descriptors(window));
    const globals = Object.getOwnPropertyNames(view).sort();
    const html = document.documentElement.outerHTML;
    const symbols = Object.getOwnPropertySymbols(document).length;

    await client.start();
    const anna = joinAsAgent(roomId);
    await page.press('allow');
    await until(() => anna.received('events').length > 0);
    document.querySelector('h1')!.textContent = 'Changed';
    view.dispatchEvent(new view.Event('keydown'));
    await until(() => anna.text().includes('Changed'));
    assert.isAbove(ledgers[0]!.running().length, 10);
    assert.isNotNull(view.sessionStorage.getItem('cobrowse-widget.session'));
    await client.end();
    await settle();
    document.querySelector('h1')!.textContent = 'Kettle';

    // Buttons and dialog are the widget's own and went with their listeners; the page has none.
    const running = ledgers.flatMap((ledger) => ledger.running()).filter((line) => !/Button|Dialog/.test(line));
    assert.deepEqual(running, []);
    windows.forEach((window, index) => assert.deepEqual(differences(before[index]!, descriptors(window)), []));
    assert.deepEqual(Object.getOwnPropertyNames(view).sort(), globals);
    assert.lengthOf(Object.getOwnPropertySymbols(document), symbols);
    assert.equal(document.documentElement.outerHTML, html);
    assert.equal(view.sessionStorage.length, 0);
    assert.equal(view.localStorage.length, 0);

    // A frame that reloads afterwards is recorded by nobody.
    const sentBefore = anna.received('events').length;
    await new Promise((resolve) => {
      inner.addEventListener('load', resolve, { once: true });
      inner.contentWindow!.location.reload();
    });
    await settle();
    assert.lengthOf(anna.received('events'), sentBefore);

    for (const ledger of ledgers) ledger.undo();
    anna.room.leave();
    await page.close();
  });
});
