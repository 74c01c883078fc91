import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { poll } from '../support/engine/tab.ts';
import { openProxy, type Proxy } from './proxy.ts';
import { describeRounds, planRounds } from './schedule.ts';

describe('the proxy', () => {
  let server: Server;
  let proxy: Proxy;
  let browser: Socket;
  let relay: Socket;
  const later: Socket[] = [];

  beforeEach(async () => {
    server = createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    proxy = await openProxy();
    proxy.setTarget((server.address() as AddressInfo).port);
    browser = connect(proxy.port, '127.0.0.1').on('error', () => {});
    [relay] = (await once(server, 'connection')) as [Socket];
    relay.on('error', () => {});
    server.on('connection', (socket: Socket) => later.push(socket));
  });
  afterEach(async () => {
    browser.destroy();
    relay.destroy();
    for (const socket of later.splice(0)) socket.destroy();
    await proxy.close();
    await new Promise((resolve) => void server.close(resolve));
    await poll('no socket is left', async () => !process.getActiveResourcesInfo().includes('TCPSocketWrap'));
  });

  /** What arrives next. */
  const heard = async (socket: Socket): Promise<string> => String(((await once(socket, 'data')) as [Buffer])[0]);
  /** Also where it ends by a reset, which is an error to `once`. */
  const closed = (socket: Socket): Promise<unknown> => new Promise((resolve) => void socket.on('close', resolve));
  /** What arrives until the end; the socket is read from now on. */
  const all = (socket: Socket): (() => string) => {
    let text = '';
    socket.on('data', (chunk) => (text += String(chunk)));
    return () => text;
  };

  it('passes bytes on, both ways, and an end in order', async () => {
    browser.write('up');
    assert.equal(await heard(relay), 'up');
    relay.write('down');
    assert.equal(await heard(browser), 'down');
    browser.end();
    relay.resume();
    await once(relay, 'end');
  });

  it('stalls one way alone, and loses nothing of it', async () => {
    const [up, down] = [all(relay), all(browser)];
    proxy.stall('up');
    browser.write('one');
    relay.write('two');
    while (down() !== 'two') await once(browser, 'data');
    assert.equal(up(), '');
    browser.write('three');
    proxy.calm();
    while (up() !== 'onethree') await once(relay, 'data');
  });

  it('slows down and delays, and keeps the order', async () => {
    const up = all(relay);
    proxy.slow(20_000);
    proxy.delay(30);
    const text = Array.from({ length: 300 }, (_, index) => `${index};`).join('');
    const startedMs = performance.now();
    browser.write(text);
    while (up() !== text) await once(relay, 'data');
    assert.ok(performance.now() - startedMs >= 30);
  });

  it('changes one byte, once', async () => {
    proxy.corrupt('up');
    browser.write('abc');
    assert.notEqual(await heard(relay), 'abc');
    browser.write('abc');
    assert.equal(await heard(relay), 'abc');
  });

  it('cuts for both, and refuses those who come next until it is calm', async () => {
    proxy.refuse();
    const both = Promise.all([closed(browser), closed(relay)]);
    proxy.cut('rst');
    await both;
    const next = connect(proxy.port, '127.0.0.1').on('error', () => {});
    await closed(next);
    proxy.calm();
    browser = connect(proxy.port, '127.0.0.1');
    await once(server, 'connection');
  });

  it('cuts what is ending already', async () => {
    browser.resume();
    const gone = closed(browser);
    proxy.cut('fin');
    proxy.cut('rst');
    await gone;
  });

  it('leaves one side, or both, without a word', async () => {
    browser.resume();
    relay.resume();
    const gone = closed(relay);
    relay.on('end', () => relay.end());
    proxy.halfOpen('relay');
    await gone;
    assert.equal(browser.readyState, 'open');
    assert.deepEqual(proxy.open, []);
  });

  it('says again what was said, over another connection', async () => {
    browser.write('hello');
    await heard(relay);
    const second = once(server, 'connection') as Promise<[Socket]>;
    proxy.duplicate();
    assert.equal(await heard((await second)[0]), 'hello');
  });
});

describe('a schedule', () => {
  it('is the same for the same seed, and another for another', () => {
    assert.equal(describeRounds(planRounds(7)), describeRounds(planRounds(7)));
    assert.notEqual(describeRounds(planRounds(7)), describeRounds(planRounds(8)));
  });

  it('has every kind of fault among two hundred', () => {
    const kinds = new Set(Array.from({ length: 200 }, (_, seed) => planRounds(seed)).flat().flatMap(({ faults }) => faults.map(({ kind }) => kind)));
    assert.deepEqual([...kinds].sort(), ['corrupt', 'cut', 'delay', 'duplicate', 'half-open', 'no-info', 'offline', 'pause', 'relay-restart', 'slow', 'stall']);
  });

  it('has every deed among twenty, and in every second schedule alone', () => {
    const plans = Array.from({ length: 20 }, (_, seed) => planRounds(seed));
    const kinds = new Set(plans.flat().flatMap(({ deed }) => deed?.kind ?? []));
    assert.deepEqual([...kinds].sort(), ['guest', 'hide', 'reload']);
    assert.deepEqual(plans.map((rounds) => rounds.some(({ deed }) => deed)), plans.map((_, seed) => seed % 2 === 1));
  });
});
