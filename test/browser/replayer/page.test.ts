import { assert } from 'chai';
import { createStage, describeTree, type Stage } from '../../support/replay-stage.ts';

describe('the customer’s page at the agent', () => {
  let stage: Stage;

  function setUp(build: (page: HTMLElement) => void, skewMs = 0): Promise<void> {
    build(stage.customer);
    stage.admit();
    stage.record(skewMs);
    return stage.deliver();
  }
  const make = (tag: string, text = '', parent: Node = stage.customer): HTMLElement => {
    const element = document.createElement(tag);
    element.textContent = text;
    parent.appendChild(element);
    return element;
  };
  const shown = (): Element => stage.page.querySelector('main')!;
  const assertSame = (): void => assert.equal(describeTree(shown()), describeTree(stage.customer));

  beforeEach(() => {
    stage = createStage();
  });
  afterEach(() => stage.dispose());

  it('is the same after texts, attributes, additions, removals and moves', async () => {
    await setUp(() => {
      const list = make('ul');
      for (const name of ['one', 'two', 'three', 'four']) make('li', name, list).id = name;
    });
    assertSame();
    const list = stage.customer.querySelector('ul')!;
    list.firstElementChild!.textContent = 'ONE';
    list.append(list.children[1]!);
    list.prepend(list.children[2]!);
    list.querySelector('#three')!.remove();
    make('li', 'five', list).dataset['row'] = '5';
    list.className = 'changed';
    await stage.deliver();
    assertSame();
    assert.deepEqual(stage.errors, []);
  });

  it('has two thousand rows, also once they were rendered anew and put in another order', async () => {
    const render = (order: readonly number[]): void => {
      const body = document.createElement('tbody');
      for (const row of order) {
        const line = make('tr', '', body);
        make('td', `row ${row}`, line);
        make('td', String(row * row), line);
      }
      stage.customer.querySelector('table')!.replaceChildren(body);
    };
    const rows = Array.from({ length: 2_000 }, (_, row) => row);
    await setUp(() => {
      make('table');
      render(rows);
    });
    assertSame();
    render([...rows].reverse());
    await stage.deliver();
    assertSame();
    const body = stage.customer.querySelector('tbody')!;
    body.append(...[...body.children].reverse());
    await stage.deliver();
    assertSame();
  });

  it('shows styles that scripts write', async () => {
    await setUp(() => {
      make('p', 'styled').className = 'css-1';
      stage.customer.append(document.createElement('style'));
    });
    stage.customer.querySelector('style')!.sheet!.insertRule('.css-1 { color: rgb(1, 2, 3); }');
    await stage.deliver();
    assert.equal(getComputedStyle(stage.page.querySelector('.css-1')!).color, 'rgb(1, 2, 3)');
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    sheet.replaceSync('.css-1 { background-color: rgb(4, 5, 6); }');
    await stage.deliver();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    assert.equal(getComputedStyle(stage.page.querySelector('.css-1')!).backgroundColor, 'rgb(4, 5, 6)');
  });

  it('shows the popovers that are open', async () => {
    // The recorder's mark; rrweb alone does not make it.
    const popover = (id: string, isOpen: boolean): HTMLElement => {
      const element = make('div', id);
      element.id = id;
      element.setAttribute('popover', 'manual');
      if (isOpen) element.setAttribute('rr_popover', 'open');
      return element;
    };
    const isShown = (id: string): boolean => stage.page.querySelector(`#${id}`)!.matches(':popover-open');
    const popovers: HTMLElement[] = [];
    await setUp(() => popovers.push(popover('first', true), popover('second', false)));
    assert.deepEqual(['first', 'second'].map(isShown), [true, false]);
    popovers[0]!.removeAttribute('rr_popover');
    popovers[1]!.setAttribute('rr_popover', 'open');
    popover('third', true);
    await stage.deliver();
    assert.deepEqual(['first', 'second', 'third'].map(isShown), [false, true, true]);
    // Nothing that can be shown so, and nothing that breaks the picture.
    make('p').setAttribute('rr_popover', 'open');
    await stage.deliver();
    assert.deepEqual(stage.errors, []);
  });

  it('lays out formulas', async () => {
    const formula = '<mfrac><mi>a</mi><msqrt><mn>2</mn></msqrt></mfrac>';
    const write = (): void => {
      const math = document.createElementNS('http://www.w3.org/1998/Math/MathML', 'math');
      math.innerHTML = formula;
      stage.customer.append(math);
    };
    await setUp(write);
    write();
    await stage.deliver();
    const elements = [...shown().querySelectorAll('*')];
    assert.equal(shown().innerHTML, `<math>${formula}</math>`.repeat(2));
    assert.deepEqual([...new Set(elements.map(({ namespaceURI }) => namespaceURI))], ['http://www.w3.org/1998/Math/MathML']);
  });

  it('shows what was typed as the recorder masked it, and boxes as they were ticked', async () => {
    await setUp(() => {
      (make('input') as HTMLInputElement).type = 'text';
      (make('input') as HTMLInputElement).type = 'checkbox';
    });
    const [text, box] = stage.customer.querySelectorAll('input');
    text!.value = 'secret';
    text!.dispatchEvent(new Event('input', { bubbles: true }));
    box!.click();
    await stage.deliver();
    const [shownText, shownBox] = stage.page.querySelectorAll('input');
    assert.equal(shownText!.value, '******');
    assert.isTrue(shownBox!.checked);
  });

  it('has what a constructed sheet says that was filled anew while nobody adopted it', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('main { margin-left: 1px }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const others = document.adoptedStyleSheets.filter((other) => other !== sheet);
    await setUp(() => void make('p', 'plain'));
    sheet.replaceSync('main { margin-left: 2px }');
    sheet.insertRule('main { margin-top: 3px }');
    document.adoptedStyleSheets = others;
    sheet.replaceSync('main { margin-right: 4px }');
    document.adoptedStyleSheets = [...others, sheet];
    await stage.deliver();
    const theirs = stage.page.adoptedStyleSheets.at(-1)!;
    assert.deepEqual(Array.from(theirs.cssRules, ({ cssText }) => cssText), ['main { margin-right: 4px; }']);
    document.adoptedStyleSheets = others;
  });

  it('has what is new in a shadow root whose host has moved in the same moment', async () => {
    await setUp(() => void make('p', 'below'));
    // It comes while the page is watched: what happens in it is told of after what happens around it.
    const host = make('div');
    host.attachShadow({ mode: 'open' }).append(Object.assign(document.createElement('ul'), { textContent: 'one' }));
    await stage.deliver();
    stage.customer.querySelector('p')!.append(host);
    host.shadowRoot!.querySelector('ul')!.replaceChildren('two');
    host.shadowRoot!.append(document.createElement('hr'));
    await stage.deliver();
    const root = stage.page.querySelector('main p > div')!.shadowRoot!;
    assert.equal(root.innerHTML, '<ul>two</ul><hr>');
    assert.deepEqual(stage.errors, []);
  });

  it('reaches into shadow roots', async () => {
    await setUp(() => {
      make('div').attachShadow({ mode: 'open' }).append('inside');
    });
    assertSame();
    const root = stage.customer.querySelector('div')!.shadowRoot!;
    make('b', 'later', root);
    await stage.deliver();
    assertSame();
  });

  it('reaches into frames of the same origin, and loads nothing into them itself', async () => {
    const loaded = new Promise((done) => {
      const frame = document.createElement('iframe');
      frame.srcdoc = '<p>in the frame</p>';
      frame.addEventListener('load', done, { once: true });
      stage.customer.append(frame);
    });
    await loaded;
    await setUp(() => {});
    // Not the page's first: rrweb as published, which records here, puts one of its own into the page in WebKit.
    const inner = shown().querySelector('iframe')!;
    assert.equal(inner.contentDocument!.querySelector('p')!.textContent, 'in the frame');
    assert.equal(inner.getAttribute('sandbox'), 'allow-same-origin');
    assert.isFalse(inner.hasAttribute('srcdoc'));
    const outer = stage.customer.querySelector('iframe')!;
    outer.contentDocument!.querySelector('p')!.textContent = 'changed';
    await stage.deliver();
    assert.equal(inner.contentDocument!.querySelector('p')!.textContent, 'changed');
  });

  for (const [name, skewMs] of [['two seconds ahead', 2_000], ['two seconds behind', -2_000], ['an hour behind', -3_600_000]] as const)
    it(`is shown at once when the customer’s clock is ${name}`, async () => {
      await setUp(() => make('p', 'before'), skewMs);
      stage.customer.querySelector('p')!.textContent = 'after';
      await stage.deliver();
      assert.equal(shown().textContent, 'after');
    });

  it('shows the pointer where it is, and what it hovers, with nothing to wait for', async () => {
    await setUp(() => {
      stage.customer.style.cssText = 'position: fixed; left: 0; top: 0; width: 300px; height: 100px';
      make('p', 'first');
      make('p', 'second');
    });
    const [first, second] = stage.customer.querySelectorAll('p');
    const hovered = (): string[] => [...stage.page.querySelectorAll('.\\:hover')].map(({ nodeName }) => nodeName);
    first!.dispatchEvent(new MouseEvent('mousemove', { bubbles: true, clientX: 30, clientY: 20 }));
    await new Promise((done) => setTimeout(done, 20));
    await stage.deliver();
    const mouse = stage.container.querySelector<HTMLElement>('.replayer-mouse')!;
    assert.equal(mouse.style.left, '30px');
    assert.equal(mouse.style.top, '20px');
    assert.deepEqual(hovered(), ['HTML', 'BODY', 'MAIN', 'P']);
    second!.dispatchEvent(new MouseEvent('mousemove', { bubbles: true, clientX: 31, clientY: 60 }));
    await new Promise((done) => setTimeout(done, 20));
    await stage.deliver();
    assert.equal(mouse.style.left, '31px');
    assert.isTrue(stage.page.querySelectorAll('p')[1]!.classList.contains(':hover'));
    assert.isFalse(stage.page.querySelectorAll('p')[0]!.classList.contains(':hover'));
  });

  it('stays where the customer is when something comes in above', async () => {
    await setUp(() => {
      const box = make('div');
      box.style.cssText = 'height: 50px; overflow: auto';
      for (let row = 0; row < 30; row += 1) make('p', `row ${row}`, box);
    });
    stage.customer.querySelector('div')!.scrollTo({ top: 300, behavior: 'instant' });
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await stage.deliver();
    const theirs = stage.page.querySelector('main > div')!;
    assert.equal(theirs.scrollTop, 300);
    // Where the customer's browser keeps the place it says so; the agent's own must not do that a second time.
    theirs.prepend(Object.assign(stage.page.createElement('p'), { textContent: 'above', style: 'height: 90px' }));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    assert.equal(theirs.scrollTop, 300);
  });

  it('is scrolled to where the customer is', async () => {
    await setUp(() => {
      const box = make('div');
      box.style.cssText = 'height: 50px; overflow: auto; scroll-behavior: smooth';
      make('div', '', box).style.height = '1000px';
    });
    const box = stage.customer.querySelector('div')!;
    box.scrollTo({ top: 300, behavior: 'instant' });
    await new Promise(requestAnimationFrame);
    await new Promise((done) => setTimeout(done, 150));
    await stage.deliver();
    assert.equal(stage.page.querySelector('main > div')!.scrollTop, 300);
  });
});
