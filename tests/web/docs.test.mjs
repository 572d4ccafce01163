// The documentation as a visitor finds it, beside the demo, and the guides' files as they say to serve them.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { blocksOf } from '../package/guides.mjs';
import { openTab, setUp, visit } from './visit.mjs';

const scene = setUp();
const built = new URL('../../web/dist/docs/', import.meta.url);

test('every page opens with no fault, fits a phone, and its links lead somewhere', async () => {
  const pages = ['', ...readdirSync(new URL('documents/', built)).map((name) => `documents/${name}`)];
  assert.ok(pages.length > 15);
  const { page, faults, close } = await openTab(scene, 'docs/index.html', { viewport: { width: 390, height: 844 } });
  const links = new Set();
  for (const path of pages) {
    await page.goto(`${scene.server.address}docs/${path || 'index.html'}`);
    const { width, found } = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      found: [...document.querySelectorAll('.col-content a')].map(({ href }) => href.split('#')[0]),
    }));
    if (width > 390) faults.push(`${path} is ${width} pixels wide`);
    found.filter((href) => href.startsWith(scene.server.address)).forEach((href) => links.add(href));
  }
  for (const href of links) {
    const response = await page.request.get(href);
    assert.ok(response.ok(), `${href}: ${response.status()}`);
  }
  assert.deepEqual(faults, []);
  await close();
});

test('the demo leads to the docs', async () => {
  const { page, faults, close } = await visit(scene);
  await page.getByRole('link', { name: /Documentation/ }).click();
  assert.match(await page.textContent('h1'), /lstm-wasm/);
  assert.deepEqual(faults, []);
  await close();
});

/** A folder with the files of a guide, served by the one that it gives. */
async function served(files, isolated) {
  const folder = mkdtempSync(join(tmpdir(), 'lstm-served-'));
  cpSync(new URL('../../dist/', import.meta.url), join(folder, 'lstm-wasm'), { recursive: true });
  for (const { file, code } of files) writeFileSync(join(folder, file), code);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'favicon.ico'), ''); // which browsers ask for
  const child = spawn(process.execPath, ['server.js'], {
    cwd: folder,
    env: { ...process.env, PORT: '0', ISOLATED: isolated ? 'yes' : 'no' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  after(() => {
    child.kill();
    rmSync(folder, { recursive: true });
  });
  const [line] = await child.stdout.setEncoding('utf8').take(1).toArray();
  return { address: line.trim() };
}

const filesOf = (page) => blocksOf(page).filter(({ file }) => file);
const deploy = filesOf('recipes/deploy.md');
const withModule = (name) =>
  deploy.map((one) =>
    one.file === 'index.html' ? { ...one, code: one.code.replace('"app.js"', `"${name}"`) } : one,
  );
const says = (page) => page.locator('#says', { hasNotText: 'Loading' }).textContent({ timeout: 20_000 });

test('deployed with isolation there are threads, under a strict policy', async () => {
  const server = await served(deploy, true);
  const { page, faults, close } = await openTab({ ...scene, server });
  assert.match(await says(page), /threads [2-9], isolated true, output \[2,4\]/);
  assert.deepEqual(faults, []);
  await close();
});

test('deployed without isolation there is one; the service worker isolates all the same', async () => {
  const server = await served(deploy, false);
  const first = await openTab({ ...scene, server });
  assert.match(await says(first.page), /threads 1, isolated false, output \[2,4\]/);
  await first.close();
  const both = { file: 'both.js', code: "import './register.js';\nimport './app.js';\n" };
  const helped = await served([...withModule('both.js'), both], false);
  const { page, close } = await openTab({ ...scene, server: helped });
  await page.waitForFunction(() => /isolated true/.test(document.querySelector('#says')?.textContent), undefined, { timeout: 20_000 });
  await close();
});

test('a page that is closed and opened again goes on where it was', async () => {
  const server = await served([...withModule('page.js'), ...filesOf('recipes/resume.md')], true);
  const { page, faults, close } = await openTab({ ...scene, server });
  assert.equal(await says(page), 'epochs 0 1 2 3 4');
  await page.reload();
  assert.equal(await says(page), 'epochs 5 6 7 8 9');
  assert.deepEqual(faults, []);
  await close();
});
