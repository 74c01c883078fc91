import { assert } from 'chai';
import { openPage, type Page, type Recording, settle, until } from '../../support/page.ts';

// None of these asserts a time: work that grows by the square of these lengths takes hours, and meets the runner's bound.
const MB = 1_000_000;
const CARD = '4111 1111 1111 1111';

/** Texts that patterns try again and again: each begins something at every turn, and ends nothing. */
const TEXTS: Readonly<Record<string, string>> = {
  'ten megabytes of letters': 'x'.repeat(10 * MB),
  'digits': '4'.repeat(2 * MB),
  'the first groups of cards': '4111 '.repeat(MB / 2),
  'card numbers': `${CARD} `.repeat(MB / 10),
  'digits, each alone': '4 '.repeat(MB),
  'the beginnings of account numbers': 'DE89 '.repeat(MB / 2),
  'letters and digits': 'ab12'.repeat(MB / 2),
  'signs that open something': `"'(/*url(`.repeat(MB / 5),
  'addresses that are not closed': 'url('.repeat(MB / 2),
  'addresses in quotes that are not closed': 'url("'.repeat(MB / 50),
  'comments that are not closed': '/*'.repeat(MB),
  'at-signs and pluses': '+0 a@b.'.repeat(MB / 4),
  'white space in the midst': `4${' '.repeat(2 * MB)}1`,
};

describe('texts of megabytes', function () {
  this.timeout(240_000);
  let page: Page;
  let recording: Recording;
  afterEach(() => {
    recording.recorder.stop();
    page.close();
  });

  const assertKept = (...words: string[]): void => {
    for (const word of words) assert.isFalse(recording.holds(word), word);
  };

  for (const [what, text] of Object.entries(TEXTS))
    it(`keeps its secrets, and goes on, with ${what}`, async () => {
      page = await openPage({
        // Not drawn: what a browser does with such texts on its own takes far longer.
        body: '<div hidden><p id="text">a</p><p id="masked" class="ruled">a</p><p id="attributes"></p><a id="link">a</a><img id="image"><textarea></textarea><input><p id="next"></p></div>',
      });
      recording = page.record({ mask: '.ruled', maskEmails: true, maskPhones: true, maskInputs: false });
      const { document, query } = page;
      query('#text').textContent = `${text} ${CARD}.`;
      query('#masked').textContent = `${text} Zq7ruledText01`;
      await settle();
      query('#text').firstChild!.nodeValue = `${text}1 ${CARD}.`;
      query('#attributes').title = `${text} Zq7privateTitle01 ${CARD}.`;
      query('#attributes').setAttribute('data-long', `${text} Zq7privateData01`);
      query('#attributes').setAttribute('style', `--a: "${text}"; --b: url(/a?token=Zq7privateStyle01)`);
      query('#link').setAttribute('href', `/?${text}Zq7privateLink01`);
      await settle();
      query('#link').setAttribute('href', `/${text.slice(0, MB)}?Zq7privateLink02`);
      query('#image').setAttribute('src', `data:image/png;base64,${text.slice(0, MB)}`);
      query('#attributes').setAttribute('style', 'color: red');
      query('input').setAttribute('value', `${text} ${CARD}.`);
      const field = query<HTMLTextAreaElement>('textarea');
      field.value = `${text} ${CARD}.`;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      const style = document.createElement('style');
      style.textContent = `p { color: red } ${text} /* Zq7privateComment01`;
      query('#masked').append(style);
      document.title = text;
      document.head.querySelector('title')!.firstChild!.nodeValue = `x${text}`;
      await settle();
      recording.recorder.takeSnapshot();
      query('#next').textContent = 'Zq7publicNext01';
      await settle();
      await until(() => recording.holds('Zq7publicNext01'));
      assertKept('Zq7ruledText01', 'Zq7privateTitle01', 'Zq7privateData01', 'Zq7privateStyle01', 'Zq7privateLink01', 'Zq7privateLink02', 'Zq7privateComment01', `${CARD}.`);
      assert.deepEqual(recording.errors, []);
    });
});
