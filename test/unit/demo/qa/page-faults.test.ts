import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';
import { sendJson } from '../../../../demo/http.ts';
import { createPageFaults, type PageFault } from '../../../../demo/qa/page-faults.ts';

/** One request with that fault armed. */
async function answerWith(fault: PageFault): Promise<{ status: number; type: string | null; body: string }> {
  const faults = createPageFaults(1);
  faults.next('customer', fault);
  const server = createServer(faults.guard('customer', (_, res) => sendJson(res, 200, { success: true })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { method: 'POST', body: '{}' });
    assert.deepEqual(faults.armed('customer'), []);
    return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

for (const status of ['401', '403', '404', '429', '500'] as const)
  it(`a page fault ${status} answers that status in the shape of a failure`, async () => {
    const { status: given, body } = await answerWith(status);
    assert.equal(given, Number(status));
    assert.equal((JSON.parse(body) as { success: boolean }).success, false);
  });

it('a page fault "success-false" is a 200 that failed', async () => {
  const { status, body } = await answerWith('success-false');
  assert.equal(status, 200);
  assert.equal((JSON.parse(body) as { success: boolean }).success, false);
});

it('a page fault "not-json" is a page', async () => {
  const { status, type, body } = await answerWith('not-json');
  assert.equal(status, 200);
  assert.match(type!, /text\/html/);
  assert.throws(() => JSON.parse(body) as unknown);
});

it('a page fault "slow" answers properly in the end', async () => {
  const { status, body } = await answerWith('slow');
  assert.equal(status, 200);
  assert.equal(body, '{"success":true}');
});

it('cleared faults do not strike', () => {
  const faults = createPageFaults();
  faults.next('agent', '500');
  faults.clear();
  assert.deepEqual(faults.armed('agent'), []);
});
