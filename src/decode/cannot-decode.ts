/** Why nothing was decoded at all: one sentence for whoever ran the command. */
export class CannotDecode extends Error {
  override readonly name = 'CannotDecode';
}
