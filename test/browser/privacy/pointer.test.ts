import { assert } from 'chai';
import { ofSource, openPage, type Page, type Recording, settle } from '../../support/page.ts';

/** rrweb's numbers; in a frame it takes each move for one of a finger. */
const MOVES = [1, 6];
const INTERACTION = 2;

describe('the pointer over a blocked place', () => {
  let page: Page;
  let recording: Recording;
  afterEach(() => {
    recording.recorder.stop();
    page.close();
  });

  /** Numbers of the elements that the agent is told the pointer is over, or has clicked. */
  async function toldOf(...elements: Element[]): Promise<{ moves: unknown[]; clicks: unknown[] }> {
    for (const element of elements) {
      const { MouseEvent } = element.ownerDocument.defaultView!;
      for (const type of ['mousemove', 'mousedown', 'mouseup', 'click']) element.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, clientX: 5, clientY: 5 }));
      // Positions are taken 30 times a second.
      await settle();
      await settle();
    }
    const { events } = recording;
    const positions = MOVES.flatMap((source) => ofSource(events, source)).flatMap((data) => data['positions'] as { id: number }[]);
    return { moves: positions.map(({ id }) => id), clicks: ofSource(events, INTERACTION).filter(({ type }) => type === 2).map(({ id }) => id) };
  }
  /** rrweb's number of an element with that id, wherever in the events it is told of. */
  function numberOf(id: string, within: unknown): unknown {
    if (typeof within !== 'object' || within === null) return undefined;
    const { attributes, id: number } = within as { attributes?: { id?: string }; id?: unknown };
    if (attributes?.id === id) return number;
    for (const part of Object.values(within)) {
      const found = numberOf(id, part);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const onlySeen = (): { moves: unknown[]; clicks: unknown[] } => ({ moves: [numberOf('seen', recording.events)], clicks: [numberOf('seen', recording.events)] });

  it('is not told of: it would say which key is pressed', async () => {
    page = await openPage({ body: '<p id="seen">Tea</p><div class="blocked"><button id="key">7</button></div><div id="later"><b id="within">8</b></div>' });
    recording = page.record({ block: '.blocked' });
    const seen = page.query('#seen');
    page.query('#later').className = 'blocked';
    const told = await toldOf(page.query('#key'), page.query('#within'), seen);
    assert.deepEqual(told, onlySeen());
  });

  it('is not told of where a shadow root shows a part of the page in such a place', async () => {
    page = await openPage({ body: '<div id="host"><p id="slotted"><b id="deep">7</b></p></div><p id="seen">Tea</p>' });
    page.query('#host').attachShadow({ mode: 'open' }).innerHTML = '<section class="blocked"><slot></slot></section>';
    recording = page.record({ block: '.blocked' });
    const seen = page.query('#seen');
    const told = await toldOf(page.query('#slotted'), page.query('#deep'), seen);
    assert.deepEqual(told, onlySeen());
  });

  it('is not told of where the page’s own function says so, and is of what is beside', async () => {
    page = await openPage({ body: '<div id="pad"><b id="key">7</b></div><p id="seen">Tea</p>' });
    recording = page.record({ decide: (element) => (element.id === 'pad' ? 'block' : undefined) });
    const seen = page.query('#seen');
    const told = await toldOf(page.query('#key'), seen);
    assert.deepEqual(told, onlySeen());
  });

  it('is told of within a frame, save over what is blocked there', async () => {
    page = await openPage({ body: '<iframe srcdoc="<p id=seen>Tea</p><div class=blocked><b id=key>7</b></div>"></iframe>' });
    await settle();
    recording = page.record({ block: '.blocked' });
    await settle();
    const { contentDocument } = page.query<HTMLIFrameElement>('iframe');
    const seen = contentDocument!.querySelector('#seen')!;
    const told = await toldOf(contentDocument!.querySelector('#key')!, seen);
    assert.deepEqual(told, onlySeen());
  });
});
