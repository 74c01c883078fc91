import { assert } from 'chai';
import * as fc from 'fast-check';
import type { PrivacyOptions } from '../../../src/capture/policy.ts';
import { haystack } from '../../support/markers.ts';
import { openPage, type Page, settle } from '../../support/page.ts';
import { findByTag, type SnapshotNode } from '../../support/snapshot-node.ts';

const CLASSES = ['ruled', 'blocked', 'open', 'quiet', 'host'];
const MARKS = ['data-cobrowse-mask', 'data-cobrowse-block', 'data-cobrowse-unmask', 'contenteditable', 'dir'];
const TAGS = ['div', 'p', 'b', 'section', 'x-part', 'button', 'li'];

const selector = (...list: string[]): fc.Arbitrary<string | null> => fc.constantFrom(null, ...list);
const someRules = fc.record({
  mask: selector('.ruled', '.ruled', '.host .ruled', '.ruled ~ *', '.ruled > *', 'p:first-child', 'section:empty + *', ':not(.open) > b', '.ruled:not(:has(.open))'),
  block: selector('.blocked', '.blocked', '.host > .blocked', '.quiet + .blocked'),
  unmask: selector('.open', '.open', 'section .open', '*'),
  ignore: selector('.quiet'),
  maskAll: fc.boolean(),
  maskInputs: fc.boolean(),
  showLength: fc.boolean(),
});
type Rules = typeof someRules extends fc.Arbitrary<infer Value> ? Value : never;

/** Something that a page does; the numbers choose among the elements that it then has. */
const DEEDS = ['add', 'add', 'add', 'text', 'text', 'field', 'field', 'password', 'shadow', 'type', 'type', 'set', 'title', 'class', 'class', 'class', 'mark', 'move', 'move', 'clone', 'wrap', 'remove', 'render', 'edit', 'split', 'snapshot', 'rest', 'rest'] as const;
const someDeed = fc.tuple(fc.constantFrom(...DEEDS), fc.nat(97), fc.nat(89));
type Deed = typeof someDeed extends fc.Arbitrary<infer Value> ? Value : never;

const WORD_LENGTH = 'Zq7random000w'.length;

type Field = HTMLInputElement | HTMLTextAreaElement;
const isField = (node: Element): node is Field => node.matches('input, textarea');

interface Sight {
  masked: boolean;
  unmasked: boolean;
  blocked: boolean;
  quiet: boolean;
  editable: boolean;
}

/** A page that lives, and remembers which of its words anybody was ever to see. */
class Life {
  readonly #page: Page;
  readonly #rules: Rules;
  /** Fields that were passwords are ever after. */
  readonly #passwords = new WeakSet<Element>();
  readonly words: string[] = [];
  readonly shown = new Set<string>();

  constructor(page: Page, rules: Rules) {
    this.#page = page;
    this.#rules = rules;
  }

  word(): string {
    const word = `Zq7random${String(this.words.length).padStart(3, '0')}w`;
    this.words.push(word);
    return word;
  }

  elements(): Element[] {
    const found: Element[] = [];
    const visit = (root: ParentNode): void => {
      for (const element of root.querySelectorAll('*')) {
        found.push(element);
        if (element.shadowRoot) visit(element.shadowRoot);
      }
    };
    visit(this.#page.document.body);
    return found;
  }

  do([deed, first, second]: Deed): void {
    const { document, view } = this.#page;
    const all = this.elements();
    const boxes: Element[] = [document.body, ...all.filter((one) => !isField(one))];
    const fields = all.filter(isField);
    const box = boxes[first % boxes.length]!;
    const one = all[second % all.length];
    const field = fields[second % fields.length];
    const place: Element | ShadowRoot = box.shadowRoot && first % 2 ? box.shadowRoot : box;
    if (deed === 'add') {
      const added = document.createElement(TAGS[second % TAGS.length]!);
      added.className = CLASSES[first % 7] ?? '';
      added.append(this.word());
      place.append(added);
    } else if (deed === 'text') place.append(this.word());
    else if (deed === 'field' || deed === 'password') {
      const added = document.createElement(deed === 'field' && second % 3 === 0 ? 'textarea' : 'input') as HTMLInputElement;
      if (deed === 'password') added.type = second % 2 ? 'password' : 'hidden';
      added.setAttribute(added.type === 'textarea' ? 'placeholder' : 'value', this.word());
      if (deed === 'password') this.#passwords.add(added);
      place.append(added);
    } else if (deed === 'shadow') {
      if (!box.shadowRoot && /^(div|p|section|x-part)$/i.test(box.tagName)) box.attachShadow({ mode: 'open' }).append(this.word(), document.createElement('p'), document.createElement('slot'));
    } else if (deed === 'title') one?.setAttribute(['title', 'aria-label', 'data-note', 'alt'][first % 4]!, this.word());
    else if (deed === 'class') one?.classList.toggle(CLASSES[first % CLASSES.length]!);
    else if (deed === 'mark') one?.toggleAttribute(MARKS[first % MARKS.length]!);
    else if (deed === 'type' || deed === 'set') {
      if (field) field.value += this.word();
      if (deed === 'type') field?.dispatchEvent(new view.Event('input', { bubbles: true, composed: true }));
    } else if (deed === 'move') {
      if (one && !contains(one, place)) place.append(one);
    } else if (deed === 'clone') {
      // A password's copy is another field, of which nobody knows that it is one once it is shown as text.
      if (one && !contains(one, place) && !one.matches('[type=text]') && all.length < 60) place.append(this.#copy(one));
    } else if (deed === 'wrap') {
      const around = document.createElement('div');
      around.className = CLASSES[second % CLASSES.length]!;
      if (one?.parentNode) {
        one.replaceWith(around);
        around.append(one);
      }
    } else if (deed === 'remove') one?.remove();
    else if (deed === 'render') {
      const html = place.innerHTML;
      if (!box.querySelector('input, textarea')) place.innerHTML = html;
    } else if (deed === 'edit') {
      const text = [...box.childNodes].find((node) => node.nodeType === 3);
      if (text) text.nodeValue += this.word();
    } else if (deed === 'split') {
      const text = [...box.childNodes].find((node) => node.nodeType === 3 && (node.nodeValue?.length ?? 0) > WORD_LENGTH);
      (text as Text | undefined)?.splitText(WORD_LENGTH);
    }
    this.note();
  }

  #copy(one: Element): Node {
    const copy = one.cloneNode(true) as Element;
    const passwords = (root: Element): Element[] => [root, ...root.querySelectorAll('*')];
    const originals = passwords(one);
    passwords(copy).forEach((each, i) => this.#passwords.has(originals[i]!) && this.#passwords.add(each));
    return copy;
  }

  /** Adds the words that somebody may now see; returns them. */
  note(): Set<string> {
    const now = new Set<string>();
    const add = (text: string | null): void => {
      for (const [word] of (text ?? '').matchAll(/Zq7random\d{3}w/g)) now.add(word);
    };
    for (const element of [this.#page.document.body, ...this.elements()]) {
      const sight = this.#sightOf(element);
      if (sight.blocked) continue;
      const typedHidden = this.#isTypedHidden(sight);
      if (isField(element)) {
        if (!typedHidden && !sight.quiet && !this.#isPassword(element)) {
          add(element.value);
          add(element.getAttribute('value'));
        }
      } else {
        const texts = [...element.childNodes, ...(element.shadowRoot?.childNodes ?? [])].filter((node) => node.nodeType === 3);
        const isHidden = sight.masked || (sight.editable && typedHidden);
        // A text that is shown in a slot is judged by the slot as well.
        const isSlotHidden = (text: Node): boolean => {
          const slot = (text as Text).assignedSlot;
          return slot !== null && (this.#sightOf(slot).masked || this.#sightOf(slot).blocked);
        };
        if (!isHidden) for (const text of texts) if (!isSlotHidden(text)) add(text.nodeValue);
      }
      if (!sight.masked) for (const name of ['title', 'aria-label', 'alt', 'placeholder']) add(element.getAttribute(name));
    }
    for (const word of now) this.shown.add(word);
    return now;
  }

  /** What is wrong in a snapshot of the page as it now is: each text and attribute is to be there as it is, or hidden. */
  faultsIn(snapshot: SnapshotNode): string[] {
    const faults: string[] = [];
    const check = (what: string, sent: unknown, live: string, isHidden: boolean): void => {
      if (isHidden ? !/^[*\s]*$/.test(String(sent ?? '')) : sent !== live) faults.push(`${what} is ${JSON.stringify(sent)}, not ${isHidden ? 'hidden' : live}`);
    };
    const pending: [SnapshotNode, Node, Sight?][] = [[findByTag(snapshot, 'body'), this.#page.document.body]];
    while (pending.length > 0) {
      const [sent, live, around] = pending.pop()!;
      if (live.nodeType === 3) {
        const { assignedSlot } = live as Text;
        const slot = assignedSlot && this.#sightOf(assignedSlot);
        check('text', sent.textContent, live.nodeValue ?? '', around!.masked || (around!.editable && this.#isTypedHidden(around!)) || Boolean(slot?.masked || slot?.blocked));
        continue;
      }
      const element = live as Element;
      const sight = this.#sightOf(element);
      const attributes = sent.attributes!;
      if (sight.blocked) {
        const more = Object.keys(attributes).filter((name) => !['class', 'rr_width', 'rr_height'].includes(name));
        if (more.length > 0 || sent.childNodes!.length > 0) faults.push(`a blocked ${sent.tagName} has ${more.join()} and ${sent.childNodes!.length} nodes`);
        continue;
      }
      for (const { name, value } of element.attributes) {
        if (name === 'value') continue;
        const isWords = ['title', 'aria-label', 'alt', 'placeholder'].includes(name);
        check(name, attributes[name], value, name === 'data-note' || (isWords && sight.masked));
      }
      if (isField(element)) {
        const isHidden = this.#isTypedHidden(sight) || sight.quiet || this.#isPassword(element);
        check('value', attributes['value'] ?? '', element.value, isHidden);
        continue;
      }
      for (const [isShadow, nodes] of [[false, element.childNodes], [true, element.shadowRoot?.childNodes ?? []]] as const) {
        const told = sent.childNodes!.filter((node) => (node.isShadow ?? false) === isShadow);
        if (told.length !== nodes.length) faults.push(`${sent.tagName} has ${told.length} nodes, not ${nodes.length}`);
        else told.forEach((node, i) => pending.push([node, nodes[i]!, sight]));
      }
    }
    return faults;
  }

  /** Also one that the page has made from its HTML. */
  #isPassword(field: Field): boolean {
    return this.#passwords.has(field) || field.type === 'password' || field.type === 'hidden';
  }

  #isTypedHidden({ masked, unmasked }: Sight): boolean {
    return masked || (this.#rules.maskInputs && !unmasked);
  }

  /** What the rules say of an element, read from the page once more and in another way than the product does. */
  #sightOf(element: Element): Sight {
    const { mask, unmask, block, ignore, maskAll } = this.#rules;
    const chain: Element[] = [];
    for (let at: Element | null = element; at; at = at.parentElement ?? ((at.getRootNode() as ShadowRoot).host as Element | undefined) ?? null) chain.unshift(at);
    const sight = { masked: maskAll, unmasked: false, blocked: false, quiet: false, editable: false };
    const is = (at: Element, ...selectors: (string | null)[]): boolean => selectors.some((one) => one !== null && at.matches(one));
    for (const at of chain) {
      if (at.assignedSlot) {
        const place = this.#sightOf(at.assignedSlot);
        if (place.masked) Object.assign(sight, { masked: true, unmasked: false });
        sight.blocked ||= place.blocked;
        sight.quiet ||= place.quiet;
      }
      if (is(at, unmask, '[data-cobrowse-unmask]')) Object.assign(sight, { masked: false, unmasked: true });
      if (is(at, mask, '[data-cobrowse-mask]')) Object.assign(sight, { masked: true, unmasked: false });
      sight.blocked ||= is(at, block, '[data-cobrowse-block]');
      sight.quiet ||= is(at, ignore);
      if (at.hasAttribute('contenteditable')) sight.editable = at.getAttribute('contenteditable') !== 'false';
    }
    return sight;
  }
}

/** Also across shadow roots. */
function contains(one: Element, place: Node): boolean {
  for (let at: Node | null = place; at; at = at.parentNode ?? (at as ShadowRoot).host ?? null) if (at === one) return true;
  return false;
}

const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('a page that does anything, under any rules', () => {
  let page: Page;
  before(async () => {
    page = await openPage({ body: '' });
  });
  after(() => page.close());

  async function live(rules: Rules, before: readonly Deed[], after: readonly Deed[]): Promise<void> {
    const { body } = page.document;
    body.replaceChildren();
    for (const { name } of [...body.attributes]) body.removeAttribute(name);
    const life = new Life(page, rules);
    for (const deed of before) life.do(deed);
    const recording = page.record(rules as Partial<PrivacyOptions>);
    try {
      for (const deed of after) {
        if (deed[0] === 'snapshot') recording.recorder.takeSnapshot();
        else if (deed[0] === 'rest') await rest();
        else life.do(deed);
      }
      await rest();
      recording.recorder.takeSnapshot();
      await settle();
      assert.deepEqual(recording.errors.map(({ code }) => code), []);
      const sent = await recording.sent();
      const leaks = life.words.filter((word) => !life.shown.has(word) && sent.leaksOf(word).length > 0);
      assert.deepEqual(leaks, [], 'never shown to anybody, and sent');
      const last = recording.events.filter(({ type }) => type === 2).at(-1)!;
      const faults = life.faultsIn(last.data['node'] as SnapshotNode);
      assert.isEmpty(faults, faults.join('; '));
      const now = life.note();
      const { leaksOf } = haystack(last);
      const stale = life.words.filter((word) => !now.has(word) && leaksOf(word).length > 0);
      assert.deepEqual(stale, [], 'shown to somebody once, private now, and sent again');
    } finally {
      recording.recorder.stop();
    }
  }

  it('sends no word that was never to be seen, and each that is', async () => {
    await fc.assert(
      fc.asyncProperty(someRules, fc.array(someDeed, { maxLength: 25 }), fc.array(someDeed, { minLength: 5, maxLength: 40 }), live),
      { numRuns: 150, interruptAfterTimeLimit: 12_000, includeErrorInReport: true },
    );
  });
});
