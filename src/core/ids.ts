import { nanoid } from 'nanoid';

/** Characters of a random id: 12 of nanoid's 64 letters are 72 bits, enough that two of one room never meet. */
const ID_LENGTH = 12;

/** A random id, unguessable and safe in URLs and in header lines. */
export const newId = (): string => nanoid(ID_LENGTH);
