import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toRrwebOptions } from '../../../src/capture/capture-options.ts';
import type { Policy } from '../../../src/capture/policy.ts';

const callbacks = { emit: () => {}, maskInput: (value: string) => value, maskText: (text: string) => text, handleError: () => true };

const EXPECTED = {
  emit: callbacks.emit,
  errorHandler: callbacks.handleError,
  maskInputFn: callbacks.maskInput,
  maskTextFn: callbacks.maskText,
  maskTextSelector: '[data-cobrowse-mask],.rr-mask,[contenteditable]',
  maskInputOptions: {
    input: true,
    textarea: true,
    select: true,
    text: true,
    password: true,
    hidden: true,
    email: true,
    tel: true,
    url: true,
    search: true,
    number: true,
    range: true,
    color: true,
    date: true,
    'datetime-local': true,
    month: true,
    week: true,
    time: true,
    file: true,
  },
  blockClass: 'rr-block',
  ignoreClass: 'rr-ignore',
  maskTextClass: 'rr-mask',
  blockSelector: 'cobrowse-ui,[data-cobrowse-block],.rr-block',
  ignoreSelector: '[data-cobrowse-ignore],.rr-ignore',
  slimDOMOptions: {
    script: true,
    comment: true,
    headFavicon: true,
    headWhitespace: true,
    headMetaSocial: true,
    headMetaRobots: true,
    headMetaHttpEquiv: true,
    headMetaVerification: true,
    headMetaAuthorship: true,
    headMetaDescKeywords: true,
    headTitleMutations: false,
  },
  sampling: { mousemove: 33, mousemoveCallback: 33, scroll: 50 },
  inlineStylesheet: true,
  inlineImages: false,
  collectFonts: false,
  recordCanvas: false,
  recordCrossOriginIframes: false,
  recordAfter: 'DOMContentLoaded',
  userTriggeredOnInput: false,
};

// Policies are resolved where there is a document, in the browser tests; here one is what it came out as.
const POLICY: Policy = {
  maskInputs: true,
  maskAll: false,
  showLength: false,
  maskEmails: false,
  maskPhones: false,
  mask: '[data-cobrowse-mask],.rr-mask',
  unmask: '[data-cobrowse-unmask]',
  block: 'cobrowse-ui,[data-cobrowse-block],.rr-block',
  ignore: '[data-cobrowse-ignore],.rr-ignore',
  allowParameters: [],
  decide: null,
  pause: false,
  closed: null,
  key: '',
};

test('what rrweb is told, in full', () => {
  for (const maskInputs of [true, false])
    // The map of fields is the same with and without masks: the decision is made field by field.
    assert.deepEqual(toRrwebOptions({ ...POLICY, maskInputs }, callbacks), EXPECTED);
});

test('the merchant’s selectors', () => {
  assert.deepEqual(toRrwebOptions({ ...POLICY, mask: '.m', block: '.b, .c', ignore: '.i' }, callbacks), {
    ...EXPECTED,
    maskTextSelector: '.m,[contenteditable]',
    blockSelector: '.b, .c',
    ignoreSelector: '.i',
  });
});

test('each text is asked about where more than selectors decides', () => {
  for (const more of [{ maskAll: true }, { closed: 'rules' as const }, { decide: () => undefined }])
    assert.deepEqual(toRrwebOptions({ ...POLICY, ...more }, callbacks), { ...EXPECTED, maskTextSelector: '*' });
});
