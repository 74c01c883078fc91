import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RoomMember } from '../../../src/room/members.ts';
import { agentOf } from '../../../src/session/agents.ts';

const nameOf = (name: string, verified = true): string =>
  agentOf({ id: 'a', role: 'replayer', identity: { id: 'i', name }, verified } as unknown as RoomMember).name;

describe('the name of an agent as the customer is shown it', () => {
  it('is theirs', () => {
    for (const name of ['Jane Doe', 'Zoë Łukasz-Núñez', '王小明', 'Сергей', 'محمد', '佐藤 さくら']) assert.equal(nameOf(` ${name} `), name);
  });

  it('is nothing where nobody vouches for it', () => {
    assert.equal(nameOf('Jane Doe', false), '');
  });

  it('has no sign that is not seen, that turns the text round, or that begins a line', () => {
    const unseen = /[\p{C}\p{Zl}\p{Zp}]/u;
    for (let code = 0; code < 0x10000; code += 1) {
      const sign = String.fromCharCode(code);
      assert.equal(nameOf(`a${sign}b`), unseen.test(sign) ? 'a b' : `a${sign}b`, code.toString(16));
    }
    assert.equal(nameOf('a\u{e0041}b'), 'a b');
  });

  it('is cut where it is a text', () => {
    assert.equal(nameOf('x'.repeat(61)), `${'x'.repeat(60)}…`);
  });
});
