import type { FrameKind, Identity } from '../wire/header.ts';
import type { ClosingName, LeaveReason } from './closing.ts';

/** What a relay tells whoever meters or watches it: never a payload, a signature or an address. */
export type RelayEvent =
  /** A member is in the room; it was welcomed. */
  | { readonly type: 'joined'; readonly roomId: string; readonly memberId: string; readonly identity: Identity }
  | {
      readonly type: 'left';
      readonly roomId: string;
      readonly memberId: string;
      readonly identity: Identity;
      readonly reason: LeaveReason;
    }
  /** The room's last member is gone, and the room with it. */
  | { readonly type: 'closed'; readonly roomId: string }
  /** One frame was passed on: its size as sent on to each recipient (a binary one: as it arrived), and how many received it (0: nobody was there). */
  | {
      readonly type: 'forwarded';
      readonly roomId: string;
      readonly kind: FrameKind;
      readonly bytes: number;
      readonly recipients: number;
    }
  /** A socket was not let in. The room is known only where the signature was sound. */
  | { readonly type: 'refused'; readonly roomId: string | undefined; readonly reason: ClosingName };

export type RelayEventListener = (event: RelayEvent) => void;

/**
 * Calls a listener whose failure stays its own: it becomes a warning of the process, because an error thrown from here
 * would end every room of the relay.
 */
export function guardListener(listener: RelayEventListener): RelayEventListener {
  return (event) => {
    try {
      listener(event);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  };
}
