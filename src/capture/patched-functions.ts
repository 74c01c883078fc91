/** A function, or the setter of a property, that rrweb wraps while it records. */
export interface Target {
  readonly owner: object;
  readonly key: string;
  /**
   * Whether rrweb hears of a call before the native function runs or after. After is better, as a call that fails is
   * then not recorded; before, where rrweb reads what the call changes.
   */
  readonly order: 'tell first' | 'call first';
}

type Realm = Window & typeof globalThis;

/**
 * All that rrweb 2.2.2 wraps in one window with our options, found by comparing the property descriptors of every
 * interface before and during a recording; `test/browser/capture/leaks.test.ts` repeats that comparison.
 */
export function targetsOf(view: Window): Target[] {
  const realm = view as Realm;
  const after = (owner: object | undefined, ...keys: string[]): Target[] =>
    owner ? keys.map((key) => ({ owner, key, order: 'call first' as const })) : [];
  const before = (owner: object | undefined, key: string): Target[] =>
    owner ? [{ owner, key, order: 'tell first' }] : [];
  return [
    ...after(realm.CSSStyleSheet.prototype, 'insertRule', 'deleteRule', 'replace', 'replaceSync'),
    // rrweb turns `addRule` without an index into the count of rules, which it has to read before the call.
    ...before(realm.CSSStyleSheet.prototype, 'addRule'),
    ...after(realm.CSSStyleSheet.prototype, 'removeRule'),
    ...after(realm.CSSGroupingRule?.prototype, 'insertRule', 'deleteRule'),
    ...after(realm.CSSStyleDeclaration.prototype, 'setProperty', 'removeProperty'),
    ...after(realm.HTMLInputElement.prototype, 'value', 'checked'),
    ...after(realm.HTMLSelectElement.prototype, 'value', 'selectedIndex'),
    ...after(realm.HTMLTextAreaElement.prototype, 'value'),
    ...after(realm.HTMLOptionElement.prototype, 'selected'),
    ...after(realm.Element.prototype, 'attachShadow'),
    // The definition upgrades elements at once: the agent hears of the name first.
    ...before(realm.customElements, 'define'),
    ...after(realm.document, 'adoptedStyleSheets'),
  ];
}
