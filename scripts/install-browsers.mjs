// Installs browsers by the machine's own packages, where it may. Node's own modules only.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { onPath } from './browsers.mjs';

/**
 * Debian's packages. Ubuntu's chromium and firefox are stubs for snaps, which do not start in containers; its WebKitGTK
 * is a package like any other.
 */
const PACKAGES = {
  chromium: { debian: ['chromium'], ubuntu: [] },
  firefox: { debian: ['firefox-esr'], ubuntu: [] },
  webkit: { debian: ['webkit2gtk-driver', 'xvfb', 'xauth'], ubuntu: ['webkit2gtk-driver', 'xvfb', 'xauth'] },
};

/**
 * Installs these engines with apt-get where we are root or may sudo without being asked; does nothing elsewhere. Whether
 * they are there afterwards is for the caller to look.
 *
 * @param {readonly (keyof typeof PACKAGES)[]} engines
 */
export function installBrowsers(engines) {
  if (process.platform !== 'linux' || !onPath('apt-get')) return;
  const distribution = isUbuntu() ? 'ubuntu' : 'debian';
  const packages = engines.flatMap((engine) => PACKAGES[engine][distribution]);
  if (packages.length === 0) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && (!onPath('sudo') || spawnSync('sudo', ['-n', 'true']).status !== 0)) return;
  console.log(`Installing ${packages.join(', ')} with apt-get, which takes some minutes …`);
  // Five minutes: another apt-get on a fresh machine is usually its own first update.
  const apt = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=300'];
  const [command, ...args] = isRoot ? apt : ['sudo', '-n', ...apt];
  const stdio = ['ignore', 'ignore', 'inherit'];
  // The lists may be old or absent; if they cannot be renewed, the installation says why.
  spawnSync(command, [...args, 'update'], { stdio });
  spawnSync(command, [...args, 'install', '-y', '--no-install-recommends', ...packages], { stdio });
}

const isUbuntu = () => existsSync('/etc/os-release') && /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'));
