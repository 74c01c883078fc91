import { CODEC_VERSION } from '../wire/codec/layout.ts';
import type { Message } from '../wire/messages.ts';

/** What members have said of themselves; before that there is no telling what to send them. */
export interface Hellos {
  /** Says whether it is that member's first. */
  note(member: string, hello: Message<'hello'>): boolean;
  has(member: string): boolean;
  /** Whether all of them read what the codec writes. */
  decode(members: readonly string[]): boolean;
  forget(member: string): void;
}

export function createHellos(): Hellos {
  const codecs = new Map<string, readonly number[]>();

  return {
    note(member, hello) {
      const isFirst = !codecs.has(member);
      codecs.set(member, hello.codecs ?? []);
      return isFirst;
    },
    has: (member) => codecs.has(member),
    decode: (members) => members.every((member) => codecs.get(member)?.includes(CODEC_VERSION)),
    forget: (member) => void codecs.delete(member),
  };
}
