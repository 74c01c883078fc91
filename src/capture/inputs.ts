/** What decides how the value of a form field leaves the page. */
export interface InputRules {
  /** `true`: each character becomes `*`. `false`: values leave as they are, save those that are always private. */
  readonly maskInputs: boolean;
  /** Fields in here are masked even where `maskInputs` is false. */
  readonly maskSelector: string | null;
  /** What is typed into these fields is not reported at all. */
  readonly ignoreSelector: string | null;
}

/** Stands for a value whose length would say something: a password's, a card number's. */
export const PRIVATE_MASK = '*'.repeat(8);

/** Words of a field's `name` and `id`, as merchants write them: `cardNumber`, `cc-csc`, `login[password]`. */
const PRIVATE_NAME = new RegExp(
  [
    '(card|cc|credit card|debit card|kreditkarten?|karten) ?(no|nr|num|number|nummer)',
    '(cc|card) ?(csc|cvc|cvv|code|pin|exp\\w*|expiry)',
    'credit ?card|debit ?card|kredit ?karte|pan|pin|tan',
    '(cvc|cvv|csc|cvn)2?|card verification\\w*|security code',
    '\\w*passwor[dt]\\w*|\\w*passwd\\w*|pass|pwd|passphrase|passcode|kennwort',
    'otp|totp|2fa|mfa|one ?time\\w*|(verification|authentication|auth|sms|confirmation) code',
  ]
    .map((words) => `\\b(${words})\\b`)
    .join('|'),
);

/** Tokens of the HTML autofill field names; `cc-type` and `cc-name` go with the rest of the card. */
const PRIVATE_AUTOCOMPLETE = /(^|\s)(cc-[\w-]+|one-time-code|current-password|new-password)(\s|$)/;

/** Card numbers are 13 to 19 digits (ISO/IEC 7812), typed in groups or not. */
const DIGIT_RUN = /\d(?:[ -]?\d){12,18}/g;

/** The value of these is the page's own label or choice, nothing that was typed. */
const LABEL_TYPES = new Set(['button', 'submit', 'reset', 'image', 'checkbox', 'radio']);

/**
 * Fields that were seen to hold something private. They stay so: a password that is shown as text is a password, and
 * a card number from which a digit was deleted is most of a card number. Outlives a recording, as the field does.
 */
const seenPrivate = new WeakSet<Element>();

/**
 * The value of `element` as it may leave the page. Applying it to its own result changes nothing, so that a second
 * net can run behind the first. Where anything fails, the value is masked.
 */
export function maskInput(value: string, element: Element, rules: InputRules): string {
  if (value === '') return '';
  try {
    if (isAlwaysPrivate(element, value)) return PRIVATE_MASK;
    if (rules.ignoreSelector && element.matches(rules.ignoreSelector)) return PRIVATE_MASK;
    if (LABEL_TYPES.has(typeOf(element))) return value;
    if (rules.maskInputs || (rules.maskSelector && element.closest(rules.maskSelector)))
      return '*'.repeat(value.length);
    return value;
  } catch {
    return PRIVATE_MASK;
  }
}

/** True for what no option can unmask: passwords, cards, one-time codes, hidden and file fields. */
export function isAlwaysPrivate(element: Element, value: string): boolean {
  const type = typeOf(element);
  // Hidden fields hold tokens and ids that the customer never sees; a file's value is its name on the device.
  if (type === 'hidden' || type === 'file') return true;
  if (seenPrivate.has(element)) return true;
  const isPrivate =
    type === 'password' ||
    // rrweb's own mark on a field that was a password while it looked.
    element.hasAttribute('data-rr-is-password') ||
    PRIVATE_AUTOCOMPLETE.test(element.getAttribute('autocomplete')?.toLowerCase() ?? '') ||
    PRIVATE_NAME.test(wordsOf(element.getAttribute('name'))) ||
    PRIVATE_NAME.test(wordsOf(element.getAttribute('id'))) ||
    holdsCardNumber(value);
  // Labels stay labels: a button called `pin` must not turn its later text into a secret for good.
  if (isPrivate && !LABEL_TYPES.has(type)) seenPrivate.add(element);
  return isPrivate && !LABEL_TYPES.has(type);
}

/** The property knows the default and ignores case, unlike the attribute. A select's is `select-one`. */
function typeOf(element: Element): string {
  const { type } = element as HTMLInputElement;
  return typeof type === 'string' ? type.toLowerCase() : '';
}

function wordsOf(name: string | null): string {
  if (!name) return '';
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[^A-Za-z\d]+/g, ' ')
    .toLowerCase();
}

function holdsCardNumber(value: string): boolean {
  return (value.match(DIGIT_RUN) ?? []).some((run) => passesLuhn(run.replace(/\D/g, '')));
}

/** The check digit of card numbers (ISO/IEC 7812-1, annex B). */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
