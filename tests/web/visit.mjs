// Opens the page in Chromium and keeps a record of everything that must not happen.
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

export const launch = (...more) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });

let browser; // one for a file of tests

/** A server, as serve() makes it unless another is given, and the browser. */
export function setUp(serving, start = serve) {
  const scene = {};
  before(async () => {
    scene.server = await start(serving);
    scene.browser = await (browser ??= launch());
  });
  after(async () => {
    await scene.browser?.close();
    scene.server?.close();
  });
  return scene;
}

/** A visitor's tab; `faults` is what went wrong in it so far. `first` runs in it before anything else. */
export async function openTab({ server, browser }, hash = '', options = {}, first = () => {}) {
  const { address } = server;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`page error: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'data:' && origin !== new URL(address).origin) faults.push(`request to ${origin}`);
  });
  await page.exposeFunction('fault', (words) => faults.push(words));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => window.fault(`policy: ${event.violatedDirective}`));
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) window.longTasks.push({ startTime, duration });
    }).observe({ type: 'longtask', buffered: true });
  });
  await page.addInitScript(first);
  await page.goto(address + hash);
  return { page, faults, close: () => context.close() };
}

/** The same on the demo, ready: without headers from the server, the page's service worker brings them with
 * the second load. */
export async function visit(scene, hash = '', options = {}, first = () => {}) {
  const visitor = await openTab(scene, hash, options, first);
  if (!hash.startsWith('bench/')) await visitor.page.waitForFunction(() => crossOriginIsolated && document.readyState === 'complete', null, { timeout: 90_000 });
  return visitor;
}

/** Runs lines of code ahead of the worker's own. */
export const beforeWorker = (page, code) =>
  page.route('**/worker-host.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code}\n${await response.text()}` });
  });

/** Presses the button with this name in a part of the page. */
export const press = (page, part, name) =>
  page.locator(part).getByRole('button', { name, exact: true }).click({ timeout: 5000 });

/** Waits until an element's text is as expected. */
export async function says(page, selector, pattern, timeout = 15_000) {
  const element = page.locator(selector);
  const deadline = Date.now() + timeout;
  while (!pattern.test(await element.textContent())) {
    if (Date.now() > deadline) throw new Error(`${selector} says “${await element.textContent()}”, not ${pattern}`);
    await page.waitForTimeout(50);
  }
}

/** The number an element begins with. */
export const number = async (page, selector) => parseFloat((await page.textContent(selector)).replaceAll(',', ''));

/** Waits until the text lab's training has come so far. */
export const step = (page, least) =>
  page.waitForFunction((least) => parseInt(document.getElementById('stat-step').textContent.replace(',', '')) >= least, least, {
    timeout: 90_000,
  });

/** Lets a small network learn a text of one's own. */
export async function own(page, text, steps) {
  await page.check('input[name=source][value=own]');
  await page.fill('#own', text);
  for (const [key, value] of Object.entries({ units: 32, window: 32, batch: 16, steps })) await page.selectOption(`#${key}`, String(value));
  await page.getByRole('button', { name: 'Start anew with these' }).click();
  await says(page, '#text-phase', new RegExp(`^Done after ${steps} steps`), 60_000);
}
