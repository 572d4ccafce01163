// Files of ONNX. ONNX Runtime predicts what they should: in WebAssembly where the benchmarks' packages are installed,
// so that times can be compared, else natively.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { fromOnnx } from 'lstm-wasm/onnx';

const read = (path) => new Uint8Array(readFileSync(path));

async function runtime() {
  try {
    const bench = createRequire(new URL('../../tests/bench/package.json', import.meta.url));
    const ort = await import(pathToFileURL(bench.resolve('onnxruntime-web')).href);
    ort.env.wasm.numThreads = 1;
    return { ort, name: 'onnxruntime-web' };
  } catch {
    return { ort: (await import('onnxruntime-node')).default, name: 'onnxruntime-node' };
  }
}

/** What a runtime wants for tokens is told by what it says of others. */
function tensorOf({ Tensor }, kind, { data, shape }) {
  if (kind === 'int64') return new Tensor(kind, BigInt64Array.from(data, BigInt), shape);
  return new Tensor(kind, kind === 'float32' ? Float32Array.from(data) : data, shape);
}

const says = (notes, words) => notes.some((note) => note.startsWith(words));

/** The first two axes exchanged. */
function swapped({ data, shape: [a, b, ...rest] }) {
  const row = rest.reduce((all, one) => all * one, 1);
  const result = data.slice();
  for (let i = 0; i < a; ++i) for (let j = 0; j < b; ++j) result.set(data.subarray((i * b + j) * row, (i * b + j + 1) * row), (j * a + i) * row);
  return { data: result, shape: [b, a, ...rest] };
}

/** The model as its file reads and gives: time before the batch, logarithms. */
function asItsFile({ model, notes }) {
  const [timeFirst, logarithms] = [says(notes, 'The file reads [time, batch'), says(notes, 'Gives probabilities where')];
  const predict = async (x) => {
    const y = await model.predict(timeFirst ? swapped(x) : x);
    const { data, shape } = timeFirst && y.shape.length > 2 ? swapped(y) : y;
    return { data: logarithms ? data.map(Math.log) : data, shape };
  };
  return { model: { predict, save: () => model.save(), dispose: () => model.dispose() }, notes };
}

export const onnx = {
  opens: (path) => path.endsWith('.onnx'),
  open: async (path) => asItsFile(await fromOnnx(read(path))),
  async engine(path) {
    const { ort, name } = await runtime();
    const session = await ort.InferenceSession.create(read(path), { intraOpNumThreads: 1, logSeverityLevel: 3 });
    const [input, ...states] = session.inputMetadata;
    const zeros = ({ name: its, type, shape }) => [its, new ort.Tensor(type, new Float32Array(shape.reduce((a, b) => a * b, 1)), shape)];
    const begin = Object.fromEntries(states.map(zeros));
    return {
      name,
      shape: input.shape.slice(1).map((extent) => (typeof extent === 'number' && extent > 0 ? extent : null)),
      batch: typeof input.shape[0] === 'number' && input.shape[0] > 0 ? input.shape[0] : undefined,
      async predict(x) {
        const results = await session.run({ ...begin, [input.name]: tensorOf(ort, input.type, x) });
        const { data, dims } = results[session.outputNames[0]];
        return { data, shape: dims };
      },
      dispose: () => session.release(),
    };
  },
};
