import { settingsFrom } from '../attributes.ts';
import type { Cobrowse, DiagnoseDeps } from '../client.ts';
import { isCobrowseError } from '../core/errors.ts';
import { CONTRACT } from '../core/version.ts';
import type { Settings } from '../options.ts';
import { isLockHeld } from '../session/session-lock.ts';
import { checkConnection, type SessionPresence } from './connection.ts';
import { DIAGNOSTIC_CODES, type DiagnosticLine, line } from './diagnostic-codes.ts';
import * as environment from './environment.ts';
import { printLines } from './print.ts';
import { checkRecorders } from './recorders.ts';
import { watchViolations } from './violations.ts';

export { CONTRACT };

/**
 * Looks at all that a session needs and says what it found, one line for each check; what cannot be looked at, because
 * something before it failed, has no line. Changes nothing on the page. Asks the merchant backend once and, unless a
 * session runs, joins and leaves the room.
 */
export async function diagnose(deps: DiagnoseDeps): Promise<DiagnosticLine[]> {
  const violations = watchViolations(document);
  try {
    const lines = [
      environment.checkVersions(),
      environment.checkBrowser(window),
      environment.checkScript(import.meta.url, location),
      await checkBundle(deps),
      ...(await checkWithSettings(deps)),
      environment.checkSecureContext(window),
      environment.checkStorage(),
      environment.checkLocks(navigator),
      environment.checkChannel(window),
      checkRecorders(window, deps.state === null || deps.state === 'ended' ? 'idle' : 'running'),
      await violations.check(),
    ];
    return lines.sort((one, other) => DIAGNOSTIC_CODES.indexOf(one.code) - DIAGNOSTIC_CODES.indexOf(other.code));
  } finally {
    violations.stop();
  }
}

/** The same once the page has loaded, in the browser's console: what `data-debug` asks for. */
export async function debug(client: Pick<Cobrowse, 'diagnose'>): Promise<void> {
  if (document.readyState !== 'complete')
    await new Promise((resolve) => window.addEventListener('load', resolve, { once: true }));
  printLines(await client.diagnose());
}

async function checkBundle({ loadSession }: DiagnoseDeps): Promise<DiagnosticLine> {
  try {
    await loadSession();
    return line('bundle', 'ok', 'The session bundle loads, and is of the same version.');
  } catch (error) {
    if (!isCobrowseError(error)) throw error;
    return line('bundle', 'error', `${error.message} (${error.code})`);
  }
}

async function checkWithSettings({ source, roomId, state }: DiagnoseDeps): Promise<DiagnosticLine[]> {
  let settings: Settings;
  try {
    settings = 'settings' in source ? source.settings : settingsFrom(source.attributes);
  } catch (error) {
    if (!isCobrowseError(error)) throw error;
    return [line('options', 'error', `${error.message} (${error.code})`)];
  }
  const frame = environment.checkFrame(window, settings.embedders);
  const lines = [line('options', 'ok', 'Every option can be used as it is.'), checkRules(settings), frame];
  // Where no session may run, nobody is asked and no room is joined either.
  if (frame.status === 'error') return lines;
  return [...lines, ...(await checkConnection(settings, roomId, await presenceOf(state)))];
}

function checkRules({ privacy }: Settings): DiagnosticLine {
  const { mask, unmask, block, ignore } = privacy;
  const selectors = { mask, unmask, block, ignore };
  const counts = Object.entries(selectors).flatMap(([name, selector]) =>
    selector ? [`${name} names ${document.querySelectorAll(selector).length}`] : [],
  );
  const rules = counts.length > 0 ? `Of this page’s elements, ${counts.join(', ')}.` : 'No element is marked as private.';
  if (privacy.maskInputs) return line('rules', 'ok', `${rules} What is typed is masked.`);
  return line('rules', 'warning', `${rules} What is typed is shown, save what is always private.`);
}

/** Another tab's session counts: a recorder that joins its room takes its place there. */
async function presenceOf(state: DiagnoseDeps['state']): Promise<SessionPresence> {
  if (state === 'connecting') return 'connecting';
  if (state !== null && state !== 'ended') return 'running';
  return (await isLockHeld()) ? 'running' : 'none';
}
