import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

const FOLDER = '.build/bench';
const fileOf = (name: string): string => `${FOLDER}/${name}.json`;

/** The last run of one bench, and what it ran on. */
export interface Results<Data> {
  readonly date: string;
  readonly machine: string;
  readonly data: Data;
}

export function writeResults<Data>(name: string, data: Data): void {
  const [cpu, ...others] = cpus();
  const results: Results<Data> = { date: new Date().toISOString().slice(0, 10), machine: `${others.length + 1} × ${cpu?.model.trim()}, Node.js ${process.versions.node}`, data };
  mkdirSync(FOLDER, { recursive: true });
  // JSON has no infinity: what was never seen is null.
  writeFileSync(fileOf(name), `${JSON.stringify(results, null, 1)}\n`);
}

export const readResults = <Data>(name: string): Results<Data> | undefined =>
  existsSync(fileOf(name)) ? (JSON.parse(readFileSync(fileOf(name), 'utf8')) as Results<Data>) : undefined;
