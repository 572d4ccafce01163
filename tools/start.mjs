// npm start: builds the demo and serves it. --port N or PORT; a taken port is passed over for the
// next free one.
import { parseArgs } from 'node:util';
import { buildDemo, buildPackage } from './build.mjs';
import { command, setUp } from './setup.mjs';
import { ToolchainError } from './toolchain.mjs';

function portArgument() {
  try {
    return parseArgs({ options: { port: { type: 'string' } } }).values.port;
  } catch (error) {
    throw new ToolchainError(`expected npm start -- --port 8080: ${error.message}`);
  }
}

function wantedPort() {
  const given = portArgument() ?? (process.env.PORT || '8080');
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new ToolchainError(`expected a port of 0 to 65535, got ${given}`);
}

await command(async () => {
  const port = wantedPort();
  const { env } = await setUp({ wasm: true });
  await buildPackage(env);
  await buildDemo(env);
  const { preview } = await import('vite');
  const server = await preview({ root: 'web', preview: { port, host: 'localhost' } });
  console.log(`\nlstm-wasm is at ${server.resolvedUrls.local[0]}  (Ctrl+C stops it)`);
});
