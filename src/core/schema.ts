import * as v from 'valibot';

// All of valibot, with two functions changed: it goes through a schema's entries with `for … in`, which on some pages
// also gives what an old library has added to Object.prototype. Entries without a prototype have no such additions.
export * from 'valibot';

const bare = (entries: v.ObjectEntries): v.ObjectEntries => Object.assign(Object.create(null) as v.ObjectEntries, entries);

export const object = ((entries: v.ObjectEntries, message?: string) => v.object(bare(entries), message)) as typeof v.object;

export const looseObject = ((entries: v.ObjectEntries, message?: string) =>
  v.looseObject(bare(entries), message)) as typeof v.looseObject;
