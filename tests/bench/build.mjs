// Builds what is measured: native programs, and the folder that the engines' agents read from.
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { log, run } from '../../tools/setup.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const modules = join(here, 'node_modules');
const variants = ['simd', 'relaxed'];

/** The others, as locked. None of them needs its install script. */
export function installPeers() {
  const installed = join(modules, '.package-lock.json');
  const locked = join(here, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(locked).mtimeMs) return;
  log('the packages to compare with, as locked');
  run('npm', ['ci', '--prefix', here, '--ignore-scripts', '--no-audit', '--no-fund']);
}

/** Configures, the first time, and builds one of the programs of CMakeLists.txt. Gives its folder. */
function cmake(folder, target, env, setting) {
  const build = resolve('build/bench', folder);
  log(`C++, ${target}, ${folder}`);
  const settings = ['-DCMAKE_BUILD_TYPE=Release', setting];
  if (!existsSync(join(build, 'build.ninja'))) {
    run('cmake', ['-G', 'Ninja', '-S', here, '-B', build, ...settings], env);
  }
  run('cmake', ['--build', build, '--target', target], env);
  return build;
}

/** @returns {Record<string, string>} the native programs by architecture */
export function buildNatives(env) {
  const archs = process.arch === 'x64' ? ['native', 'x86-64-v2'] : ['native'];
  const program = (arch) => join(cmake(`native-${arch}`, 'native_bench', env, `-DLSTM_ARCH=${arch}`), 'native_bench');
  return Object.fromEntries(archs.map((arch) => [arch, program(arch)]));
}

/** neataptic asks for these, even in a page. */
const empty = join(here, 'agents/empty.cjs');
const absent = { child_process: empty, os: empty, path: empty };

async function bundlePage(files) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(here, 'agents/page.mjs')],
    outdir: files,
    bundle: true,
    splitting: true, // a page loads one peer and no more
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    alias: absent,
    minify: true,
    logLevel: 'error',
  });
  copyFileSync(join(here, 'agents/page.html'), join(files, 'index.html'));
}

function buildRoofline(variant, files, env) {
  const toolchain = `-DCMAKE_TOOLCHAIN_FILE=${env.EMSCRIPTEN_TOOLCHAIN_FILE}`;
  const build = cmake('wasm', `roofline-${variant}`, env, toolchain);
  copyFileSync(join(build, `roofline-${variant}.wasm`), join(files, `roofline-${variant}.wasm`));
}

/** What the others fetch at run time. */
function copyEngines(files) {
  const engines = { tensorflow: '@tensorflow/tfjs-backend-wasm/dist', onnxruntime: 'onnxruntime-web/dist' };
  const wanted = /(tfjs-backend-wasm.*\.wasm|ort-wasm-simd-threaded\.(mjs|wasm))$/;
  for (const [name, from] of Object.entries(engines)) {
    for (const file of readdirSync(join(modules, from)).filter((one) => wanted.test(one))) {
      cpSync(join(modules, from, file), join(files, name, file));
    }
  }
}

/** @returns {Promise<string>} the folder, with a copy of the package as it is now */
export async function buildFiles(env) {
  const files = resolve('build/bench/files');
  rmSync(files, { recursive: true, force: true });
  mkdirSync(files, { recursive: true });
  cpSync('dist', join(files, 'package'), { recursive: true });
  for (const variant of variants) buildRoofline(variant, files, env);
  copyEngines(files);
  await bundlePage(files);
  return files;
}

/** The new Node, or where npm has none for this machine the one that runs this. */
export function newNode() {
  const program = join(modules, `node-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(program)) return program;
  log(`no newer Node for this machine: measuring in ${process.version}`);
  return process.execPath;
}
