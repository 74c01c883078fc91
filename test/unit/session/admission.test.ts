import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ConsentRequest, createAdmissions } from '../../../src/session/admission.ts';

const ANNA = { name: 'Anna', verified: true };
const BEN = { name: 'Ben', verified: true };
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A consent view whose answers the test gives. */
function scriptedView() {
  const open: { request: ConsentRequest; answer: (value: unknown) => void; fail: (error: unknown) => void }[] = [];
  const view = (request: ConsentRequest): Promise<boolean> =>
    new Promise((resolve, reject) => {
      open.push({ request, answer: resolve as (value: unknown) => void, fail: reject });
    });
  return { view, open };
}

describe('asking the customer', () => {
  it('asks about one agent at a time, in order', async () => {
    const { view, open } = scriptedView();
    const admissions = createAdmissions(view);
    const answers: string[] = [];
    admissions.ask('anna', ANNA, (answer) => answers.push(`anna ${answer}`));
    admissions.ask('ben', BEN, (answer) => answers.push(`ben ${answer}`));
    await settle();
    assert.deepEqual(open.map(({ request }) => request.agent.name), ['Anna']);
    open[0]!.answer(true);
    await settle();
    assert.deepEqual(open.map(({ request }) => request.agent.name), ['Anna', 'Ben']);
    open[1]!.answer(false);
    await settle();
    assert.deepEqual(answers, ['anna admitted', 'ben denied']);
  });

  it('takes nothing but true for a yes', async () => {
    for (const value of [false, undefined, null, 1, 'true', {}]) {
      const { view, open } = scriptedView();
      const answers: string[] = [];
      createAdmissions(view).ask('anna', ANNA, (answer) => answers.push(answer));
      open[0]!.answer(value);
      await settle();
      assert.deepEqual(answers, ['denied'], `answered with ${String(value)}`);
    }
  });

  it('takes a failing view for a no and hands its error to the page', async () => {
    const { view, open } = scriptedView();
    const answers: string[] = [];
    const reported: unknown[] = [];
    createAdmissions(view, (error) => reported.push(error)).ask('anna', ANNA, (answer) => answers.push(answer));
    const failure = new Error('the view broke');
    open[0]!.fail(failure);
    await settle();
    assert.deepEqual(reported, [failure]);
    assert.deepEqual(answers, ['denied']);
  });

  it('withdraws a question: its signal is aborted, its late answer counts for nothing, the next one is asked', async () => {
    const { view, open } = scriptedView();
    const admissions = createAdmissions(view);
    const answers: string[] = [];
    admissions.ask('anna', ANNA, (answer) => answers.push(`anna ${answer}`));
    admissions.ask('ben', BEN, (answer) => answers.push(`ben ${answer}`));
    await settle();
    admissions.withdraw('anna');
    assert.equal(open[0]!.request.signal.aborted, true);
    open[0]!.answer(true);
    await settle();
    open[1]!.answer(true);
    await settle();
    assert.deepEqual(answers, ['ben admitted']);
  });

  it('goes on although a view ignores that its question was withdrawn', async () => {
    const { view, open } = scriptedView();
    const admissions = createAdmissions(view);
    admissions.ask('anna', ANNA, () => {});
    await settle();
    admissions.withdraw('anna');
    admissions.ask('ben', BEN, () => {});
    await settle();
    assert.deepEqual(open.map(({ request }) => request.agent.name), ['Anna', 'Ben']);
  });

  it('stops: every open question is aborted and none is answered', async () => {
    const { view, open } = scriptedView();
    const admissions = createAdmissions(view);
    const answers: string[] = [];
    admissions.ask('anna', ANNA, (answer) => answers.push(answer));
    admissions.ask('ben', BEN, (answer) => answers.push(answer));
    await settle();
    admissions.stop();
    open[0]!.answer(true);
    await settle();
    assert.deepEqual(answers, []);
    assert.equal(open.length, 1);
  });
});
