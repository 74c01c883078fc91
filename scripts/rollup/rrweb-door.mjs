import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

const RECORD = resolve('.build/rrweb-record.js');
const RECORDER = /[\\/]src[\\/]capture[\\/]recorder\.ts$/;
const REPLAYER = /[\\/]src[\\/]replayer[\\/]/;

/**
 * Who gets which rrweb: the recorder's door the trimmed recorder, the replayer rrweb as published, everybody else an
 * error. Imports of types are gone before this is asked.
 */
export function rrwebDoor() {
  return {
    name: 'rrweb-door',
    resolveId(source, importer = '') {
      if (source !== 'rrweb') return null;
      if (RECORDER.test(importer)) return RECORD;
      if (REPLAYER.test(importer)) return null;
      return this.error(`${importer} imports rrweb; only src/capture/recorder.ts and src/replayer/ may.`);
    },
    async load(id) {
      if (id !== RECORD) return null;
      // Rollup does not read the map of a file that it is given; with it the published map leads into rrweb itself.
      const [code, map] = await Promise.all([readFile(RECORD, 'utf8'), readFile(`${RECORD}.map`, 'utf8')]);
      return { code, map };
    },
  };
}
