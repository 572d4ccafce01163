// The lines of code that make the model on the bench anew, or load its file; or open a file of others.
import type { Bench } from '../../parts/workbench';
import type { Kind } from './importer/kind';
import type { Model } from './subject';

const quoted = (text: string): string => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

const writing = ({ beginning }: Pick<Bench, 'beginning'>) => `for await (const piece of model.generate({ prompt: ${quoted(beginning)}, length: 400, temperature: 0.8, seed: 1 })) {
  document.body.append(piece);
}`;

/** Trains the same network: 15 lines. */
export function javascript({ design, recipe, beginning }: Bench, file: string): string {
  const write = writing({ beginning });
  if (!recipe) {
    return `import { loadLanguageModel } from 'lstm-wasm/worker';

const response = await fetch('${file}');
const model = await loadLanguageModel(await response.arrayBuffer());
${write}
`;
  }
  const { address, dropout, seed, sequenceLength, batchSize, steps, rate, schedule } = recipe;
  const cosine = schedule === 'cosine';
  const learningRate = cosine ? `schedules.cosineDecay({ initialLearningRate: ${rate}, decaySteps: ${steps}, alpha: 0.05 })` : rate;
  return `import { languageModel, ${cosine ? 'schedules, ' : ''}tokenizers } from 'lstm-wasm/worker';

const text = await (await fetch(${quoted(address)})).text();
const model = await languageModel({
  tokenizer: tokenizers.char(text),
  embeddingDim: ${design.embeddingDim}, units: [${design.units.join(', ')}], dropout: ${dropout}, seed: ${seed},
});
await model.fit(text.slice(0, ${recipe.read}), {
  sequenceLength: ${sequenceLength}, batchSize: ${batchSize}, steps: ${steps}, clipNorm: 1,
  learningRate: ${learningRate},
});
${write}
`;
}

const bytes = (file: string) => `const response = await fetch(${quoted(file)});\nconst bytes = await response.arrayBuffer();\n`;

/** Where the code of a format is, and the lines that open a file of it. */
const openers: Record<Kind, (model: Model) => { entry: string; names: string; lines: string }> = {
  ours: ({ name }) => ({ entry: 'worker', names: 'loadModel', lines: `${bytes(name)}const model = await loadModel(bytes);` }),
  keras: ({ name }) => ({ entry: 'keras', names: 'fromKeras', lines: `${bytes(name)}const { model } = await fromKeras(bytes, { in: worker });` }),
  tfjs: ({ name }) => ({ entry: 'keras', names: 'fromTfjs', lines: `const { model } = await fromTfjs(${quoted(name)}, { in: worker });` }),
  onnx: ({ name }) => ({ entry: 'onnx', names: 'fromOnnx', lines: `${bytes(name)}const { model } = await fromOnnx(bytes, { in: worker });` }),
  ml5: () => ({ entry: 'ml5', names: 'fromCharRNN', lines: "const { model } = await fromCharRNN('.', { in: worker });" }),
  pytorch: ({ name, layers }) => ({
    entry: 'pytorch',
    names: 'fromPyTorch',
    lines: layers
      ? `${bytes(name)}const { layers } = worker;\nconst { model } = await fromPyTorch(bytes, { in: worker, layers: ${layers} });`
      : `${bytes(name)}const { model } = await fromPyTorch(bytes, { in: worker });`,
  }),
};

/** Opens the files again, and predicts; or writes, if it is one of text. */
export function opening(model: Model): string {
  const { entry, names, lines } = openers[model.kind](model);
  const all = entry === 'worker' ? '' : "import * as worker from 'lstm-wasm/worker';\n";
  return `${all}import { ${names} } from 'lstm-wasm/${entry}';\n\n${lines}\n${model.bench ? writing(model.bench) : predicting(model)}\n`;
}

/** Of one input a call with zeros; several are as the model says. */
function predicting({ inputs }: Model): string {
  const given = inputs.map(({ shape, tokens }) => {
    const extents = [1, ...shape.map((extent) => extent ?? 12)];
    const data = `new ${tokens === undefined ? 'Float32Array' : 'Int32Array'}(${extents.reduce((a, b) => a * b)})`;
    return `{ data: ${data}, shape: [${extents.join(', ')}] }`;
  });
  return `const y = await model.predict(${given.length === 1 ? given[0] : `[\n  ${given.join(',\n  ')},\n]`});`;
}
