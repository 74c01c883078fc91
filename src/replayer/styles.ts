import type { Undo } from '../core/emitter.ts';

/**
 * Where the replay stands and what the customer's pointer looks like. The pointer has no transition: rrweb's own style
 * sheet glides for 50 ms, and the agent would see the pointer that much later.
 */
const CSS = `
.cobrowse-replay { position: relative; overflow: hidden; width: 100%; height: 100%; }
.cobrowse-replay[data-fit='none'] { overflow: auto; }
.cobrowse-replay-layer { position: absolute; top: 0; left: 0; transform-origin: 0 0; pointer-events: none; user-select: none; }
.cobrowse-replay .replayer-wrapper { position: relative; }
.cobrowse-replay iframe { display: block; border: 0; background: #fff; }
.cobrowse-replay .replayer-mouse { position: absolute; z-index: 1; top: 0; left: -100px; width: 0; height: 0; }
.cobrowse-replay .replayer-mouse::before { content: ''; position: absolute; width: 14px; height: 20px;
  background: #1d3fbb; clip-path: polygon(0 0, 0 80%, 27% 64%, 48% 100%, 66% 92%, 46% 58%, 90% 56%); }
.cobrowse-replay .replayer-mouse::after { content: ''; position: absolute; width: 28px; height: 28px; left: -14px;
  top: -14px; border-radius: 50%; background: #1d3fbb; opacity: 0; }
.cobrowse-replay .replayer-mouse.active::after { animation: cobrowse-replay-click 400ms ease-out 1; }
.cobrowse-replay .replayer-mouse.touch-device::before { display: none; }
.cobrowse-replay .replayer-mouse.touch-active::after { opacity: 0.4; }
@keyframes cobrowse-replay-click { from { opacity: 0.6; transform: scale(0.4); } to { opacity: 0; transform: none; } }
@media (prefers-reduced-motion: reduce) { .cobrowse-replay .replayer-mouse.active::after { animation-timing-function: steps(1); } }
`;

/** Adds the replay's style sheet where `container` lives. A constructed sheet needs no leave of the console's CSP. */
export function adoptStyles(container: HTMLElement): Undo {
  const root = container.getRootNode() as Document | ShadowRoot;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
  };
}
