import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toRrwebOptions } from '../../../src/capture/capture-options.ts';

const callbacks = { emit: () => {}, maskInput: (value: string) => value, handleError: () => true };

const EXPECTED = {
  emit: callbacks.emit,
  errorHandler: callbacks.handleError,
  maskInputFn: callbacks.maskInput,
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
  blockSelector: 'cobrowse-ui',
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

test('what rrweb is told, in full', () => {
  for (const maskInputs of [true, false]) {
    const options = { maskInputs, maskSelector: null, blockSelector: null, ignoreSelector: null };
    // The map of fields is the same with and without masks: the decision is made field by field.
    assert.deepEqual(toRrwebOptions(options, callbacks), EXPECTED);
  }
});

test('the merchant’s selectors join ours', () => {
  const options = { maskInputs: true, maskSelector: '.m', blockSelector: '.b, .c', ignoreSelector: '.i' };
  assert.deepEqual(toRrwebOptions(options, callbacks), {
    ...EXPECTED,
    maskTextSelector: '.m',
    blockSelector: 'cobrowse-ui,.b, .c',
    ignoreSelector: '.i',
  });
});
