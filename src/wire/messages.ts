import * as v from '../core/schema.ts';
import type { FrameKind, Identity } from './header.ts';

// What each kind of frame carries. Payloads are checked when they arrive; whatever is not listed is dropped.

/** Names come from a signature that may hold anything; 200 characters fit every name and no essay. */
const Name = v.pipe(v.string(), v.maxLength(200));
const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const IdentitySchema: v.GenericSchema<Identity> = v.object({
  id: Id,
  name: Name,
  role: v.picklist(['recorder', 'replayer']),
});
const Member = v.object({ id: Id, identity: IdentitySchema });
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Host-page coordinates: CSS pixels of the customer's layout viewport, or offsets within a node. */
const Coordinate = v.pipe(v.number(), v.finite());
const NodeId = v.pipe(v.number(), v.safeInteger());
const Point = v.object({ x: Coordinate, y: Coordinate });
const Capability = v.picklist(['annotate', 'control']);

/** What a recorder tells its agents about the session; the agent's console shows it. */
export const RECORDER_STATES = ['pending', 'authorizing', 'active', 'paused', 'ended'] as const;

/** Where the customer is while no recorder is here. */
const AWAY = {
  /** The host page's words for the agent, with `expected`. */
  message: v.optional(Name),
  returnWithinMs: v.optional(Count),
};

const EventSchema = v.looseObject({
  type: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(64)),
  timestamp: v.pipe(v.number(), v.finite()),
  data: v.looseObject({}),
});

const Hello = v.object({
  /** Name and version of the software, for the other side's diagnostics. */
  software: v.pipe(v.string(), v.maxLength(100)),
  /** From a replayer: the last event it has applied, if any. */
  have: v.optional(v.nullable(v.object({ epoch: v.string(), sequence: Count }))),
  /** From a replayer: versions of the codec that it reads, beside JSON. */
  codecs: v.optional(v.array(Count)),
});

export const MESSAGES = {
  hello: Hello,
  events: v.array(EventSchema),
  state: v.object({
    state: v.picklist(RECORDER_STATES),
    /** Why, from the closed list of end reasons; only with `ended`. */
    reason: v.optional(v.pipe(v.string(), v.maxLength(60))),
    /** Which of the customer's tabs this is, from 1. */
    tab: v.optional(Count),
    /** Who paused, with `paused`; a rule of the merchant's counts first, as nobody here can lift it. */
    pausedBy: v.optional(v.picklist(['rule', 'customer', 'host'])),
    /** The rules about what is hidden could not be applied, so that everything is masked. */
    masked: v.optional(v.picklist(['everything'])),
    /** This recorder goes away, and another is to come: the last that it says. */
    away: v.optional(v.object({ why: v.picklist(['loading', 'expected', 'other-tab']), ...AWAY })),
    /**
     * What it means if this recorder goes without another word; a later `state` without it takes it back. Firefox closes
     * a page's sockets before it tells the page that it goes.
     */
    ifGone: v.optional(v.object({ why: v.picklist(['loading', 'expected', 'ended']), ...AWAY })),
  }),
  admission: v.object({ status: v.picklist(['asked', 'admitted', 'denied']) }),
  grant: v.object({ capability: Capability, status: v.picklist(['off', 'requested', 'on', 'rejected']) }),
  refusal: v.object({ kind: v.string(), code: v.pipe(v.string(), v.maxLength(60)) }),
  asset: v.object({ url: v.string(), body: v.nullable(v.string()) }),
  /** `heldMs`: how long the oldest has waited of what happened on the page and has not left it. */
  pong: v.object({ sentAt: v.number(), heldMs: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0))) }),
  ack: v.object({}),
  ping: v.object({ sentAt: v.number() }),
  pointer: v.object({ node: NodeId, ...Point.entries }),
  stroke: v.object({ id: Id, node: NodeId, points: v.pipe(v.array(Point), v.maxLength(500)) }),
  highlight: v.object({ node: v.nullable(NodeId) }),
  'control-request': v.object({ status: v.picklist(['requested', 'off']) }),
  'control-action': v.looseObject({ action: v.string(), node: NodeId }),
  'asset-request': v.object({ url: v.pipe(v.string(), v.maxLength(4_096)) }),
  /** To the relay, which answers with a beat and passes it on to nobody. */
  probe: v.object({}),
  welcome: v.object({
    memberId: Id,
    /** base64url of SHA-256 over this member's `connectParam`: only the relay that checked it can know that. */
    proof: v.string(),
    identity: IdentitySchema,
    members: v.array(Member),
    maxFrameBytes: Count,
    /** How often the relay sends a beat; from a relay without beats, nothing. */
    beatMs: v.optional(Count),
    /** How frames may be encoded; from a relay that does not say, as text alone. */
    encodings: v.optional(v.array(v.string())),
  }),
  joined: Member,
  left: Member,
  /** A sign of life. `bytes`: a frame so large comes next. */
  beat: v.object({ bytes: v.optional(Count) }),
} as const satisfies Record<FrameKind, v.GenericSchema>;

/** The payload of a frame of that kind, checked. */
export type Message<Kind extends FrameKind> = v.InferOutput<(typeof MESSAGES)[Kind]>;

/** One rrweb event as it travels. */
export type WireEvent = v.InferOutput<typeof EventSchema>;
