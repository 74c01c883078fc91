import { assert } from 'chai';
import { systemClock } from '../../../src/core/clock.ts';
import { createStage, describeTree, snapshotEvents, type Stage } from '../../support/replay-stage.ts';

/** By this clock every step takes 20 ms, so that what has several gives way. */
function slowClock(): typeof systemClock {
  let ms = 0;
  return { ...systemClock, now: () => (ms += 20) };
}

describe('what is large at the agent', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = createStage({ clock: slowClock() });
  });
  afterEach(() => stage.dispose());

  const applied = (count = 1): Promise<void> =>
    new Promise((done) => {
      let left = count;
      stage.replayer.on('applied', () => {
        left -= 1;
        if (left === 0) done();
      });
    });
  const row = (at: number): HTMLElement => {
    const line = document.createElement('p');
    line.append(`row ${at}`, document.createElement('i'));
    return line;
  };
  /** Some of everything that a page is, after as much as is built in one step. */
  function buildPage(): void {
    stage.customer.append(...Array.from({ length: 1_500 }, (_, at) => row(at)));
    stage.customer.insertAdjacentHTML(
      'beforeend',
      `<style>.late { color: rgb(1, 2, 3); }</style><p class="late">styled</p><div id="host"></div>
      <div id="scrolled" style="height: 50px; overflow: auto"><div style="height: 500px">high</div></div>
      <select><option>one</option><option selected>two</option></select><textarea>as it was</textarea>
      <svg viewBox="0 0 2 2"><linearGradient id="g"><stop offset="0"/></linearGradient></svg>
      <details open><summary>more</summary>less</details><dialog id="modal">modal</dialog>`,
    );
    stage.customer.querySelector('#host')!.attachShadow({ mode: 'open' }).innerHTML = '<b>in the shadow</b>';
    stage.customer.querySelector('textarea')!.value = 'as it is';
    stage.customer.append(...Array.from({ length: 300 }, (_, at) => row(at)));
    stage.customer.querySelector('#scrolled')!.scrollTop = 120;
  }
  const shown = (): HTMLElement => stage.page.querySelector('main')!;
  /** Without what rrweb adds; a difference of pages this long is of no use in a message. */
  const plain = (page: Element): string => describeTree(page).replaceAll(/ (value="two"|rr_open_mode="modal")/g, '').replace('"as it was"', '"as it is"');
  function assertSame(): void {
    const [theirs, ours] = [plain(stage.customer), plain(shown())];
    const at = [...theirs].findIndex((char, index) => char !== ours[index]);
    assert.equal(ours.slice(Math.max(0, at - 50), at + 50), theirs.slice(Math.max(0, at - 50), at + 50));
    assert.equal(ours.length, theirs.length);
  }

  it('is the same page as one that is built in one go, with where it was scrolled to and what lies on top', async () => {
    buildPage();
    stage.customer.querySelector<HTMLDialogElement>('#modal')!.showModal();
    scrollTo(0, 30_000);
    // Or it would be told of once more.
    await new Promise(requestAnimationFrame);
    await new Promise((resolve) => setTimeout(resolve));
    stage.admit();
    stage.record();
    const whole = applied();
    await stage.deliver();
    await whole;
    assertSame();
    assert.equal(getComputedStyle(shown().querySelector('.late')!).color, 'rgb(1, 2, 3)');
    assert.equal(shown().querySelector('#scrolled')!.scrollTop, 120);
    assert.equal(stage.frame.contentWindow!.scrollY, 30_000);
    assert.isTrue(shown().querySelector('#modal')!.matches(':modal'));
    assert.equal(shown().querySelector('select')!.selectedIndex, 1);
    assert.equal(shown().querySelector('textarea')!.value.length, 'as it is'.length);
    assert.deepEqual(stage.errors, []);
    scrollTo(0, 0);
  });

  it('leaves the picture before it standing until it is whole, and what else the console does its turn', async () => {
    stage.admit();
    const first = applied();
    stage.send(snapshotEvents([{ type: 3, id: 100, textContent: 'before' }]));
    await first;
    const before = stage.frame;
    const seen: string[] = [];
    const watch = setInterval(() => {
      const visible = [...stage.container.querySelectorAll('iframe')].filter((frame) => frame.checkVisibility({ visibilityProperty: true }));
      seen.push(`${visible.length}, ${visible[0] === before ? 'before' : `after with ${shown().querySelectorAll('p').length} rows`}`);
    });
    buildPage();
    stage.record();
    const whole = applied();
    await stage.deliver();
    await whole;
    clearInterval(watch);
    assert.include(seen, '1, before', 'timers ran meanwhile');
    assert.includeMembers(['1, before', '1, after with 1801 rows'], seen);
    assert.equal(stage.container.querySelectorAll('iframe').length, 1);
    assert.isTrue(stage.frame.checkVisibility({ visibilityProperty: true }));
    assertSame();
  });

  it('is followed by what came meanwhile, in its order', async () => {
    stage.admit();
    stage.record();
    buildPage();
    await stage.deliver();
    stage.customer.replaceChildren(...Array.from({ length: 500 }, (_, at) => row(at)));
    await stage.deliver();
    for (const text of ['first', 'second']) {
      stage.customer.lastElementChild!.textContent = text;
      await stage.deliver();
    }
    while (!stage.container.querySelector('iframe') || shown().lastElementChild?.textContent !== 'second') await new Promise((resolve) => setTimeout(resolve));
    assertSame();
    assert.equal(stage.replayer.picture, 'current');
    assert.deepEqual(stage.errors, []);
  });

  it('is not live any more where the customer went meanwhile', async () => {
    stage.admit();
    buildPage();
    stage.record();
    const whole = applied();
    await stage.deliver();
    stage.room.recorderLeaves();
    await whole;
    assert.deepEqual([stage.replayer.state, stage.replayer.picture], ['reconnecting', 'none']);
  });

  it('ends where it stands with the replayer', async () => {
    stage.admit();
    buildPage();
    stage.record();
    await stage.deliver();
    while (!stage.container.querySelector('iframe')) await new Promise((resolve) => setTimeout(resolve));
    let isTold = false;
    stage.replayer.on('applied', () => (isTold = true));
    stage.replayer.dispose();
    assert.equal(stage.container.childNodes.length, 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.isFalse(isTold);
    assert.equal(stage.container.childNodes.length, 0);
  });
});
