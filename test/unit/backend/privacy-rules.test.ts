import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { type ConnectionInfoHandlerOptions, createConnectionInfoHandler } from '../../../src/backend/backend.ts';
import { parseConnectionInfo } from '../../../src/wire/connection-info.ts';
import { type PrivacyRule } from '../../../src/wire/privacy-rules.ts';
import { type EmulatedCentre, startEmulatedCentre } from '../../support/contact-centre.ts';
import { answered, pageRequest } from '../../support/page-request.ts';

const RULES: readonly PrivacyRule[] = [
  { name: 'balance', match: 'generic', selector: '.balance', action: 'mask' },
  { match: 'path', value: '/health/**', action: 'pause' },
];
let centre: EmulatedCentre;
let errors: { code: string; cause?: unknown }[] = [];

const create = (more: Partial<ConnectionInfoHandlerOptions>) =>
  createConnectionInfoHandler({
    ...centre.options,
    authorize: () => ({ userId: 'ada', userName: 'Ada' }),
    onError: (error) => errors.push(error),
    ...more,
  });

describe('the administrator’s privacy rules', () => {
  beforeEach(async () => {
    errors = [];
    centre = await startEmulatedCentre();
  });
  afterEach(() => centre.stop());

  it('travel with the customer’s connection info, a fixed list or one for the request', async () => {
    for (const privacyRules of [RULES, async (request: Request) => (request.headers.get('cookie') ? [] : RULES)]) {
      const body = await answered(await create({ privacyRules })(pageRequest()));
      assert.deepEqual((body as { privacyRules?: unknown }).privacyRules, RULES);
      assert.deepEqual(parseConnectionInfo(body).privacyRules, RULES);
    }
  });

  it('are none of an agent’s business', async () => {
    const authorize = () => ({ userId: 'sam', role: 'replayer', roomId: 'r-1' }) as const;
    const body = await answered(await create({ privacyRules: RULES, authorize })(pageRequest({ body: { roomId: 'r-1' } })));
    assert.ok(!('privacyRules' in body));
  });

  it('keep a session from starting where they cannot be had', async () => {
    const failures: ConnectionInfoHandlerOptions['privacyRules'][] = [
      () => Promise.reject(new Error('no database')),
      () => 'none' as never,
      () => [{ match: 'path', selector: '.a' }],
    ];
    for (const privacyRules of failures) {
      const response = await create({ privacyRules })(pageRequest());
      assert.equal(response.status, 500);
      assert.match((await answered(response)).errorReason ?? '', /^backend\/rules-failed: /);
    }
    assert.deepEqual(errors.map(({ code }) => code), ['backend/rules-failed', 'backend/rules-failed', 'backend/rules-failed']);
  });

  it('are refused at once where a fixed list is none', () => {
    for (const privacyRules of ['x', [{}], [{ match: 'generic' }], [{ match: 'path', selector: 'p' }]])
      assert.throws(() => create({ privacyRules: privacyRules as never }), { code: 'backend/invalid-option', message: /privacyRules/ });
  });
});

describe('rules in an answer', () => {
  const parse = (privacyRules: unknown): unknown =>
    parseConnectionInfo({
      success: true,
      data: { roomId: 'r', wssUrlOut: 'wss://cec.example/ws', connectParam: 'p' },
      ...(privacyRules === undefined ? {} : { privacyRules }),
    }).privacyRules;

  it('are told apart from none, and from what cannot be read', () => {
    assert.equal(parse(undefined), undefined);
    assert.deepEqual(parse([]), []);
    assert.deepEqual(parse(RULES), RULES);
    const unreadable: unknown[] = [
      null,
      'x',
      {},
      [null],
      [{ match: 'regexp', value: 'x', selector: 'p' }],
      [{ match: 'generic', selector: '' }],
      [{ match: 'generic', selector: 'p'.repeat(1_025) }],
      [{ match: 'path', value: '/'.repeat(1_025), selector: 'p' }],
      [{ match: 'generic', selector: 'p', action: 'show' }],
      [{ match: 'page-id', selector: 'p' }],
      Array.from({ length: 501 }, () => RULES[0]),
    ];
    for (const rules of unreadable) assert.equal(parse(rules), null, JSON.stringify(rules)?.slice(0, 80));
  });

  it('count in a bare answer of the page’s own function, too', async () => {
    const { requestConnectionInfo } = await import('../../../src/room/request-info.ts');
    const { systemClock } = await import('../../../src/core/clock.ts');
    const bare = { roomId: 'r', wssUrlOut: 'wss://cec.example/ws', connectParam: 'p', privacyRules: RULES };
    const info = await requestConnectionInfo({
      source: async () => bare,
      roomId: undefined,
      timeoutMs: 1_000,
      signal: new AbortController().signal,
      clock: systemClock,
    });
    assert.deepEqual(info.privacyRules, RULES);
  });
});
