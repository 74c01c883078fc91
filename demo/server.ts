import { startDemo } from './start.ts';

// Not 3000 or 8080, which whoever tries a widget has taken by a project of their own.
const DEFAULT_PORT = 4_600;

/** The `PORT` variable, or the default. Throws a sentence for what is no port. */
function readPort(value: string | undefined): number {
  if (value === undefined || value === '') return DEFAULT_PORT;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT must be 0 to 65535, not "${value}".`);
  return port;
}

try {
  const demo = await startDemo({ port: readPort(process.env.PORT), environment: process.env });
  console.log(`
  Co-browsing demo

    Both sides at once   ${demo.url}/qa/
    The shop             ${demo.url}/shop/
    The agent's console  ${demo.url}/agent/

    Contact centre: ${demo.centre === 'emulator' ? 'emulated in this process' : process.env.COBROWSE_DOMAIN}
    Stop with Ctrl+C.
`);
  const close = (): void => {
    demo.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', close);
  process.once('SIGTERM', close);
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  console.error(taken ? 'That port is taken: set PORT to another, e.g. PORT=4601 npm run demo.' : error);
  process.exitCode = 1;
}
