import { startFrameList } from './frame-list.ts';
import { startSwitchBoard } from './switch-board.ts';

const frames = startFrameList();
startSwitchBoard();

addEventListener('message', (event) => {
  // Anybody may post to a window; only the console in our own frame is listened to.
  const consoleFrame = document.querySelector<HTMLIFrameElement>('iframe[name="agent"]')!;
  if (event.origin !== location.origin || event.source !== consoleFrame.contentWindow) return;
  const { source, frame } = event.data as { source?: unknown; frame?: unknown };
  if (source === 'cobrowse-console' && frame) frames.add(frame as Parameters<typeof frames.add>[0]);
});
