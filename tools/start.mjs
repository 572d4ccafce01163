// npm start: builds the demo and serves it. --port N or PORT; a taken port is passed over for the
// next free one.
import { parseArgs } from 'node:util';
import { buildDemo, buildPackage } from './build.mjs';
import { command, setUp } from './setup.mjs';
import { ToolchainError } from './toolchain.mjs';

function wantedPort() {
  const { values } = parseArgs({ options: { port: { type: 'string' } } });
  const port = Number(values.port ?? process.env.PORT ?? 8080);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new ToolchainError(`expected a port of 0 to 65535, got ${values.port ?? process.env.PORT}`);
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
