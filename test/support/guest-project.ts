import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A merchant's project in a folder of its own, with the package installed as it is published. */
export interface MerchantProject {
  readonly folder: string;
  write(file: string, text: string): void;
  /** The files of a folder of the project, with their text. */
  read(folder: string): { name: string; text: string }[];
  remove(): void;
}

export function createMerchantProject(): MerchantProject {
  const folder = mkdtempSync(join(tmpdir(), 'merchant-'));
  const installed = join(folder, 'node_modules');
  mkdirSync(installed);
  // What a merchant gets: the tarball, and neither our sources nor what we develop with.
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['pack', '--ignore-scripts', '--silent', '--pack-destination', installed], { stdio: 'pipe' });
  const tarball = readdirSync(installed).find((name) => name.endsWith('.tgz'))!;
  execFileSync('tar', ['-xzf', tarball], { cwd: installed });
  renameSync(join(installed, 'package'), join(installed, 'cobrowse-widget'));
  rmSync(join(installed, tarball));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  write('package.json', '{ "name": "merchant", "private": true, "type": "module" }');
  return {
    folder,
    write,
    read: (name) =>
      readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name: file, parentPath }) => ({ name: file, text: readFileSync(join(parentPath, file), 'utf8') })),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
