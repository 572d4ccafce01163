// Safari's engine: WebKitGTK's MiniBrowser, by its driver, which speaks WebDriver over HTTP. It wants a
// display, and gets one that nobody sees.
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { start } from './program.mjs';

const { MINIBROWSER = miniBrowser() } = process.env;

function miniBrowser() {
  const folder = readdirSync('/usr/lib').find((name) => name.endsWith('-linux-gnu'));
  return `/usr/lib/${folder}/webkit2gtk-4.1/MiniBrowser`;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A display of the first free number. */
async function display() {
  const xvfb = start('Xvfb', ['-displayfd', '1', '-nolisten', 'tcp', '-screen', '0', '1600x1200x24']);
  const [, number] = await xvfb.says('stdout', /^(\d+)\n/);
  return { name: `:${number}`, end: xvfb.end };
}

/** The driver's way of being asked, once it listens. */
async function driver(screen) {
  const port = await freePort();
  const program = start('WebKitWebDriver', [`--port=${port}`], {
    DISPLAY: screen,
    LC_ALL: 'C', // of the languages that a system may have, the one that is none
    LIBGL_ALWAYS_SOFTWARE: '1',
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', // as root it can't have one
  });
  const call = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: JSON.stringify(body) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  await program.until(() => call('GET', '/status'));
  return { call, end: program.end };
}

export async function open() {
  const screen = await display();
  const { call, end } = await driver(screen.name);
  const { sessionId, capabilities } = await call('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: MINIBROWSER, args: ['--automation'] } } },
  });
  const session = `/session/${sessionId}`;
  await call('POST', `${session}/timeouts`, { script: 600_000 });
  return {
    version: capabilities.browserVersion,
    goto: (url) => call('POST', `${session}/url`, { url }),
    run: (code) => call('POST', `${session}/execute/sync`, { script: `return ${code}`, args: [] }),
    resize: (width, height) => call('POST', `${session}/window/rect`, { width, height }),
    picture: async () => Buffer.from(await call('GET', `${session}/screenshot`), 'base64'),
    async close() {
      await call('DELETE', session);
      await end();
      await screen.end();
    },
  };
}
