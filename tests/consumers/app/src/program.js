// What every consumer does: trains, predicts, saves, loads. Its numbers are the same bits everywhere.
const bits = Array.from({ length: 64 }, (_, n) => Array.from({ length: 12 }, (_, t) => (n >> (t % 6)) & 1));
const parities = bits.map((row) => row.map((_, t) => row.slice(0, t + 1).reduce((sum, bit) => sum ^ bit)));
const text = 'the tide comes in, the tide goes out, the boats lie over on the sand; '.repeat(8);

async function classify({ layers, loadModel, optimizers, sequential }) {
  const model = await sequential({
    seed: 1,
    layers: [
      layers.embedding({ inputDim: 2, outputDim: 4 }),
      layers.lstm({ units: 16, returnSequences: true }),
      layers.dense({ units: 1, activation: 'sigmoid' }),
    ],
  });
  await model.compile({ optimizer: optimizers.adam({ learningRate: 0.01 }), loss: 'binaryCrossentropy' });
  const { history } = await model.fit(bits, parities, { epochs: 3 });
  const some = bits.slice(-4);
  const predictions = await model.predict(some);
  const file = await model.save();
  const loaded = await loadModel(file);
  const again = await loaded.predict(some);
  model.dispose();
  loaded.dispose();
  return {
    losses: history.loss,
    predictions: predictions.toArray(),
    again: again.toArray(),
    file: String.fromCharCode(...file),
  };
}

async function write({ languageModel, loadLanguageModel, tokenizers }) {
  const tokenizer = tokenizers.char(text);
  const lm = await languageModel({ tokenizer, embeddingDim: 8, units: [16], seed: 1 });
  const { history } = await lm.fit(text, { sequenceLength: 16, batchSize: 4, steps: 20, learningRate: 0.01 });
  const loaded = await loadLanguageModel(await lm.save());
  let written = '';
  for await (const piece of loaded.generate({ prompt: 'the ', length: 40, seed: 7 })) written += piece;
  const scores = [...(await lm.score('the boats'))];
  const again = [...(await loaded.score('the boats'))];
  lm.dispose();
  loaded.dispose();
  return { losses: history.loss, written, scores, again };
}

/** With the package's exports, from either entry. */
export async function program(lstm, options) {
  const { variant, threads } = await lstm.init({ variant: 'simd', threads: 1, ...options });
  return { variant, threads, classified: await classify(lstm), wrote: await write(lstm) };
}
