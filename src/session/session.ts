import { type Recorder, startRecorder } from '../capture/recorder.ts';
import { guardedClock, systemClock } from '../core/clock.ts';
import { settingsFrom } from '../attributes.ts';
import { createDisposer, type Disposer } from '../core/disposer.ts';
import { asCobrowseError, CobrowseError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { CONTRACT, VERSION } from '../core/version.ts';
import type { SessionDeps, SessionHandle } from '../client.ts';
import { joinRoom, type RoomFrame } from '../room/room.ts';
import type { RoomMember } from '../room/members.ts';
import { createUi } from '../ui/ui.ts';
import type { ReplayerKind } from '../wire/header.ts';
import { createLog } from '../wire/log.ts';
import type { Message, WireEvent } from '../wire/messages.ts';
import { parsePayload } from '../wire/parse.ts';
import { createAdmissions } from './admission.ts';
import { agentOf, identityKey } from './agents.ts';
import { authorize } from './authorize.ts';
import { barModel } from './bar-model.ts';
import { mayRecord, recipients, sessionState } from './derive.ts';
import { endReason } from './end-reason.ts';
import { type EndReason, type FactEvent, type Facts, fold, INITIAL_FACTS, type PauseReason } from './facts.ts';
import { claimPage } from './page-claim.ts';
import { watchPage } from './page-lifecycle.ts';
import { clearResumeRecord, writeResumeRecord } from './resume-record.ts';
import { createStream } from './stream.ts';

export { CONTRACT, settingsFrom };

/** The record is brought up to date at most this often; a crash then costs seconds of the time that it is good for. */
const RECORD_INTERVAL_MS = 5_000;
/** An agent that was denied and joins again asks again: by mistake once, by mistake twice, then it is a no. */
const MAX_QUESTIONS = 3;
/** How long the bar says that the session ended by itself: time to read a sentence twice. */
const ENDED_NOTICE_MS = 8_000;

/** Starts one session on this page. Throws `session/busy` where one runs already, in this or another copy. */
export function startSession(deps: SessionDeps): SessionHandle {
  const disposer = createDisposer();
  try {
    return beginSession(deps, disposer);
  } catch (error) {
    // A session that did not come about must not keep the next one out.
    disposer.dispose();
    throw error;
  }
}

function beginSession({ settings, roomId, resume, emit }: SessionDeps, disposer: Disposer): SessionHandle {
  const report = (thrown: unknown): void => fail(asCobrowseError(thrown));
  const clock = guardedClock(systemClock, report);
  disposer.add(claimPage());
  const sessionId = resume?.sessionId ?? newId();
  const questions = new Map<string, number>();
  const members = new Map<string, RoomMember>();
  let facts: Facts = INITIAL_FACTS;
  let lastInputMs = clock.now();
  let lastRecordMs = -Infinity;
  let settle: { resolve: () => void; reject: (error: CobrowseError) => void };
  const joined = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));

  const ui = createUi({
    locale: settings.locale,
    shadowRoot: settings.shadowRoot,
    actions: {
      onPause: () => apply({ type: 'paused', reason: 'customer' }),
      onUnpause: () => apply({ type: 'unpaused', reason: 'customer' }),
      onStop: () => end('customer'),
      onClose: () => ui.remove(),
    },
  });
  const room = joinRoom({ ...settings, role: 'recorder', roomId: resume?.roomId ?? roomId, clock, report });
  const admissions = createAdmissions(
    settings.consentView ?? (({ agent, signal }) => ui.ask({ ...agent, signal })),
    settings.consentView ? undefined : report,
  );
  const stream = createStream({
    log: createLog(),
    clock,
    startRecorder: record,
    send: ({ epoch, sequence, events }, to) => room.send('events', events, { to, epoch, sequence }),
    bufferedBytes: () => room.bufferedBytes,
  });

  function record(send: (event: WireEvent) => void): Recorder {
    const onError = (error: CobrowseError): void => {
      if (error.code !== 'capture/failed') return fail(error);
      emit('error', error);
      stream.resync(null);
    };
    try {
      return startRecorder({ options: settings.capture, emit: send, onError });
    } catch (error) {
      // Afterwards: the fact that led here is still being followed up.
      queueMicrotask(() => report(error));
      return { takeSnapshot() {}, stop() {} };
    }
  }

  function apply(event: FactEvent): void {
    const before = facts;
    facts = fold(facts, event);
    if (facts === before) return;
    for (const [key, status] of before.admissions)
      if (status === 'asked' && facts.admissions.get(key) !== 'asked') admissions.withdraw(key);
    stream.setRecipients(recipients(facts, room.verified ? 'addresses' : 'broadcasts'));
    stream.setRecording(mayRecord(facts) ? 'on' : 'off');
    const [from, to] = [sessionState(before), sessionState(facts)];
    if (from !== to) {
      room.send('state', stateMessage());
      emit('statechange', { from, to, ...(facts.ended ? { reason: facts.ended } : {}) });
    }
    ui.show(barModel(facts, (key) => agentName(key)));
  }

  const stateMessage = (): Message<'state'> => ({
    state: sessionState(facts) as Message<'state'>['state'],
    ...(facts.ended ? { reason: facts.ended } : {}),
  });

  function agentName(key: string): string {
    for (const member of members.values()) if (identityKey(member) === key) return agentOf(member).name;
    return '';
  }

  const membersOf = (key: string): string[] =>
    [...facts.present].filter(([, identity]) => identity === key).map(([id]) => id);

  function greet(member: RoomMember): void {
    const to = [member.id];
    room.send('hello', { software: `cobrowse-widget/${VERSION}` }, { to });
    room.send('state', stateMessage(), { to });
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
    settleAdmission('asked');
    admissions.ask(key, agent, settleAdmission);

    function settleAdmission(status: 'asked' | 'admitted' | 'denied'): void {
      apply({ type: status, identityId: key });
      if (facts.admissions.get(key) !== status) return;
      room.send('admission', { status }, { to: membersOf(key) });
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
      else if (kind === 'ping') room.send('pong', message, { to: [header.from] });
    } catch (error) {
      emit('error', error as CobrowseError);
    }
  }

  /** Everybody is greeted when they join; a member that says hello again has lost its place in the stream. */
  function handleHello(from: string, { have }: Message<'hello'>): void {
    const key = facts.present.get(from);
    if (key !== undefined && facts.admissions.get(key) === 'admitted') stream.resync(have?.epoch ?? null);
  }

  function keepRecord(): void {
    if (!room.roomId || facts.ended) return;
    lastRecordMs = clock.now();
    writeResumeRecord({ sessionId, roomId: room.roomId, lastInputMs });
  }

  function fail(error: CobrowseError): void {
    emit('error', error);
    end(endReason(error), error);
  }

  function end(reason: EndReason, error?: CobrowseError): void {
    if (facts.ended) return;
    if (reason !== 'page-hidden') clearResumeRecord();
    else keepRecord();
    try {
      apply({ type: 'ended', reason });
    } catch {
      // Whatever a page has broken meanwhile, what was started is taken back.
    }
    settle.reject(error ?? new CobrowseError('session/ended', 'The session ended before it had joined the room.'));
    disposer.dispose();
    if (reason === 'customer' || reason === 'host' || reason === 'page-hidden') ui.remove();
    else clock.after(ENDED_NOTICE_MS, () => ui.remove());
    emit('ended', error ? { reason, error } : { reason });
  }

  disposer.add(() => room.leave());
  disposer.add(() => stream.stop());
  disposer.add(() => admissions.stop());
  disposer.add(
    watchPage({
      onInput() {
        lastInputMs = clock.now();
        if (lastInputMs - lastRecordMs > RECORD_INTERVAL_MS) keepRecord();
      },
      onAwake: () => room.retryNow(),
      onLeave: () => end('page-hidden'),
    }),
  );
  room.on('connection', ({ state, error }) => {
    if (state === 'disconnected') return error ? fail(error) : undefined;
    apply({ type: 'connection', state });
    if (state !== 'connected') return;
    keepRecord();
    settle.resolve();
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
  });
  room.on('frame', handleFrame);
  room.on('problem', (error) => (error.code === 'protocol/frame-too-big' ? fail(error) : emit('error', error)));
  ui.show(barModel(facts, agentName));

  return {
    get state() {
      return sessionState(facts);
    },
    joined,
    pause: (reason: PauseReason) => apply({ type: 'paused', reason }),
    unpause: (reason: PauseReason) => apply({ type: 'unpaused', reason }),
    end: () => end('host'),
    leave: () => end('page-hidden'),
  };
}
