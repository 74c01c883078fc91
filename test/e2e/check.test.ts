import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathOf } from '../../scripts/engines.mjs';

const PAGE = `<!doctype html><html lang="en"><title>Account</title><meta http-equiv="content-security-policy" content="script-src 'none'; connect-src 'none'">
  <link rel="stylesheet" href="look.css">
  <h1>Welcome</h1>
  <p class="balance" title="Zq7balanceTitle">Zq7balanceText</p>
  <p id="name">Zq7nameText</p><a href="/orders/Zq7pathOfOrder">Orders</a>
  <label>City <input id="city"></label></html>`;
const RULES = [{ name: 'balance', match: 'generic', selector: '.balance', action: 'mask' }];

interface Listed {
  readonly page: string;
  readonly isPaused: boolean;
  readonly values: readonly { readonly kind: string; readonly value: string; readonly count: number }[];
  readonly leaks: readonly { readonly marker: string; readonly kind: string; readonly value: string }[];
}

describe('cobrowse-check', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'cobrowse-check-'));
    writeFileSync(join(folder, 'my page.html'), PAGE);
    writeFileSync(join(folder, 'look.css'), 'body { background: rgb(0, 128, 0) } h1 { color: white }');
    writeFileSync(join(folder, 'rules.json'), JSON.stringify(RULES));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  const listed = (name: string): Listed => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Listed;

  interface Ended {
    readonly code: number;
    readonly out: string;
    readonly err: string;
  }
  /** Runs the built command as a merchant's CI does. */
  const check = (...args: string[]): Promise<Ended> => runCommand(resolve('dist/cobrowse-check.js'), args);

  async function runCommand(path: string, args: readonly string[]): Promise<Ended> {
    const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
    const command = spawn(process.execPath, [path, ...args, '--wait', '300'], {
      cwd: folder,
      env: { ...inherited, PUPPETEER_EXECUTABLE_PATH: pathOf('chromium') ?? '' },
    });
    const written = { out: '', err: '' };
    command.stdout.setEncoding('utf8').on('data', (data: string) => (written.out += data));
    command.stderr.setEncoding('utf8').on('data', (data: string) => (written.err += data));
    const [code] = (await once(command, 'close')) as [number];
    return { code, ...written };
  }

  it('lists what leaves, writes what the agent sees, and is content where the marker is masked', async () => {
    const { code, out, err } = await check(
      'my page.html', '--rules', 'rules.json', '--marker', 'zq7BALANCEtext', '--marker', 'Zq7balanceTitle', '--json', 'list.json',
    );
    assert.deepEqual([code, err], [0, '']);
    const png = readFileSync(join(folder, 'cobrowse-check.png'));
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1_280, 800]);

    const { values, leaks, page } = listed('list.json');
    assert.match(page, /^http:\/\/127\.0\.0\.1:\d+\/my%20page\.html$/);
    assert.deepEqual(leaks, []);
    const has = (kind: string, value: string): boolean => values.some((one) => one.kind === kind && one.value === value);
    assert.ok(has('title', 'Account') && has('text', 'Welcome') && has('text', 'Zq7nameText'), out);
    assert.ok(has('text', '*'.repeat('Zq7balanceText'.length)), out);
    assert.ok(values.some(({ kind, value }) => kind === 'style' && value.includes('0, 128, 0')), out);
    assert.match(out, /^ {2}title +1× {2}Account$/m);
    assert.match(out, /What an agent sees: cobrowse-check\.png\n$/);
  });

  it('fails where a marker leaves, and says in what', async () => {
    const { code, err } = await check(
      'my page.html', '--rules', 'rules.json', '--marker', 'Zq7nameText', '--marker', 'Zq7pathOfOrder', '--marker', 'Zq7balanceText',
      '--picture', 'leak.png', '--json', 'leak.json',
    );
    assert.equal(code, 1);
    assert.match(err, /^cobrowse-check: the marker "Zq7nameText" leaves, in: text, Zq7nameText$/m);
    assert.match(err, /^cobrowse-check: the marker "Zq7pathOfOrder" leaves, in: address, /m);
    assert.doesNotMatch(err, /Zq7balanceText/);
    assert.ok(existsSync(join(folder, 'leak.png')));
    assert.deepEqual([...new Set(listed('leak.json').leaks.map(({ marker }) => marker))], ['Zq7nameText', 'Zq7pathOfOrder']);
  });

  it('sees what a script types, masked unless an option shows it', async () => {
    const script = file('fill.js', `
      const city = document.querySelector('#city');
      city.value = 'Zq7typedCity';
      city.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise(requestAnimationFrame);`);
    const args = ['my page.html', '--script', script, '--marker', 'Zq7typedCity', '--json', 'typed.json'];
    const masked = await check(...args);
    assert.deepEqual([masked.code, masked.err], [0, '']);
    assert.ok(listed('typed.json').values.some(({ kind, value }) => kind === 'field value' && value === '********'), masked.out);
    const shown = await check(...args, '--options', file('shown.json', '{"maskInputs": false}'));
    assert.equal(shown.code, 1, shown.out);
    assert.match(shown.err, /in: field value, Zq7typedCity/);
  });

  it('takes an address, and a page that a rule does not share', async () => {
    const server = createServer((request, response) => {
      response.writeHead(request.url?.startsWith('/health') ? 200 : 404, { 'content-type': 'text/html' }).end(PAGE);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const rules = file('pause.json', '{"privacyRules": [{"match": "path", "value": "/health/**", "action": "pause"}]}');
    try {
      const paused = await check(`${origin}/health/me`, '--rules', rules, '--marker', 'Zq7nameText', '--json', 'paused.json');
      assert.deepEqual([paused.code, paused.err], [0, '']);
      assert.deepEqual([listed('paused.json').isPaused, listed('paused.json').values], [true, []]);
      const missing = await check(`${origin}/nowhere`);
      assert.equal(missing.code, 2);
      assert.match(missing.err, /^cobrowse-check: http:\S+ did not load: it was answered with 404\.\n$/);
    } finally {
      server.close();
    }
  });

  it('does not call a page checked that it could not check', async () => {
    const selector = file('selector.json', '[{"match": "generic", "selector": "p:::", "action": "mask"}]');
    for (const [args, sentence] of [
      [['my page.html', '--rules', selector], /masked[^\n]+selector/],
      [['my page.html', '--rules', file('none.json', '[{"match": "sometimes"}]')], /none\.json holds no privacy rules[^\n]+masked everything/],
      [['my page.html', '--options', file('odd.json', '{"maskNothing": true}')], /maskNothing/],
      [['my page.html', '--script', file('throws.js', 'throw new Error("no such form")')], /The script failed: [^\n]*no such form/],
      [['nowhere.html'], /no file nowhere\.html/],
      [['http://127.0.0.1:1/'], /did not load/],
      [['my page.html', '--browser', '/nowhere/chrome'], /--browser is \/nowhere\/chrome/],
    ] as const) {
      const { code, out, err } = await check(...args);
      assert.deepEqual([code, out], [2, ''], err);
      assert.match(err, sentence);
      assert.match(err, /^cobrowse-check: [^\n]+\n$/);
    }
  });

  it('says what to install where nothing drives a browser', async () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(join(elsewhere, 'node_modules'), { recursive: true });
    symlinkSync(resolve('node_modules/ws'), join(elsewhere, 'node_modules/ws'));
    copyFileSync('dist/cobrowse-check.js', join(elsewhere, 'cobrowse-check.mjs'));
    const { code, err } = await runCommand(join(elsewhere, 'cobrowse-check.mjs'), ['my page.html']);
    assert.equal(code, 2);
    assert.match(err, /^cobrowse-check: [^\n]+npm install --save-dev puppeteer-core\n$/);
  });
});
