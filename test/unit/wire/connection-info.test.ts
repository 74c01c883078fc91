import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCobrowseError } from '../../../src/core/errors.ts';
import { checkSocketUrl, isLoopback, parseConnectionInfo } from '../../../src/wire/connection-info.ts';

const WSS = 'wss://relay.example:9443/ws/cobrowse/1';
const data = { roomId: 'room-1', wssUrl: WSS, wssUrlOut: WSS, connectParam: 'signature' };
const answer = (part: object): object => ({ success: true, data: { ...data, ...part }, errorCode: null, errorReason: null });
const { connectParam: _, ...withoutParam } = data;
const webChannel = (part: object): object => ({ retCode: '0', retMsg: '', data: { ...withoutParam, ...part } });

const without = (name: keyof typeof data): object => {
  const { [name]: _dropped, ...rest } = data;
  return { success: true, data: rest };
};

test('the published example of the API Fabric is read', () => {
  const published = {
    success: true,
    data: {
      roomId: '10***04',
      wssUrl: 'wss://192.0.2.1:9443/ws/cobrowse/1',
      wssUrlOut: 'wss://192.0.2.2:9443/ws/cobrowse/1',
      connectParam: '****',
    },
    errorCode: null,
    errorReason: null,
  };
  assert.deepEqual(parseConnectionInfo(published), published.data);
});

test('the web channel’s answer is read, its signature as connectParam', () => {
  assert.deepEqual(parseConnectionInfo(webChannel({ signature: 's' })), { ...data, connectParam: 's' });
  assert.deepEqual(parseConnectionInfo({ ...webChannel({ signature: 's' }), retCode: 0 }), { ...data, connectParam: 's' });
});

test('an internal address that is null, empty or missing is simply not there', () => {
  for (const part of [{ wssUrl: null }, { wssUrl: '' }, { wssUrl: undefined }])
    assert.deepEqual(Object.keys(parseConnectionInfo(answer(part))).sort(), ['connectParam', 'roomId', 'wssUrlOut']);
  assert.equal(parseConnectionInfo(without('wssUrl')).wssUrl, undefined);
});

test('errorCode and errorReason may be missing, or hold anything, on success', () => {
  assert.equal(parseConnectionInfo({ success: true, data }).roomId, 'room-1');
  assert.equal(parseConnectionInfo({ success: true, data, errorCode: 0, errorReason: '' }).roomId, 'room-1');
});

test('fields that nobody knows are dropped', () => {
  assert.deepEqual(parseConnectionInfo(answer({ token: 'x', __proto__: { polluted: true } })), data);
});

test('an unencrypted address is taken on loopback alone', () => {
  for (const host of ['127.0.0.1:80', 'localhost:8080', '[::1]:8080'])
    assert.equal(parseConnectionInfo(answer({ wssUrlOut: `ws://${host}/ws` })).wssUrlOut, `ws://${host}/ws`);
  for (const host of ['relay.example', '10.0.0.1', 'localhost.example', '127.0.0.1.example'])
    assert.throws(() => parseConnectionInfo(answer({ wssUrlOut: `ws://${host}/ws` })), {
      code: 'connection/info-insecure-url',
      message: /data\.wssUrlOut must be a wss:\/\/ address/,
    });
});

const long = (length: number): string => 'x'.repeat(length);
const MALFORMED: [what: string, answer: unknown, field: string, expected: RegExp][] = [
  ['nothing', undefined, 'the answer', /a JSON object/],
  ['null', null, 'the answer', /a JSON object/],
  ['a text', 'ok', 'the answer', /a JSON object/],
  ['a list', [data], 'the answer', /a JSON object/],
  ['no outcome', { data }, 'success', /true or false \(or retCode/],
  ['an outcome as text', { success: 'true', data }, 'success', /true or false/],
  ['an outcome of null', { success: null, data }, 'success', /true or false/],
  ['a return code of null', { retCode: null, data }, 'retCode', /a text, "0" on success/],
  ['a return code that is an object', { retCode: {}, data }, 'retCode', /a text/],
  ['no data', { success: true }, 'data', /an object/],
  ['data of null', { success: true, data: null }, 'data', /an object/],
  ['data as text', { success: true, data: JSON.stringify(data) }, 'data', /an object/],
  ['no room', without('roomId'), 'data.roomId', /a text; it is missing/],
  ['an empty room', answer({ roomId: '' }), 'data.roomId', /not empty/],
  ['a room as number', answer({ roomId: 7 }), 'data.roomId', /a text/],
  ['a room of null', answer({ roomId: null }), 'data.roomId', /a text/],
  ['a room that is a page', answer({ roomId: long(257) }), 'data.roomId', /at most 256 characters/],
  ['an internal address as number', answer({ wssUrl: 1 }), 'data.wssUrl', /a text/],
  ['no external address', without('wssUrlOut'), 'data.wssUrlOut', /a text; it is missing/],
  ['an external address of null', answer({ wssUrlOut: null }), 'data.wssUrlOut', /a text/],
  ['an empty external address', answer({ wssUrlOut: '' }), 'data.wssUrlOut', /not empty/],
  ['the vendor’s placeholder', answer({ wssUrlOut: 'wss://IP:PORT/ws/cobrowse/1' }), 'data.wssUrlOut', /absolute wss/],
  ['a relative address', answer({ wssUrlOut: '/ws/cobrowse/1' }), 'data.wssUrlOut', /absolute wss/],
  ['an https address', answer({ wssUrlOut: 'https://relay.example/' }), 'data.wssUrlOut', /absolute wss/],
  ['a script', answer({ wssUrlOut: 'javascript:alert(1)' }), 'data.wssUrlOut', /absolute wss/],
  ['a password', answer({ wssUrlOut: 'wss://a:b@relay.example/' }), 'data.wssUrlOut', /without user, password/],
  ['a fragment', answer({ wssUrlOut: `${WSS}#x` }), 'data.wssUrlOut', /fragment/],
  ['an endless address', answer({ wssUrlOut: `${WSS}/${long(2_048)}` }), 'data.wssUrlOut', /at most 2048/],
  ['no signature', without('connectParam'), 'data.connectParam', /a text; it is missing/],
  ['an empty signature', answer({ connectParam: '' }), 'data.connectParam', /not empty/],
  ['a signature of null', answer({ connectParam: null }), 'data.connectParam', /a text/],
  ['a signature as object', answer({ connectParam: {} }), 'data.connectParam', /a text/],
  ['an endless signature', answer({ connectParam: long(4_097) }), 'data.connectParam', /at most 4096/],
  ['the other shape’s name', { ...webChannel({ connectParam: 's' }) }, 'data.signature', /a text; it is missing/],
];

for (const [what, malformed, field, expected] of MALFORMED) {
  test(`malformed: ${what} — the error names ${field} and what was expected`, () => {
    assert.throws(
      () => parseConnectionInfo(malformed),
      (error: unknown) => {
        assert(isCobrowseError(error));
        assert.equal(error.code, 'connection/info-malformed');
        assert(error.message.startsWith(`Connection info: ${field} must be `), error.message);
        assert.match(error.message, expected);
        return true;
      },
    );
  });
}

test('a failure says so with the reason that was given, cut to a readable length', () => {
  const refused = (body: object, said: RegExp): void =>
    assert.throws(() => parseConnectionInfo(body), { code: 'connection/info-refused', message: said });
  refused({ success: false, data: null, errorCode: 17, errorReason: 'no such tenant' }, /\(17: no such tenant\)/);
  refused({ success: false, errorCode: null, errorReason: null }, /\(no reason given\)/);
  refused({ success: false, errorReason: { nested: 1 } }, /\(no reason given\)/);
  refused({ retCode: '1', retMsg: 'parameter error' }, /\(1: parameter error\)/);
  refused({ success: false, errorReason: long(10_000) }, /^.{1,300}$/);
});

test('no error quotes a value', () => {
  for (const part of [{ connectParam: ['MARKER'] }, { wssUrlOut: 'ftp://MARKER' }, { roomId: `MARKER${long(300)}` }])
    assert.throws(() => parseConnectionInfo(answer(part)), (error: Error) => !error.message.includes('MARKER'));
});

test('a single address is checked with the field’s own name', () => {
  assert.equal(checkSocketUrl('wssUrl', WSS), WSS);
  assert.throws(() => checkSocketUrl('wssUrl', undefined), /wssUrl must be a text/);
  assert.throws(() => checkSocketUrl('wssUrl', 'http://x'), /wssUrl must be an absolute wss/);
  assert.throws(() => checkSocketUrl('wssUrl', 'ws://10.0.0.1/'), { code: 'connection/info-insecure-url' });
});

test('loopback is this machine and nothing that only looks like it', () => {
  for (const name of ['localhost', '127.0.0.1', '127.9.9.9', '[::1]']) assert.equal(isLoopback(name), true, name);
  for (const name of ['localhost.example', '127.0.0.1.nip.example', '128.0.0.1', '[::2]', ''])
    assert.equal(isLoopback(name), false, name);
});
