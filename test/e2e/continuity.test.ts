import { describe } from 'node:test';
import { ENGINES, nameOf } from '../support/engine/engine.ts';
import { absenceRows } from './continuity/absences.ts';
import { copyRows } from './continuity/copies.ts';
import { pageLoadRows } from './continuity/page-loads.ts';
import { placeRows } from './continuity/places.ts';
import { restoredPageRows } from './continuity/restored-pages.ts';
import { setScene } from './continuity/scene.ts';

for (const engine of ENGINES) describe(`a session that lasts, in ${nameOf(engine)}`, () => {
  const scene = setScene(engine);
  pageLoadRows(scene);
  restoredPageRows(scene);
  absenceRows(scene);
  placeRows(scene);
  copyRows(scene);
});
