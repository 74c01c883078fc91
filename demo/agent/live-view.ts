import { createReplayer } from 'cobrowse-widget/replayer';
import { showCover } from './cover.ts';
import { createMeter } from './meter.ts';
import { byTestId } from './page.ts';
import { reportFrame } from './frame-report.ts';

export interface JoinedRoom {
  leave(): void;
}

/** Joins a room as its agent and shows what comes. */
export function joinRoom(roomId: string): JoinedRoom {
  const live = document.querySelector<HTMLElement>('.live')!;
  const notice = byTestId('notice');
  const meter = createMeter();
  notice.textContent = '';
  byTestId('customer-tab').textContent = '';
  byTestId('masked').hidden = true;

  const replayer = createReplayer({
    container: byTestId('replay'),
    connectionInfo: '/agent/connection-info',
    roomId,
    fit: 'scale',
  });

  const showState = (state: string, reason?: string): void => {
    live.dataset.state = state;
    byTestId('agent-state').textContent = state;
    showCover(state, reason, replayer.away?.message);
  };
  showState(replayer.state);

  replayer.on('statechange', ({ to, reason }) => {
    showState(to, reason);
    if (to === 'live') notice.textContent = '';
  });
  replayer.on('customer', ({ tab, masked }) => {
    byTestId('customer-tab').textContent = tab > 1 ? `tab ${tab}` : '';
    byTestId('masked').hidden = masked === null;
  });
  replayer.on('latency', ({ roundTripMs }) => meter.showLatency(roundTripMs));
  replayer.on('error', ({ code, message }) => {
    notice.textContent = `${message} (${code})`;
  });
  replayer.on('frame', (frame) => {
    if (frame.direction === 'in') meter.count(frame.bytes);
    reportFrame(frame);
  });

  return {
    leave() {
      replayer.dispose();
      meter.stop();
      byTestId('replay').replaceChildren();
    },
  };
}
