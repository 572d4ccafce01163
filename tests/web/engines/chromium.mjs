// Chromium, as in the other tests of the page.
import { launch } from '../visit.mjs';

export async function open() {
  const browser = await launch();
  const page = await browser.newPage();
  return {
    version: browser.version(),
    goto: (url) => page.goto(url),
    run: (code) => page.evaluate(code),
    resize: (width, height) => page.setViewportSize({ width, height }),
    picture: () => page.screenshot(),
    close: () => browser.close(),
  };
}
