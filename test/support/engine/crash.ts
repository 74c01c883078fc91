import { readdirSync, readFileSync } from 'node:fs';

/** Long enough that nothing else which the same browser may be doing takes as much. */
const BUSY = 'for (const until = performance.now() + 600; performance.now() < until;);';

/**
 * Kills the process that runs a page, of those below `root` whose command line has `name`. Browsers do not say which one
 * it is; it is the one that is busy while `run` keeps the page busy. As Linux tells it.
 */
export async function crashBusyProcess(root: number, name: string, run: (busy: string) => Promise<unknown>): Promise<void> {
  const before = new Map(descendants(root).filter((pid) => commandOf(pid).includes(name)).map((pid) => [pid, ticksOf(pid)]));
  await run(BUSY);
  const [busiest] = [...before].map(([pid, ticks]) => ({ pid, spent: ticksOf(pid) - ticks })).sort((a, b) => b.spent - a.spent);
  if (!busiest) throw new Error(`There is no process ${name} below ${root}.`);
  process.kill(busiest.pid, 'SIGKILL');
}

/** A file of a process, or nothing once that is gone. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

const commandOf = (pid: number): string => read(pid, 'cmdline');

/** The fields of `stat` from the third on (proc(5)); what precedes is the name, which may hold anything. */
const statOf = (pid: number): string[] => read(pid, 'stat').split(') ').at(-1)!.split(' ');

/** Time spent so far, in user and in system mode. */
const ticksOf = (pid: number): number => Number(statOf(pid)[11] ?? 0) + Number(statOf(pid)[12] ?? 0);

function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const pid of readdirSync('/proc').map(Number).filter(Boolean)) {
    const parent = Number(statOf(pid)[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = [root];
  // The list grows while it is gone through.
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}
