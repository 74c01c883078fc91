import { assert } from 'chai';
import { maskInput, PRIVATE_MASK } from '../../../src/capture/inputs.ts';

const CLEAR = { maskInputs: false, maskSelector: null, ignoreSelector: null };
const MASKED = { ...CLEAR, maskInputs: true };

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
    for (const type of ['submit', 'button', 'reset', 'checkbox', 'radio'])
      assert.equal(maskInput('Pay now', field({ type, name: 'pin' }), MASKED), 'Pay now');
  });

  it('comes out the same when it is masked again', () => {
    for (const rules of [CLEAR, MASKED])
      for (const attributes of [...PRIVATE, ...OPEN]) {
        const element = field(attributes);
        const once = maskInput('some value', element, rules);
        assert.equal(maskInput(once, element, rules), once);
      }
  });

  it('is private where a rule cannot be applied', () => {
    assert.equal(maskInput('Lisbon', field({}), { ...CLEAR, maskSelector: '((' }), PRIVATE_MASK);
  });
});
