// What the bits of a build are, and what decides them.
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const relaxedFlag = '--experimental-wasm-relaxed-simd'; // Node before 22 wants it, later ones lack it
const flags = spawnSync(process.execPath, [relaxedFlag, '--version']).status === 0 ? [relaxedFlag] : [];
const run = async (args) => (await promisify(execFile)(process.execPath, [...flags, ...args], { timeout: 300_000 })).stdout;

/** Every build, on one thread and on two, by a name of its own. */
export const builds = Object.fromEntries(
  ['simd', 'relaxed'].flatMap((variant) => [1, 2].map((threads) => [`${variant}, threads: ${threads}`, { variant, threads }])),
);

/** Hashes by case and kind of result, as bits-results.mjs prints them: in a process of its own. */
export async function bitsOf(build, { entry = 'lstm-wasm', nodeFlags = [] } = {}) {
  const program = fileURLToPath(new URL('bits-results.mjs', import.meta.url));
  return JSON.parse(await run([...nodeFlags, program, JSON.stringify(build), entry]));
}

/** (module (func (export "f") (param f32 f32 f32) (result f32): the lanes' relaxed a * b + c, one of them) */
const relaxedMadd = [
  0, 97, 115, 109, 1, 0, 0, 0, // magic, version
  1, 8, 1, 96, 3, 125, 125, 125, 1, 125, // type
  3, 2, 1, 0, // function
  7, 5, 1, 1, 102, 0, 0, // export
  10, 22, 1, 20, 0, // code, no locals
  32, 0, 253, 19, 32, 1, 253, 19, 32, 2, 253, 19, // f32x4.splat of each
  253, 133, 2, 253, 31, 0, 11, // f32x4.relaxed_madd, f32x4.extract_lane 0
];

/** Whether this processor's relaxed a * b + c is rounded once: (1 + 2^-12)^2 - (1 + 2^-11) is then not 0 but 2^-24. */
export async function fused(nodeFlags = []) {
  const module = `new WebAssembly.Module(Uint8Array.of(${relaxedMadd}))`;
  const script = `const { f } = new WebAssembly.Instance(${module}).exports;
    console.log(f(1 + 2 ** -12, 1 + 2 ** -12, -1 - 2 ** -11))`;
  return Number(await run([...nodeFlags, '-e', script])) === 2 ** -24;
}
