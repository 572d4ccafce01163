// npm run bench: how fast, beside others, on this machine. --quick: few rounds. --only W1,roofline:
// some of roofline, W1 ... W6, W1-GRU, W1-RNN, scaling. --no-browser: without Chromium.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { buildFiles, buildNatives, installPeers, newNode } from '../tests/bench/build.mjs';
import { contestants, ofScaling } from '../tests/bench/contestants.mjs';
import { report } from '../tests/bench/report.mjs';
import { measure } from '../tests/bench/rounds.mjs';
import { summarize } from '../tests/bench/summary.mjs';
import { cells, rooflines, scaling, workloads } from '../tests/bench/workloads.mjs';
import { buildPackage } from './build.mjs';
import { command, log, setUp } from './setup.mjs';
import { installPackages } from './toolchain/apt.mjs';
import { ToolchainError } from './toolchain/error.mjs';
import { ask } from './toolchain/process.mjs';

const { values: flags } = parseArgs({
  options: { quick: { type: 'boolean' }, only: { type: 'string' }, 'no-browser': { type: 'boolean' } },
});
const modelled = [...workloads, ...cells];
const names = ['roofline', ...modelled.map(({ id }) => id), 'scaling'];
const chosen = flags.only?.split(',') ?? names;
const wants = (name) => chosen.includes(name);
const rounds = flags.quick ? 3 : 11;

/** Python with PyTorch, where there is one. */
const findPython = () =>
  ['python3', '/usr/bin/python3'].find((python) => ask(python, ['-c', 'import torch']) !== undefined);

/** The native programs; none where Google Benchmark can't be had. */
async function buildNativesIfCan(env) {
  try {
    if (ask('c++', ['-fsyntax-only', '-x', 'c++', '-'], '#include <benchmark/benchmark.h>\n') === undefined) {
      await installPackages(['libbenchmark-dev'], log);
    }
    return buildNatives(env);
  } catch (error) {
    log(`without native measurements: ${error.message}`);
    return {};
  }
}

async function startBrowser(files) {
  const { launch } = await import('../tests/web/visit.mjs');
  const { serve } = await import('../tests/bench/sides/serve.mjs');
  const [browser, server] = await Promise.all([launch(), serve(files)]);
  const close = async () => {
    await browser.close();
    server.close();
  };
  return { browser, address: server.address, close };
}

const isThere = ({ place, options }, { python, browser, natives }) =>
  ({ node: true, torch: python, chromium: browser, native: natives[options?.arch] })[place];

/** Every workload with everyone who runs it. */
const entries = (list, present) =>
  list.flatMap((workload) =>
    present.filter((one) => one.runs(workload)).map((contestant) => ({ workload, contestant })),
  );

async function measureAll(setting) {
  const present = contestants.filter((one) => isThere(one, setting));
  const oneByOne = async (list, taking, howOften) => {
    const measured = [];
    for (const workload of list) {
      log(`${workload.id}: ${workload.title}`);
      measured.push(await measure(entries([workload], taking), howOften, setting, log));
    }
    return measured.filter((results) => results.length > 0);
  };
  if (wants('roofline')) log('roofline');
  return {
    limits: wants('roofline') ? await measure(entries(rooflines, present), rounds, setting, log) : [],
    models: await oneByOne(modelled.filter(({ id }) => wants(id)), present, rounds),
    scaling: wants('scaling') ? await oneByOne(scaling, [present.find(ofScaling)], Math.ceil(rounds / 3)) : [],
  };
}

await command(async () => {
  const unknown = chosen.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new ToolchainError(`expected --only some of ${names.join(', ')}, got ${unknown}`);
  const { env, browsers } = await setUp({ wasm: true, native: true, browsers: flags['no-browser'] ? [] : ['chromium'] });
  Object.assign(process.env, browsers); // where launch() looks
  await buildPackage(env);
  installPeers();
  const files = await buildFiles(env);
  const node = newNode();
  const browser = flags['no-browser'] ? undefined : await startBrowser(files);
  const setting = { files, node, python: findPython(), natives: await buildNativesIfCan(env), ...browser };
  if (!setting.python) log('without PyTorch: python3-torch is not installed');
  const machine = {
    processor: cpus()[0]?.model,
    node: ask(node, ['--version']),
    chromium: browser?.browser.version(),
    torch: setting.python && ask(setting.python, ['-c', 'import torch; print(torch.__version__)']),
    date: new Date().toISOString(),
  };
  try {
    const measured = await measureAll(setting);
    const summary = summarize(measured);
    mkdirSync('build', { recursive: true });
    writeFileSync('build/bench.json', `${JSON.stringify({ machine, rounds, ...summary, measured }, null, 1)}\n`);
    console.log(Object.entries(machine).map(([name, value]) => `${name}: ${value}`).join(', '));
    report(summary);
    console.log('\nAll samples: build/bench.json');
  } finally {
    await browser?.close();
  }
});
