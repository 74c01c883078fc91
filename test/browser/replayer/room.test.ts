import { assert } from 'chai';
import { executeServerCommand } from '@web/test-runner-commands';
import { createReplayer } from '../../../src/replayer/replayer.ts';
import { joinRoom, type Room } from '../../../src/room/room.ts';
import { newId } from '../../../src/core/ids.ts';
import { snapshotEvents } from '../../support/replay-stage.ts';

const connectionInfo = (role: 'recorder' | 'replayer', roomId: string) => async () => {
  const person = { roomId, role, id: `id-${role}`, name: role };
  const answer = await executeServerCommand<{ url: string; connectParam: string }, typeof person>('relay:signature', person);
  return { roomId, wssUrlOut: answer.url, connectParam: answer.connectParam };
};

describe('a replayer in a real room', () => {
  it('is greeted, admitted, shown the page, cut off, and shown it again', async () => {
    const roomId = `room-${newId()}`;
    const container = document.createElement('div');
    container.style.cssText = 'width: 400px; height: 300px';
    document.body.append(container);
    let order = 0;
    const share = (room: Room, text: string): void => {
      const events = snapshotEvents([{ type: 3, id: 50, textContent: text }]);
      room.send('events', events, { epoch: `${(order += 1)}-e`, sequence: 0 });
    };

    const recorder = joinRoom({ role: 'recorder', connectionInfo: connectionInfo('recorder', roomId), roomId });
    const heard: string[] = [];
    recorder.on('frame', ({ header, payload }) => {
      heard.push(header.kind);
      if (header.kind === 'ping') recorder.send('pong', JSON.parse(payload as string), { to: [header.from] });
      if (header.kind !== 'hello') return;
      recorder.send('admission', { status: 'admitted' }, { to: [header.from] });
      share(recorder, `picture ${order + 1}`);
    });
    const replayer = createReplayer({ container, connectionInfo: connectionInfo('replayer', roomId), roomId });
    const applied = (): Promise<void> =>
      new Promise((done) => {
        const undo = replayer.on('applied', () => {
          undo();
          done();
        });
      });
    const shown = (): string | null => container.querySelector('iframe')!.contentDocument!.body.textContent;

    await applied();
    assert.equal(replayer.state, 'live');
    assert.equal(shown(), 'picture 1');
    const again = applied();
    await executeServerCommand('relay:drop', { roomId, role: 'replayer' });
    await again;
    assert.equal(replayer.state, 'live');
    assert.equal(shown(), 'picture 2');

    const over = new Promise<string | undefined>((done) => {
      replayer.on('statechange', ({ to, reason }) => to === 'ended' && done(reason));
    });
    recorder.send('state', { state: 'ended', reason: 'customer' });
    assert.equal(await over, 'customer');
    replayer.dispose();
    recorder.leave();
    container.remove();
    assert.include(heard, 'hello');
  });
});
