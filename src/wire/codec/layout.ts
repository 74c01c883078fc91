// A frame: one byte of version, place and method, two of checksum, then the content.

/** Raised by whatever an older reader would misread; a reader refuses what it does not know. */
export const CODEC_VERSION = 1;
export const VERSION_SHIFT = 4;
/** Set in the first frame of an epoch. */
export const BEGINS = 8;
export const METHODS = 7;
/** The content as it is. */
export const STORED = 0;
/** Deflated, with all frames before it as its window. */
export const WITH_WINDOW = 1;
/** Structure and text each deflated without; first the size of both, and of the deflated structure. */
export const WITHOUT_WINDOW = 2;

export const HEAD_BYTES = 3;
