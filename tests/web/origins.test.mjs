// The package from another origin than the page's, as from a CDN, in every engine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inEveryEngine } from './engines/every.mjs';
import { work } from './engines/work.mjs';
import { isolation, repository } from './server.mjs';

const shared = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }; // as CDNs do
const path = 'tests/web/open.html';

/** The words of a failure, or what came instead. */
const tried = async (address) => {
  const { init } = await import(`${address}dist/worker.js`);
  return init().then(JSON.stringify, ({ message }) => message);
};

inEveryEngine((scene) => {
  for (const isolated of [false, true]) {
    test(`both entries work there as here, ${isolated ? 'isolated' : 'not isolated'}`, async () => {
      const { page } = scene;
      const away = await scene.serve({ root: repository, headers: { ...shared, ...(isolated ? isolation : {}) } });
      const here = await scene.visit({ root: repository, isolated }, path);
      const results = {};
      for (const address of [here, away]) {
        for (const entry of ['index', 'worker']) {
          await page.goto(here + path);
          results[`${address} ${entry}`] = await page.evaluate(work, address, entry, {});
          assert.deepEqual(await page.faults(), []);
        }
      }
      for (const entry of ['index', 'worker']) assert.deepEqual(results[`${away} ${entry}`], results[`${here} ${entry}`], entry);
    });
  }

  test('under the policy that the guide names', async () => {
    const { page } = scene;
    const away = await scene.serve({ root: repository, headers: shared });
    const { origin } = new URL(away);
    const policy = `script-src 'self' ${origin} 'wasm-unsafe-eval'; worker-src blob: ${origin}; connect-src ${origin}`;
    await scene.visit({ root: repository, headers: { 'content-security-policy': policy } }, path);
    assert.match(await page.evaluate(tried, away), /"threads":1,/);
    assert.deepEqual(await page.faults(), []);
  });

  test('where it may not start, it says why', async () => {
    const { page } = scene;
    const away = await scene.serve({ root: repository, headers: shared });
    const withPolicy = (policy) => ({ root: repository, headers: { 'content-security-policy': policy } });
    await scene.visit(withPolicy(`script-src 'self' ${new URL(away).origin} 'wasm-unsafe-eval'; worker-src 'self'`), path);
    assert.match(await page.evaluate(tried, away), /^lstm: the worker failed: the page's Content-Security-Policy must allow blob: and http:\S+ by worker-src$/);

    const here = await scene.visit(withPolicy("script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'"), path);
    assert.match(await page.evaluate(tried, here), /^lstm: the worker failed: the page's Content-Security-Policy must allow it by worker-src$/);
  });

  test('a script that is missing there is told by its address', async () => {
    const { page } = scene;
    const away = await scene.serve({ root: repository, headers: shared, missing: /worker-host/ });
    await scene.visit({ root: repository }, path);
    assert.equal(
      await page.evaluate(tried, away),
      `lstm: the worker failed: expected a script at ${away}dist/worker-host.js that ${new URL(away).origin} lets other origins import, got HTTP status 404`,
    );
  });
});
