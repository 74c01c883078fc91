/**
 * What both sides hold, and what a reader takes. All but the last six are of the format: an encoder and a decoder that
 * differ in one of them lose one another, so that a change here is a new version of the format.
 */

/** Strings in the table. A page of 25,000 nodes has some 6,000 different ones; an index stays below three bytes. */
export const MAX_STRINGS = 16_384;
/** Characters in it, so at most four megabytes of memory on each side; a news page's snapshot has a third of that. */
export const MAX_STRING_CHARS = 2_097_152;
/** Keys of an object that is predicted: their mask and one bit fit the 31 bits of a small integer. rrweb has at most 12. */
export const MAX_KEYS = 28;
/** Shapes known at a time; a whole session of a shop has some 300. Attributes of any order and choice make them. */
export const MAX_SHAPES = 2_048;
/** Records that the history goes back, and values in them: two renderings of a list of 200 rows, and 0.8 megabytes. */
export const MAX_RECORDS = 8_192;
export const MAX_VALUES = 65_536;
/** How far back inflate looks, and how much of a large frame's text is kept to find matches in. */
export const WINDOW = 32_768;
/** Bytes of a match that are counted: one that long is as good as any longer. */
export const MAX_MATCH = 32;
/**
 * Bytes of the structure and units of text in a coded frame. Up to here what is known from before gains more than a
 * deflate of the whole, and a slow machine needs a tenth of a second in slices.
 */
export const MAX_CODED = 16_384;

/**
 * Nesting. HTML parsers stop at 512 elements, scripts do not: each element is two levels, so this is twice the deepest
 * page that was asked for. A cycle is found by it, too.
 */
export const MAX_DEPTH = 50_000;
/** Values in one frame: a page of 300,000 elements has fewer. A frame of one kilobyte could spell a billion. */
export const MAX_FRAME_VALUES = 6_000_000;
/** Characters of all strings of a frame: references to one long string cost a byte each and much where they are used. */
export const MAX_FRAME_CHARS = 67_108_864;
/** Bytes of a frame before its last step; the largest pages stay below a tenth of that. */
export const MAX_PLAIN_BYTES = 33_554_432;
/** Events that wait while a large frame is being worked on: ten seconds of a busy page, or a worker that hangs. */
export const MAX_WAITING_EVENTS = 5_000;
