import { createServer } from 'node:http';
import { tsImport } from 'tsx/esm/api';

const PATH = '/ws/cobrowse/1';

/**
 * Runs the real relay beside web-test-runner from the first command on, one for all browser tests of a run; each test
 * takes a room of its own. Tests call, with `executeServerCommand` of @web/test-runner-commands:
 * - `relay:signature` `{roomId, role, id, name}` → `{url, connectParam}`, what a merchant backend would hand out
 * - `relay:drop` `{roomId, role?}`: cuts the sockets of that room, or of that role in it, as a broken network would
 * - `relay:close-room` `{roomId}`: releases the room, as the contact centre would
 */
export function relayPlugin() {
  let starting;
  const running = () => (starting ??= startRelay());

  const commands = {
    async 'relay:signature'({ roomId, role, id, name }) {
      const { url, signatures } = await running();
      return { url, connectParam: await signatures.issue({ roomId, role, id, name }) };
    },
    async 'relay:drop'({ roomId, role }) {
      const { relay } = await running();
      await relay.disconnect(roomId, role === undefined ? {} : { role });
      return true;
    },
    async 'relay:close-room'({ roomId }) {
      const { relay } = await running();
      await relay.closeRoom(roomId);
      return true;
    },
  };

  return {
    name: 'relay',
    async serverStop() {
      await (await starting)?.stop();
    },
    // What a command returns must be truthy, or web-test-runner takes it for an unknown one.
    executeCommand: ({ command, payload }) => commands[command]?.(payload),
  };
}

async function startRelay() {
  // From its source, so that a browser test sees a change to the relay without a build.
  const { createRelay, createSignatures } = await tsImport('../../src/relay/relay.ts', import.meta.url);
  const server = createServer();
  const signatures = createSignatures({ secret: 'a secret of this test run alone, 32 characters or more' });
  const relay = createRelay({ server, path: PATH, verify: signatures.verify });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `ws://127.0.0.1:${server.address().port}${PATH}`,
    relay,
    signatures,
    async stop() {
      await relay.close?.();
      server.close();
      server.closeAllConnections();
    },
  };
}
