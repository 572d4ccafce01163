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

/** What the layers are called in a state dict, and in PyTorch. */
const modules = { lstm: ['lstm', 'LSTM'], gru: ['gru', 'GRU'], simpleRNN: ['simple_rnn', 'RNN'] } as const;

export function python({ design, tokenizer }: Bench, file: string): string {
  const size = tokenizer.vocabulary.length;
  const [layer, module] = modules[design.cell];
  const names = design.units.map((_, i) => (i ? `${layer}_${i}` : layer));
  const inputs = [design.embeddingDim, ...design.units];
  const made = names.map((name, i) => `        self.${name} = nn.${module}(${inputs[i]}, ${design.units[i]}, batch_first=True)`);
  const run = names.map((name) => `        x, _ = self.${name}(x)`);
  return `import json
from safetensors import safe_open  # pip install torch safetensors
from torch import nn

class Writer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(${size}, ${design.embeddingDim})
${made.join('\n')}
        self.dense = nn.Linear(${inputs.at(-1)}, ${size})

    def forward(self, tokens):
        x = self.embedding(tokens)
${run.join('\n')}
        return self.dense(x)

model = Writer()
with safe_open(${quoted(file)}, framework='pt') as saved:
    names = [name for name in saved.keys() if not name.startswith('__')]
    model.load_state_dict({name: saved.get_tensor(name) for name in names})
    characters = json.loads(json.loads(saved.metadata()['lstm-wasm'])['tokenizer'])['vocabulary']
`;
}
