import type { PrivacyRule } from '../wire/privacy-rules.ts';
import { matchesPage } from './page-match.ts';
import { isSelector } from './selectors.ts';

/** The element that holds all that the widget shows; agents see it in their own window, not in the recording. */
export const UI_ELEMENT = 'cobrowse-ui';

/** What the page's own function may say of an element. */
export type Decision = 'mask' | 'unmask' | 'block' | undefined;

/** What the merchant's page decides about a recording. `docs/privacy.md` says what each does. */
export interface PrivacyOptions {
  /** Default `true`: what is typed leaves as stars. */
  readonly maskInputs: boolean;
  /** Default `false`: everything is masked save what `unmask` names. */
  readonly maskAll: boolean;
  /** Default `false`: a masked field shows eight stars, whatever its length; `true`: one star per character. */
  readonly showLength: boolean;
  /** Default `false`: e-mail addresses in texts are masked. */
  readonly maskEmails: boolean;
  /** Default `false`: telephone numbers in texts are masked. */
  readonly maskPhones: boolean;
  readonly mask: string | null;
  readonly unmask: string | null;
  readonly block: string | null;
  readonly ignore: string | null;
  /** Names of URL parameters that may stay in addresses of pages. */
  readonly allowParameters: readonly string[];
  readonly decide: ((element: Element) => Decision) | null;
}

/** What makes a recording mask everything. */
export type ClosedReason = 'rules' | 'selector' | 'page' | 'slow';

/** The options and rules as they hold for one page: selectors that the browser can read, and what stands without them. */
export interface Policy extends Omit<PrivacyOptions, 'mask' | 'unmask' | 'block' | 'ignore'> {
  readonly mask: string;
  readonly unmask: string;
  readonly block: string;
  readonly ignore: string;
  /** A rule says that nothing of this page is shared. */
  readonly pause: boolean;
  readonly closed: ClosedReason | null;
  /** The same for the same policy. */
  readonly key: string;
}

/** Marks in the page's own HTML. rrweb's class names count too: a page has them for another recorder, and means the same. */
const MARKS = {
  mask: '[data-cobrowse-mask],.rr-mask',
  unmask: '[data-cobrowse-unmask]',
  block: `${UI_ELEMENT},[data-cobrowse-block],.rr-block`,
  ignore: '[data-cobrowse-ignore],.rr-ignore',
} as const;

type Marks = keyof typeof MARKS;

/**
 * What holds on the page at that address. `rules` are null where they came and could not be read; `hidden` are selectors
 * of what the customer has hidden. One selector that the browser cannot read closes the whole: what it was to hide is
 * not known.
 */
export function resolvePolicy(
  options: PrivacyOptions,
  rules: readonly PrivacyRule[] | null,
  hidden: readonly string[],
  address: Pick<URL, 'pathname' | 'search'>,
): Policy {
  let closed: ClosedReason | null = rules ? null : 'rules';
  let pause = false;
  const selectors: Record<Marks, string[]> = {
    mask: [MARKS.mask],
    unmask: [MARKS.unmask],
    block: [MARKS.block],
    ignore: [MARKS.ignore],
  };
  const add = (action: Marks, selector: string | null | undefined): void => {
    if (!selector) return;
    if (isSelector(selector)) selectors[action].push(selector);
    else closed = 'selector';
  };
  for (const action of Object.keys(MARKS) as Marks[]) add(action, options[action]);
  for (const selector of hidden) add('block', selector);
  for (const rule of rules ?? []) {
    if (!matchesPage(rule, address)) continue;
    if (rule.action === 'pause') pause = true;
    else add(rule.action ?? 'block', rule.selector);
  }
  const joined = Object.fromEntries(Object.entries(selectors).map(([action, list]) => [action, list.join()]));
  // Marks alone are known to be read; asking takes exceptions, which engines are slow to make.
  if (!Object.values(selectors).every((list) => list.length === 1 || isSelector(list.join()))) closed = 'selector';
  const resolved = { ...options, ...(joined as Record<Marks, string>), pause, closed };
  return { ...resolved, key: JSON.stringify(resolved) };
}
