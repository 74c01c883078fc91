/**
 * Imports a module whose bytes the browser has first compared with `integrity`. Rejects, having run nothing, where they
 * differ or do not arrive; the browser's console says which. `nonce` is the one of the script that asks.
 *
 * `import()` takes no hash, so an element fetches the file, and `import()` finds it fetched. Which element is measured
 * (docs/decisions/2026-11-25-integrity.md): a preload is the one that no Content-Security-Policy under which the loader
 * runs refuses. A script element is checked by every browser, but Trusted Types refuse its `src`; it serves where there
 * are none.
 */
export async function importVerified<Module>(url: string, integrity: string, nonce: string): Promise<Module> {
  if (integrity) await fetchVerified(url, integrity, nonce);
  return (await import(url)) as Module;
}

function fetchVerified(url: string, integrity: string, nonce: string): Promise<void> {
  const element = 'trustedTypes' in window ? preload(url) : moduleScript(url);
  element.integrity = integrity;
  // Modules are fetched with CORS; a preload in another mode would be fetched a second time.
  element.crossOrigin = 'anonymous';
  element.nonce = nonce;
  return new Promise<void>((resolve, reject) => {
    element.addEventListener('load', () => resolve());
    element.addEventListener('error', () =>
      reject(new Error(`${url} did not arrive, or is not the file that this loader was built with.`)),
    );
    document.head.append(element);
  }).finally(() => element.remove());
}

function preload(href: string): HTMLLinkElement {
  return Object.assign(document.createElement('link'), { rel: 'modulepreload', href });
}

function moduleScript(src: string): HTMLScriptElement {
  return Object.assign(document.createElement('script'), { type: 'module', src });
}
