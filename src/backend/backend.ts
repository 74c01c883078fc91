/**
 * The merchant's half: hands the page of a signed-in customer connection info and keeps key, secret and token on the
 * merchant's server. Web standards alone, for any JavaScript server.
 */
export { createConnectionInfoHandler, type ConnectionInfoHandlerOptions, type RulesFunction } from './handler.ts';
export { createContactCentre, type ConnectionInfoRequest, type ContactCentre } from './contact-centre.ts';
export type { ContactCentreOptions } from './options.ts';
export type { Claim } from './claim.ts';
export type { Decision } from './decision.ts';
export type { RateLimit } from './rate-limit.ts';
export { type NodeRequest, type NodeResponse, toNodeListener } from './node-listener.ts';
export type { PrivacyRule } from '../wire/privacy-rules.ts';
export { type ConnectionInfo } from '../wire/connection-info.ts';
export { CobrowseError, type ErrorCode, isCobrowseError } from '../core/errors.ts';
