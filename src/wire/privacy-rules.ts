import * as v from '../core/schema.ts';

/**
 * One rule of the merchant's administrator: on which pages, and which elements. The contact centre's rules have a name,
 * a kind of page match with a value, and a CSS selector of what is shielded; `action` is ours.
 */
export interface PrivacyRule {
  /** Shown in diagnostics; at most 200 characters. */
  readonly name?: string | undefined;
  /** `generic`, every page · `path`, by the URL's path · `page-id`, by its parameter `cobrowse_page_id`. */
  readonly match: 'generic' | 'path' | 'page-id';
  /** The path as a Spring AntPathMatcher pattern, or the page id; at most 1,024 characters. */
  readonly value?: string | undefined;
  /** CSS selector, at most 1,024 characters; `pause` needs none. */
  readonly selector?: string | undefined;
  /** Default `block`. `pause` shares nothing of the page at all. */
  readonly action?: 'block' | 'mask' | 'unmask' | 'ignore' | 'pause' | undefined;
}

/** The contact centre's own limit for match values and selectors. */
const MAX_LENGTH = 1_024;
/** Far more rules than anybody keeps an overview of; bounds what one answer can make every element be compared with. */
const MAX_RULES = 500;

const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_LENGTH));
const RuleSchema = v.object({
  name: v.optional(v.pipe(v.string(), v.maxLength(200))),
  match: v.picklist(['generic', 'path', 'page-id']),
  value: v.optional(Text),
  selector: v.optional(Text),
  action: v.optional(v.picklist(['block', 'mask', 'unmask', 'ignore', 'pause'])),
});
const RulesSchema = v.pipe(v.array(RuleSchema), v.maxLength(MAX_RULES));

/**
 * Reads the rules of an answer. Null where they are not what rules look like: whoever applies them then hides
 * everything, for one rule that cannot be read may be the one that matters.
 */
export function parsePrivacyRules(raw: unknown): readonly PrivacyRule[] | null {
  const result = v.safeParse(RulesSchema, raw, { abortEarly: true });
  if (!result.success) return null;
  const isWhole = (rule: PrivacyRule): boolean =>
    (rule.match === 'generic' || rule.value !== undefined) && (rule.action === 'pause' || rule.selector !== undefined);
  return result.output.every(isWhole) ? result.output : null;
}
