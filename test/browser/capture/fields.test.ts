import { assert } from 'chai';
import { maskField, PRIVATE_MASK } from '../../../src/capture/fields.ts';
import { type Policy, resolvePolicy } from '../../../src/capture/policy.ts';
import { IGNORED, MASKED as IN_MASKED, UNMASKED } from '../../../src/capture/verdicts.ts';
import { PRIVACY_DEFAULTS } from '../../support/page.ts';

const policy = (options: Partial<typeof PRIVACY_DEFAULTS>): Policy =>
  resolvePolicy({ ...PRIVACY_DEFAULTS, ...options }, [], [], { pathname: '/', search: '' });
const CLEAR = policy({ maskInputs: false });
const MASKED = policy({ maskInputs: true });

const maskInput = (value: string, element: Element, rules: Policy, verdict = 0): string =>
  maskField(value, element, verdict, rules);

function field(attributes: Record<string, string>, tag = 'input'): Element {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

describe('the value of a field', () => {
  const PRIVATE: Record<string, string>[] = [
    { type: 'password' },
    { type: 'PASSWORD' },
    { type: 'hidden' },
    { type: 'file' },
    { 'data-rr-is-password': 'true' },
    { autocomplete: 'cc-number' },
    { autocomplete: 'section-x shipping CC-EXP' },
    { autocomplete: 'current-password' },
    { autocomplete: 'one-time-code webauthn' },
    { name: 'cardNumber' },
    { name: 'payment[card_no]' },
    { name: 'creditCard' },
    { id: 'cvv2' },
    { id: 'billing.securityCode' },
    { name: 'user_passwd' },
    { name: 'Passwort' },
    { name: 'otp' },
    { name: 'smsCode' },
    { id: 'verification-code' },
    { name: 'pin' },
    { placeholder: 'Your password' },
    { 'aria-label': 'Contraseña' },
    { placeholder: '请输入密码' },
  ];
  for (const attributes of PRIVATE)
    it(`is private in ${JSON.stringify(attributes)}, whatever the options`, () => {
      assert.equal(maskInput('12', field(attributes), CLEAR), PRIVATE_MASK);
      assert.equal(maskInput('123456789012', field(attributes), MASKED), PRIVATE_MASK);
    });

  const OPEN: Record<string, string>[] = [
    { name: 'company' },
    { name: 'shipping-postcode' },
    { name: 'discountCode' },
    { name: 'span' },
    { id: 'compass' },
    { autocomplete: 'postal-code' },
    { type: 'email' },
  ];
  for (const attributes of OPEN)
    it(`is not in ${JSON.stringify(attributes)}`, () => {
      assert.equal(maskInput('Lisbon', field(attributes), CLEAR), 'Lisbon');
      assert.equal(maskInput('Lisbon', field(attributes), MASKED), '******');
    });

  it('is private where it looks like a card number, in a sentence too, and stays so', () => {
    const note = field({}, 'textarea');
    assert.equal(maskInput('Order 4111 1111 1111 1112 please', note, CLEAR), 'Order 4111 1111 1111 1112 please');
    assert.equal(maskInput('my card: 4111-1111-1111-1111', note, CLEAR), PRIVATE_MASK);
    assert.equal(maskInput('my card: 4111-1111-1111-111', note, CLEAR), PRIVATE_MASK);
  });

  it('is the page’s own label on buttons and choices', () => {
    for (const type of ['submit', 'button', 'reset']) {
      assert.equal(maskInput('Pay now', field({ type, name: 'pin' }), MASKED), 'Pay now');
      assert.equal(maskInput('Pay now', field({ type }), MASKED, IN_MASKED), '*** ***');
    }
  });

  it('is nothing that an agent needs in choices: whether they are made is told apart', () => {
    for (const type of ['checkbox', 'radio']) assert.equal(maskInput('plan-77', field({ type }), CLEAR), '');
  });

  it('has no length, unless the merchant wants the agent to see somebody type', () => {
    assert.equal(maskInput('Lisbon', field({}), policy({ showLength: false })), PRIVATE_MASK);
    assert.equal(maskInput('Lisbon', field({}), policy({ showLength: true })), '******');
  });

  it('follows the place where the field stands', () => {
    assert.equal(maskInput('Lisbon', field({}), MASKED, UNMASKED), 'Lisbon');
    assert.equal(maskInput('Lisbon', field({}), CLEAR, IN_MASKED), '******');
    assert.equal(maskInput('Lisbon', field({}), CLEAR, IGNORED), PRIVATE_MASK);
    for (const attributes of PRIVATE) assert.equal(maskInput('12', field(attributes), MASKED, UNMASKED), PRIVATE_MASK);
  });

  it('is private from the eleventh digit of what may become a card number, and in an IBAN that is begun', () => {
    for (const [value, expected] of [
      ['4111 1111 11', '4111 1111 11'],
      ['4111 1111 111', PRIVATE_MASK],
      ['DE89 3704 0044', PRIVATE_MASK],
      ['030 1234567', '030 1234567'],
      ['+49 151 23456789', '+49 151 23456789'],
    ] as const)
      assert.equal(maskInput(value, field({}), CLEAR), expected);
  });

  it('comes out the same when it is masked again', () => {
    for (const rules of [CLEAR, MASKED])
      for (const attributes of [...PRIVATE, ...OPEN]) {
        const element = field(attributes);
        const once = maskInput('some value', element, rules);
        assert.equal(maskInput(once, element, rules), once);
      }
  });

  it('is private where the field cannot be asked', () => {
    assert.equal(maskInput('Lisbon', {} as Element, CLEAR), PRIVATE_MASK);
  });
});
