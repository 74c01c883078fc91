import type { Random } from '../random.ts';
import { createPlanter } from './planter.ts';

/** Changes a page at random, as its own scripts and its customer would. */
export interface Gardener {
  /** Does one thing and says what. */
  step(): string;
}

/** How often each thing is done, against the others. */
const WEIGHTS = {
  add: 14, remove: 8, move: 10, text: 12, attribute: 10, class: 8, style: 8, type: 14, choose: 6, scroll: 8, rule: 6,
  sheet: 4, shadow: 3, frame: 2, inFrame: 4, render: 4, reorder: 3, dialog: 2, details: 2, chart: 3, title: 1, wrap: 3,
} as const; // prettier-ignore
/** Nodes of the garden at most: a page that grows for ever would be compared for ever. */
const MAX_ELEMENTS = 160;
const MAX_RULES = 20;
const CLASSES = ['a', 'b', 'c', 'd', 'rule', 'adopted', 'other'];
const STYLES = [
  ['color', 'rgb(1, 2, 3)', 'rgb(200, 20, 2)'],
  ['margin-left', '3px', '12px'],
  ['background-color', 'rgb(250, 240, 230)', 'transparent'],
  ['display', 'block', 'inline-block'],
  ['opacity', '0.5', '0.9'],
] as const;
const ATTRIBUTES = [
  ['data-state', 'open', 'closed'],
  ['title', 'A title of some words', 'Another title'],
  ['hidden', ''],
  ['lang', 'en', 'de'],
  ['aria-label', 'labelled', 'otherwise labelled'],
  ['role', 'note', 'list'],
] as const;

export function createGardener(document: Document, random: Random): Gardener {
  const find = <Found extends HTMLElement>(selector: string): Found => document.querySelector<Found>(selector)!;
  const garden = find('#garden');
  const planter = createPlanter(document, garden, random);
  const adopted = new CSSStyleSheet();

  const isFrame = (element: Element): boolean => element.localName === 'iframe' || element.querySelector('iframe') !== null;
  const change = (element: Element, [name, ...values]: readonly [string, ...string[]]): string => {
    if (random.isLikely(0.25)) element.removeAttribute(name);
    else element.setAttribute(name, random.pick(values));
    return `${name} of ${element.localName}`;
  };
  const input = (field: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, type = 'input'): void =>
    void field.dispatchEvent(new Event(type, { bubbles: true, composed: true }));

  const deeds: Record<keyof typeof WEIGHTS, () => string> = {
    add() {
      if (planter.elements().length > MAX_ELEMENTS) return deeds.remove();
      const parent = planter.anyPlace();
      const plant = planter.plant(random.whole(0, 2));
      parent.insertBefore(plant, random.pick([...parent.childNodes, null]));
      // A script that goes on with what it has just added.
      if (random.isLikely(0.3)) plant.append(planter.words());
      return `add ${plant.localName} to ${parent.nodeName}`;
    },
    remove() {
      const victim = random.pick(planter.elements());
      victim?.remove();
      return `remove ${victim?.localName}`;
    },
    move() {
      const [moved, parent] = [random.pick(planter.elements()), planter.anyPlace()];
      // A frame that is moved loads anew: that is removing one and adding another.
      if (!moved || isFrame(moved) || planter.isWithin(parent, moved)) return 'move nothing';
      // Out of a shadow root or into one: rrweb hears of both ends apart, and the view starts anew. Rare, as on pages.
      if (moved.getRootNode() !== parent.getRootNode() && !random.isLikely(0.05)) return 'move nothing';
      parent.insertBefore(moved, random.pick([...parent.childNodes, null]));
      return `move ${moved.localName} to ${parent.nodeName}`;
    },
    wrap() {
      const wrapped = random.pick(planter.elements());
      if (!wrapped || isFrame(wrapped) || !wrapped.parentNode) return 'wrap nothing';
      const wrapper = document.createElement('section');
      wrapped.replaceWith(wrapper);
      wrapper.append(wrapped);
      return `wrap ${wrapped.localName}`;
    },
    text() {
      const text = planter.anyText();
      if (!text) return deeds.add();
      if (random.isLikely(0.7)) text.data = planter.sentence();
      else text.parentElement?.replaceChildren(planter.words());
      return 'text';
    },
    attribute: () => change(random.pick([garden, ...planter.elements()]), random.pick(ATTRIBUTES)),
    class() {
      const element = random.pick([garden, ...planter.elements()]);
      return `class ${element.classList.toggle(random.pick(CLASSES))} of ${element.localName}`;
    },
    style() {
      const { style } = random.pick([garden, ...planter.elements()]);
      const [name, ...values] = random.pick(STYLES);
      if (random.isLikely(0.3)) style.removeProperty(name);
      else style.setProperty(name, random.pick(values), random.isLikely(0.2) ? 'important' : '');
      return `style ${name}`;
    },
    type() {
      const field = random.pick([...document.querySelectorAll<HTMLInputElement>('[name=first], [name=secret], [name=words]')]);
      for (const letter of random.pick(['abc', 'de', 'fgh ijk'])) {
        field.value = field.value.length > 40 ? letter : field.value + letter;
        input(field);
      }
      return `type into ${field.name}`;
    },
    choose() {
      const field = random.pick([...document.querySelectorAll<HTMLInputElement>('[name=yes], [name=colour], [name=size], [name=amount], [name=range], [name=day]')]);
      if (field.type === 'checkbox' || field.type === 'radio') field.click();
      else if (field.type === 'date') field.value = `2024-0${random.whole(1, 9)}-11`;
      else if (field.localName === 'select') (field as unknown as HTMLSelectElement).selectedIndex = random.whole(0, 2);
      else field.value = String(random.whole(0, 90));
      input(field);
      input(field, 'change');
      return `choose ${field.name}`;
    },
    scroll() {
      const where = random.pick(['page', 'box', 'inner']);
      const scroller = where === 'page' ? document.defaultView! : where === 'box' ? find('#box') : find('#deep').shadowRoot!.querySelector('#inner')!;
      scroller.scrollTo(where === 'page' ? 0 : random.whole(0, 300), random.whole(0, 400));
      return `scroll ${where}`;
    },
    rule() {
      const sheet = find<HTMLStyleElement>('#rules').sheet!;
      const last = sheet.cssRules.length - 1;
      if (last > MAX_RULES || (last > 1 && random.isLikely(0.3))) {
        sheet.deleteRule(random.whole(0, last));
        return 'rule deleted';
      }
      if (last >= 0 && random.isLikely(0.3)) {
        const rule = sheet.cssRules[random.whole(0, last)] as CSSStyleRule;
        rule.style.setProperty('color', `rgb(${random.whole(0, 255)}, 1, 1)`);
        return 'rule changed';
      }
      sheet.insertRule(`.${random.pick(CLASSES)} { color: rgb(1, ${random.whole(0, 255)}, 1) }`, random.whole(0, last + 1));
      return 'rule inserted';
    },
    sheet() {
      if (!document.adoptedStyleSheets.includes(adopted)) {
        adopted.replaceSync('.adopted { font-weight: 700 }');
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, adopted];
        return 'sheet adopted';
      }
      if (random.isLikely(0.3)) adopted.replaceSync(`.adopted { margin-left: ${random.whole(1, 30)}px }`);
      else if (random.isLikely(0.5) && adopted.cssRules.length < MAX_RULES) adopted.insertRule(`.adopted { opacity: 0.${random.whole(1, 9)} }`);
      else document.adoptedStyleSheets = [];
      return 'sheet changed';
    },
    shadow() {
      const host = planter.shadowHost();
      planter.anyPlace().append(host);
      return 'shadow';
    },
    frame() {
      const frames = garden.querySelectorAll('iframe');
      if (frames.length > 2) {
        random.pick([...frames]).remove();
        return 'frame removed';
      }
      garden.append(planter.frame());
      return 'frame added';
    },
    inFrame() {
      const body = random.pick([...garden.querySelectorAll('iframe')])?.contentDocument?.body;
      if (!body) return 'in no frame';
      if (body.childNodes.length > 6) body.replaceChildren(planter.words());
      else body.append(planter.plant(1));
      return 'in a frame';
    },
    render() {
      const rows = Array.from({ length: random.whole(5, 30) }, (_, index) => planter.row(index));
      find('#rows').replaceChildren(...rows);
      return `render ${rows.length} rows`;
    },
    reorder() {
      const rows = [...find('#rows').children];
      for (const row of rows) if (random.isLikely(0.5)) find('#rows').prepend(row);
      return 'reorder rows';
    },
    dialog() {
      const dialog = find<HTMLDialogElement>('#dialog');
      if (dialog.open) dialog.close();
      else dialog.show();
      return `dialog ${dialog.open}`;
    },
    details: () => `details ${find('#details').toggleAttribute('open')}`,
    chart() {
      const bars = find('#chart').querySelectorAll('rect');
      random.pick([...bars]).setAttribute('height', String(random.whole(1, 40)));
      return 'chart';
    },
    title: () => (document.title = planter.sentence()),
  };
  return {
    step: () => deeds[random.weighed(WEIGHTS)](),
  };
}
