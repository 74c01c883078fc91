import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { ENGINES, nameOf } from '../support/engine/engine.ts';
import { poll } from '../support/engine/tab.ts';
import { differences, disorder } from './compare.ts';
import type { AgentPage } from './pages/agent.ts';
import { type FaultStage, openFaultStage } from './stage.ts';

for (const engine of ENGINES) describe(`the comparison of two pages finds, in ${nameOf(engine)}`, () => {
  let stage: FaultStage;

  /** What the agent's page was before the present test. */
  let last: readonly string[];

  before(async () => {
    stage = await openFaultStage(engine);
    await stage.open(1);
    await stage.customer((page) => page.mutate(60));
    await stage.customer((page) => page.mark('all'));
    await poll('the same page', async () => (await stage.agent((page) => page.mark)) === 'all' && isSame(await ofCustomer(), await ofAgent()));
  });
  after(() => stage.close());
  beforeEach(async () => {
    last = await ofAgent();
    assert.ok(isSame(last, await ofAgent()));
  });

  const ofCustomer = (): Promise<readonly string[]> => stage.customer((page) => page.describe());
  const ofAgent = (): Promise<readonly string[]> => stage.agent((page) => page.describe());
  const isSame = (one: readonly string[], other: readonly string[]): boolean => differences(one, other) === undefined;

  /** One thing more that is wrong with the agent's page. */
  async function found(spoil: (page: AgentPage) => unknown): Promise<void> {
    await stage.agent(spoil);
    assert.ok(!isSame(last, await ofAgent()));
  }

  it('a text', () => found(({ replay }) => (replay!.querySelector('h1')!.firstChild!.nodeValue = 'Seeded gardens')));
  it('an element too many', () => found(({ replay }) => replay!.querySelector('#garden')!.append(replay!.createElement('i'))));
  it('an element too few', () => found(({ replay }) => replay!.querySelector('#chart rect')!.remove()));
  it('two elements in another order', () => found(({ replay }) => replay!.querySelector('#form')!.before(replay!.querySelector('#box')!)));
  it('an attribute', () => found(({ replay }) => replay!.querySelector('#garden')!.setAttribute('lang', 'fr')));
  it('a class', () => found(({ replay }) => replay!.querySelector('h1')!.classList.add('other')));
  it('a value', () => found(({ replay }) => (replay!.querySelector<HTMLInputElement>('[name=first]')!.value += 'x')));
  it('a choice', () => found(({ replay }) => replay!.querySelector<HTMLInputElement>('[name=yes]')!.checked = !replay!.querySelector<HTMLInputElement>('[name=yes]')!.checked));
  it('a position', () => found(({ replay }) => (replay!.querySelector('#box')!.scrollTop += 7)));
  it('the page’s own position', () => found(({ replay }) => replay!.defaultView!.scrollBy(0, 9)));
  it('a style', () => found(({ replay }) => replay!.querySelector<HTMLElement>('h1')!.style.setProperty('color', 'red')));
  it('a rule', () => found(({ replay }) => replay!.querySelector<HTMLStyleElement>('#rules')!.sheet!.insertRule('h1 { opacity: 0.3 }')));
  it('what is in a shadow root', () => found(({ replay }) => replay!.querySelector('#deep')!.shadowRoot!.append('more')));
});

describe('the order of what was applied', () => {
  it('is right where every event came once, in its place', () => {
    assert.equal(disorder([['1-a', 1, 2], ['1-a', 4, 3], ['2-b', 0, 1], ['2-b', 1, 1]]), undefined);
  });

  it('is wrong where one came twice, early, or of an epoch that was over', () => {
    assert.match(disorder([['1-a', 1, 2], ['1-a', 1, 1]])!, /where 2 was next/);
    assert.match(disorder([['1-a', 1, 2], ['1-a', 4, 2]])!, /where 2 was next/);
    assert.match(disorder([['1-a', 0, 1], ['2-b', 0, 1], ['1-a', 1, 1]])!, /began again/);
  });
});
