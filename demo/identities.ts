import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Somebody at the demo, as the merchant's own sign-in would know them. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** One kind of person: how the demo knows them again, and how it lets a new one in. */
export interface Identities {
  /** Who a `Cookie` header speaks of, or nobody. */
  read(cookieHeader: string | null | undefined): Person | undefined;
  /** The person behind a request; a newcomer gets a cookie with the answer. */
  welcome(req: IncomingMessage, res: ServerResponse): Person;
}

const CUSTOMERS = ['Ada Moreau', 'Jonas Lind', 'Mei Tanaka', 'Tomás Rivera', 'Ines Haddad', 'Priya Nair', 'Noah Fischer', 'Lena Novak'];
const AGENTS = ['Robin Vance', 'Sam Okafor', 'Kit Larsen', 'Alex Duarte'];

/** Customers are whoever opens the shop: the demo has no sign-up. */
export const customers = createIdentities('demo_customer', 'customer', CUSTOMERS);

/** Opening the console is the sign-in of this demo. A real one asks for a password here. */
export const agents = createIdentities('demo_agent', 'agent', AGENTS);

/** 9 bytes are 12 characters and 72 bits: two browsers never get the same. */
const ID_BYTES = 9;
const ID = /^[\w-]{12}$/;

/**
 * The whole identity follows from the cookie, so that the server keeps nothing and a restart changes nobody.
 * The cookie is not signed: in this demo anybody may be a new customer or agent anyway.
 */
export function createIdentities(cookie: string, kind: string, names: readonly string[]): Identities {
  const person = (id: string): Person => ({ id: `${kind}-${id}`, name: names[hash(id) % names.length]! });
  const read = (header: string | null | undefined): Person | undefined => {
    const id = readCookie(header ?? '', cookie);
    return id !== undefined && ID.test(id) ? person(id) : undefined;
  };
  return {
    read,
    welcome(req, res) {
      const known = read(req.headers.cookie);
      if (known) return known;
      const id = randomBytes(ID_BYTES).toString('base64url');
      res.appendHeader('set-cookie', `${cookie}=${id}; Path=/; HttpOnly; SameSite=Lax`);
      return person(id);
    },
  };
}

function readCookie(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}

function hash(text: string): number {
  let sum = 0;
  // 31 spreads neighbouring ids over the names; nothing depends on its quality.
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)!) >>> 0;
  return sum;
}
