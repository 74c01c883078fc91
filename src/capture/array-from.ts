import type { Undo } from '../core/emitter.ts';

// Some old libraries replace Array.from by one that ignores its second argument. Where it finds such a one, rrweb puts
// a sound one in its place while its module is first evaluated, and for good. This module has to be imported before
// rrweb, so that it still sees the page's own.
const ofPage = Array.from;

/**
 * Gives the page its own `Array.from` back after rrweb's module has been evaluated. The result lends rrweb the sound
 * one for as long as it records, as rrweb calls the global function throughout.
 */
export function takeBackArrayFrom(): () => Undo {
  const ofRrweb = Array.from;
  if (ofRrweb === ofPage) return () => () => {};
  set(ofPage);
  return () => {
    if (Array.from === ofPage) set(ofRrweb);
    return () => {
      if (Array.from === ofRrweb) set(ofPage);
    };
  };
}

function set(from: typeof Array.from): void {
  Object.defineProperty(Array, 'from', { value: from, configurable: true, enumerable: false, writable: true });
}
