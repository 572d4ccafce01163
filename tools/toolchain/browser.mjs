// A Chromium for the browser tests.

import { ToolchainError } from './error.mjs';
import { isExecutable, which } from './process.mjs';

const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

export function missingBrowser(system) {
  if (locateBrowser()) return [];
  return [{
    what: 'Chromium or Chrome',
    packages: system.debian ? ['chromium'] : undefined, // Ubuntu's package of that name only points at a snap
    how: 'https://www.chromium.org/getting-involved/download-chromium, then set CHROMIUM to its executable',
  }];
}

/** The path of a Chromium executable, or undefined. */
export function locateBrowser() {
  const { CHROMIUM } = process.env;
  if (CHROMIUM && !isExecutable(CHROMIUM)) throw new ToolchainError(`CHROMIUM is ${CHROMIUM}, which cannot be run.`);
  return CHROMIUM || which('chromium', 'chromium-browser', 'google-chrome') || [MAC_CHROME].find(isExecutable);
}
