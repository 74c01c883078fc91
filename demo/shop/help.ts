import { type Cobrowse, connectHelpButton } from './help-button.ts';

// The pages with the script tag: the one global, or what stands in for it until it has loaded.
connectHelpButton((window as unknown as { Cobrowse: Cobrowse }).Cobrowse);
