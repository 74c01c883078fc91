export { CONTRACT } from '../core/version.ts';
export { createPrivacy } from './privacy.ts';
export { startRecorder } from './recorder.ts';
export { selectorOf } from './selector-of.ts';
