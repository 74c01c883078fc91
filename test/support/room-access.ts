import { executeServerCommand } from '@web/test-runner-commands';
import { newId } from '../../src/core/ids.ts';
import type { ConnectionInfoFunction } from '../../src/room/request-info.ts';
import type { Role } from '../../src/wire/header.ts';

/** Connection info for one member, asked anew for every attempt as from a merchant backend: a fresh signature each. */
export function accessTo(roomId: string, role: Role, id: string, name = id): ConnectionInfoFunction {
  return async () => {
    const { url, connectParam } = await executeServerCommand<{ url: string; connectParam: string }, unknown>(
      'relay:signature',
      { roomId, role, id, name },
    );
    return { roomId, wssUrlOut: url, connectParam };
  };
}

/** Cuts the sockets of a room, or of one role in it, without a closing handshake. */
export const cutSockets = (roomId: string, role?: Role): Promise<unknown> =>
  executeServerCommand('relay:drop', { roomId, ...(role ? { role } : {}) });

export const closeRoom = (roomId: string): Promise<unknown> => executeServerCommand('relay:close-room', { roomId });

/** A room that no other test is in. */
export const newRoomId = (): string => `room-${newId()}`;

/** Resolves once the condition holds; the test's own time-out is the bound. */
export async function until(condition: () => unknown): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
