import { newId } from '../core/ids.ts';

/** Room ids that only the customer they were issued to can present again. */
export interface RoomIds {
  issue(userId: string): Promise<string>;
  /** Whether `roomId` was issued, by any instance with the same secret, to this very `userId`. */
  verify(roomId: string, userId: string): Promise<boolean>;
}

/** Tells this use of the secret from every other one that there may ever be. */
const PURPOSE = 'cobrowse-widget/room-id/1';
/** 128 bits: nobody finds a second customer, or a room, that has the same. Base64url makes 22 characters of them. */
const MAC_BYTES = 16;
const MAC_LENGTH = 22;

/**
 * `<random id>-<mac>`, the mac a truncated HMAC-SHA-256 over `userId` and id, keyed from `appSecret`. Nothing is
 * stored, so it survives restarts and holds over several instances; a new `appSecret` ends the rooms issued with the old.
 */
export function createRoomIds(appSecret: string): RoomIds {
  const encoder = new TextEncoder();
  let key: Promise<CryptoKey> | undefined;
  const macOf = async (id: string, userId: string): Promise<string> => {
    key ??= crypto.subtle.importKey('raw', encoder.encode(appSecret), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
    ]);
    // As JSON: no two lists of texts have the same, whatever the texts hold.
    const signed = encoder.encode(JSON.stringify([PURPOSE, userId, id]));
    const mac = await crypto.subtle.sign('HMAC', await key, signed);
    const letters = String.fromCharCode(...new Uint8Array(mac, 0, MAC_BYTES));
    return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  };
  return {
    async issue(userId) {
      const id = newId();
      return `${id}-${await macOf(id, userId)}`;
    },
    async verify(roomId, userId) {
      const id = roomId.slice(0, -MAC_LENGTH - 1);
      const expected = `${id}-${await macOf(id, userId)}`;
      return id !== '' && isSame(roomId, expected);
    },
  };
}

/** Compares in a time that does not tell how much of it was right. */
function isSame(given: string, expected: string): boolean {
  if (given.length !== expected.length) return false;
  let difference = 0;
  for (let index = 0; index < expected.length; index += 1)
    difference |= given.charCodeAt(index) ^ expected.charCodeAt(index);
  return difference === 0;
}
