import { type Cobrowse, connectHelpButton } from './help-button.ts';

const page = window as unknown as { Cobrowse: Cobrowse };

// The script puts the widget where its stand-in was, so the global is looked up for every call.
connectHelpButton({
  start: (options) => page.Cobrowse.start(options),
  on: (type, listener) => page.Cobrowse.on(type, listener),
});
