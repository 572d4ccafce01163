// Where things are, for an agent in Node. What the bench builds lies in the folder BENCH_FILES.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';

const files = pathToFileURL(`${process.env.BENCH_FILES}/`);
const require = createRequire(import.meta.url);

export const readBytes = (name) => readFile(new URL(name, files));
export const packageUrl = (entry) => new URL(`package/${entry}.node.js`, files).href;
export const tensorflowFiles = () => `${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`;
/** undefined: found by itself. */
export const onnxruntimeFiles = () => undefined;
