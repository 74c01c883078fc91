import { createEncoder, type EncoderOptions } from '../../../../src/wire/codec/encoder.ts';
import type { WireEvent } from '../../../../src/wire/messages.ts';

/** One frame for each batch, encoded one after the other; rejects with what the encoder reports. */
export async function encodeAll(batches: readonly (readonly WireEvent[])[], options: Partial<EncoderOptions> = {}): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = [];
  let settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  const encoder = createEncoder({
    onFrame(bytes) {
      frames.push(bytes);
      settle?.resolve();
    },
    onError: (error) => settle?.reject(error),
    now: () => 0,
    later: (action) => void setImmediate(action),
    ...options,
  });
  encoder.begin();
  for (const batch of batches)
    await new Promise<void>((resolve, reject) => {
      settle = { resolve, reject };
      encoder.push(batch);
    });
  return frames;
}
