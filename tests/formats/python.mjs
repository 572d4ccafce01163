// PyTorch, where there is one.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

const imports = (module) => (python) => spawnSync(python, ['-c', `import ${module}`]).status === 0;

const pythonWith = (module) => ['python3', '/usr/bin/python3'].find(imports(module));

/** The Python that has it; and one that has ONNX's own checker. */
export const withTorch = pythonWith('torch');
export const withOnnx = pythonWith('onnx');

const standIn = fileURLToPath(new URL('../package/python', import.meta.url));
const env = { ...process.env, OMP_NUM_THREADS: '1' };
if (withTorch && !imports('safetensors')(withTorch)) env.PYTHONPATH = standIn;

/** A folder that is gone after the tests. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'lstm-formats-'));
  after(() => rmSync(path, { recursive: true }));
  return path;
}

/** Runs Python with PyTorch in a folder. Gives what it printed. */
export const python = (cwd, ...args) => runPython(withTorch, cwd, ...args);

/** The same by any Python. */
export function runPython(program, cwd, ...args) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  assert.equal(status, 0, stderr || stdout);
  return stdout;
}

/** Where there is no PyTorch, a script is read at least. */
export function compiles(source) {
  const { status, stderr } = spawnSync('python3', ['-c', "import sys; compile(sys.stdin.read(), 'script', 'exec')"], { input: source, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}
