import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `<!-- piece: header -->` stands for the file `pieces/header.html` of the same site. */
const PIECE = /<!-- piece: ([a-z-]+) -->/g;

/**
 * Puts the pieces that every page of a site shares into one page. On the server, so that a page arrives whole, like any
 * shop's, and the recorder's first snapshot already has header and footer.
 */
export async function fillPieces(html: string, folder: string): Promise<string> {
  const names = new Set(Array.from(html.matchAll(PIECE), (match) => match[1]!));
  const pieces = new Map<string, string>();
  for (const name of names) pieces.set(name, await readFile(join(folder, 'pieces', `${name}.html`), 'utf8'));
  return html.replace(PIECE, (_, name: string) => pieces.get(name)!.trimEnd());
}
