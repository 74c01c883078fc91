import { poll } from '../support/engine/tab.ts';
import { differences, disorder } from './compare.ts';
import { describeRounds, type Fault, planRounds, type Round } from './schedule.ts';
import type { FaultStage, Guest } from './stage.ts';

/** A page that comes to nothing new for so long has come to rest, right or wrong. */
const REST_MS = 3_000;
/** Reconnecting waits half a minute at most, and a half-open connection takes some seconds to be found. */
const LONGEST_MS = 60_000;

/**
 * Runs a seed's schedule, or another, to its end; `onQuiet` is called at each quiet point. Throws what was not as it should
 * be, with all that happened.
 */
export async function runSeed(
  stage: FaultStage,
  seed: number,
  rounds: readonly Round[] = planRounds(seed),
  onQuiet: () => Promise<void> = async () => {},
): Promise<void> {
  const done: string[] = [];
  try {
    await stage.open(seed);
    await waitUntilEqual(stage, 'start');
    for (const [index, round] of rounds.entries()) {
      await runRound(stage, round, `${index + 1}`, done);
      await onQuiet();
    }
    await end(stage);
  } catch (error) {
    const told = [`COBROWSE_FAULT_SEED=${seed} npm test -- --only faults`, describeRounds(rounds), await tellAll(stage)];
    if (process.env['COBROWSE_FAULT_SEED']) told.push(done.join('\n'));
    throw new Error(`${(error as Error).message}\n${told.join('\n')}`, { cause: error });
  } finally {
    await calm(stage);
  }
}

async function runRound(stage: FaultStage, { changes, faults, isNoticed, deed }: Round, name: string, done: string[]): Promise<void> {
  let guest: Guest | undefined;
  const mutate = async (times: number): Promise<void> => void done.push(...(await stage.customer((page, count) => page.mutate(count), times)));
  const quiet = new AbortController();
  const startedMs = performance.now();
  const inflicting = faults.map(async ({ atMs, ...fault }) => {
    await wait(atMs - (performance.now() - startedMs), quiet.signal);
    await inflict(stage, fault, quiet.signal);
  });
  // Whatever fails first: nothing of this round goes on in the next, or when the stage is closed.
  const settled = Promise.allSettled(inflicting);
  try {
    if (deed) {
      await mutate(Math.floor(changes / 2));
      done.push(`[${deed.kind}]`);
      if (deed.kind === 'hide') {
        const show = await stage.hide();
        await mutate(deed.changes);
        await show();
      } else if (deed.kind === 'guest') guest = await stage.invite();
      else await stage.reload();
    }
    await mutate(deed ? Math.ceil(changes / 2) : changes);
    // What was still to come is not waited for, nor what would go on; a restart is finished.
    await Promise.race([settled, wait(1_500, quiet.signal)]);
  } finally {
    quiet.abort();
    await settled;
  }
  await Promise.all(inflicting);
  await calm(stage);
  if (isNoticed) for (const tab of Object.values(stage.tabs)) await tab.evaluate(() => void dispatchEvent(new Event('online')));
  await waitUntilEqual(stage, name);
  if (!guest) return;
  await waitUntilEqual({ ...stage, agent: guest.agent }, `${name}-guest`);
  await guest.leave();
}

async function inflict(stage: FaultStage, fault: Fault, quiet: AbortSignal): Promise<void> {
  if (quiet.aborted) return;
  const proxy = 'side' in fault ? stage.proxies[fault.side] : undefined!;
  switch (fault.kind) {
    case 'cut':
      return proxy.cut(fault.how);
    case 'corrupt':
      return proxy.corrupt(fault.way);
    case 'duplicate':
      return proxy.duplicate();
    case 'half-open':
      return proxy.halfOpen(fault.known);
    case 'relay-restart':
      await stage.killRelay();
      await wait(fault.downMs, quiet);
      return stage.startRelay();
    case 'no-info':
      stage.setInfo('down');
      await wait(fault.forMs, quiet);
      return stage.setInfo('sound');
    case 'pause':
      await stage.customer((page) => page.pause('pause'));
      await wait(fault.forMs, quiet);
      return stage.customer((page) => page.pause('unpause'));
    case 'offline':
      proxy.refuse();
      proxy.cut('rst');
      break;
    case 'stall':
      proxy.stall(fault.way);
      break;
    case 'delay':
      proxy.delay(fault.ms);
      break;
    case 'slow':
      proxy.slow(fault.bytesPerSecond);
  }
  await wait(fault.forMs, quiet);
  proxy.calm();
}

async function calm(stage: FaultStage): Promise<void> {
  for (const proxy of Object.values(stage.proxies)) proxy.calm();
  stage.setInfo('sound');
  if (!stage.house.relay) await stage.startRelay();
}

/** Waits until the two pages are the same; fails once nothing new comes and they are not. */
async function waitUntilEqual(stage: FaultStage, name: string): Promise<void> {
  await stage.customer((page, word) => page.mark(word), name);
  const giveUpMs = performance.now() + LONGEST_MS;
  let seen = -1;
  let restedMs = performance.now();
  for (;;) {
    const [state, picture, mark, count] = await stage.agent((page) => [page.state, page.picture, page.mark, page.applied.length] as const);
    const isCaughtUp = state === 'live' && picture === 'current' && mark === name;
    let found = `the agent is ${state}, its picture ${picture}, its mark ${mark} and not ${name}`;
    if (isCaughtUp) {
      const different = differences(await stage.customer((page) => page.describe()), await stage.agent((page) => page.describe()));
      if (!different) break;
      found = `The agent’s page is not the customer’s: ${different}`;
    }
    if (count !== seen || !isCaughtUp) restedMs = performance.now();
    seen = count;
    const ended = await stage.customer((page) => page.ended);
    if (ended || state.startsWith('ended')) throw new Error(`Quiet point ${name}: the session has ended (${ended}), the agent is ${state}`);
    if (performance.now() > giveUpMs || performance.now() - restedMs > REST_MS) throw new Error(`Quiet point ${name}: ${found}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  const wrong = disorder(await stage.agent((page) => page.applied));
  if (wrong) throw new Error(`Quiet point ${name}: ${wrong}`);
}

/** Ends the session; nothing of it is left on either page, in a proxy or at the relay. */
async function end(stage: FaultStage): Promise<void> {
  await stage.customer((page) => page.end());
  await poll('the agent hears of the end', () => stage.agent((page) => page.state.startsWith('ended')));
  await stage.agent((page) => page.leave());
  const open = (): string[] => Object.entries(stage.proxies).flatMap(([side, proxy]) => proxy.open.map((line) => `${side}: ${line}`));
  await poll('no connection is left', async () => open().length === 0).catch((cause: unknown) => {
    throw new Error(`Still open: ${open().join('; ')}`, { cause });
  });
  await poll('no room is left', async () => stage.house.relay?.rooms().length === 0);
  const left = { customer: await stage.customer((page) => page.leftovers()), agent: await stage.agent((page) => page.leftovers()) };
  if (left.customer.length + left.agent.length > 0) throw new Error(`After the end there is still ${JSON.stringify(left, null, 1)}`);
  const errors = (await stage.customer((page) => page.errors)).filter((error) => error.startsWith('page:'));
  if (errors.length > 0) throw new Error(`The customer’s page heard of ${errors.join(' ')}`);
}

async function tellAll(stage: FaultStage): Promise<string> {
  const customer = await stage.customer((page) => ['customer', page.state, page.ended, ...page.errors].join('\n  ')).catch(String);
  const agent = await stage
    .agent((page) => ['agent', page.state, page.picture, ...page.errors, ...page.applied.slice(-5).map(String)].join('\n  '))
    .catch(String);
  const relay = stage.house.told.slice(-12).map((event) => `${event.type} ${'reason' in event ? event.reason : ''} ${'identity' in event ? event.identity.id : ''}`);
  return [customer, agent, ['relay', ...relay].join('\n  ')].join('\n');
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
