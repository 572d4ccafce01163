// The browsers of the tests: one of each engine.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ToolchainError } from './error.mjs';
import { isExecutable, which } from './process.mjs';

const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const MAC_FIREFOX = '/Applications/Firefox.app/Contents/MacOS/firefox';

/**
 * Each: the variable that names its executable to the tests, and to who sets it; where it is found; what it
 * is driven with; the Debian packages of it all.
 */
const BROWSERS = {
  chromium: {
    what: 'Chromium or Chrome', variable: 'CHROMIUM', drivers: [], packages: ['chromium'],
    find: () => which('chromium', 'chromium-browser', 'google-chrome') ?? [MAC_CHROME].find(isExecutable),
    how: 'https://www.chromium.org/getting-involved/download-chromium',
  },
  firefox: {
    what: 'Firefox', variable: 'FIREFOX', drivers: [], packages: ['firefox-esr'],
    find: () => which('firefox-esr', 'firefox') ?? [MAC_FIREFOX].find(isExecutable),
    how: 'https://www.mozilla.org/firefox',
  },
  webkit: {
    what: "WebKitGTK's MiniBrowser, WebKitWebDriver and Xvfb", variable: 'MINIBROWSER',
    drivers: ['WebKitWebDriver', 'Xvfb'], packages: ['webkit2gtk-driver', 'xvfb'],
    find: findMiniBrowser,
    how: 'https://webkitgtk.org',
  },
};

/** @param names - of `chromium`, `firefox`, `webkit` */
export function missingBrowsers(names, system) {
  return names.map((name) => BROWSERS[name]).filter((browser) => !isThere(browser)).map(({ what, variable, packages, how }) => ({
    what,
    packages: system.debian ? packages : undefined, // Ubuntu's packages of these names only point at snaps
    how: `${how}, then set ${variable} to its executable`,
  }));
}

/** Their executables, by the variables that name them. */
export function locateBrowsers(names) {
  return Object.fromEntries(names.map((name) => [BROWSERS[name].variable, locate(BROWSERS[name])]));
}

const isThere = (browser) => locate(browser) !== undefined && browser.drivers.every((driver) => which(driver));

function locate({ variable, find }) {
  const { [variable]: given } = process.env;
  if (given && !isExecutable(given)) throw new ToolchainError(`${variable} is ${given}, which cannot be run.`);
  return given || find();
}

/** It is no program for users, and stands among the library's own. */
function findMiniBrowser() {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib') : [];
  return folders.map((folder) => join('/usr/lib', folder, 'webkit2gtk-4.1/MiniBrowser')).find(isExecutable);
}
