import type { record } from 'rrweb';
import type { Policy } from './policy.ts';
import { EDITABLE_MARK } from './verdicts.ts';

/** rrweb's options, as its `record` takes them. */
export type RrwebOptions = NonNullable<Parameters<typeof record>[0]>;

/** What rrweb asks us while it records. */
export interface RrwebCallbacks {
  readonly emit: (event: unknown) => void;
  readonly maskInput: (value: string, element: Element) => string;
  readonly maskText: (text: string, element: Element | null) => string;
  readonly handleError: (error: unknown) => boolean;
}

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
export function toRrwebOptions(policy: Policy, callbacks: RrwebCallbacks): RrwebOptions {
  // Where anything but a selector decides, each text is asked about.
  const isAsked = policy.maskAll || policy.closed !== null || policy.decide !== null;
  return {
    emit: callbacks.emit,
    errorHandler: callbacks.handleError,
    maskInputFn: callbacks.maskInput,
    maskInputOptions: EVERY_INPUT,
    maskTextFn: callbacks.maskText,
    maskTextSelector: isAsked ? '*' : `${policy.mask},${EDITABLE_MARK}`,
    // rrweb's own class names are in the policy's selectors; a page that carries them for another recorder means the same.
    blockClass: 'rr-block',
    ignoreClass: 'rr-ignore',
    maskTextClass: 'rr-mask',
    blockSelector: policy.block,
    ignoreSelector: policy.ignore,
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
