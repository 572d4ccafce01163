// npm start, after a build: an address that serves the page, whatever the port's state.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { test } from 'node:test';

/** Runs npm start until it prints what `pattern` finds, or ends. */
function start(args, env, pattern) {
  const child = spawn(process.execPath, ['tools/start.mjs', ...args], { env: { ...process.env, ...env } });
  let output = '';
  return new Promise((resolve) => {
    const listen = (chunk) => {
      output += chunk;
      const found = pattern.exec(output);
      if (found) resolve({ child, found });
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('close', (status) => resolve({ output, status }));
  });
}

test('a taken port is passed over, and the page is there', async () => {
  const taken = createServer();
  await new Promise((resolve) => taken.listen(0, 'localhost', resolve));
  const { port } = taken.address();
  for (const [args, env] of [[['--port', `${port}`], {}], [[], { PORT: `${port}` }]]) {
    const { child, found } = await start(args, env, /is at (http:\/\/localhost:(\d+)\/)/);
    assert.notEqual(Number(found[2]), port);
    const page = await fetch(found[1]);
    assert.match(await page.text(), /<title>[^<]*lstm-wasm/);
    child.kill();
  }
  taken.close();
});

test('a port that is none is refused in words', async () => {
  for (const [args, words] of [
    [['--port', 'eighty'], /expected a port of 0 to 65535, got eighty/],
    [['8080'], /expected npm start -- --port 8080/],
    [['--port'], /expected npm start -- --port 8080/],
  ]) {
    const { output, status } = await start(args, {}, /never/);
    assert.equal(status, 1);
    assert.match(output, words);
    assert.doesNotMatch(output, /^\s+at /m);
  }
});
