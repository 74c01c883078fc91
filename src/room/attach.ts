/** What is needed to open the WebSocket: its URL and, if any, the subprotocols to offer. */
export interface SocketAddress {
  readonly url: string;
  readonly protocols?: string | string[];
}

/** Presents a signature when the WebSocket opens; the one place to change for a relay that wants it elsewhere. */
export type AttachConnectParam = (address: { url: string; connectParam: string }) => SocketAddress;

/**
 * The default: query parameter `connectParam`. The contact centre does not publish how its relay takes the signature.
 * A browser can send it in the URL or as a subprotocol; a server that does not know of a subprotocol fails the
 * handshake, while an unknown parameter is ignored. The signature is single-use and short-lived, so that one which ends
 * up in an access log opens nothing.
 */
export const attachConnectParam: AttachConnectParam = ({ url, connectParam }) => {
  const address = new URL(url);
  address.searchParams.set('connectParam', connectParam);
  return { url: address.href };
};
