// A frame: one byte of version, place and method, one or two of checksum, then the content.

/** Raised by whatever an older reader would misread; a reader refuses what it does not know. */
export const CODEC_VERSION = 3;
export const VERSION_SHIFT = 4;
/** Set in the first frame of an epoch. */
export const BEGINS = 8;
export const METHODS = 7;
/** The content as it is. */
export const STORED = 0;
/** Coded by what all frames before it said. */
export const CODED = 1;
/** Structure and text each deflated; first the size of both, and of the deflated structure. */
export const DEFLATED = 2;
