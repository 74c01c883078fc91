/** One WebSocket message as it travelled. */
export interface Message {
  /** Where it comes from, in words. */
  readonly source: string;
  /** As whoever saved it saw it, if that is known. */
  readonly direction?: 'in' | 'out' | undefined;
  readonly atMs?: number | undefined;
  /** Text, or the bytes of a binary message. */
  readonly data: string | Uint8Array;
}

/** The messages of one connection, in order. */
export type Connection = readonly Message[];
