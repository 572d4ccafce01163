// SECURITY.md's promises, kept in every view and by the package: no network, no eval, no storage. A recorder
// stands where the browser looks for all other hosts, and hears of every violation of the page's policy; in a
// worker eval throws.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { repository, serve } from './server.mjs';
import { launch, openTab, press, says, visit } from './visit.mjs';

const [, policy] = readFileSync(`${repository}web/index.html`, 'utf8').match(/content="(default-src[^"]*)"/);
const told = [];
// What the browser asks its makers for, by itself, some time after its start. To a page these are as other hosts.
const browsersOwn = /^(https?:\/\/)?[\w.-]+\.(google|googleapis|gvt1)\.com[:/]/;
const tell = (address) => void (browsersOwn.test(address) || told.push(address));
const recorder = createServer((request, response) => {
  if (request.url !== '/policy') {
    tell(request.url);
    return response.writeHead(502).end();
  }
  let report = '';
  request.on('data', (data) => (report += data));
  request.on('end', () => {
    told.push(JSON.parse(report)['csp-report']['violated-directive']);
    response.end();
  });
});
recorder.on('connect', ({ url }, socket) => {
  tell(url);
  socket.end('HTTP/1.1 502 no\r\n\r\n');
});

let headers;
let browser;
const servers = [];

before(async () => {
  await new Promise((listening) => recorder.listen(0, '127.0.0.1', listening));
  const here = `http://127.0.0.1:${recorder.address().port}`;
  headers = { 'content-security-policy': `${policy}; report-uri ${here}/policy` };
  browser = await launch(`--proxy-server=${here}`);
});
after(async () => {
  await browser.close();
  for (const server of servers) server.close();
  recorder.close();
});

async function scene(options) {
  const server = await serve({ headers, ...options });
  servers.push(server);
  told.length = 0;
  return { server, browser };
}

const fetched = (page, url) => page.evaluate((url) => fetch(url, { mode: 'no-cors' }).then(() => {}, () => {}), url);

async function hears(what, ear = told) {
  for (let n = 0; n < 100 && !ear.includes(what); ++n) await new Promise((wait) => setTimeout(wait, 50));
  assert.ok(ear.includes(what), `${what} in ${JSON.stringify(ear)}`);
}

test('the recorder hears of other hosts and of eval', { timeout: 60_000 }, async () => {
  const { server } = await scene({ root: repository });
  const page = await browser.newPage();
  await fetched(page, 'http://elsewhere.test/page');
  await hears('http://elsewhere.test/page');
  await fetched(page, 'https://elsewhere.test/page');
  await hears('elsewhere.test:443');

  const tries = "let got; try { got = eval('1'); } catch ({ name }) { got = name; }";
  const scripts = { page: `${tries} globalThis.got = got;`, worker: `${tries} postMessage(got);` };
  await page.route('**/try-in-*.js', (route) => {
    const [, where] = route.request().url().match(/in-(\w+)/);
    return route.fulfill({ contentType: 'text/javascript', headers, body: scripts[where] });
  });
  await page.goto(`${server.address}tests/web/blank.html`);
  told.length = 0;
  await fetched(page, 'http://elsewhere.test/page');
  await hears('connect-src');
  assert.ok(!told.includes('http://elsewhere.test/page'), 'the policy keeps it from the network');
  await page.addScriptTag({ url: `${server.address}try-in-page.js` });
  await hears('script-src');
  const answer = (address) => new Promise((done) => (new Worker(`${address}try-in-worker.js`).onmessage = ({ data }) => done(data)));
  assert.equal(await page.evaluate(answer, server.address), 'EvalError', 'what works in a worker evaluates nothing');
  await page.close();
});

test('so does the record that every visit keeps', { timeout: 60_000 }, async () => {
  const blank = [await scene({ root: repository }), 'tests/web/blank.html'];
  const strict = await openTab(...blank);
  assert.deepEqual(strict.faults, []);
  await fetched(strict.page, 'https://update.googleapis.com/page'); // the browser's own is not a page's
  await hears('policy: connect-src', strict.faults);
  await hears('connect-src');
  await strict.page.evaluate(() => void setTimeout(() => setTimeout('1')));
  await hears('policy: script-src', strict.faults);
  await strict.close();

  const open = await openTab(...blank, { bypassCSP: true });
  assert.deepEqual(open.faults, []);
  await fetched(open.page, 'http://elsewhere.test/page');
  await hears('request to http://elsewhere.test', open.faults);
  await open.close();
});

test('the page, in every view', { timeout: 180_000 }, async () => {
  const { page, faults, close } = await visit(await scene(), '#text?source=first-names&units=32&window=32&batch=16&steps=200');
  const views = await page.locator('nav a[data-view]').evaluateAll((links) => links.map(({ dataset }) => dataset.view));
  assert.deepEqual(views, ['text', 'write', 'inside', 'sequences', 'uses', 'model'], 'all of them are walked through here');
  await says(page, '#text-phase', /^Done after 200 steps/, 60_000);
  await page.click('a[data-view=write]');
  await page.fill('#prompt', 'Ann');
  await page.click('#write-go');
  await page.locator('#write-stop:disabled').waitFor();
  await page.click('a[data-view=inside]');
  await page.locator('#view-inside canvas').first().waitFor();
  await page.click('a[data-view=sequences]');
  await page.locator('#view-sequences').waitFor();
  await page.waitForTimeout(1000); // its networks learn
  await page.click('a[data-view=uses]');
  const uses = await page.locator('.uses a').evaluateAll((links) => links.map(({ dataset }) => dataset.view));
  for (const use of uses) {
    await page.click('nav a[data-view=uses]');
    await page.click(`.uses a[data-view=${use}]`);
    await page.locator(`#view-${use} h1`).waitFor();
    await page.locator(`#view-${use} [data-run=main]`).first().click();
    await page.waitForTimeout(1000); // it learns, or says what it lacks
  }
  await page.click('a[data-view=model]');
  const saving = page.waitForEvent('download');
  await press(page, '#view-model', 'Save as a file');
  await saving;
  await page.waitForTimeout(300);
  assert.deepEqual(faults, []);
  assert.deepEqual(told, []);
  await close();
});

test('the package in a page and its worker, which stores nothing', { timeout: 60_000 }, async () => {
  const its = await scene({ root: repository, isolated: true });
  const { page, faults, close } = await visit(its, 'tests/web/blank.html');
  const kept = await page.evaluate(async (address) => {
    for (const entry of ['index', 'worker']) {
      const { languageModel, loadLanguageModel, tokenizers } = await import(`${address}dist/${entry}.js`);
      const text = 'to and fro and to. '.repeat(30);
      const model = await languageModel({ tokenizer: tokenizers.char(text), embeddingDim: 4, units: [8] });
      await model.fit(text, { sequenceLength: 8, batchSize: 4, steps: 20 });
      const loaded = await loadLanguageModel(await model.save());
      for await (const _ of loaded.generate({ prompt: 'to', length: 20 }));
      await model.dispose();
      await loaded.dispose();
    }
    return [localStorage.length, sessionStorage.length, document.cookie, await indexedDB.databases(), await caches.keys()];
  }, its.server.address);
  assert.deepEqual(kept, [0, 0, '', [], []]);
  assert.deepEqual(faults, []);
  assert.deepEqual(told, []);
  await close();
});
