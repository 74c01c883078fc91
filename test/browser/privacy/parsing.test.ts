import { executeServerCommand } from '@web/test-runner-commands';
import { assert } from 'chai';
import { openPage, type Page, type Recording, settle, until } from '../../support/page.ts';

const RULES = { mask: '.ruled', block: '.blocked' };
const PRIVATE = ['ruledText01', 'ruledText02', 'ruledText03', 'ruledTitle02', 'ruledBlocked02', 'privatePassword02', 'privateHidden01', 'privateComment02', 'privateScript02', 'privateLink02'].map((word) => `Zq7${word}`);

describe('a page that a slow server is still sending', () => {
  let page: Page;
  let recording: Recording;
  let count = 0;
  let id = '';
  const write = (html: string): Promise<unknown> => executeServerCommand('slow-page:write', { id, html });
  const end = (): Promise<unknown> => executeServerCommand('slow-page:end', { id });
  const arrived = (selector: string): Promise<void> => until(() => page.document.querySelector(selector) !== null);

  beforeEach(async () => {
    count += 1;
    id = `parsing${Date.now()}${count}`;
    // Browsers wait for some of a page before they parse any of it.
    await write(`<!doctype html><title>Shop</title><!--${'-'.repeat(4_096)}--><p class="ruled">Zq7ruledText01</p><p id="first">Zq7publicText01</p><input type="hidden" value="Zq7privateHidden01">`);
    page = await openPage({ url: `/slow-page/${id}`, arrives: '#first' });
    assert.equal(page.document.readyState, 'loading');
    recording = page.record(RULES);
  });
  afterEach(async () => {
    recording.recorder.stop();
    await end();
    page.close();
  });

  const assertKept = async (): Promise<void> => {
    const sent = await recording.sent();
    assert.deepEqual(PRIVATE.filter((word) => sent.leaksOf(word).length > 0), []);
    assert.deepEqual(recording.errors, []);
  };

  it('is not told of before it is all there, and then as its rules have it', async () => {
    // Cut within a text, an attribute and a tag.
    await write('<section class="ruled" title="Zq7ruledTitle02"><p id="second">Zq7ruled');
    await arrived('#second');
    recording.recorder.takeSnapshot();
    await write('Text02</p></section><div class="blocked">Zq7ruledBlocked02</div><!-- Zq7privateComment02 --><input type="pass');
    await write('word" value="Zq7privatePassword02"><script>"Zq7privateScript02"</script><a href="/?Zq7private');
    await write('Link02" id="third">Zq7publicText02</a>');
    await arrived('#third');
    recording.recorder.takeSnapshot();
    await settle();
    assert.isEmpty(recording.events);
    await end();
    await until(() => recording.text().includes('Zq7publicText02'));
    assert.include(recording.text(), 'Zq7publicText01');
    page.query('.ruled').append('Zq7ruledText03');
    page.query('#third').append('Zq7publicText03');
    await until(() => recording.text().includes('Zq7publicText03'));
    await assertKept();
  });

  it('says nothing where the recording has ended before', async () => {
    recording.recorder.stop();
    await end();
    await until(() => page.document.readyState === 'complete');
    await settle();
    assert.isEmpty(recording.events);
    assert.isEmpty(recording.frames);
  });

  it('keeps its secrets where a script writes it anew', async () => {
    await end();
    await until(() => recording.text().includes('Zq7publicText01'));
    page.document.open();
    page.document.write('<p class="ruled">Zq7ruledText02</p><div class="blocked">Zq7ruledBlocked02</div><p id="last">Zq7publicText02</p>');
    await settle();
    page.document.write('<p class="ruled" title="Zq7ruledTitle02">Zq7ruled');
    page.document.write('Text03</p><input type="password" value="Zq7privatePassword02">');
    page.document.close();
    await settle();
    recording.recorder.takeSnapshot();
    await until(() => recording.text().includes('Zq7publicText02'));
    await assertKept();
  });
});
