import type { Tab } from './engine/tab.ts';

/**
 * Keeps what the page's sockets send and receive from now on, of those that it opens after this call and until its next
 * load. Returns a function that reads it: one text per message, in order.
 */
export async function tapSockets(tab: Tab): Promise<() => Promise<string[]>> {
  await tab.evaluate(() => {
    const page = window as unknown as { tapped: string[]; WebSocket: unknown };
    page.tapped = [];
    page.WebSocket = new Proxy(WebSocket, {
      construct: (Native, args) => {
        const socket = Reflect.construct(Native, args) as WebSocket;
        socket.addEventListener('message', ({ data }) => page.tapped.push(String(data)));
        socket.send = (data) => {
          page.tapped.push(String(data));
          WebSocket.prototype.send.call(socket, data);
        };
        return socket;
      },
    });
  });
  return () => tab.evaluate(() => (window as unknown as { tapped: string[] }).tapped);
}
