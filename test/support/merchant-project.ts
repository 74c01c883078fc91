import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { run } from '../../scripts/child.mjs';

/** A folder of its own in which a merchant follows one of our pages. */
export interface MerchantProject {
  readonly folder: string;
  /** Starts a command there; settles with its output once that matches, and keeps it running. */
  start(command: string, env: Record<string, string>, until: RegExp): Promise<string>;
  /** Runs a command there to its end. */
  finish(command: string, env?: Record<string, string>): Promise<{ code: number; output: string }>;
  close(): Promise<void>;
}

export interface Sample {
  readonly language: string;
  /** Path that the sample's first line names, or nothing. */
  readonly file: string | undefined;
  readonly code: string;
}

/** The fenced blocks of a page, in order. */
export function readSamples(page: string): Sample[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/^```(\w+)\n(.*?)^```/gms)].map(([, language = '', code = '']) => {
    const [, file] = /^(?:\/\/|<!--) ([\w./-]+\.\w+)(?: -->)?\n/.exec(code) ?? [];
    return { language, file, code };
  });
}

/**
 * What `npm install` would leave there: our package as it is packed, and the others from this project's own modules, since
 * a test asks no registry.
 */
async function install(folder: string, packages: readonly string[]): Promise<void> {
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'cobrowse-widget'), { recursive: true });
  const pack = `npm pack --ignore-scripts --silent --pack-destination ${folder}`;
  await must(pack, process.cwd());
  const { version, dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    version: string;
    dependencies: Record<string, string>;
  };
  await must(`tar -xzf cobrowse-widget-${version}.tgz -C node_modules/cobrowse-widget --strip-components 1`, folder);
  for (const name of [...Object.keys(dependencies), ...packages]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(resolve('node_modules', name), join(modules, name));
  }
}

async function must(command: string, cwd: string): Promise<void> {
  const { code, output } = await run('sh', ['-c', `cd '${cwd}' && ${command}`], { quiet: true });
  if (code !== 0) throw new Error(`${command}: ${output}`);
}

/** Writes the named samples into a new folder and installs the packed package there. */
export async function openMerchantProject(samples: readonly Sample[], packages: readonly string[]): Promise<MerchantProject> {
  const folder = mkdtempSync(join(tmpdir(), 'cobrowse-shop-'));
  const children = new Set<ChildProcess>();
  await install(folder, packages);
  for (const { file, code } of samples) {
    if (file === undefined) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), code);
  }

  function begin(command: string, env: Record<string, string>): { child: ChildProcess; text: () => string } {
    const [program = '', ...args] = command.split(' ');
    // What this test runner tells its own children would make a test of theirs report to it.
    const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
    const child = spawn(program, args, { cwd: folder, env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream!.setEncoding('utf8').on('data', (data: string) => (output += data));
    children.add(child);
    child.once('close', () => children.delete(child));
    return { child, text: () => output };
  }

  return {
    folder,
    start(command, env, until) {
      const { child, text } = begin(command, env);
      return new Promise((settle, reject) => {
        const look = (): void => {
          if (until.test(text())) settle(text());
        };
        child.stdout!.on('data', look);
        child.once('close', (code) => reject(new Error(`${command} ended with ${code}:\n${text()}`)));
      });
    },
    async finish(command, env = {}) {
      const { child, text } = begin(command, env);
      const code = await new Promise<number>((settle) => child.once('close', (status) => settle(status ?? 1)));
      return { code, output: text() };
    },
    async close() {
      const ended = [...children].map((child) => new Promise((settle) => child.once('close', settle)));
      for (const child of children) child.kill();
      await Promise.all(ended);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
