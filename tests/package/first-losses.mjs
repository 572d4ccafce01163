// Prints the losses of 50 steps, as tests/core/first_losses.cpp does natively.
import { init, languageModel, tokenizers } from 'lstm-wasm';
import { mobyDick } from './tasks.mjs';

await init({ variant: process.argv[2] });
const text = mobyDick();
const lm = await languageModel({ tokenizer: tokenizers.char(text), seed: 1 });
const losses = [];
await lm.fit(text, { steps: 50, callbacks: { onStep: ({ loss }) => void losses.push(loss) } });
console.log(JSON.stringify(losses));
