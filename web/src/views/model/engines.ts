// What the engines that files are for need, as `npm run try:models` has measured it: geometric means at batch 1, in one
// thread, of real models that both open, in Node. Where it was not measured, nothing is said.
import type { Kind } from './importer/kind';

const measured: Partial<Record<Kind, { engine: string; timesAsLong: number; models: number }>> = {
  tfjs: { engine: 'TensorFlow.js (WebAssembly, one thread)', timesAsLong: 25, models: 12 },
  onnx: { engine: 'ONNX Runtime Web (WebAssembly, one thread)', timesAsLong: 1.6, models: 6 },
};

/** In a sentence, or ''. */
export function engineOf(kind: Kind): string {
  const known = measured[kind];
  if (!known) return '';
  const { engine, timesAsLong, models } = known;
  return `${engine} needs about ${timesAsLong} times as long: the mean of ${models} models of others, measured in Node, not here.`;
}
