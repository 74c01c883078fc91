import type { IncomingMessage, ServerResponse } from 'node:http';
import { send, sendJson } from '../http.ts';

/** Whose next request for connection info is answered badly. */
export type Side = 'customer' | 'agent';

/** What the merchant's backend answers instead; `slow` answers properly, but late. */
export const PAGE_FAULTS = ['401', '403', '404', '429', '500', 'success-false', 'not-json', 'slow'] as const;
export type PageFault = (typeof PAGE_FAULTS)[number];

type Listener = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

export interface PageFaults {
  /** Arms one fault for that side's next request. */
  next(side: Side, fault: PageFault): void;
  /** What is armed and has not struck yet, in order. */
  armed(side: Side): readonly PageFault[];
  clear(): void;
  /** `listener` behind the faults of that side. */
  guard(side: Side, listener: Listener): Listener;
}

/** Longer than a person expects a button to take, shorter than the widget's time-out of a request. */
const SLOW_MS = 6_000;

/** A tester who arms more than 20 in a row wants a status page, not a queue. */
const MAX_ARMED = 20;

export function createPageFaults(slowMs = SLOW_MS): PageFaults {
  const queues: Record<Side, PageFault[]> = { customer: [], agent: [] };
  return {
    next(side, fault) {
      if (queues[side].length < MAX_ARMED) queues[side].push(fault);
    },
    armed: (side) => [...queues[side]],
    clear() {
      queues.customer = [];
      queues.agent = [];
    },
    guard: (side, listener) => async (req, res) => {
      const fault = queues[side].shift();
      if (fault === 'slow') await untilLate(res, slowMs);
      if (fault === undefined || fault === 'slow') return listener(req, res);
      req.resume();
      answerBadly(res, fault);
    },
  };
}

function answerBadly(res: ServerResponse, fault: Exclude<PageFault, 'slow'>): void {
  if (fault === 'not-json') return send(res, 200, 'text/html; charset=utf-8', '<!doctype html><title>Maintenance</title>');
  if (fault === 'success-false') return sendJson(res, 200, failure(1001, 'injected: the contact centre refused'));
  const headers: Record<string, string> = fault === '429' ? { 'retry-after': '2' } : {};
  sendJson(res, Number(fault), failure(Number(fault), `injected: status ${fault}`), headers);
}

const failure = (errorCode: number, errorReason: string) => ({ success: false, data: null, errorCode, errorReason });

/** Waits, unless the page gives up first: then nobody is left to answer. */
function untilLate(res: ServerResponse, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    res.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
