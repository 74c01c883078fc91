import { describe } from 'node:test';
import { ENGINES, nameOf } from '../support/engine/engine.ts';
import { setScene } from './continuity/scene.ts';
import { aloneRows } from './tabs/alone.ts';
import { openingRows } from './tabs/openings.ts';
import { turnRows } from './tabs/turns.ts';

for (const engine of ENGINES) describe(`one customer with several tabs, in ${nameOf(engine)}`, () => {
  const scene = setScene(engine);
  openingRows(scene);
  turnRows(scene);
  aloneRows(scene);
});
