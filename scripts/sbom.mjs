// npm run sbom: .build/sbom.json, a CycloneDX list of what ships: our dependency, and whatever is bundled into dist/, with
// all that those bring along. Read from the lock file, so it needs neither a network nor node_modules.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './child.mjs';
import { bundledPackages } from './notices.mjs';

const FILE = '.build/sbom.json';

/**
 * What npm says of everything, with all taken out that does not ship.
 *
 * @param {any} all npm's own list, development tools included
 * @param {readonly string[]} shipped names of direct dependencies that ship
 * @param {(ref: string) => readonly string[]} [peersOf] names that a package expects beside it: those are somebody else's
 */
export function shippedOnly(all, shipped, peersOf = () => []) {
  const edges = new Map(
    all.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn.filter((next) => !peersOf(ref).includes(nameOf(next)))]),
  );
  const root = all.metadata.component['bom-ref'];
  const direct = (edges.get(root) ?? []).filter((ref) => shipped.includes(nameOf(ref)));
  const missing = shipped.filter((name) => !direct.some((ref) => ref.startsWith(`${name}@`)));
  if (missing.length > 0) throw new Error(`Shipped, but not in the lock file as a direct dependency: ${missing.join(', ')}.`);
  const reached = new Set(direct);
  for (const ref of reached) for (const next of edges.get(ref) ?? []) reached.add(next);
  return {
    ...all,
    components: all.components.filter((component) => reached.has(component['bom-ref'])).map(asShipped),
    dependencies: all.dependencies
      .filter(({ ref }) => ref === root || reached.has(ref))
      .map(({ ref }) => ({ ref, dependsOn: ref === root ? direct : edges.get(ref) })),
  };
}

/** `name@version`, where a name may begin with `@` itself. */
const nameOf = (ref) => ref.slice(0, ref.lastIndexOf('@'));

/** What is bundled is a tool of development to npm, and part of the product to whoever uses it. */
function asShipped(component) {
  const properties = (component.properties ?? []).filter(({ name }) => name !== 'cdx:npm:package:development');
  return { ...component, scope: 'required', properties };
}

/** Asks npm, from the lock file alone. */
export async function makeSbom() {
  const { code, output } = await run('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--offline', '--loglevel', 'silent'], { quiet: true });
  if (code !== 0) throw new Error(`npm sbom failed:\n${output}`);
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const bundled = bundledPackages(JSON.parse(readFileSync('.build/modules.json', 'utf8')));
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const peers = new Map();
  for (const [path, { version, peerDependencies = {} }] of Object.entries(packages))
    peers.set(`${path.split('node_modules/').at(-1)}@${version}`, Object.keys(peerDependencies));
  return shippedOnly(JSON.parse(output), [...Object.keys(dependencies), ...bundled.keys()], (ref) => peers.get(ref) ?? []);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sbom = await makeSbom();
  writeFileSync(FILE, `${JSON.stringify(sbom, null, 2)}\n`);
  console.log(`${FILE}: ${sbom.components.length} components.`);
}
