// State dicts of PyTorch, on the layers that are guessed. Where there is a PyTorch, it predicts what they should: by the
// module that is written for it, with the weights as it reads the file.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { fromPyTorch, guessLayers, toPyTorch } from 'lstm-wasm/pytorch';

const read = (path) => new Uint8Array(readFileSync(path));
const server = fileURLToPath(new URL('./torch-server.py', import.meta.url));
const standIn = fileURLToPath(new URL('../../tests/package/python', import.meta.url));
const python = ['python3', '/usr/bin/python3'].find((one) => spawnSync(one, ['-c', 'import torch']).status === 0);

async function opened(path) {
  const bytes = read(path);
  if (path.endsWith('.json')) return fromPyTorch(bytes); // which says its layers
  const { layers, notes } = await guessLayers(bytes);
  const { model, notes: others } = await fromPyTorch(bytes, { layers });
  return { model, notes: [...notes, ...others] };
}

/** A PyTorch that answers, one question after the other. */
async function asked(folder, path) {
  const env = { ...process.env, PYTHONPATH: `${folder}:${standIn}` };
  const child = spawn(python, ['-W', 'ignore', server, resolve(path)], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const errors = [];
  child.stderr.on('data', (text) => errors.push(text));
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`PyTorch: ${String(errors.join('')).trim().split('\n').at(-1)}`);
    return JSON.parse(value);
  };
  await next();
  return {
    predict({ data, shape }) {
      child.stdin.write(`${JSON.stringify({ data: Array.from(data), shape })}\n`);
      return next();
    },
    async dispose() {
      child.stdin.end();
      await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

export const pytorch = {
  opens: (path) => /\.(pt|pth|nam)$/.test(path) || (path.endsWith('.json') && /"state_dict"/.test(readFileSync(path, 'utf8'))),
  open: opened,
  async engine(path) {
    if (!python) throw new Error('no PyTorch here');
    const { model } = await opened(path);
    const folder = mkdtempSync(join(tmpdir(), 'lstm-try-'));
    writeFileSync(join(folder, 'model.py'), (await toPyTorch(model)).model);
    model.dispose();
    return { name: 'PyTorch', isFar: true, ...(await asked(folder, path)) };
  },
};
