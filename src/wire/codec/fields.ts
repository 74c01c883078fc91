// What a byte of the structure is of: by that a small frame's last step knows what to expect of it.

/** Keys of a shape, with its head; a shape has at most 28. */
const FIELDS_OF_SHAPE = 32;

/** The code of an object, or the 0 of another element, where that shape is expected, or none (-1). */
export const headField = (shape: number): number => FIELDS_OF_SHAPE * (shape + 1);
export const keyField = (shape: number, key: number): number => FIELDS_OF_SHAPE * (shape + 1) + 1 + key;
// No shape has number -1, so that the rest of its fields is free.
/** The number of a shape that was not expected, and the count of a new one's keys. */
export const SHAPE = 27;
export const NAME = 28;
/** Of an object without a shape. */
export const LONE = 29;
export const ELEMENT = 30;
/** How many events there are. */
export const EVENTS = 31;
