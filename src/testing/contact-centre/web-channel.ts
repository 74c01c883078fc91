import type { IncomingMessage, ServerResponse } from 'node:http';
import { admit, type Rooms, wrongField } from './get-connection-info.ts';
import { type Fields, missingField, sendJson } from './http.ts';

/** What the web channel's calls need beside the rooms. */
export interface WebChannel extends Rooms {
  /** Closes a room: everybody in it is sent away, and nobody gets in again. */
  readonly releaseRoom: (roomId: string) => void;
  /** Where getCobrowseRedirectSite sends the customer. */
  readonly siteUrl: string;
}

type Call = (channel: WebChannel, fields: Fields, request: IncomingMessage, response: ServerResponse) => void;

/** The calls by their path below `/service-cloud/rest/webadapter/v1/`. */
export const WEB_CHANNEL_CALLS: Readonly<Record<string, Call>> = {
  'connectionInfo/getConnectionInfo': (channel, fields, request, response) => {
    if (lacks(fields, ['roomId', 'userId', 'userName', 'role'], 'retCode', response)) return;
    const wrong = wrongField(fields);
    if (wrong !== undefined) return fail(response, 'retCode', wrong);
    // What the API Fabric calls connectParam is `signature` here.
    return sendJson(response, 200, { retCode: '0', retMsg: 'success', data: admit(channel, fields, request) });
  },
  'connectionInfo/releaseConnection': (channel, fields, _request, response) => {
    if (lacks(fields, ['callId'], 'retCode', response)) return;
    // The room of the web channel is the multimedia call's id.
    channel.releaseRoom(fields['callId'] as string);
    return sendJson(response, 200, { retCode: '0', retMsg: 'success' });
  },
  'connectionInfo/getCobrowseRedirectSite': (channel, fields, _request, response) => {
    const names = ['siteId', 'roomId', 'userId', 'userName', 'role'];
    if (lacks(fields, names, 'returnCode', response)) return;
    const url = new URL(channel.siteUrl);
    for (const name of names) url.searchParams.set(name, fields[name] as string);
    // `returnCode` in the vendor's table, `retCode` in its example; `redirctUrl` is spelt so in both.
    return sendJson(response, 200, { returnCode: '0', retCode: '0', description: 'success', redirctUrl: url.href });
  },
  'connectionInfo/queryTenantFeatureForCobrowse': (_channel, fields, _request, response) => {
    if (lacks(fields, ['featureCode'], 'retCode', response)) return;
    const { featureCode } = fields;
    const data = { id: '1', featureCode, parentFTCode: '', featureName: 'Co-browsing', value: '1', tenantId: '1' };
    return sendJson(response, 200, { retCode: '0', retMsg: 'success', data });
  },
  'cobrowseSiteInfo/getCobrowseSiteById': (channel, fields, _request, response) => {
    if (lacks(fields, ['siteId'], 'returnCode', response)) return;
    const data = { id: fields['siteId'], parentTypeId: '0', mediaUrl: channel.siteUrl, mediaType: 'COBROWSESITE' };
    return sendJson(response, 200, {
      returnCode: '0',
      description: 'success',
      data: { ...data, name: 'Shop', description: '' },
    });
  },
};

/** What each call names its outcome. */
type CodeName = 'retCode' | 'returnCode';

function lacks(fields: Fields, names: readonly string[], code: CodeName, response: ServerResponse): boolean {
  const missing = missingField(fields, names);
  if (missing === undefined) return false;
  fail(response, code, `${missing} must be a text`);
  return true;
}

function fail(response: ServerResponse, code: CodeName, reason: string): void {
  sendJson(response, 200, { [code]: '1', [code === 'retCode' ? 'retMsg' : 'description']: reason });
}
