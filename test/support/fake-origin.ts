import type { Clock } from '../../src/core/clock.ts';
import type { LockOutcome, LockWish } from '../../src/session/session-lock.ts';
import type { TabChannel, TabMessage } from '../../src/session/tab-channel.ts';

/** What the documents of one origin share, without a browser. */
export interface FakeOrigin {
  /** A document; `run` is its event loop: nothing reaches the document but through it. */
  openDocument(run: (task: () => void) => void): FakeDocument;
  /** Messages that are on their way. */
  readonly waiting: number;
  /** Delivers what waits: all of it, or the next of one sender to one receiver, chosen by `pick`. */
  deliver(pick?: number): void;
}

export interface FakeDocument {
  openChannel(self: string, handle: (message: TabMessage, from: string) => void): TabChannel;
  acquireLock(wish: LockWish): Promise<LockOutcome>;
  isLockHeld(): Promise<boolean>;
  /** Gone, with its locks, and nothing said. */
  destroy(): void;
}

type Run = (task: () => void) => void;
interface Request {
  readonly document: object;
  grant(): void;
  readonly lose: () => void;
}
interface Port {
  readonly document: object;
  readonly run: Run;
  isOpen: boolean;
  readonly receive: (message: TabMessage, from: string) => void;
}

/** `delivery`: at once, or when the test says so. A sender's messages reach one receiver in order, as in browsers. */
export function createFakeOrigin(clock: Clock, delivery: 'at-once' | 'on-demand' = 'at-once'): FakeOrigin {
  let holder: Request | undefined;
  let queue: Request[] = [];
  let ports: Port[] = [];
  let letters: { readonly sender: Port; readonly receiver: Port; readonly text: string; readonly from: string }[] = [];

  function next(): void {
    if (holder) return;
    holder = queue.shift();
    holder?.grant();
  }
  function free(request: Request): void {
    if (holder !== request) return;
    holder = undefined;
    next();
  }

  function deliverAt(index: number): void {
    const [letter] = letters.splice(index, 1);
    if (!letter) return;
    const { receiver, text, from } = letter;
    receiver.run(() => receiver.isOpen && receiver.receive(JSON.parse(text) as TabMessage, from));
  }

  return {
    get waiting() {
      return letters.length;
    },
    deliver(pick) {
      if (pick === undefined) while (letters.length > 0) deliverAt(0);
      else {
        const firsts = letters.filter(
          ({ sender, receiver }, at) => letters.findIndex((other) => other.sender === sender && other.receiver === receiver) === at,
        );
        if (firsts.length > 0) deliverAt(letters.indexOf(firsts[pick % firsts.length]!));
      }
    },
    openDocument(run) {
      const document = {};
      return {
        openChannel(self, receive) {
          const port: Port = { document, run, isOpen: true, receive };
          ports.push(port);
          return {
            send(message) {
              if (!port.isOpen) throw new DOMException('Channel is closed', 'InvalidStateError');
              const text = JSON.stringify(message);
              for (const receiver of ports) if (receiver !== port) letters.push({ sender: port, receiver, text, from: self });
              if (delivery === 'at-once') while (letters.length > 0) deliverAt(0);
            },
            close() {
              port.isOpen = false;
              ports = ports.filter((other) => other !== port);
              letters = letters.filter(({ receiver }) => receiver !== port);
            },
          };
        },
        acquireLock: (wish) =>
          new Promise((resolve) => {
            const settle = (outcome: LockOutcome): void => run(() => resolve(outcome));
            let lose = (): void => {};
            const lost = new Promise<void>((done) => (lose = () => run(done)));
            let cancel = (): void => {};
            const request: Request = {
              document,
              lose,
              grant() {
                cancel();
                settle({
                  state: 'held',
                  lost,
                  release() {
                    lose();
                    free(request);
                  },
                });
              },
            };
            if (wish === 'steal') {
              holder?.lose();
              holder = request;
              request.grant();
            } else if (wish === 'now' && (holder || queue.length > 0)) settle({ state: 'taken' });
            else {
              queue.push(request);
              if (wish !== 'now')
                cancel = clock.after(wish, () => {
                  queue = queue.filter((other) => other !== request);
                  settle({ state: 'taken' });
                });
              next();
            }
          }),
        isLockHeld: () => new Promise((resolve) => run(() => resolve(holder !== undefined))),
        destroy() {
          for (const port of ports.filter((other) => other.document === document)) port.isOpen = false;
          ports = ports.filter((port) => port.document !== document);
          queue = queue.filter((request) => request.document !== document);
          if (holder?.document === document) free(holder);
        },
      };
    },
  };
}
