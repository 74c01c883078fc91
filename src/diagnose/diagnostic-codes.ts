/**
 * What `diagnose()` looks at, in the order of its lines: one code, and so at most one line, for each check.
 * `docs/diagnostics.md` has one anchor for each, and a test compares the two lists.
 */
export const DIAGNOSTIC_CODES = [
  'versions',
  'browser',
  'script',
  'bundle',
  'options',
  'rules',
  'endpoint',
  'answer',
  'room',
  'address',
  'socket',
  'csp',
  'clock',
  'secure-context',
  'frame',
  'storage',
  'locks',
  'channel',
  'recorders',
] as const;

/** One of the codes of {@link DIAGNOSTIC_CODES}. */
export type DiagnosticCode = (typeof DIAGNOSTIC_CODES)[number];

/** `ok`: as it should be · `warning`: works, with a restriction that the sentence names · `error`: no session comes of it. */
export type DiagnosticStatus = 'ok' | 'warning' | 'error';

/** What one check found. Holds no page content, no room, no name, no signature and no query. */
export interface DiagnosticLine {
  readonly code: DiagnosticCode;
  readonly status: DiagnosticStatus;
  /** For a developer; may change. Names the code of an error where there is one. */
  readonly sentence: string;
  /** Where it is explained: a path within the package. */
  readonly link: string;
}

/** The page of the package's documentation that explains the codes. */
const PAGE = 'docs/diagnostics.md';

export const line = (code: DiagnosticCode, status: DiagnosticStatus, sentence: string): DiagnosticLine => ({
  code,
  status,
  sentence,
  link: `${PAGE}#${code}`,
});
