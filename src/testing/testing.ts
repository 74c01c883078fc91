/**
 * Contact centre, relay and agent for a merchant's own tests. Node.js only; nothing of this belongs into production,
 * where anybody could be signed in.
 */
export {
  type ContactCentreEmulator,
  type ContactCentreEmulatorOptions,
  createContactCentreEmulator,
  type Fault,
  type Faults,
  type FaultyCall,
  type Role,
  type Signatures,
} from './contact-centre/emulator.ts';
export type { RecordedEvent, TestAgent } from './test-agent.ts';
export { startTestCentre, type TestCentre, type TestCentreOptions } from './test-centre.ts';
