import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file's hash in the form of an `integrity` attribute. SHA-384 is what its specification recommends. */
export const integrityOf = (file) => `sha384-${createHash('sha384').update(readFileSync(file)).digest('base64')}`;
