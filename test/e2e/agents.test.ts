import { describe } from 'node:test';
import { ENGINES, nameOf } from '../support/engine/engine.ts';
import { agentRows } from './agents/rows.ts';
import { setScene } from './continuity/scene.ts';

for (const engine of ENGINES) describe(`several agents, in ${nameOf(engine)}`, () => agentRows(setScene(engine)));
