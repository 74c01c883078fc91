import type { Policy } from '../capture/policy.ts';
import type { CobrowseEvents, LoadBundle } from '../client.ts';
import type { Clock } from '../core/clock.ts';
import { createDisposer } from '../core/disposer.ts';
import { reportToPage } from '../core/emitter.ts';
import { CobrowseError, isCobrowseError } from '../core/errors.ts';
import { createTasks } from '../core/tasks.ts';
import { VERSION } from '../core/version.ts';
import type { Settings } from '../options.ts';
import type { RoomMember } from '../room/members.ts';
import { joinRoom, type RoomFrame } from '../room/room.ts';
import type { ReplayerKind } from '../wire/header.ts';
import { createLog } from '../wire/log.ts';
import type { Message } from '../wire/messages.ts';
import { parsePayload } from '../wire/parse.ts';
import { type ConsentView, createAdmissions } from './admission.ts';
import { agentOf, identityKey } from './agents.ts';
import { authorize } from './authorize.ts';
import { createCapture } from './capture-door.ts';
import { everythingMasked } from './closed-policy.ts';
import { createDelay } from './delay.ts';
import { mayRecord, recipients, sessionState } from './derive.ts';
import { endReason } from './end-reason.ts';
import { createGrace } from './grace.ts';
import { type EndReason, type FactEvent, type Facts, fold, INITIAL_FACTS, type PauseReason } from './facts.ts';
import type { PickerActions } from '../ui/picker.ts';
import { createHellos } from './hellos.ts';
import { createHiding } from './hiding.ts';
import { watchLeaving } from './page-lifecycle.ts';
import type { Report } from './report.ts';
import { stateMessage } from './state-message.ts';
import { createStream } from './stream.ts';

/** Where sharing begins: anew, or with what the page or tab before left. */
export interface Begin {
  readonly roomId: string | undefined;
  readonly admitted: readonly string[];
  readonly pauses: readonly PauseReason[];
  /** Selectors of what the customer has hidden. */
  readonly hidden: readonly string[];
  /** Number of this tab within the session, from 1. */
  readonly tab: number;
}

export interface SharingDeps {
  readonly settings: Settings;
  readonly load: LoadBundle | undefined;
  readonly clock: Clock;
  readonly begin: Begin;
  readonly consent: ConsentView;
  readonly report: Report;
  emit<Type extends keyof CobrowseEvents>(type: Type, event: CobrowseEvents[Type]): void;
  /** What agents are to make of it if this page goes without another word. */
  ifGone(): NonNullable<Message<'state'>['ifGone']>;
  /** The facts are others now. */
  onChange(facts: Facts): void;
  /** The room was joined, for the first time or again. */
  onConnected(): void;
  /** Something threw that cannot throw in a browser as it comes. */
  onThrown(error: unknown): void;
  /** It is over for good; `error` where one ended it. Nothing of it is left by then. */
  onEnded(reason: EndReason, error?: CobrowseError): void;
}

/** This tab, sharing: in the room, recording when it may. */
export interface Sharing {
  readonly facts: Facts;
  readonly roomId: string | undefined;
  /** Set where the privacy rules could not be applied. */
  readonly masked: 'everything' | undefined;
  /** Whether agents see the page with a delay that matters. */
  readonly isLate: boolean;
  /** What the customer may choose to hide, and has. */
  readonly picking: PickerActions;
  /** Shown name of an identity, empty if it has none or is not here. */
  nameOf(identityId: string): string;
  apply(event: FactEvent): void;
  end(reason: EndReason, error?: CobrowseError): void;
  /** Goes without ending the session: agents are told what to expect, and who was admitted stays admitted. */
  leave(away: NonNullable<Message<'state'>['away']>): void;
  retryNow(): void;
}

/** An agent that was denied and joins again asks again: by mistake once, by mistake twice, then it is a no. */
const MAX_QUESTIONS = 3;

export function startSharing({ settings, load, clock, begin, consent, report, emit, ifGone, ...on }: SharingDeps): Sharing {
  const disposer = createDisposer();
  const questions = new Map<string, number>();
  const members = new Map<string, RoomMember>();
  const hellos = createHellos();
  let closed: Policy['closed'] = null;
  let facts: Facts = {
    ...INITIAL_FACTS,
    admissions: new Map(begin.admitted.map((id) => [id, 'admitted'])),
    // Whether a rule pauses depends on the page.
    pauses: new Set(begin.pauses.filter((reason) => reason !== 'rule')),
    hidden: begin.hidden,
  };

  const room = joinRoom({ ...settings, role: 'recorder', roomId: begin.roomId, clock, report: on.onThrown });
  disposer.add(() => room.leave());
  report.watchRoom(room);
  const admissions = createAdmissions(consent, (error) => {
    if (isCobrowseError(error)) emit('error', error);
    else if (settings.consentView) reportToPage(error);
    else on.onThrown(error);
  });
  disposer.add(() => admissions.stop());
  const capture = createCapture({
    options: settings.privacy,
    load,
    onPolicy: followPolicy,
    onFatal: fail,
    onStumble(error) {
      emit('error', error);
      stream.repair();
    },
    onError: (error) => emit('error', error),
  });
  disposer.add(capture.stop);
  const stream = createStream({
    log: createLog(clock.now, settings.log),
    clock,
    tasks: createTasks(),
    startRecorder: capture.start,
    encodingFor: (ids) => (room.encodings.includes(settings.encoding) && hellos.decode(ids) ? settings.encoding : 'text'),
    send: report.watchBatches(({ epoch, sequence }, payload, to) => room.sendEvents(payload, { to, epoch, sequence })),
    bufferedBytes: () => room.bufferedBytes,
    onError: (error) => emit('error', error),
  });
  disposer.add(() => stream.stop());
  const delay = createDelay(clock, () => stream.ageMs, (ms) => {
    emit('delay', { ms });
    on.onChange(facts);
  });
  disposer.add(delay.stop);
  const grace = createGrace(clock, settings.agentGraceMs, (identityId) => apply({ type: 'lapsed', identityId }));
  disposer.add(grace.stop);
  const tellState = (more?: Partial<Message<'state'>>): void => void room.send('state', { ...stateMessage(facts, begin.tab, closed), ...more });
  disposer.add(watchLeaving(clock, () => tellState({ ifGone: ifGone() }), tellState));

  function apply(event: FactEvent): void {
    const before = facts;
    facts = fold(facts, event);
    if (facts === before) return;
    for (const [key, status] of before.admissions)
      if (status === 'asked' && facts.admissions.get(key) !== 'asked') admissions.withdraw(key);
    grace.follow(facts);
    capture.setHidden(facts.hidden);
    direct();
    const hasMoved = sessionState(before) !== sessionState(facts) || before.pauses !== facts.pauses;
    if (hasMoved) tellState();
    on.onChange(facts);
  }

  /** What the page's own rules ask of the session. */
  function followPolicy({ pause, closed: next }: Policy): void {
    apply({ type: pause ? 'paused' : 'unpaused', reason: 'rule' });
    if (next === closed) return;
    closed = next;
    if (closed) emit('error', everythingMasked(closed));
    tellState();
    on.onChange(facts);
  }

  function direct(): void {
    const to = recipients(facts, room.verified ? 'addresses' : 'broadcasts');
    stream.setRecipients(to.filter(hellos.has));
    stream.setRecording(mayRecord(facts) ? 'on' : 'off');
    delay.follow(to.length > 0);
  }

  const membersOf = (key: string): string[] =>
    [...facts.present].filter(([, identity]) => identity === key).map(([id]) => id);

  function greet(member: RoomMember): void {
    const to = [member.id];
    room.send('hello', { software: `cobrowse-widget/${VERSION}` }, { to });
    room.send('state', stateMessage(facts, begin.tab, closed), { to });
    const key = identityKey(member);
    const status = facts.admissions.get(key);
    if (status === undefined || status === 'denied') question(member, key);
    else room.send('admission', { status }, { to });
  }

  function question(member: RoomMember, key: string): void {
    const asked = (questions.get(key) ?? 0) + 1;
    if (asked > MAX_QUESTIONS) return void room.send('admission', { status: 'denied' }, { to: [member.id] });
    questions.set(key, asked);
    const agent = agentOf(member);
    // While the customer reads the question.
    capture.load();
    settle('asked');
    admissions.ask(key, agent, settle);

    function settle(status: 'asked' | 'admitted' | 'denied'): void {
      const event = { type: status, identityId: key } as const;
      if (fold(facts, event).admissions.get(key) !== status) return;
      // First, as the page itself may go to them at once.
      room.send('admission', { status }, { to: membersOf(key) });
      apply(event);
      emit('admission', { agent, status });
    }
  }

  function handleFrame({ header, payload }: RoomFrame): void {
    const kind = header.kind as ReplayerKind;
    try {
      const message = parsePayload(kind, payload);
      const verdict = authorize(kind, header.from, facts);
      if (verdict !== 'allowed') room.send('refusal', { kind, code: verdict }, { to: [header.from] });
      else if (kind === 'hello') handleHello(header.from, message as Message<'hello'>);
      else if (kind === 'ack') stream.acknowledge(header);
      else if (kind === 'ping') room.send('pong', { ...message, heldMs: stream.heldMs }, { to: [header.from] });
    } catch (error) {
      emit('error', error as CobrowseError);
    }
  }

  /** The first hello says where a member stands; another one, that it has lost its place in the stream. */
  function handleHello(from: string, hello: Message<'hello'>): void {
    const { have } = hello;
    if (hellos.note(from, hello)) {
      stream.recall(from, have ?? null);
      direct();
      if (!have) return;
    }
    const key = facts.present.get(from);
    if (key !== undefined && facts.admissions.get(key) === 'admitted') stream.resync(from, have ?? null);
  }

  function fail(error: CobrowseError): void {
    emit('error', error);
    end(endReason(error), error);
  }

  function end(reason: EndReason, error?: CobrowseError): void {
    if (facts.ended) return;
    try {
      apply({ type: 'ended', reason });
    } catch {
      // Whatever a page has broken meanwhile, what was started is taken back.
    }
    disposer.dispose();
    on.onEnded(reason, error);
  }

  capture.setHidden(begin.hidden);
  room.on('info', ({ privacyRules = [] }) => capture.setRules(privacyRules));
  // On the next page of a visit the agent waits for it.
  if (begin.admitted.length > 0) capture.load();
  room.on('connection', ({ state, error }) => {
    if (state === 'disconnected') return error ? fail(error) : undefined;
    apply({ type: 'connection', state });
    if (state !== 'connected') return;
    on.onConnected();
    room.send('hello', { software: `cobrowse-widget/${VERSION}` });
    for (const member of members.values()) greet(member);
  });
  room.on('joined', (member) => {
    members.set(member.id, member);
    apply({ type: 'joined', memberId: member.id, identityId: identityKey(member) });
    if (room.state === 'connected') greet(member);
  });
  room.on('left', ({ id }) => {
    apply({ type: 'left', memberId: id });
    members.delete(id);
    hellos.forget(id);
  });
  room.on('frame', handleFrame);
  room.on('problem', (error) => (error.code === 'protocol/frame-too-big' ? fail(error) : emit('error', error)));

  return {
    get facts() {
      return facts;
    },
    get roomId() {
      return room.roomId;
    },
    get masked() {
      return closed ? 'everything' : undefined;
    },
    get isLate() {
      return delay.isLate;
    },
    picking: createHiding(capture, () => facts, apply),
    nameOf(key) {
      const member = [...members.values()].find((one) => identityKey(one) === key);
      return member ? agentOf(member).name : '';
    },
    apply,
    end,
    leave(away) {
      tellState({ away });
      disposer.dispose();
    },
    retryNow: () => room.retryNow(),
  };
}
