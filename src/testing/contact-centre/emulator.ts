import type { IncomingMessage, ServerResponse } from 'node:http';
import { createFaults, type FaultQueue, type Faults } from './faults.ts';
import { answerGetConnectionInfo, type Rooms } from './get-connection-info.ts';
import { cookie, readFields, send, sendJson } from './http.ts';
import {
  type Account,
  answerTokenByAkSk,
  checkCaller,
  createTokens,
  type EmulatorClock,
  type Tokens,
} from './token.ts';
import { WEB_CHANNEL_CALLS, type WebChannel } from './web-channel.ts';

export type { Fault, Faults, FaultyCall } from './faults.ts';
export type { Role, Signatures } from './get-connection-info.ts';

export interface ContactCentreEmulatorOptions extends Account, Rooms {
  /** Default: nothing happens to the room. */
  readonly releaseRoom?: (roomId: string) => void;
  /** Where getCobrowseRedirectSite sends the customer. Default: the example shop. */
  readonly siteUrl?: string;
  /** Default: the system's clock. */
  readonly clock?: EmulatorClock;
}

export interface ContactCentreEmulator {
  /** Answers a request to one of the contact centre's paths; `false` leaves any other untouched. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Makes the next calls fail. */
  readonly faults: Faults;
  /** The value of a `ccmessaging-token` cookie, good for an hour, as the web channel's sign-in hands it out. */
  issueChatToken(): string;
}

const TOKEN_PATH = '/apigovernance/api/oauth/tokenByAkSk';
const INFO_PATH = '/apiaccess/api/cobrowse/getConnectionInfo';
const WEB_CHANNEL_PATH = '/service-cloud/rest/webadapter/v1/';
const PREFIXES = ['/apigovernance/', '/apiaccess/', '/service-cloud/'];
/** The vendor's page of applyToken. */
const CHAT_TOKEN_MS = 3_600_000;

/** The cloud contact centre, so far as its pages describe it, for a demo that runs on one machine. */
export function createContactCentreEmulator(options: ContactCentreEmulatorOptions): ContactCentreEmulator {
  const clock = options.clock ?? { now: () => Date.now() };
  const centre: Centre = {
    account: options,
    tokens: createTokens(clock),
    chatTokens: createTokens(clock),
    clock,
    faults: createFaults(),
    channel: { releaseRoom: () => {}, siteUrl: 'https://www.shop.example/', ...options },
  };
  return {
    faults: centre.faults,
    issueChatToken: () => centre.chatTokens.issue(CHAT_TOKEN_MS),
    async handle(request, response) {
      const path = (request.url ?? '').split('?')[0] ?? '';
      if (!PREFIXES.some((prefix) => path.startsWith(prefix))) return false;
      if (request.method === 'POST') await route(centre, path, request, response);
      else notFound(response);
      return true;
    },
  };
}

interface Centre {
  readonly account: Account;
  readonly tokens: Tokens;
  readonly chatTokens: Tokens;
  readonly clock: EmulatorClock;
  readonly faults: FaultQueue;
  readonly channel: WebChannel;
}

async function route(centre: Centre, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { account, tokens, faults, channel } = centre;
  const fields = await readFields(request);
  if (path === TOKEN_PATH) {
    if ((await faults.apply('tokenByAkSk', response)) === 'answered') return;
    answerTokenByAkSk(account, tokens, centre.clock, fields, request, response);
  } else if (path === INFO_PATH) {
    if ((await faults.apply('getConnectionInfo', response)) === 'answered') return;
    if (checkCaller(account, tokens, request, response) === 'answered') return;
    answerGetConnectionInfo(channel, fields, request, response);
  } else await routeWebChannel(centre, path, fields ?? {}, request, response);
}

async function routeWebChannel(
  { chatTokens, faults, channel }: Centre,
  path: string,
  fields: Readonly<Record<string, unknown>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = path.startsWith(WEB_CHANNEL_PATH) ? path.slice(WEB_CHANNEL_PATH.length) : '';
  const call = Object.hasOwn(WEB_CHANNEL_CALLS, name) ? WEB_CHANNEL_CALLS[name] : undefined;
  if (!call) return notFound(response);
  if (name.endsWith('/getConnectionInfo') && (await faults.apply('getConnectionInfo', response)) === 'answered') return;
  if (chatTokens.state(cookie(request, 'ccmessaging-token')) !== 'valid')
    return sendJson(response, 401, { retCode: '401', retMsg: 'auth fail!' });
  return call(channel, fields, request, response);
}

function notFound(response: ServerResponse): void {
  send(response, 404, 'text/plain', 'Not found');
}
