import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Mount } from './static-files.ts';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The folders that the demo serves. `socketOrigin` is where the console's WebSocket goes. */
export function createMounts(socketOrigin: string): readonly Mount[] {
  return [
    { prefix: '/shop/', folder: folder('./shop'), fallback: { prefix: '/shop/spa/', file: 'spa/index.html' } },
    { prefix: '/agent/', folder: folder('./agent'), policy: (html) => consolePolicy(html, socketOrigin) },
    { prefix: '/qa/', folder: folder('./qa/page') },
    { prefix: '/dist/', folder: folder('../dist') },
  ];
}

/**
 * The console shows a stranger's page, so it says what it may do. The replay's document inherits this policy: it may use
 * the shop's styles, pictures and fonts, and run nothing.
 */
export function consolePolicy(html: string, socketOrigin: string): string {
  // An import map must be inline; its hash lets in this one and no other script.
  const hashes = Array.from(
    html.matchAll(/<script type="importmap">([\s\S]*?)<\/script>/g),
    ([, text]) => `'sha256-${createHash('sha256').update(text!).digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    ["script-src 'self'", ...hashes].join(' '),
    // rrweb rebuilds the customer's style sheets as inline ones.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self'",
    `connect-src 'self' ${socketOrigin}`,
    "frame-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    // The QA page shows the console in a frame.
    "frame-ancestors 'self'",
  ].join('; ');
}
