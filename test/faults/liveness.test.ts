import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { ENGINES, nameOf } from '../support/engine/engine.ts';
import { poll } from '../support/engine/tab.ts';
import { type FaultStage, openFaultStage } from './stage.ts';

for (const engine of ENGINES) describe(`a connection that dies without a word is found, in ${nameOf(engine)}`, () => {
  let stage: FaultStage;

  before(async () => {
    stage = await openFaultStage(engine);
  });
  after(() => stage.close());
  beforeEach(async () => {
    await stage.open(1);
    await poll('the page', () => stage.agent((page) => page.picture === 'current'));
  });
  afterEach(() => stage.customer((page) => page.end()));

  const shows = (word: string): Promise<true> => poll(`the mark ${word}`, () => stage.agent((page, expected) => page.mark === expected && page.state === 'live', word));

  // Most take some twelve seconds, and a wait is given up after twenty; before there were signs of life it took ninety.
  it('by the agent’s side, where nobody knows', async () => {
    stage.proxies.agent.halfOpen('nobody');
    await stage.customer((page) => page.mark('found'));
    await shows('found');
  });

  it('by both sides at once when their browsers say that the network is back', async () => {
    stage.proxies.customer.halfOpen('nobody');
    stage.proxies.agent.halfOpen('nobody');
    for (const tab of Object.values(stage.tabs)) await tab.evaluate(() => void dispatchEvent(new Event('online')));
    await stage.customer((page) => page.mark('found'));
    await shows('found');
  });

  it('by the relay, which tells the agent', async () => {
    stage.proxies.customer.halfOpen('nobody');
    stage.proxies.customer.refuse();
    await poll('the agent knows', () => stage.agent((page) => page.state === 'reconnecting customer-away'));
    stage.proxies.customer.calm();
    await stage.customer(() => void dispatchEvent(new Event('online')));
    await stage.customer((page) => page.mark('back'));
    await shows('back');
  });

  it('by the customer’s side, also of one who waits alone: an agent that comes is heard of', async () => {
    await stage.agent((page) => page.leave());
    await poll('the customer is alone', () => stage.customer((page) => page.state === 'pending'));
    stage.proxies.customer.halfOpen('relay');
    await stage.agent((page) => page.join());
    await stage.customer((page) => page.mark('heard'));
    await shows('heard');
  });
});
