/** A recorder as the bench drives it; each set-up has one. */
export interface Recorder {
  /** Loads what it records with, and resolves once it does; what it records may still be on its way. */
  start(): Promise<void>;
  /** Sends what is waiting to be sent. */
  flush?(): Promise<void>;
  /** Ends for good, as its documentation has it. */
  stop(): Promise<void>;
}

/** What the page's address says. */
export const parameters = new URLSearchParams(location.search);
/** Where the proxy is that leads to the relay, or whatever the recorder sends to. */
export const upstream = `127.0.0.1:${parameters.get('port')}`;
