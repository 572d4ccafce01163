// The workloads written as this package's users would write them, for its two entries alike.
import { tokens } from './inputs.mjs';

/** A text of random characters, as many different ones as the model knows. */
function textOf(length, vocabulary) {
  return Array.from(tokens(length, vocabulary), (token) => String.fromCodePoint(0x100 + token)).join('');
}

function layersOf({ vocabulary, embedding, cell, units, outputs, kind }, { layers }) {
  const everyStep = kind !== 'binary-training';
  return [
    layers.embedding({ inputDim: vocabulary, outputDim: embedding }),
    ...units.map((width, n) => layers[cell]({ units: width, returnSequences: everyStep || n < units.length - 1 })),
    layers.dense({ units: outputs, activation: everyStep ? 'softmax' : 'sigmoid' }),
  ];
}

async function languageModel({ vocabulary, embedding, cell, units }, lstm) {
  const tokenizer = lstm.tokenizers.char(textOf(vocabulary, vocabulary));
  return lstm.languageModel({ tokenizer, embeddingDim: embedding, cell, units, seed: 1 });
}

const starts = {
  async 'language-training'(workload, lstm) {
    const { vocabulary, batch, time } = workload;
    const model = await languageModel(workload, lstm);
    const text = textOf(batch * 4 * time + 1, vocabulary);
    const fit = (steps) =>
      model.fit(text, { sequenceLength: time, batchSize: batch, steps, learningRate: 1e-3, clipNorm: 0 });
    return { model, run: fit };
  },

  async 'binary-training'(workload, lstm) {
    const { vocabulary, batch, time } = workload;
    const model = await lstm.sequential({ seed: 1, layers: layersOf(workload, lstm) });
    await model.compile({ optimizer: lstm.optimizers.adam({ learningRate: 1e-3 }), loss: 'binaryCrossentropy' });
    const x = { data: tokens(batch * time, vocabulary), shape: [batch, time] };
    const y = { data: Float32Array.from(tokens(batch, 2)), shape: [batch, 1] };
    return { model, run: (epochs) => model.fit(x, y, { epochs, batchSize: batch }) };
  },

  async generation(workload, lstm) {
    const model = await languageModel(workload, lstm);
    const prompt = textOf(1, workload.vocabulary);
    const generate = async (length) => {
      for await (const _ of model.generate({ prompt, length, seed: 1 }));
    };
    return { model, run: generate };
  },

  async prediction(workload, lstm) {
    const { vocabulary, batch, time } = workload;
    const model = await lstm.sequential({ seed: 1, layers: layersOf(workload, lstm) });
    const x = { data: tokens(batch * time, vocabulary), shape: [batch, time] };
    return {
      model,
      async run(batches) {
        for (let n = 0; n < batches; ++n) await model.predict(x, { batchSize: batch });
      },
    };
  },
};

/**
 * Builds the model.
 * @param {import('./workloads.mjs').Workload} workload
 * @param {object} lstm - the package, which has been told its build by init()
 * @returns {Promise<{ model: { dispose(): void }, run: (steps: number) => Promise<unknown> }>}
 */
export const startWorkload = (workload, lstm) => starts[workload.kind](workload, lstm);
