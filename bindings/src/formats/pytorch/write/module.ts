// The source of a module of PyTorch that computes what a model does, with the weights of its file.
import type { Saved, SavedLayer } from '../../saved.js';
import { Attributes } from './attributes.js';
import { rows, type Written } from './rows.js';

const crossEntropies = ['binaryCrossentropy', 'categoricalCrossentropy', 'sparseCategoricalCrossentropy'];
const indented = (lines: readonly string[]) => lines.map((line) => `        ${line}\n`).join('');

function writtenOf(layer: SavedLayer, { weights }: Saved, notes: string[]): Written {
  const row = rows[layer.type];
  if (!row) throw new TypeError(`lstm: expected layers that can be written for PyTorch (${Object.keys(rows).join(', ')}), got '${layer.name}' (${layer.type})`);
  return row({ layer, shape: (name) => weights.get(`${layer.name}.${name}`)?.shape, note: (sentence) => notes.push(sentence) });
}

/** Losses of PyTorch take what comes before a sigmoid or a softmax. */
function lastActivation({ layers, compile }: Saved, last: Written): string {
  const { activation } = layers.at(-1) as { activation?: string };
  const wantsLogits = (activation === 'sigmoid' || activation === 'softmax') && (!compile || crossEntropies.includes(compile.loss));
  return wantsLogits ? last.activation! : '';
}

const ofText = `

def vocabulary(path):
    """The characters or words of the tokens."""
    with safe_open(path, "pt") as file:
        saved = json.loads(file.metadata()["lstm-wasm"])
    return json.loads(saved["tokenizer"])["vocabulary"]
`;

export function moduleSource(saved: Saved, notes: string[]): string {
  const attributes = new Attributes();
  const making: string[] = [];
  const running: string[] = [];
  const written = saved.layers.map((layer) => writtenOf(layer, saved, notes));
  const logits = lastActivation(saved, written.at(-1)!);
  if (logits) notes.push(`forward gives what comes before the last ${logits.slice(1).replace(/\(.*/, '')}, for a loss that takes logits; predict gives all.`);
  written.forEach(({ module, run, activation = '' }, n) => {
    const { self, made } = attributes.of(saved.layers[n]!.name);
    if (module) making.push(...made, `${self} = ${module}`);
    if (module && saved.layers[n]!.trainable === false) making.push(`${self}.requires_grad_(False)`);
    const isLast = n === written.length - 1;
    running.push(...run('x', 'x', self), ...(activation && !(isLast && logits) ? [`x = x${activation}`] : []));
  });
  return `${saved.isText ? 'import json\n\n' : ''}import torch
from safetensors${saved.isText ? ' import safe_open\nfrom safetensors' : ''}.torch import load_file  # pip install torch safetensors
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
${indented(making)}
    def forward(self, x):
${indented([...running, 'return x'])}
    @torch.no_grad()
    def predict(self, x):
        """What predict gives in lstm-wasm; eval() first."""
        return self(x)${logits}


def load(path):
    """The model with the weights of a file that lstm-wasm saved."""
    model = Model()
    tensors = load_file(path)
    model.load_state_dict({name: tensors[name] for name in model.state_dict()})
    return model
${saved.isText ? ofText : ''}`;
}
