import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createEmitter } from '../../../src/core/emitter.ts';

interface Events {
  changed: number;
  ended: string;
}

describe('an emitter', () => {
  it('calls the listeners of that type, in the order in which they came', () => {
    const emitter = createEmitter<Events>();
    const heard: string[] = [];
    emitter.on('changed', (value) => heard.push(`first ${value}`));
    emitter.on('changed', (value) => heard.push(`second ${value}`));
    emitter.on('ended', (value) => heard.push(value));
    emitter.emit('changed', 7);
    assert.deepEqual(heard, ['first 7', 'second 7']);
  });

  it('stops calling a listener whose undo was called, once or twice', () => {
    const emitter = createEmitter<Events>();
    const heard: number[] = [];
    const undo = emitter.on('changed', (value) => heard.push(value));
    undo();
    undo();
    emitter.emit('changed', 7);
    assert.deepEqual(heard, []);
  });

  it('takes the same function twice for two listeners', () => {
    const emitter = createEmitter<Events>();
    const heard: number[] = [];
    const listener = (value: number): void => void heard.push(value);
    const undo = emitter.on('changed', listener);
    emitter.on('changed', listener);
    emitter.emit('changed', 1);
    undo();
    emitter.emit('changed', 2);
    assert.deepEqual(heard, [1, 1, 2]);
  });

  it('lets a listener come or go while it calls; who comes hears the next', () => {
    const emitter = createEmitter<Events>();
    const heard: string[] = [];
    const undo = emitter.on('changed', () => {
      heard.push('once');
      undo();
      emitter.on('changed', () => heard.push('late'));
    });
    emitter.on('changed', () => heard.push('always'));
    emitter.emit('changed', 1);
    assert.deepEqual(heard, ['once', 'always']);
    emitter.emit('changed', 2);
    assert.deepEqual(heard, ['once', 'always', 'always', 'late']);
  });

  it('is quiet after clear', () => {
    const emitter = createEmitter<Events>();
    emitter.on('changed', () => assert.fail('called'));
    emitter.clear();
    emitter.emit('changed', 1);
  });

  it('goes on when a listener throws, and its error reaches the page as an uncaught one', async () => {
    // In a process of its own: this one's test runner takes an uncaught error for a failure of the test.
    const script = `
      import { createEmitter } from './src/core/emitter.ts';
      process.on('uncaughtException', (error) => console.log('uncaught: ' + error.message));
      const emitter = createEmitter();
      emitter.on('changed', () => { throw new Error('of the page'); });
      emitter.on('changed', () => console.log('second'));
      emitter.emit('changed', 1);
      console.log('emitted');
    `;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    assert.equal(stdout, 'second\nemitted\nuncaught: of the page\n');
  });
});
