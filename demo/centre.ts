/** What the merchant's server needs to speak with a contact centre. */
export interface Centre {
  /** `emulator`: the demo answers in the contact centre's place · `real`: the one that the environment names. */
  readonly kind: 'emulator' | 'real';
  /** Host name, or on loopback an `http:` origin. */
  readonly domain: string;
  readonly appKey: string;
  readonly appSecret: string;
  readonly tenantSpaceId: string;
}

const VARIABLES = ['COBROWSE_DOMAIN', 'COBROWSE_APP_KEY', 'COBROWSE_APP_SECRET', 'COBROWSE_TENANT_SPACE_ID'] as const;

/**
 * The contact centre of the four environment variables, or the emulator at `url` when none is set.
 * Throws when only some are set: a demo that quietly fell back to the emulator would hide the typing error.
 */
export function chooseCentre(environment: Readonly<Record<string, string | undefined>>, url: string): Centre {
  const [domain, appKey, appSecret, tenantSpaceId] = VARIABLES.map((name) => environment[name]?.trim() || undefined);
  if (domain && appKey && appSecret && tenantSpaceId) return { kind: 'real', domain, appKey, appSecret, tenantSpaceId };
  const missing = VARIABLES.filter((name) => !environment[name]?.trim());
  if (missing.length < VARIABLES.length)
    throw new Error(`A real contact centre needs all of ${VARIABLES.join(', ')}; missing: ${missing.join(', ')}.`);
  return {
    kind: 'emulator',
    domain: url,
    appKey: 'demo-app-key',
    // Known to everybody who reads this file: it guards an emulator that listens on loopback alone.
    appSecret: 'demo-app-secret-of-no-value-anywhere',
    tenantSpaceId: 'demo-tenant-space',
  };
}
