// Child processes that end with us. Node's own modules only: this runs before anything is installed.
import { spawn } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** How often we look whether npm is still there. Half a second is soon for a person and nothing for a processor. */
const LOOK_MS = 500;

/**
 * Runs a command in the foreground; resolves when it has ended. A signal that we get goes to the child, and once that has
 * ended so do we: whoever stops a run does not mean its present step alone.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, quiet?: boolean }} [options] `quiet` collects the output instead of showing it
 * @returns {Promise<{ code: number, output: string }>} `code` is 128 + n for a child that a signal ended, as in a shell;
 *   127 for one that could not be started
 */
export function run(command, args, { env = {}, quiet = false } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (output += text));

    let stopped = false;
    const forward = (signal) => {
      stopped = true;
      child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, forward);
    // A signal to npm ends npm's shell, which does not pass it on: all that we notice is another parent.
    const parent = process.ppid;
    const look = () => process.ppid !== parent && forward('SIGTERM');
    const looking = process.env.npm_lifecycle_event ? setInterval(look, LOOK_MS) : undefined;
    const end = (code) => {
      clearInterval(looking);
      for (const signal of SIGNALS) process.off(signal, forward);
      if (stopped) process.exit(code);
      done({ code, output });
    };
    child.once('error', (error) => {
      output += `${command}: ${error.message}\n`;
      if (!quiet) process.stderr.write(output);
      end(127);
    });
    child.once('close', (code, signal) => end(code ?? 128 + signalNumber(signal)));
  });
}

const signalNumber = (signal) => ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 })[signal] ?? 0;
