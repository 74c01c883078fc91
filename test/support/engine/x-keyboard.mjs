// The keyboard of an X display, as much of the protocol as presses and lets go of a key: X11 by its section "Connection
// Setup" and encodings, and the XTEST extension's FakeInput. A key that stays down repeats by itself, as on a desk.
import { createConnection } from 'node:net';

/** Keycodes of the keyboard that Xvfb has. */
const KEYCODES = { Escape: 9, Enter: 36, ' ': 65 };
const [KEY_PRESS, KEY_RELEASE] = [2, 3];
const [QUERY_EXTENSION, GET_INPUT_FOCUS, FAKE_INPUT] = [98, 43, 2];
const REPLY_BYTES = 32;

/**
 * @param {string} display of this machine, `:7`
 * @returns {Promise<{ down(key: string): Promise<void>, up(key: string): Promise<void>, close(): void }>}
 */
export async function openKeyboard(display) {
  const socket = createConnection(`/tmp/.X11-unix/X${display.replace(/^:(\d+).*$/, '$1')}`);
  const read = reader(socket);
  // Little-endian, version 11.0, no authorization.
  socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  const setup = await read(8);
  if (setup[0] !== 1) throw new Error(`The display ${display} lets nobody in.`);
  await read(4 * setup.readUInt16LE(6));
  socket.write(Buffer.concat([request(QUERY_EXTENSION, 0, 16, Buffer.from([5, 0, 0, 0])), Buffer.from('XTEST\0\0\0')]));
  const extension = await read(REPLY_BYTES);
  if (extension[8] !== 1) throw new Error(`The display ${display} has no XTEST.`);

  const fake = async (type, key) => {
    const event = Buffer.alloc(32);
    event[0] = type;
    event[1] = KEYCODES[key];
    socket.write(request(extension[9], FAKE_INPUT, 36, event));
    // Requests are answered in order: with this answer the one before has been done.
    socket.write(request(GET_INPUT_FOCUS, 0, 4));
    await read(REPLY_BYTES);
  };
  return {
    down: (key) => fake(KEY_PRESS, key),
    up: (key) => fake(KEY_RELEASE, key),
    close: () => socket.end(),
  };
}

/** A request, or the beginning of one, of so many bytes in all. */
function request(opcode, detail, bytes, rest = Buffer.alloc(0)) {
  return Buffer.concat([Buffer.from([opcode, detail, bytes / 4, 0]), rest]);
}

/** Reads so many bytes, one call after the other. */
function reader(socket) {
  const chunks = socket[Symbol.asyncIterator]();
  let rest = Buffer.alloc(0);
  return async (bytes) => {
    while (rest.length < bytes) {
      const { value, done } = await chunks.next();
      if (done) throw new Error('The display closed the connection.');
      rest = Buffer.concat([rest, value]);
    }
    const result = rest.subarray(0, bytes);
    rest = rest.subarray(bytes);
    return result;
  };
}
