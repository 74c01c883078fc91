import type { Policy } from '../capture/policy.ts';
import { CobrowseError } from '../core/errors.ts';

const BECAUSE: Readonly<Record<NonNullable<Policy['closed']>, string>> = {
  rules: 'Everything is masked: the privacy rules that came with connection info could not be read.',
  selector: 'Everything is masked: a selector of the privacy rules is none that this browser can read.',
  slow: 'Everything is masked: a selector of the privacy rules takes too long on this page.',
  page: 'Everything is masked: this page has replaced functions that privacy rules rest on.',
};

/** What page and customer are told where the privacy rules could not be applied. */
export const everythingMasked = (closed: NonNullable<Policy['closed']>): CobrowseError =>
  new CobrowseError('capture/everything-masked', BECAUSE[closed]);
