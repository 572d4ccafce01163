// A page of its own in Chromium.
import { sideOf } from './calls.mjs';

/** @param {{ browser: import('playwright-core').Browser, address: string }} setting */
export async function startChromium({ peer, options }, workload, { browser, address }) {
  const context = await browser.newContext(); // contexts do not share processes
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction(() => globalThis.agent);
  const call = (method, argument) => page.evaluate(([name, value]) => agent[name](value), [method, argument]);
  return sideOf(call, { peer, options, workload }, () => context.close());
}
