import { assert } from 'chai';
import { createStage, type Stage } from '../../support/replay-stage.ts';

// docs/fidelity.md lists what cannot be recorded, and what agents see instead; here each row that a page can do is done.
describe('what the agent sees of what cannot be recorded', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = createStage();
  });
  afterEach(() => {
    document.adoptedStyleSheets = [];
    stage.dispose();
  });

  const make = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, text = ''): HTMLElementTagNameMap[Tag] => {
    const element = document.createElement(tag);
    element.textContent = text;
    stage.customer.append(element);
    return element;
  };
  async function share(): Promise<void> {
    stage.admit();
    stage.record(0);
    await stage.deliver();
  }
  const shown = <Of extends Element>(selector: string): Of => stage.page.querySelector<Of>(`main ${selector}`)!;

  it('of a canvas: its place, empty', async () => {
    const canvas = make('canvas');
    canvas.getContext('2d')!.fillRect(0, 0, 300, 150);
    await share();
    const pixels = shown<HTMLCanvasElement>('canvas').getContext('2d')!.getImageData(0, 0, 300, 150).data;
    assert.isTrue(pixels.every((value) => value === 0));
    assert.equal(shown<HTMLCanvasElement>('canvas').width, 300);
  });

  it('of a closed shadow root: its host', async () => {
    make('div').attachShadow({ mode: 'closed' }).innerHTML = 'closed';
    await share();
    assert.isNull(shown('div').shadowRoot);
    assert.equal(shown('div').textContent, '');
  });

  it('of a box that is neither ticked nor not: one that is not', async () => {
    const box = make('input');
    box.type = 'checkbox';
    box.indeterminate = true;
    await share();
    assert.isFalse(shown<HTMLInputElement>('input').indeterminate || shown<HTMLInputElement>('input').checked);
  });

  it('of what a script animates: the element as it is without', async () => {
    const moved = make('p', 'moved');
    moved.animate([{ opacity: 1 }, { opacity: 0.5 }], { duration: 1, fill: 'forwards' });
    await share();
    assert.equal(getComputedStyle(shown('p')).opacity, '1');
  });

  it('of a sheet that is pushed to those that are adopted: nothing, until a snapshot', async () => {
    make('p', 'styled').className = 'pushed';
    await share();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.pushed { color: rgb(1, 2, 3) }');
    document.adoptedStyleSheets.push(sheet);
    await stage.deliver();
    assert.equal(getComputedStyle(shown('.pushed')).color, 'rgb(0, 0, 0)');
  });
});
