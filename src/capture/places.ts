import { isAlwaysPrivate, isTypedHidden } from './fields.ts';
import { closestOf } from './natives.ts';
import { type Policy, UI_ELEMENT } from './policy.ts';
import { BLOCKED, EDITABLE, MASKED, type Verdicts } from './verdicts.ts';

/** A place of the page whose content agents do not see. */
export interface HiddenPlace {
  readonly element: Element;
  readonly kind: 'blocked' | 'masked';
}

/** More boxes than anybody looks at; bounds what drawing them costs the page. */
const MAX_PLACES = 200;
const FIELDS = 'input:not([type=hidden]),textarea,select,[contenteditable]';

/** What agents do not see of this page, outermost first, also in open shadow roots and frames of the same origin. */
export function hiddenPlaces(policy: Policy, verdicts: Verdicts): HiddenPlace[] {
  if (policy.maskAll || policy.closed) return [{ element: document.body, kind: 'masked' }];
  const places: HiddenPlace[] = [];
  const wanted = `${policy.block},${policy.mask},${FIELDS}`;
  const roots: (Document | ShadowRoot)[] = [document];
  // The list grows while it is gone through.
  for (const root of roots) {
    for (const element of root.querySelectorAll(wanted)) {
      const kind = hidingOf(element, policy, verdicts);
      const isWithin = places.some((place) => place.element.contains(element));
      if (kind && !isWithin && element.localName !== UI_ELEMENT) places.push({ element, kind });
      if (places.length === MAX_PLACES) return places;
    }
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      const inner = element.nodeName === 'IFRAME' ? (element as HTMLIFrameElement).contentDocument : null;
      if (inner) roots.push(inner);
    }
  }
  return places;
}

/** How an element is hidden, a field with what is typed into it; nothing where agents see it. */
export function hidingOf(element: Element, policy: Policy, verdicts: Verdicts): HiddenPlace['kind'] | undefined {
  const verdict = verdicts.of(element);
  if (verdict & BLOCKED) return 'blocked';
  if (verdict & MASKED) return 'masked';
  const isField = closestOf(element, FIELDS) === element;
  if (!isField) return undefined;
  const isTyped = verdict & EDITABLE || !/^(checkbox|radio|button|submit|reset|image)$/.test((element as HTMLInputElement).type);
  const isHidden = isTyped && (isTypedHidden(verdict, policy) || isAlwaysPrivate(element, (element as HTMLInputElement).value ?? ''));
  return isHidden ? 'masked' : undefined;
}
