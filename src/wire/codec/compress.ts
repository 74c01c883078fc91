/** Deflates a large frame; `pause` is awaited now and then, and says by throwing that nobody waits for it any more. */
export type Compress = (bytes: Uint8Array, pause: () => Promise<void>) => Promise<Uint8Array>;

// As it was when this file was loaded: pages replace it.
const { CompressionStream } = globalThis;

/** Some browsers deflate on the page's own thread, a millisecond or two for as much. */
const CHUNK_BYTES = 16_384;

const compressNatively: Compress = async (bytes, pause) => {
  const stream = new CompressionStream('deflate-raw');
  const writer = stream.writable.getWriter();
  const written = write();
  // What went wrong is met below, where the other end is read.
  written.catch(() => {});
  const parts: Uint8Array[] = [];
  const reader = stream.readable.getReader();
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    length += part.value.length;
  }
  await written;
  const result = new Uint8Array(length);
  let position = 0;
  for (const part of parts) {
    result.set(part, position);
    position += part.length;
  }
  return result;

  async function write(): Promise<void> {
    try {
      for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
        await writer.write(bytes.slice(from, from + CHUNK_BYTES));
        await pause();
      }
      await writer.close();
    } catch (error) {
      await writer.abort(error);
      throw error;
    }
  }
};

/** The browser's own deflate, or nothing where it has none: Chrome before 103, Firefox before 113. */
export function findCompress(): Compress | undefined {
  try {
    void new CompressionStream('deflate-raw');
    return compressNatively;
  } catch {
    return undefined;
  }
}
