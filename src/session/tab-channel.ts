import type { Undo } from '../core/emitter.ts';
import type { SessionState } from './derive.ts';
import { SESSION_STATES } from './derive.ts';
import { END_REASONS, type EndReason } from './facts.ts';
import { isRecord, type ResumeRecord } from './resume-record.ts';

/** How the session stands, as the tab that shares tells the others. */
export interface TabStatus {
  readonly state: SessionState;
  /** Names of those who see the page, ready to show. */
  readonly watchers: string;
  readonly record: ResumeRecord;
  /** Tabs of the session so far. */
  readonly tabs: number;
}

/** What a tab asks of the one that shares. */
export type TabCommand = 'stop' | 'pause' | 'unpause';

/** What tabs of one session say to one another; `session` is its id, null where the sender has not learnt it yet. */
export type TabMessage =
  /** A tab asks who shares; `tab` is its number if it has one. */
  | { readonly type: 'hello'; readonly tab: number | null; readonly session: string | null }
  | ({ readonly type: 'status' } & TabStatus)
  /** The customer is in the sending tab now; `by` says whether they pressed the button for it. */
  | { readonly type: 'claim'; readonly by: 'presence' | 'button' }
  /** The lock is free for that tab, and this is where to go on. */
  | { readonly type: 'yield'; readonly to: string; readonly record: ResumeRecord }
  | { readonly type: 'command'; readonly command: TabCommand; readonly session: string | null }
  | { readonly type: 'ended'; readonly reason: EndReason; readonly session: string | null };

/** The line between the tabs of this origin; `from` is the sending tab's id. */
export interface TabChannel {
  send(message: TabMessage): void;
  close: Undo;
}

const NAME = 'cobrowse-widget.tabs';

/** Null where the browser has no BroadcastChannel or refuses it. */
export function openTabChannel(self: string, handle: (message: TabMessage, from: string) => void): TabChannel | null {
  let channel: BroadcastChannel;
  try {
    channel = new BroadcastChannel(NAME);
  } catch {
    return null;
  }
  const receive = ({ data }: MessageEvent<unknown>): void => {
    const envelope = data as { from?: unknown; message?: unknown };
    // Another version of the widget, or another script: what is not of this protocol is not for us.
    if (typeof envelope?.from === 'string' && isTabMessage(envelope.message)) handle(envelope.message, envelope.from);
  };
  channel.addEventListener('message', receive);
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has one origin: ours
    send: (message) => channel.postMessage({ from: self, message }),
    close: () => {
      channel.removeEventListener('message', receive);
      channel.close();
    },
  };
}

function isTabMessage(value: unknown): value is TabMessage {
  const message = value as Record<string, unknown>;
  switch (message?.['type']) {
    case 'hello':
      return message['tab'] === null || Number.isSafeInteger(message['tab']);
    case 'status':
      return (
        (SESSION_STATES as readonly unknown[]).includes(message['state']) &&
        typeof message['watchers'] === 'string' &&
        Number.isSafeInteger(message['tabs']) &&
        isRecord(message['record'])
      );
    case 'claim':
      return message['by'] === 'presence' || message['by'] === 'button';
    case 'yield':
      return typeof message['to'] === 'string' && isRecord(message['record']);
    case 'command':
      return ['stop', 'pause', 'unpause'].includes(message['command'] as string);
    case 'ended':
      return (END_REASONS as readonly unknown[]).includes(message['reason']);
    default:
      return false;
  }
}
