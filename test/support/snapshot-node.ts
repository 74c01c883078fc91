/** A node as rrweb's snapshots have it. */
export interface SnapshotNode {
  readonly tagName?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly childNodes?: readonly SnapshotNode[];
  readonly textContent?: string;
  readonly isShadow?: boolean;
}

/** The first element of that name. */
export function findByTag(node: SnapshotNode, tagName: string): SnapshotNode {
  const pending = [node];
  for (const one of pending) {
    if (one.tagName === tagName) return one;
    pending.push(...(one.childNodes ?? []));
  }
  throw new Error(`There is no ${tagName}.`);
}
