import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { Fault } from '../../../../src/testing/contact-centre/emulator.ts';
import { type EmulatedCentre, INFO_PATH, startEmulatedCentre, TOKEN_PATH } from '../../../support/contact-centre.ts';
import { postJson } from '../../../support/post-json.ts';

let centre: EmulatedCentre;
beforeEach(async () => {
  centre = await startEmulatedCentre();
});
afterEach(() => centre.stop());

const info = () => postJson(centre.origin + INFO_PATH, { role: 'recorder' });

const FAULTS: [fault: Fault, status: number, body: RegExp][] = [
  [{ kind: 'status', status: 401 }, 401, /401/],
  [{ kind: 'status', status: 404 }, 404, /404/],
  [{ kind: 'status', status: 500 }, 500, /500/],
  [{ kind: 'expired-token' }, 403, /"errorCode":"0","exceptionInfo":"auth fail! illegal or expired token info/],
  [{ kind: 'refused', errorCode: 7, errorReason: 'no' }, 200, /"success":false.*"errorCode":7,"errorReason":"no"/],
  [{ kind: 'not-json' }, 200, /^<!doctype/],
  [{ kind: 'body', body: { any: 1 } }, 200, /^\{"any":1\}$/],
];
for (const [fault, status, body] of FAULTS) {
  test(`${JSON.stringify(fault)} answers so, once`, async () => {
    centre.emulator.faults.next(fault);
    const response = await fetch(centre.origin + INFO_PATH, { method: 'POST', body: '{}' });
    assert.equal(response.status, status);
    assert.match(await response.text(), body);
    assert.equal((await info()).status, 401, 'the next one is judged as usual: it has no token');
  });
}

test('faults come in the order given, each call has its own', async () => {
  centre.emulator.faults.next({ kind: 'status', status: 500 });
  centre.emulator.faults.next({ kind: 'status', status: 404 });
  centre.emulator.faults.next({ kind: 'status', status: 503, retryAfterSeconds: 3 }, 'tokenByAkSk');
  const token = await fetch(centre.origin + TOKEN_PATH, { method: 'POST', body: '{}' });
  assert.deepEqual([token.status, token.headers.get('retry-after')], [503, '3']);
  assert.deepEqual([(await info()).status, (await info()).status], [500, 404]);
});

test('the web channel’s call takes the same faults, and a refusal in its own words', async () => {
  centre.emulator.faults.next({ kind: 'refused', errorCode: 7, errorReason: 'no' });
  const url = `${centre.origin}/service-cloud/rest/webadapter/v1/connectionInfo/getConnectionInfo`;
  const { body } = await postJson(url, {});
  assert.deepEqual([body['retCode'], body['retMsg']], ['7', 'no']);
});

test('a slow answer is the right one', async () => {
  centre.emulator.faults.next({ kind: 'slow', delayMs: 5 });
  assert.equal((await info()).status, 401);
});

test('a reset breaks the connection', async () => {
  centre.emulator.faults.next({ kind: 'reset' });
  await assert.rejects(info());
});

test('what hangs, hangs until the faults are cleared', async () => {
  centre.emulator.faults.next({ kind: 'hang' });
  centre.emulator.faults.next({ kind: 'slow', delayMs: 600_000 });
  const both = [info(), info()].map((call) => call.then(() => 'answered').catch(() => 'broken'));
  while (centre.emulator.faults.waiting < 2) await setTimeout(1);
  assert.equal((await info()).status, 401, 'others are served meanwhile');
  centre.emulator.faults.clear();
  assert.deepEqual(await Promise.all(both), ['broken', 'broken']);
  assert.equal(centre.emulator.faults.waiting, 0);
  assert.equal((await info()).status, 401);
});

test('what is cleared does not happen', async () => {
  centre.emulator.faults.next({ kind: 'status', status: 500 });
  centre.emulator.faults.clear();
  assert.equal((await info()).status, 401);
});
