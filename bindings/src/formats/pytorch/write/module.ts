// The source of a module of PyTorch that computes what a model does, with the weights of its file.
import { rankAfter } from '../../ranks.js';
import type { Saved, SavedLayer } from '../../saved.js';
import { Attributes } from './attributes.js';
import { rows } from './rows.js';
import type { Written } from './written.js';

const crossEntropies = ['binaryCrossentropy', 'categoricalCrossentropy', 'sparseCategoricalCrossentropy'];
const indented = (lines: readonly string[]) => lines.map((line) => `        ${line}\n`).join('');

/** Axes of the input, the batch's included. */
function firstRank(first: SavedLayer): number {
  const { inputShape, layer } = first as { inputShape?: unknown[]; layer?: { inputShape?: unknown[] } };
  return first.type === 'embedding' ? 2 : (inputShape ?? layer!.inputShape!).length + 1;
}

function writtenOf({ layers, weights }: Saved, notes: string[]): Written[] {
  let rank = firstRank(layers[0]!);
  return layers.map((layer) => {
    const row = rows[layer.type];
    if (!row) throw new TypeError(`lstm: expected layers that can be written for PyTorch (${Object.keys(rows).join(', ')}), got '${layer.name}' (${layer.type})`);
    const written = row({ layer, rank, shape: (name) => weights.get(`${layer.name}.${name}`)?.shape, note: (sentence) => notes.push(sentence) });
    rank = rankAfter(layer, rank);
    return written;
  });
}

/** Losses of PyTorch take what comes before a sigmoid or a softmax. */
function lastActivation({ layers, compile }: Saved, last: Written): string | undefined {
  const { activation } = layers.at(-1) as { activation?: string };
  const wantsLogits = (activation === 'sigmoid' || activation === 'softmax') && (!compile || crossEntropies.includes(compile.loss));
  return wantsLogits ? last.activation : undefined;
}

const ofText = `

def vocabulary(path):
    """The characters or words of the tokens."""
    with safe_open(path, "pt") as file:
        saved = json.loads(file.metadata()["lstm-wasm"])
    return json.loads(saved["tokenizer"])["vocabulary"]
`;

/** What __init__ and forward do. */
function body({ layers }: Saved, written: readonly Written[], logits: string | undefined) {
  const attributes = new Attributes();
  const making: string[] = [];
  const running: string[] = [];
  written.forEach(({ module, run, activation }, n) => {
    const { name, trainable } = layers[n]!;
    const { self, made } = module ? attributes.of(name) : { self: '', made: [] };
    if (module) making.push(...made, `${self} = ${module}`);
    if (module && trainable === false) making.push(`${self}.requires_grad_(False)`);
    running.push(...run('x', 'x', self).filter((line) => line !== 'x = x'));
    if (activation && !(logits && n === written.length - 1)) running.push(`x = ${activation}`);
  });
  return { making, running };
}

export function moduleSource(saved: Saved, notes: string[]): string {
  const written = writtenOf(saved, notes);
  const logits = lastActivation(saved, written.at(-1)!);
  if (logits) notes.push(`forward gives what comes before the last ${/\w+(?=\()/.exec(logits)![0]}, for a loss that takes logits; predict gives all.`);
  const { making, running } = body(saved, written, logits);
  const { isText } = saved;
  const usesFunctional = running.some((line) => line.includes('functional.'));
  return `${isText ? 'import json\n\n' : ''}import torch
${isText ? 'from safetensors import safe_open\n' : ''}from safetensors.torch import load_file  # pip install torch safetensors
from torch import nn
${usesFunctional ? 'from torch.nn import functional\n' : ''}

class Model(nn.Module):
    def __init__(self):
        super().__init__()
${indented(making)}
    def forward(self, x):
${indented([...running, 'return x'])}
    @torch.no_grad()
    def predict(self, x):
        """What predict gives in lstm-wasm; eval() first."""
        return ${(logits ?? 'x').replace('x', 'self(x)')}


def load(path):
    """The model with the weights of a file that lstm-wasm saved."""
    model = Model()
    tensors = load_file(path)
    model.load_state_dict({name: tensor for name, tensor in tensors.items() if not name.startswith("__")})
    return model
${isText ? ofText : ''}`;
}
