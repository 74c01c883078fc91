import type { record } from 'rrweb';
import { CobrowseError } from '../core/errors.ts';

/** What the merchant decides about a recording. */
export interface CaptureOptions {
  /** Default `true`: what is typed leaves as one `*` per character. */
  readonly maskInputs: boolean;
  /** Text in here leaves as one `*` per character that is not white space. */
  readonly maskSelector: string | null;
  /** These elements leave as empty boxes of their size. */
  readonly blockSelector: string | null;
  /** What is typed into these fields is not reported. */
  readonly ignoreSelector: string | null;
}

/** rrweb's options, as its `record` takes them. */
export type RrwebOptions = NonNullable<Parameters<typeof record>[0]>;

/** What rrweb asks us while it records. */
export interface RrwebCallbacks {
  readonly emit: (event: unknown) => void;
  readonly maskInput: (value: string, element: Element) => string;
  readonly handleError: (error: unknown) => boolean;
}

/** The element that holds all that the widget shows; agents see it in their own window, not in the recording. */
export const UI_ELEMENT = 'cobrowse-ui';

/**
 * Every field's value is to pass `maskInput`, which decides by element. rrweb asks for it where the tag or the type is
 * named here. `maskAllInputs` would replace this map by one without `hidden` (rrweb issue 1609), so it stays unset.
 * `input` covers the types that browsers have yet to invent; the others are named for a future rrweb that looks at
 * types alone.
 */
const EVERY_INPUT = {
  input: true,
  textarea: true,
  select: true,
  text: true,
  password: true,
  hidden: true,
  email: true,
  tel: true,
  url: true,
  search: true,
  number: true,
  range: true,
  color: true,
  date: true,
  'datetime-local': true,
  month: true,
  week: true,
  time: true,
  file: true,
};

/**
 * rrweb's options for a recording that is watched live. Every option that bears on privacy or cost is spelt out, so
 * that a changed default of rrweb's changes nothing here.
 */
export function toRrwebOptions(options: CaptureOptions, callbacks: RrwebCallbacks): RrwebOptions {
  const { maskSelector, blockSelector, ignoreSelector } = options;
  return {
    emit: callbacks.emit,
    errorHandler: callbacks.handleError,
    maskInputFn: callbacks.maskInput,
    maskInputOptions: EVERY_INPUT,
    // rrweb's own class names stay in force: a page that carries them for another recorder means the same by them.
    blockClass: 'rr-block',
    ignoreClass: 'rr-ignore',
    maskTextClass: 'rr-mask',
    // Ours first: CSS closes brackets and comments at the end of the text, so the merchant's part cannot swallow it.
    blockSelector: blockSelector ? `${UI_ELEMENT},${blockSelector}` : UI_ELEMENT,
    ...(maskSelector ? { maskTextSelector: maskSelector } : {}),
    ...(ignoreSelector ? { ignoreSelector } : {}),
    // Comments and meta data are invisible to the agent, and hold tokens and developers' notes. Scripts never run in
    // the replay. Whitespace in the head is a third of a head's nodes. The title stays: it tells the agent where the
    // customer is.
    slimDOMOptions: {
      script: true,
      comment: true,
      headFavicon: true,
      headWhitespace: true,
      headMetaSocial: true,
      headMetaRobots: true,
      headMetaHttpEquiv: true,
      headMetaVerification: true,
      headMetaAuthorship: true,
      headMetaDescKeywords: true,
      headTitleMutations: false,
    },
    sampling: {
      // 30 positions a second, each sent when taken: a pointer that film would show as moving, and at most 33 ms
      // old. rrweb's default gathers them for half a second, which suits a recording and not a conversation.
      mousemove: 33,
      mousemoveCallback: 33,
      // 20 a second; rrweb's default of 100 ms is seen as jerks, and each costs the customer a layout read.
      scroll: 50,
    },
    // Styles travel as text: the agent's browser may not reach, or be let read, the merchant's style sheets.
    inlineStylesheet: true,
    inlineImages: false,
    collectFonts: false,
    recordCanvas: false,
    // Posts every event to whoever frames the page (rrweb issues 1190 and 1680).
    recordCrossOriginIframes: false,
    recordAfter: 'DOMContentLoaded',
    userTriggeredOnInput: false,
  };
}

/**
 * Throws `config/invalid-option` for a selector that the browser cannot read. rrweb would take such a one for 'matches
 * nothing', and what was to be hidden would leave.
 */
export function checkSelectors(options: CaptureOptions, root: ParentNode = document): void {
  for (const name of ['maskSelector', 'blockSelector', 'ignoreSelector'] as const) {
    const selector = options[name];
    if (selector === null) continue;
    try {
      root.querySelector(selector);
    } catch (cause) {
      throw new CobrowseError('config/invalid-option', `${name} must be a CSS selector.`, { cause });
    }
  }
}
