import type { PrivacyOptions } from './capture/policy.ts';
import { isSelector } from './capture/selectors.ts';
import { type OptionSpec, resolveOptions } from './core/options.ts';
import type { AttachConnectParam } from './room/attach.ts';
import type { ConnectionInfoSource } from './room/request-info.ts';
import type { ConsentRequest } from './session/admission.ts';
import type { OnDiagnostic } from './session/report.ts';
import type { LogLimits } from './wire/log.ts';

/** What a merchant may set. `docs/options.md` lists every option with its default; a test compares it with the table. */
export interface CobrowseOptions {
  /** Where connection info comes from: a URL that is POSTed to, or an async function. */
  readonly connectionInfo: ConnectionInfoSource;
  /** Language of dialog and bar, a BCP 47 tag. Default: the page's `lang`, then English. */
  readonly locale?: string;
  readonly consent?: {
    /** Replaces the dialog: resolves to true to admit this agent. A rejection counts as no. */
    readonly view?: (request: ConsentRequest) => Promise<boolean> | boolean;
  };
  readonly privacy?: {
    /** Masks what is typed. Default true. Passwords, card data and the like are masked whatever this says. */
    readonly maskInputs?: boolean;
    /** Masks everything that `unmask` does not name. Default false. */
    readonly maskAll?: boolean;
    /** Shows one star per character typed, instead of eight whatever the length. Default false. */
    readonly showLength?: boolean;
    /** Masks e-mail addresses in texts. Default false. */
    readonly maskEmails?: boolean;
    /** Masks telephone numbers in texts. Default false. */
    readonly maskPhones?: boolean;
    /** CSS selector of elements whose texts and fields are masked. */
    readonly mask?: string;
    /** CSS selector of elements whose texts and fields may be seen, within what is masked, too. */
    readonly unmask?: string;
    /** CSS selector of elements of which only an empty box is shown. */
    readonly block?: string;
    /** CSS selector of inputs whose typing is not reported. */
    readonly ignore?: string;
    /** Names of URL parameters that may stay in addresses of pages. Default: none. */
    readonly allowParameters?: readonly string[];
    /** Asked about each element; what it throws masks that element. */
    readonly decide?: (element: Element) => 'mask' | 'unmask' | 'block' | undefined;
  };
  /** Opens the room at `wssUrl`, the contact centre's internal address, instead of `wssUrlOut`. Default false. */
  readonly useInternalUrl?: boolean;
  /** How the signature is presented when the WebSocket opens. Default: query parameter `connectParam`. */
  readonly attach?: AttachConnectParam;
  /** Longest time for one answer with connection info. Default 10,000 ms. */
  readonly requestTimeoutMs?: number;
  /** Longest time from `start()` until the room is joined. Default 15,000 ms. */
  readonly startTimeoutMs?: number;
  /** How long a lost connection is tried again before the session ends. Default 120,000 ms. */
  readonly reconnectTimeoutMs?: number;
  /** How long after the customer's last input a page load goes on with the session. Default 900,000 ms. */
  readonly resumeWithinMs?: number;
  /** How long an admitted agent may be away before the customer is asked about them again. Default 120,000 ms. */
  readonly agentGraceMs?: number;
  /**
   * Origins of pages that may embed this one in a frame, `self` for its own; anywhere else in a frame the widget does
   * nothing. Default: none.
   */
  readonly embedders?: readonly string[];
  /** Told durations, counts and codes, for the merchant's monitoring; never content. Default: nobody is told. */
  readonly onDiagnostic?: OnDiagnostic;
  readonly stream?: {
    /**
     * `text` sends JSON always, for reading along and for relays that refuse binary messages though they say otherwise.
     * Default `binary`, a few percent of that, wherever the relay and every admitted agent take it.
     */
    readonly encoding?: 'binary' | 'text';
    /** Bytes of what was sent that are kept for agents whose connection breaks. Default 2,000,000. */
    readonly keepBytes?: number;
    /** How long that is kept. Default 120,000 ms. */
    readonly keepMs?: number;
  };
  readonly ui?: {
    /** `open` lets test drivers reach into the widget's shadow root. Default `closed`. */
    readonly shadowRoot?: 'closed' | 'open';
    /** Shows the customer on their own page what agents do not see, all the time. Default false: while a question is open. */
    readonly showHidden?: boolean;
  };
}

/** The same, complete: inside the package nothing is optional. */
export interface Settings {
  readonly connectionInfo: ConnectionInfoSource;
  readonly locale: string | null;
  readonly consentView: ((request: ConsentRequest) => Promise<boolean> | boolean) | null;
  readonly privacy: PrivacyOptions;
  readonly useInternalUrl: boolean;
  readonly attach: AttachConnectParam | undefined;
  readonly requestTimeoutMs: number;
  readonly startTimeoutMs: number;
  readonly reconnectTimeoutMs: number;
  readonly resumeWithinMs: number;
  readonly agentGraceMs: number;
  readonly embedders: readonly string[];
  readonly onDiagnostic: OnDiagnostic | null;
  readonly encoding: 'binary' | 'text';
  readonly log: Pick<LogLimits, 'maxKeptBytes' | 'maxKeptMs'>;
  readonly shadowRoot: 'closed' | 'open';
  readonly showHidden: boolean;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isFunction = (value: unknown): boolean => typeof value === 'function';
const flag = (byDefault: boolean): OptionSpec<boolean> => ({
  default: byDefault,
  check: (value) => typeof value === 'boolean',
  expected: 'true or false',
});
const durationMs = (byDefault: number): OptionSpec<number> => ({
  default: byDefault,
  check: (value) => Number.isFinite(value) && (value as number) > 0,
  expected: 'a number of milliseconds above 0',
});
const oneOf = <Value extends string>(...values: readonly [Value, Value]): OptionSpec<Value> => ({
  default: values[0],
  check: (value) => values.includes(value as Value),
  expected: `"${values[0]}" or "${values[1]}"`,
});
const selector: OptionSpec<string | null> = {
  default: null,
  // No document, nothing to check against: on a server the options are only carried, never applied.
  check: (value) => isText(value) && (typeof document === 'undefined' || isSelector(value as string)),
  expected: 'a CSS selector that this browser can read',
};
const callback = (expected: string): OptionSpec<undefined> => ({ default: undefined, check: isFunction, expected });

export const OPTIONS = {
  connectionInfo: { check: (value) => isText(value) || isFunction(value), expected: 'a URL or an async function' },
  locale: { default: null, check: isText, expected: 'a language tag such as "en"' },
  'consent.view': callback('a function that resolves to true or false'),
  'privacy.maskInputs': flag(true),
  'privacy.maskAll': flag(false),
  'privacy.showLength': flag(false),
  'privacy.maskEmails': flag(false),
  'privacy.maskPhones': flag(false),
  'privacy.mask': selector,
  'privacy.unmask': selector,
  'privacy.block': selector,
  'privacy.ignore': selector,
  'privacy.allowParameters': {
    default: [],
    check: (value) => Array.isArray(value) && value.every(isText),
    expected: 'a list of parameter names',
  },
  'privacy.decide': callback('a function that returns "mask", "unmask", "block" or nothing'),
  useInternalUrl: flag(false),
  attach: callback('a function that returns the address to open'),
  requestTimeoutMs: durationMs(10_000),
  startTimeoutMs: durationMs(15_000),
  reconnectTimeoutMs: durationMs(120_000),
  resumeWithinMs: durationMs(900_000),
  // As long as a replayer tries to come back.
  agentGraceMs: durationMs(120_000),
  embedders: {
    default: [],
    check: (value) => Array.isArray(value) && value.every((item) => item === 'self' || isOrigin(item)),
    expected: 'a list of origins such as "https://shop.example", or "self"',
  },
  onDiagnostic: callback('a function'),
  'stream.encoding': oneOf('binary', 'text'),
  // A page's snapshot is below one megabyte almost everywhere; beyond two, a new one costs no more than sending these.
  'stream.keepBytes': {
    default: 2_000_000,
    check: (value) => Number.isFinite(value) && (value as number) > 0,
    expected: 'a number of bytes above 0',
  },
  // As long as either side tries to come back.
  'stream.keepMs': durationMs(120_000),
  'ui.shadowRoot': oneOf('closed', 'open'),
  'ui.showHidden': flag(false),
} as const satisfies Record<string, OptionSpec<unknown>>;

/** Checks the options and completes them. Throws a `config/…` error that names the option. */
export function resolveSettings(given: unknown): Settings {
  const values = resolveOptions(OPTIONS, given) as Record<string, never>;
  return {
    connectionInfo: values['connectionInfo']!,
    locale: values['locale']!,
    consentView: values['consent.view'] ?? null,
    privacy: {
      maskInputs: values['privacy.maskInputs']!,
      maskAll: values['privacy.maskAll']!,
      showLength: values['privacy.showLength']!,
      maskEmails: values['privacy.maskEmails']!,
      maskPhones: values['privacy.maskPhones']!,
      mask: values['privacy.mask']!,
      unmask: values['privacy.unmask']!,
      block: values['privacy.block']!,
      ignore: values['privacy.ignore']!,
      allowParameters: values['privacy.allowParameters']!,
      decide: values['privacy.decide'] ?? null,
    },
    useInternalUrl: values['useInternalUrl']!,
    attach: values['attach'],
    requestTimeoutMs: values['requestTimeoutMs']!,
    startTimeoutMs: values['startTimeoutMs']!,
    reconnectTimeoutMs: values['reconnectTimeoutMs']!,
    resumeWithinMs: values['resumeWithinMs']!,
    agentGraceMs: values['agentGraceMs']!,
    embedders: values['embedders']!,
    onDiagnostic: values['onDiagnostic'] ?? null,
    encoding: values['stream.encoding']!,
    log: { maxKeptBytes: values['stream.keepBytes']!, maxKeptMs: values['stream.keepMs']! },
    shadowRoot: values['ui.shadowRoot']!,
    showHidden: values['ui.showHidden']!,
  };
}

function isOrigin(value: unknown): boolean {
  try {
    return new URL(value as string).origin === value;
  } catch {
    return false;
  }
}
