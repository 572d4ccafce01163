// Modules of the page that know nothing of it, for tests in Node.
import { build } from 'esbuild';

export async function load(path) {
  const { outputFiles } = await build({ entryPoints: [path], bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`);
}
