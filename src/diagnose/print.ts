import type { DiagnosticLine } from './diagnostic-codes.ts';

/** Into the console, each line for itself. The one file that writes there, and only where `data-debug` asks for it. */
export function printLines(lines: readonly DiagnosticLine[]): void {
  for (const { code, status, sentence, link } of lines) console.info(`[cobrowse] ${status} ${code}: ${sentence} ${link}`);
}
