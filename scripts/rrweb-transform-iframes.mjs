/**
 * Lets the recorder take over how rrweb waits for an iframe or a style sheet to load, so that nothing of it is left
 * after the end. rrweb adds one `load` listener per frame and snapshot and keeps none of them, nor its timers. Without
 * `record.onceLoaded`, rrweb does as it always did.
 */
export const iframeTransform = {
  name: 'load listeners and timers that can be undone',
  pattern: /function once(?:Iframe|Stylesheet)Loaded\((\w+), (\w+), (\w+)\) \{/g,
  count: 2,
  replacement: (head, element, listener, timeoutMs) =>
    `${head}\n\tif (record.onceLoaded) return record.onceLoaded(${element}, ${listener}, ${timeoutMs});`,
};
