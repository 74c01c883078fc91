import { executeServerCommand } from '@web/test-runner-commands';
import { assert } from 'chai';
import { ofSource, openPage, type Page, settle, type, until } from '../../support/page.ts';

/** rrweb's `EventType`. */
const FULL_SNAPSHOT = 2;
/** rrweb's `IncrementalSource`. */
const MUTATION = 0;

describe('the recorder, of frames', () => {
  let page: Page;
  afterEach(() => page.close());

  it('records a frame of the same origin, and once only when it loads again', async () => {
    page = await openPage({ body: `<iframe srcdoc="<p>inner words</p><input>"></iframe>` });
    const { recorder, events, text } = page.record();
    const attached = (): number => ofSource(events, MUTATION).filter((data) => data['isAttachIframe']).length;
    await until(() => attached() === 1);
    assert.include(text(), 'inner words');
    // Every snapshot asks rrweb to wait for the frame anew.
    recorder.takeSnapshot();
    recorder.takeSnapshot();
    await until(() => attached() > 1);
    await settle();
    const before = attached();
    const frame = page.query<HTMLIFrameElement>('iframe');
    frame.srcdoc = '<p>second words</p><input>';
    await until(() => text().includes('second words'));
    await settle();
    assert.equal(attached(), before + 1);
    type(frame.contentDocument!.querySelector('input')!, 'typed');
    await settle();
    assert.include(text(), '"text":"*****"');
    recorder.stop();
  });

  it('takes no snapshot for a frame that leaves for a page that comes slowly', async () => {
    const id = `leaving${Date.now()}`;
    page = await openPage({ body: '<iframe srcdoc="<p>first words</p>"></iframe><input>' });
    const frame = page.query<HTMLIFrameElement>('iframe');
    const { recorder, events, text } = page.record();
    await until(() => text().includes('first words'));
    frame.contentWindow!.location.href = new URL(`/slow-page/${id}`, location.href).href;
    // Browsers wait for some of a page before they parse any of it.
    const html = `<!--${'-'.repeat(4_096)}--><p id="arriving">second words</p>`;
    await executeServerCommand('slow-page:write', { id, html });
    await until(() => frame.contentDocument?.querySelector('#arriving') != null);
    type(page.query<HTMLInputElement>('input'), 'typed while the frame is between its pages');
    // Longer than it takes until the recorder looks whether its gates still stand.
    await new Promise((resolve) => setTimeout(resolve, 500));
    await executeServerCommand('slow-page:end', { id });
    await until(() => text().includes('second words'));
    await settle();
    assert.lengthOf(events.filter((event) => event.type === FULL_SNAPSHOT), 1);
    recorder.stop();
  });

  it('sends nothing after stop, whatever a frame does', async () => {
    page = await openPage({ body: `<iframe srcdoc="<input>"></iframe>` });
    const { recorder, events } = page.record();
    await until(() => ofSource(events, MUTATION).length > 0);
    recorder.stop();
    const left = events.length;
    const next = page.record({ maskInputs: false });
    next.recorder.stop();
    const leftOfNext = next.events.length;
    const frame = page.query<HTMLIFrameElement>('iframe');
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.srcdoc = '<input>';
    await loaded;
    type(frame.contentDocument!.querySelector('input')!, 'late');
    page.document.body.append('late');
    await settle();
    assert.lengthOf(events, left);
    assert.lengthOf(next.events, leftOfNext);
  });

  it('sends nothing after a stop within the same task as the start', async () => {
    page = await openPage({ body: `<iframe srcdoc="<input>"></iframe>` });
    const { recorder, events } = page.record();
    recorder.stop();
    const left = events.length;
    await settle();
    assert.lengthOf(events, left);
  });
});
