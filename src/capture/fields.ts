import { attributeOf, inputTypeOf, nodeNameOf } from './natives.ts';
import type { Policy } from './policy.ts';
import { isCardNumber, plainDigits, secretsIn, stars, starStretches } from './secrets.ts';
import { IGNORED, MASKED, UNMASKED } from './verdicts.ts';

/** Stands for a value whose length would say something. */
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

/** Passwords in the languages whose words are not found by the Latin words above. */
const PASSWORD_ABROAD = /密码|密碼|パスワード|비밀번호|пароль|contrase|mot de passe|senha|wachtwoord|hasł/i;

/** Where a field says what it is for. */
const NAMES = ['name', 'id', 'placeholder', 'aria-label', 'title'];

/**
 * From so many digits on, the beginning of a card number is treated as one: what a receipt may show of a card (its first
 * eight and last four digits, PCI DSS 3.4.1) is less. Nothing but digits and gaps, so that phone numbers with their
 * signs and texts with a long number in them stay readable where a rule unmasks them.
 */
const CARD_BEGUN = /^[3-6]\d{10,18}$|^2[2-7]\d{9,17}$/;
const IBAN_BEGUN = /^[a-z]{2}\d{2}[a-z\d]{8,30}$/i;

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
export function maskField(value: string, element: Element, verdict: number, policy: Policy): string {
  if (value === '') return '';
  try {
    const type = typeOf(element);
    // Nobody sees these: a choice is told of by itself.
    if (type === 'checkbox' || type === 'radio') return '';
    const isLabel = LABEL_TYPES.has(type);
    if (!isLabel && !policy.showLength && isTypedHidden(verdict, policy)) {
      noteHidden(element, type, value);
      return PRIVATE_MASK;
    }
    if (isAlwaysPrivate(element, value) || verdict & IGNORED) return PRIVATE_MASK;
    if (isLabel && verdict & MASKED) return stars(value);
    return isLabel || !isTypedHidden(verdict, policy) ? starStretches(value, secretsIn(value, policy)) : '*'.repeat(value.length);
  } catch {
    return PRIVATE_MASK;
  }
}

/** Fields that were looked at as a whole, for what their names say. */
const looked = new WeakSet<Element>();

/**
 * A rule may unmask later what is masked now, and what is private must be known as that. A field's names are read once:
 * this is asked with each key.
 */
function noteHidden(element: Element, type: string, value: string): void {
  if (type === 'password' || type === 'hidden' || type === 'file' || holdsNumber(value)) seenPrivate.add(element);
  else if (!looked.has(element)) {
    looked.add(element);
    isAlwaysPrivate(element, value);
  }
}

/** Whether what a customer typed in such a place is masked. */
export const isTypedHidden = (verdict: number, { maskInputs }: Policy): boolean =>
  (verdict & MASKED) !== 0 || (maskInputs && !(verdict & UNMASKED));

/** True for what no option can unmask: passwords, cards, one-time codes, hidden and file fields. */
export function isAlwaysPrivate(element: Element, value: string): boolean {
  const type = typeOf(element);
  // Hidden fields hold tokens and ids that the customer never sees; a file's value is its name on the device.
  if (type === 'hidden' || type === 'file') seenPrivate.add(element);
  if (seenPrivate.has(element)) return true;
  const isPrivate =
    type === 'password' ||
    // rrweb's own mark on a field that was a password while it looked.
    attributeOf(element, 'data-rr-is-password') !== null ||
    PRIVATE_AUTOCOMPLETE.test(attributeOf(element, 'autocomplete')?.toLowerCase() ?? '') ||
    NAMES.some((name) => isPrivateName(attributeOf(element, name))) ||
    holdsNumber(value);
  // Labels stay labels: a button called `pin` must not turn its later text into a secret for good.
  if (isPrivate && !LABEL_TYPES.has(type)) seenPrivate.add(element);
  return isPrivate && !LABEL_TYPES.has(type);
}

/** The property knows the default and ignores case, unlike the attribute. A select's is `select-one`. */
function typeOf(element: Element): string {
  const type = nodeNameOf(element) === 'INPUT' ? inputTypeOf(element) : (element as HTMLInputElement).type;
  return typeof type === 'string' ? type.toLowerCase() : '';
}

function wordsOf(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[^A-Za-z\d]+/g, ' ')
    .toLowerCase();
}

/** Bounds the memory for names on a page that makes up ever new ones. */
const MAX_NAMES = 2_000;
/** Pages have few names for many fields. */
const judgedNames = new Map<string, boolean>();

function isPrivateName(name: string | null): boolean {
  if (!name) return false;
  let isPrivate = judgedNames.get(name);
  if (isPrivate === undefined) {
    if (judgedNames.size >= MAX_NAMES) judgedNames.clear();
    judgedNames.set(name, (isPrivate = PRIVATE_NAME.test(wordsOf(name)) || PASSWORD_ABROAD.test(name)));
  }
  return isPrivate;
}

/** Shorter than the least of a card number that counts as begun. */
const SHORTEST_BEGUN = 11;

function holdsNumber(value: string): boolean {
  if (value.length < SHORTEST_BEGUN) return false;
  const bare = plainDigits(value).replace(/[\s-]/g, '');
  return CARD_BEGUN.test(bare) || IBAN_BEGUN.test(bare) || isCardNumber(bare) || secretsIn(value).length > 0;
}
