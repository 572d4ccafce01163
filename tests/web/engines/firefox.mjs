// Firefox, which speaks WebDriver BiDi by itself, over a socket.
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { start } from './program.mjs';

const { FIREFOX = '/usr/bin/firefox-esr' } = process.env;

/** It asks nobody for anything. */
const settings = {
  'app.update.disabledForTesting': true,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
};

function newProfile() {
  const folder = mkdtempSync(join(tmpdir(), 'lstm-firefox-'));
  const lines = Object.entries(settings).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`);
  writeFileSync(join(folder, 'user.js'), lines.join(''));
  return folder;
}

/** Commands, each answered by its number. */
async function connect(address) {
  const socket = new WebSocket(address, { maxPayload: 0 }); // pictures are large
  await once(socket, 'open');
  const waiting = new Map();
  socket.on('message', (data) => {
    const { id, type, result, error, message } = JSON.parse(data);
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (type === 'success') resolve?.(result);
    else reject?.(new Error(`${error}: ${message}`));
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox closed its socket'));
  });
  let last = 0;
  const call = (method, params) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  return { call, close: () => socket.close() };
}

export async function open() {
  const profile = newProfile();
  const program = start(FIREFOX, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0']);
  const [, address] = await program.says('stderr', /WebDriver BiDi listening on (ws:\S+)/);
  const { call, close } = await connect(`${address}/session`);
  const { capabilities } = await call('session.new', { capabilities: {} });
  const { contexts: [{ context }] } = await call('browsingContext.getTree', {});
  return {
    version: capabilities.browserVersion,
    goto: (url) => call('browsingContext.navigate', { context, url, wait: 'complete' }),
    async run(code) {
      const answer = await call('script.evaluate', { expression: code, target: { context }, awaitPromise: true });
      if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
      return answer.result.value;
    },
    resize: (width, height) => call('browsingContext.setViewport', { context, viewport: { width, height } }),
    picture: async () => Buffer.from((await call('browsingContext.captureScreenshot', { context })).data, 'base64'),
    async close() {
      close();
      await program.end();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
