/** How the sockets of both sides behave; read anew for every chunk, so a change is felt at once. */
export interface NetworkConditions {
  /** Added to each chunk, each way. */
  readonly delayMs: number;
  /** Bytes per second, each way; `Infinity` for no limit. */
  readonly bytesPerSecond: number;
}

/**
 * `slow` is a phone at the edge of coverage, about what browsers' developer tools call slow 3G; `crawling` is bad enough
 * that a snapshot of an ordinary page takes longer than a customer waits.
 */
export const NETWORK_PROFILES = {
  full: { delayMs: 0, bytesPerSecond: Infinity },
  slow: { delayMs: 200, bytesPerSecond: 50_000 },
  crawling: { delayMs: 1_000, bytesPerSecond: 6_000 },
} as const satisfies Record<string, NetworkConditions>;

export type NetworkProfile = keyof typeof NETWORK_PROFILES;

export interface Network {
  readonly profile: NetworkProfile;
  conditions(): NetworkConditions;
  use(profile: NetworkProfile): void;
}

export function createNetwork(): Network {
  let profile: NetworkProfile = 'full';
  return {
    get profile() {
      return profile;
    },
    conditions: () => NETWORK_PROFILES[profile],
    use(next) {
      profile = next;
    },
  };
}
