/** Why there is no answer: one sentence for whoever reads the log of a build. */
export class CannotCheck extends Error {
  override readonly name = 'CannotCheck';
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
