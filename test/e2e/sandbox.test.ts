import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { type Agent, type Customer, openStage, type Stage } from '../support/e2e.ts';
import { ENGINES, nameOf } from '../support/engine/engine.ts';
import { poll } from '../support/engine/tab.ts';
import { openPageServer, type PageServer } from '../support/page-server.ts';
import { embedder, type Framed, framedPage } from './continuity/own-pages.ts';
import { GUEST, says } from './continuity/scene.ts';

/** The page keeps its own origin, with its storage and the customer's cookies. */
const OWN_ORIGIN = 'allow-scripts allow-same-origin';
/** The page has an origin that nobody shares: storage throws, and no cookie is its own. */
const OPAQUE_ORIGIN = 'allow-scripts';

for (const engine of ENGINES)
  describe(`in a sandboxed frame, in ${nameOf(engine)}`, () => {
    let stage: Stage;
    let server: PageServer;
    let customer: Customer;
    let agent: Agent;

    before(async () => {
      stage = await openStage({ engine });
      server = await openPageServer(stage.demo.url);
    });
    after(async () => {
      await server.close();
      await stage.close();
    });
    beforeEach(async () => {
      agent = await stage.openAgent();
      // The shop's cookie says who the customer is; it counts for every port of this machine.
      customer = await stage.openCustomer('/shop/frame.html');
    });
    afterEach(async () => {
      await customer.close();
      await agent.close();
      server.clear();
    });

    /** A page of another origin, with such headers, which shows the shop's in such a frame. */
    async function open(sandbox: string, embedders: string, headers: Record<string, string> = {}): Promise<void> {
      const html = framedPage(embedders, GUEST).replace('data-embedders', 'data-start-timeout-ms="1500" data-embedders');
      server.put('/portal.html', embedder(server.put('/framed.html', html), `sandbox="${sandbox}"`), headers);
      await customer.tab.goto(`${server.cdn}/portal.html`);
      await customer.waitFor(() => 'framed' in window);
    }
    const framed = (): Promise<Framed> => customer.evaluate(() => (window as unknown as { framed: Framed }).framed);
    async function press(id: string): Promise<void> {
      const { x, y } = await poll(`${id} in the frame`, async () => (await framed()).places[id]);
      await customer.tab.clickAt(x, y);
    }
    async function assertRefused(code: string): Promise<void> {
      await press('start');
      await poll('the frame’s error', async () => (await framed()).codes.length > 0);
      const { codes, errors } = await framed();
      assert.deepEqual({ codes: new Set(codes), errors }, { codes: new Set([code]), errors: [] });
      assert.deepEqual(stage.demo.relay.rooms(), []);
    }

    it('of a listed embedder, with scripts and its own origin: a session streams and ends', async () => {
      await open(OWN_ORIGIN, server.cdn);
      await press('start');
      await agent.join();
      await agent.waitForState('asked');
      await press('allow');
      await agent.waitForState('live');
      await agent.waitForReplay(says, GUEST);
      await press('stop');
      await agent.waitForState('ended');
      const { codes, errors } = await framed();
      assert.deepEqual({ codes, errors }, { codes: [], errors: [] });
    });

    it('of an embedder that is not listed: start() says so', async () => {
      await open(OWN_ORIGIN, 'https://listed.example');
      await assertRefused('session/framed');
    });

    for (const [whose, embedders] of [
      ['that is not listed', 'https://listed.example'],
      ['of another origin where the page lists its own', 'self'],
    ] as const)
      it(`without an origin, of an embedder ${whose}: start() says so, and nothing reaches the page`, async () => {
        await open(OPAQUE_ORIGIN, embedders);
        await assertRefused('session/framed');
      });

    it('without an origin, of an embedder without one: the two are not the same', async () => {
      await open(OPAQUE_ORIGIN, 'self', { 'content-security-policy': `sandbox ${OPAQUE_ORIGIN}` });
      await assertRefused('session/framed');
    });

    it('without an origin, of a listed embedder: no customer is known there, and nothing reaches the page', async () => {
      await open(OPAQUE_ORIGIN, server.cdn);
      await assertRefused('connection/info-network');
    });
  });
