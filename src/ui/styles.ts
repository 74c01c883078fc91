/**
 * Styles of our shadow root. They are adopted as a constructed sheet: a page whose `style-src` has no
 * `unsafe-inline` refuses style elements and attributes, but not those. Bar and dialog begin from initial values
 * themselves: what a script sets on our element would be inherited, transparent text for one. No opacity: a browser that
 * tells whether an element is covered takes a see-through one for covered.
 */
export const STYLES = `
:host { all: initial; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.bar, dialog {
  all: initial; display: block;
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  color: #17202a; background: #fff; border: 1px solid #d5dae1; border-radius: 14px;
  box-shadow: 0 8px 30px rgb(16 24 40 / 22%);
}
.bar {
  position: fixed; z-index: 2147483647; left: 50%; bottom: 16px; transform: translateX(-50%);
  display: flex; align-items: center; gap: 12px; padding: 10px 10px 10px 16px;
  width: max-content; max-width: calc(100vw - 24px);
}
.dot { flex: none; width: 10px; height: 10px; border-radius: 50%; background: #98a2b3; }
[data-state="active"] .dot { background: #d92d20; box-shadow: 0 0 0 4px rgb(217 45 32 / 18%); }
[data-state="paused"] .dot, [data-state="not-shared"] .dot, [data-state="reconnecting"] .dot { background: #f79009; }
.status { flex: 1; min-width: 0; overflow-wrap: anywhere; }
button {
  font: inherit; font-weight: 600; color: #17202a; background: #f2f4f7; border: 1px solid #d0d5dd;
  border-radius: 9px; padding: 8px 14px; min-height: 38px; cursor: pointer; white-space: nowrap;
}
button:hover { background: #e4e7ec; }
button:focus-visible { outline: 3px solid #2e6be6; outline-offset: 2px; }
.primary { color: #fff; background: #1d4ed8; border-color: #1d4ed8; }
.primary:hover { background: #1e40af; }
.primary:disabled { color: #667085; background: #f2f4f7; border-color: #d0d5dd; cursor: default; }
.stop { color: #fff; background: #b42318; border-color: #b42318; }
.stop:hover { background: #912018; }
dialog {
  position: fixed; inset: 0; margin: auto; width: min(430px, calc(100vw - 32px)); height: fit-content;
  max-height: calc(100vh - 32px); overflow: auto; padding: 22px 24px;
}
.veil { all: initial; }
.box, .choice { position: fixed; pointer-events: none; z-index: 2147483645; border-radius: 4px; overflow: hidden; }
.box {
  background: repeating-linear-gradient(45deg, rgb(71 84 103 / 30%) 0 6px, rgb(71 84 103 / 12%) 6px 12px);
  outline: 2px dashed #475467; outline-offset: -2px;
}
.box span {
  position: absolute; top: 0; right: 0; font: 600 11px/1.5 system-ui, sans-serif; color: #fff; background: #344054;
  padding: 0 6px; border-radius: 0 0 0 6px;
}
.shield { position: fixed; inset: 0; z-index: 2147483646; cursor: crosshair; touch-action: pan-x pan-y; }
.choice { z-index: 2147483646; outline: 3px solid #2e6be6; outline-offset: -1px; background: rgb(46 107 230 / 18%); }
.panel { top: 16px; bottom: auto; z-index: 2147483647; }
.panel p { margin: 0; }
.panel:focus { outline: none; }
dialog:not([open]) { display: none; }
dialog::backdrop { background: rgb(16 24 40 / 55%); }
h2 { font-size: 19px; line-height: 1.3; margin: 0 0 10px; }
p { margin: 0 0 10px; overflow-wrap: anywhere; }
.hint { color: #475467; }
.warning { color: #93370d; background: #fffaeb; border-radius: 8px; padding: 8px 10px; }
.actions { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 10px; margin-top: 18px; }
@media (max-width: 520px) { .bar { flex-wrap: wrap; justify-content: flex-end; } .status { flex-basis: 75%; } }
@media (prefers-color-scheme: dark) {
  .bar, dialog { color: #f2f4f7; background: #1d2530; border-color: #3b4656; }
  button { color: #f2f4f7; background: #303b4a; border-color: #4b586a; }
  button:hover { background: #3d4a5c; }
  .primary:disabled { color: #98a2b3; background: #303b4a; border-color: #4b586a; }
  .hint { color: #c3cad5; }
  .warning { color: #fedf89; background: #4e3208; }
}
`;
