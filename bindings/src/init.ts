// Which build runs: chosen once, by what the engine can do or by the caller.
import { relaxedSimd, simd } from 'wasm-feature-detect';
import { expectOptions } from './expect.js';
import { instantiate, type Raw } from './raw.js';

export interface InitOptions {
  /** `'auto'` takes relaxed SIMD where the engine has it. */
  variant?: 'auto' | 'simd' | 'relaxed';
  /** 1 in this build. */
  threads?: 'auto' | number;
  /** Where the .wasm file stands, if not beside this module. */
  wasmUrl?: string | URL;
  /** The .wasm file, already compiled. */
  wasmModule?: WebAssembly.Module;
}

export interface InitResult {
  variant: 'simd' | 'relaxed';
  threads: number;
  version: string;
}

declare const LSTM_VERSION: string; // from package.json, by the build

/** A user's address: beside the page, or in Node beside this module. */
export function absolute(url: string | URL): URL {
  try {
    return new URL(url, globalThis.document?.baseURI ?? import.meta.url);
  } catch (cause) {
    throw new TypeError(`lstm: expected wasmUrl in init to be an address, got '${url}'`, { cause });
  }
}

let started: Promise<{ raw: Raw; result: InitResult }> | undefined;

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

async function start(options: InitOptions): Promise<{ raw: Raw; result: InitResult }> {
  expectOptions(options, 'init');
  const { variant: wanted = 'auto', threads = 'auto', wasmUrl, wasmModule, ...rest } = options;
  for (const name of Object.keys(rest)) {
    throw new TypeError(
      `lstm: expected options of init among variant, threads, wasmUrl, wasmModule; got '${name}'`,
    );
  }
  if (wasmModule !== undefined && !(wasmModule instanceof WebAssembly.Module)) {
    throw new TypeError('lstm: expected wasmModule in init to be a WebAssembly.Module');
  }
  if (!['auto', 'simd', 'relaxed'].includes(wanted)) {
    throw new TypeError(
      `lstm: expected variant 'auto', 'simd' or 'relaxed' in init, got '${wanted}'`,
    );
  }
  if (threads !== 'auto' && threads !== 1) {
    throw new RangeError(`lstm: expected threads 'auto' or 1 in init, got ${threads}`);
  }
  const variant = await choose(wanted);
  const source =
    wasmModule ??
    (wasmUrl !== undefined
      ? absolute(wasmUrl)
      : variant === 'relaxed'
        ? new URL('./lstm-relaxed.wasm', import.meta.url)
        : new URL('./lstm-simd.wasm', import.meta.url));
  return { raw: await instantiate(source), result: { variant, threads: 1, version: LSTM_VERSION } };
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
 * @returns what was really chosen
 */
export async function init(options: InitOptions = {}): Promise<InitResult> {
  return (await once(options)).result;
}

/** The running module. */
export async function loaded(): Promise<Raw> {
  return (await once({})).raw;
}
