import { assert } from 'chai';
import { hasNumber } from '../../support/markers.ts';
import { openPage, type Page, settle, type } from '../../support/page.ts';

/** The numbers that payment networks publish for tests, and those of the IBAN registry. */
const SECRETS = {
  visa: '4111111111111111',
  mastercard: '5555555555554444',
  mastercard2: '2223003122003222',
  amex: '378282246310005',
  discover: '6011111111111117',
  diners: '30569309025904',
  jcb: '3530111333300000',
  unionPay: '6250941006528599',
  maestro: '6759649826438453',
  german: 'DE89370400440532013000',
  british: 'GB82WEST12345698765432',
  french: 'FR1420041010050500013M02606',
  norwegian: 'NO9386011117947',
};

/** Long numbers that are nobody's: they tell the agent which order or parcel it is. */
const PLAIN = [
  '4111111111111112', // a digit off
  '1234567890123456', // no issuer
  '1732520000000', // a time stamp
  'DE00370400440532013000', // wrong check digits
  '00340434161094042557', // a parcel's
  '9780306406157', // a book's
  '+4930123456',
];

const fours = (number: string, gap: string): string => number.match(/.{1,4}/g)!.join(gap);

/** Ways to write a number into a page's HTML. */
const WRITINGS: Readonly<Record<string, (number: string) => string>> = {
  'in one piece': (number) => `<p>Pay with ${number} today.</p>`,
  'in fours': (number) => `<p>Card: ${fours(number, ' ')}</p>`,
  'in fours with dashes': (number) => `<p>${fours(number, '-')}</p>`,
  'in fours with no-break spaces': (number) => `<p>${fours(number, '&nbsp;')}</p>`,
  'in fours with marks that nobody sees': (number) => `<p>${fours(number, '&#8203;')}</p>`,
  'over elements': (number) => `<p>${fours(number, '</span><span>').replace(/^/, '<span>')}</span></p>`,
  'over elements with spaces': (number) => `<p><b>${fours(number, '</b> <b>')}</b></p>`,
  'over elements with narrow spaces': (number) => `<p><b>${fours(number, '&#8239;</b><b>')}</b></p>`,
  'over elements with a script between': (number) => `<p><b>${fours(number, '</b><script>var a = "b"</script><style>b { color: red }</style><b>')}</b></p>`,
  'over a comment': (number) => `<p>${number.slice(0, 7)}<!-- -->${number.slice(7)}</p>`,
  'in an attribute': (number) => `<p title="Card ${number}" aria-label="${fours(number, ' ')}">Card</p><img alt="${number}" src="">`,
  'in a drawing': (number) => `<svg><text>${fours(number, ' ')}</text></svg>`,
  'in an address': (number) => `<a href="/cards/${number}">Card</a>`,
  'in a field': (number) => `<input value="${number}"><input value="${fours(number, ' ')}"><textarea>My number: ${number}</textarea>`,
  'in an option': (number) => `<select><option value="${number}">Card ${number}</option></select>`,
  'in an editable text': (number) => `<div contenteditable>${fours(number, ' ')}</div>`,
  'in a button': (number) => `<button>Use ${number}</button><input type="submit" value="Use ${fours(number, ' ')}">`,
  'in a title': (number) => `<title>${number}</title>`,
};

describe('card numbers and IBANs', () => {
  let page: Page;
  afterEach(() => page.close());

  for (const [writing, write] of Object.entries(WRITINGS))
    it(`never leave ${writing}, at once or later`, async () => {
      const html = Object.values(SECRETS).map(write).join('<hr>');
      page = await openPage({ body: html });
      const recording = page.record({ maskInputs: false });
      const added = page.document.createElement('div');
      added.innerHTML = html;
      page.document.body.append(added);
      await settle();
      recording.recorder.takeSnapshot();
      const sent = Object.entries(SECRETS).filter(([, number]) => hasNumber(recording.events, number));
      assert.deepEqual(sent, []);
      recording.recorder.stop();
    });

  it('are masked in fields while and after they are typed', async () => {
    page = await openPage({ body: '<input id="any"><textarea id="text"></textarea>' });
    const recording = page.record({ maskInputs: false });
    for (const number of Object.values(SECRETS)) {
      for (const id of ['#any', '#text']) {
        const field = page.query<HTMLInputElement>(id);
        field.value = '';
        type(field, fours(number, ' '));
        await settle();
        assert.isFalse(hasNumber(recording.events, number), number);
      }
    }
    recording.recorder.stop();
  });

  it('are found where a text is changed, split and joined', async () => {
    page = await openPage({ body: '<p id="text">Nothing</p><p id="split">4111 1111 <b>none</b></p>' });
    const recording = page.record();
    page.query('#text').firstChild!.nodeValue = `Your card ${SECRETS.visa}`;
    await settle();
    page.query('#text').firstChild!.nodeValue = SECRETS.amex;
    (page.query('#text').firstChild as Text).splitText(6);
    await settle();
    page.query('#text').textContent = '';
    page.query('#text').append('3782', ' ', '822463 ', '10', '005');
    await settle();
    page.query('#text').normalize();
    await settle();
    recording.recorder.takeSnapshot();
    for (const number of [SECRETS.visa, SECRETS.amex]) assert.isFalse(hasNumber(recording.events, number), number);
    recording.recorder.stop();
  });

  it('stay where a rule says so, other than in fields', async () => {
    page = await openPage({ body: `<p class="demo">${SECRETS.visa} <b>4000 0566 5566 5556</b></p><p data-cobrowse-unmask>${SECRETS.german}<input value="${SECRETS.jcb}"></p>` });
    const recording = page.record({ unmask: '.demo' });
    for (const number of [SECRETS.visa, '4000056655665556', SECRETS.german]) assert.isTrue(hasNumber(recording.events, number), number);
    assert.isFalse(hasNumber(recording.events, SECRETS.jcb));
    recording.recorder.stop();
  });

  it('are no other numbers, which arrive as they are', async () => {
    page = await openPage({ body: PLAIN.map((number) => `<p title="${number}">No. ${number}</p><p>${fours(number, ' ')}</p>`).join('') });
    const recording = page.record();
    const text = recording.text();
    for (const number of PLAIN) {
      assert.include(text, `"No. ${number}"`);
      assert.include(text, `"title":"${number}"`);
      assert.include(text, `"${fours(number, ' ')}"`);
    }
    recording.recorder.stop();
  });

  it('take e-mail addresses and telephone numbers with them where an option says so', async () => {
    const body = '<p>Write to jane.doe+x@shop.test or call +49 (30) 123-4567, or 030 7654321.</p><p>Order 4711</p>';
    page = await openPage({ body });
    for (const [maskEmails, maskPhones] of [[true, false], [false, true], [true, true]] as const) {
      const recording = page.record({ maskEmails, maskPhones });
      const text = recording.text();
      assert.equal(text.includes('jane.doe'), !maskEmails);
      assert.equal(text.includes('123-4567'), !maskPhones);
      assert.equal(text.includes('7654321'), !maskPhones);
      assert.include(text, 'Order 4711');
      recording.recorder.stop();
    }
  });
});
