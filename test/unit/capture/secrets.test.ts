import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { secretsIn, starStretches } from '../../../src/capture/secrets.ts';

const starred = (text: string): string => starStretches(text, secretsIn(text, { maskEmails: true, maskPhones: true }));

// Test numbers that the card schemes and the IBAN registry publish.
const MASKED: [text: string, expected: string][] = [
  ['pay with 4111 1111 1111 1111 today', 'pay with **** **** **** **** today'],
  ['4111-1111-1111-1111', '*******************'],
  ['4111\u00a01111\u00a01111\u00a01111', '****\u00a0****\u00a0****\u00a0****'],
  ['5555555555554444', '****************'],
  ['2223003122003222', '****************'],
  ['3782 822463 10005', '**** ****** *****'],
  ['378282246310005', '***************'],
  ['6011111111111117', '****************'],
  ['3530111333300000', '****************'],
  ['30569309025904', '**************'],
  ['6200000000000005', '****************'],
  ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', '* * * * * * * * * * * * * * * *'],
  ['بطاقة ٤١١١ ١١١١ ١١١١ ١١١١', 'بطاقة **** **** **** ****'],
  ['کارت ۴۱۱۱۱۱۱۱۱۱۱۱۱۱۱۱', 'کارت ****************'],
  ['カード４１１１１１１１１１１１１１１１', 'カード****************'],
  ['DE８９３７０４００４４０５３２０１３０００', '**********************'],
  ['order 12345 4111111111111111', 'order 12345 ****************'],
  ['in 2024 4111 1111 1111 1111', 'in 2024 **** **** **** ****'],
  ['DE89 3704 0044 0532 0130 00 is mine', '**** **** **** **** **** ** is mine'],
  ['gb82west12345698765432.', '**********************.'],
  ['NO93 8601 1117 947', '**** **** **** ***'],
  ['write to ada.l+x@mail.example.co.uk, please', `write to ${'*'.repeat(26)}, please`],
  ['call +49 (170) 123-4567', 'call *** ***** ********'],
  ['call 030 12345678 now', 'call *** ******** now'],
];

const CLEAR = [
  '٤١١١ ١١١١ ١١١١ ١١١٢',
  '電話０３１２３４５６７８９０',
  'tracking 1234567890123456',
  '4111 1111 1111 1112',
  'x4111111111111111',
  '41111111111111111111111',
  '12.99 4.50 1,204.50',
  'from 2021 to 2024, pages 10-20',
  'order 77-A of 2024-11-25 10:32:07',
  'Version 1.2.3.4444',
  'me @ home',
];

describe('numbers that are masked wherever they stand', () => {
  for (const [text, expected] of MASKED) it(`in "${text}"`, () => assert.equal(starred(text), expected));
  for (const text of CLEAR) it(`are none in "${text}"`, () => assert.equal(starred(text), text));

  it('leave addresses and telephones alone where nobody asked for them', () => {
    for (const text of ['ada@mail.example', '+49 170 1234567', 'DE88 3704 0044 0532 0130 00']) assert.deepEqual(secretsIn(text), []);
  });
});

it('masks unread what is behind more numbers than a text has that somebody wrote', () => {
  for (const group of ['DE89 ', '4112 ']) {
    const text = group.repeat(2_000_000);
    const [first, ...others] = secretsIn(text);
    // Of each of these some ten microseconds are spent; ten megabytes are two million.
    assert.ok(first![0] < 60_000 * group.length);
    assert.deepEqual([first![1], others], [text.length, []]);
  }
  const log = '1732520000000 order 77 of Ada\n'.repeat(40_000);
  assert.deepEqual(secretsIn(log), []);
});
