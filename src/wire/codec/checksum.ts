/** FNV-1a over all that an epoch's frames said before their last step, so that a lost, doubled or swapped frame shows, too. */
export const FIRST_CHECKSUM = 0x811c9dc5;

export function checksum(bytes: Uint8Array, before: number): number {
  let sum = before;
  for (let at = 0; at < bytes.length; at += 1) sum = Math.imul(sum ^ bytes[at]!, 0x01000193);
  return sum;
}
