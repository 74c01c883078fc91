import { readFile, realpath, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { transformBrowserCode } from './browser-code.ts';
import { send } from './http.ts';
import { fillPieces } from './page-pieces.ts';

/** One folder on disk under one path prefix. */
export interface Mount {
  /** Begins and ends with a slash. */
  readonly prefix: string;
  readonly folder: string;
  /** Page that answers for paths without a file, for a part of the mount that routes in the browser. */
  readonly fallback?: { readonly prefix: string; readonly file: string };
  /** The `Content-Security-Policy` of a page, given its text; none by default. */
  readonly policy?: (html: string) => string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ts': 'text/javascript; charset=utf-8',
};

/** Resolves true when it has answered, false when the path is none of its files. */
export type StaticFiles = (pathname: string, res: ServerResponse) => Promise<boolean>;

export function createStaticFiles(mounts: readonly Mount[]): StaticFiles {
  return async (pathname, res) => {
    const mount = mounts.find(({ prefix }) => pathname.startsWith(prefix));
    if (!mount) return false;
    const relative = relativePath(pathname.slice(mount.prefix.length));
    if (relative === undefined) return false;
    const file =
      (await findFile(mount.folder, relative)) ??
      (mount.fallback && pathname.startsWith(mount.fallback.prefix) && extname(relative) === ''
        ? await findFile(mount.folder, mount.fallback.file)
        : undefined);
    if (!file) return false;
    const type = TYPES[extname(file)];
    if (!type) return false;
    await sendFile(res, mount, file, type);
    return true;
  };
}

async function sendFile(res: ServerResponse, mount: Mount, file: string, type: string): Promise<void> {
  if (extname(file) === '.ts') return send(res, 200, type, await transformBrowserCode(file));
  if (extname(file) !== '.html') return send(res, 200, type, await readFile(file));
  const html = await fillPieces(await readFile(file, 'utf8'), mount.folder);
  const policy = mount.policy?.(html);
  send(res, 200, type, html, policy ? { 'content-security-policy': policy } : {});
}

/** The file path that a URL path means, or nothing where it is not plainly one below the folder. */
function relativePath(encoded: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
  if (path.includes('\0') || path.includes('\\')) return undefined;
  const segments = path.split('/');
  // Names with a leading dot cover `..` and hidden files alike; an empty segment would make the path absolute.
  if (segments.some((segment, at) => segment.startsWith('.') || (segment === '' && at < segments.length - 1)))
    return undefined;
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}

async function findFile(folder: string, relative: string): Promise<string | undefined> {
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, relative));
    // A symbolic link inside the folder may point out of it; what counts is where it ends.
    if (!file.startsWith(root + sep)) return undefined;
    return (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}
