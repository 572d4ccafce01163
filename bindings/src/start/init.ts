// Which build runs: chosen once, by what the engine can do or by the caller.

import { relaxedSimd, simd } from 'wasm-feature-detect';
import { processors, threadedGlue } from '#platform';
import { expectBoolean, shown } from '../values/expect.js';
import type { Glue } from '../wire/emscripten.js';
import type { Raw } from '../wire/raw.js';
import { absolute } from './address.js';
import { expectInit, type InitOptions } from './init-options.js';
import { type Instance, instantiate } from './instance.js';
import { silence } from './warning.js';

/** What runs. */
export interface InitResult {
  /** The build. */
  variant: 'simd' | 'relaxed';
  /** How many share large batches; 1: none but the one that calls. */
  threads: number;
  /** Of the package. */
  version: string;
}

declare const LSTM_VERSION: string; // from package.json, by the build

let started: Promise<Instance & { result: InitResult }> | undefined;

let glueOfThreads: Glue | undefined = threadedGlue;

/**
 * Lets the calling thread start others: not for a page, which must not wait for them.
 * @internal
 */
export function offerThreads(glue: Glue): void {
  glueOfThreads = glue;
}

/** `auto` takes no more: most batches would be cut too small. */
const mostProcessors = 8;
const mostThreads = 64;

/** How many threads there will be. Throws where there can't be so many. */
function countThreads(wanted: 'auto' | number, ownFile: boolean): number {
  const here = glueOfThreads ? processors() : 'those run under lstm-wasm/worker';
  if (wanted === 'auto') {
    return ownFile || typeof here === 'string' ? 1 : Math.min(here, mostProcessors);
  }
  if (!(Number.isInteger(wanted) && wanted >= 1 && wanted <= mostThreads)) {
    throw new RangeError(
      `lstm: expected threads 'auto' or 1 to ${mostThreads} in init, got ${shown(wanted)}`,
    );
  }
  if (wanted > 1 && typeof here === 'string') {
    throw new RangeError(`lstm: expected threads 'auto' or 1 in init, got ${wanted}: ${here}`);
  }
  return wanted;
}

/** Literal addresses, which bundlers look for. */
function fileOf(variant: InitResult['variant'], threads: number): URL {
  if (threads > 1) {
    return variant === 'relaxed'
      ? new URL('./lstm-relaxed-threads.wasm', import.meta.url)
      : new URL('./lstm-simd-threads.wasm', import.meta.url);
  }
  return variant === 'relaxed'
    ? new URL('./lstm-relaxed.wasm', import.meta.url)
    : new URL('./lstm-simd.wasm', import.meta.url);
}

async function choose(wanted: InitOptions['variant']): Promise<InitResult['variant']> {
  if (!(await simd())) {
    throw new Error('lstm: expected an engine with WebAssembly SIMD, got one without');
  }
  if (wanted !== 'auto') {
    if (wanted === 'relaxed' && !(await relaxedSimd())) {
      throw new Error("lstm: expected an engine with relaxed SIMD for variant 'relaxed'");
    }
    return wanted!;
  }
  return (await relaxedSimd()) ? 'relaxed' : 'simd';
}

async function start(options: InitOptions): Promise<Instance & { result: InitResult }> {
  const { variant: wanted = 'auto', threads: asked = 'auto', wasmUrl, wasmModule, warnings = true } = options;
  if (wasmModule !== undefined && !(wasmModule instanceof WebAssembly.Module)) {
    throw new TypeError('lstm: expected wasmModule in init to be a WebAssembly.Module');
  }
  if (!['auto', 'simd', 'relaxed'].includes(wanted)) {
    throw new TypeError(
      `lstm: expected variant 'auto', 'simd' or 'relaxed' in init, got ${typeof wanted === 'string' ? `'${wanted}'` : shown(wanted)}`,
    );
  }
  expectBoolean(warnings, 'warnings in init');
  if (!warnings) silence();
  const own = wasmModule ?? (wasmUrl === undefined ? undefined : absolute(wasmUrl));
  const threads = countThreads(asked, own !== undefined);
  const variant = await choose(wanted);
  const run = async (count: number) => {
    const glue = count > 1 ? glueOfThreads : undefined;
    const instance = await instantiate(own ?? fileOf(variant, count), count, glue);
    return { ...instance, result: { variant, threads: count, version: LSTM_VERSION } };
  };
  // Shared memory or workers may be refused all the same: then 'auto' is one thread.
  return asked === 'auto' && threads > 1 ? run(threads).catch(() => run(1)) : run(threads);
}

/** Starts on the first call; a failed start may be tried again. */
function once(options: InitOptions) {
  started ??= start(options).catch((error) => {
    started = undefined;
    throw error;
  });
  return started;
}

/**
 * Loads the WebAssembly module. Optional: the first use calls it. Options count only on the first
 * call that succeeds.
 * @returns What was really chosen.
 * @throws TypeError or RangeError for a wrong option; Error where the engine has no WebAssembly SIMD, or
 * where the .wasm file is missing, naming the address that was tried. It may then be called again.
 */
export async function init(options: InitOptions = {}, ...more: undefined[]): Promise<InitResult> {
  expectInit(options, more);
  return (await once(options)).result;
}

/**
 * Makes a model with the running module, whose threads are ready by then.
 * @internal
 */
export async function withModule<Model>(make: (raw: Raw, threads: number) => Model): Promise<Model> {
  const { raw, threads } = await once({});
  while (threads && !raw.pooled() && !threads.ready) await threads.start();
  return make(raw, threads?.count ?? 1);
}
