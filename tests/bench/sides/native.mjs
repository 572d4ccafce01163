// A native build. Google Benchmark warms up and chooses the number of steps anew at every sample.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const SAMPLE_SECONDS = 0.2;

/** The description as words, for native/main.cpp. */
const words = ({ id, title, ...description }) =>
  Object.entries(description).map(([name, value]) => `${name}=${value}`);

/** @param {{ natives: Record<string, string> }} setting - the programs */
export function startNative({ options }, workload, { natives }) {
  const flags = ['--benchmark_format=json', `--benchmark_min_time=${SAMPLE_SECONDS}`];
  const sample = async () => {
    const { stdout } = await promisify(execFile)(natives[options.arch], [...flags, ...words(workload)]);
    return JSON.parse(stdout).benchmarks[0].real_time; // milliseconds
  };
  return { open: sample, sample, memory: () => undefined, close() {} };
}
