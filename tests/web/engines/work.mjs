// What the package does in every engine.

/** Trains, saves and writes with one of the entries. */
export async function work(address, entry, options) {
  const { init, languageModel, loadLanguageModel, tokenizers } = await import(`${address}dist/${entry}.js`);
  const { variant, threads } = await init(options);
  const text = 'the tide comes in, the tide goes out, the boats lie over on the sand; '.repeat(8);
  const model = await languageModel({ tokenizer: tokenizers.char(text), embeddingDim: 8, units: [32], seed: 1 });
  const { history } = await model.fit(text, { sequenceLength: 16, batchSize: 16, steps: 40, learningRate: 0.01 });
  const loaded = await loadLanguageModel(await model.save());
  let written = '';
  for await (const piece of loaded.generate({ prompt: 'the ', length: 40, seed: 7 })) written += piece;
  return { variant, threads, losses: history.loss, written };
}
