// The lines of code that make the model on the bench anew, or load its file.
import type { Bench } from '../../parts/workbench';

const quoted = (text: string): string => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

/** Trains the same network: 15 lines. */
export function javascript({ design, recipe, beginning }: Bench, file: string): string {
  const write = `for await (const piece of model.generate({ prompt: ${quoted(beginning)}, length: 400, temperature: 0.8, seed: 1 })) {
  document.body.append(piece);
}`;
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
