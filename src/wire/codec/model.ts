import { type Chain, createChain } from './chain.ts';
import { createHistory, type History } from './history.ts';
import { createRelations, type Relations } from './relations.ts';
import { createShapes, type Shape, type Shapes } from './shapes.ts';
import { createStrings, type Strings } from './strings.ts';

/** All that encoder and decoder know of an epoch's values; both do the same to it, or they lose one another. */
export interface Model {
  readonly strings: Strings;
  readonly shapes: Shapes;
  readonly history: History;
  readonly chain: Chain;
  readonly relations: Relations;
}

export const createModel = (): Model => ({
  strings: createStrings(),
  shapes: createShapes(),
  history: createHistory(),
  chain: createChain(),
  relations: createRelations(),
});

/** A shape that was not met before; once there are too many, everything about shapes is learnt anew. */
export function addShape({ shapes, history }: Model, keys: readonly string[]): Shape {
  if (shapes.isFull) {
    shapes.clear();
    history.clear();
  }
  return shapes.add(keys);
}

/** The shape that the next object is expected to have. */
export function expectedShape({ shapes, history }: Model): Shape | undefined {
  return history.expected < 0 ? undefined : shapes.at(history.shapeOf(history.expected));
}

/** Where the values begin that an object of that shape is compared with, or -1. */
export function baseOf(model: Model, shape: Shape): number {
  const isLikely = expectedShape(model) === shape;
  return model.history.startOf(isLikely ? model.history.expected : shape.lastRecord);
}
