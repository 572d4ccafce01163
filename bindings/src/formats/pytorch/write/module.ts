// The source of a module of PyTorch that computes what a model does, with the weights of its file.
import { type Drawn, type DrawnNode, inputOf, type Source } from '../../drawn.js';
import { Attributes } from './attributes.js';
import { rows } from './rows.js';
import { variablesOf } from './variables.js';
import { named, type Written } from './written.js';

const crossEntropies = ['binaryCrossentropy', 'categoricalCrossentropy', 'sparseCategoricalCrossentropy'];
const indented = (lines: readonly string[]) => lines.map((line) => `        ${line}\n`).join('');

/** Of each node but the inputs. */
function writtenOf({ nodes, weights }: Drawn, notes: string[]): (Written | undefined)[] {
  return nodes.map((node) => {
    const { layer, from } = node;
    if (inputOf(node)) return undefined;
    const row = rows[layer.type];
    if (!row) throw new TypeError(`lstm: expected layers that can be written for PyTorch (${Object.keys(rows).join(', ')}), got '${layer.name}' (${layer.type})`);
    const note = (sentence: string) => notes.includes(sentence) || notes.push(sentence);
    return row({ layer, rank: nodes[from[0]!.node]!.rank, shape: (name) => weights.get(`${layer.name}.${name}`)?.shape, note });
  });
}

/** Losses of PyTorch take what comes before a sigmoid or a softmax: the last activations of outputs that nothing else reads. */
function logitsOf({ nodes, outputs, compile }: Drawn, written: readonly (Written | undefined)[]): (string | undefined)[] {
  const readers = ({ node }: Source) => nodes.flatMap(({ from }) => from).filter((source) => source.node === node).length + outputs.filter((output) => output.node === node).length;
  return outputs.map((output, n) => {
    const { activation } = nodes[output.node]!.layer as { activation?: string };
    const isLogistic = activation === 'sigmoid' || activation === 'softmax';
    const wants = isLogistic && (!compile || crossEntropies.includes(compile.losses[n]!)) && readers(output) === 1;
    return wants ? written[output.node]?.activation : undefined;
  });
}

const ofText = `

def vocabulary(path):
    """The characters or words of the tokens."""
    with safe_open(path, "pt") as file:
        saved = json.loads(file.metadata()["lstm-wasm"])
    return json.loads(saved["tokenizer"])["vocabulary"]
`;

/** What __init__ and forward do. */
function body({ nodes }: Drawn, written: readonly (Written | undefined)[], variables: readonly string[][], ends: ReadonlySet<DrawnNode>) {
  const attributes = new Attributes();
  const making = new Set<string>(); // once, however often a layer is used
  const running: string[] = [];
  nodes.forEach((node, n) => {
    const { module, run, activation } = written[n] ?? { run: () => [] };
    const { name, trainable } = node.layer;
    const { self, made } = module ? attributes.of(name) : { self: '', made: [] };
    if (module) for (const line of [...made, `${self} = ${module}`]) making.add(line);
    if (module && trainable === false) making.add(`${self}.requires_grad_(False)`);
    const inputs = node.from.map(({ node: from, output }) => variables[from]![output]!);
    const outputs = variables[n]!;
    running.push(...run(inputs, outputs, self).filter((line) => line !== `${outputs[0]} = ${outputs[0]}`));
    if (activation && !ends.has(node)) running.push(`${outputs[0]} = ${named(activation, outputs[0]!)}`);
  });
  return { making: [...making], running };
}

/** From what forward gives to what the model predicts. */
function predicting(called: string, outputs: readonly string[], logits: readonly (string | undefined)[]): string[] {
  if (outputs.length === 1) return [`return ${named(logits[0] ?? 'x', called)}`];
  return [`${outputs.join(', ')} = ${called}`, `return ${outputs.map((output, n) => named(logits[n] ?? 'x', output)).join(', ')}`];
}

export function moduleSource(drawn: Drawn, notes: string[]): string {
  const { nodes, outputs, isText } = drawn;
  const written = writtenOf(drawn, notes);
  const logits = logitsOf(drawn, written);
  const names = logits.flatMap((its) => (its ? /\w+(?=\()/.exec(its)![0] : []));
  if (names.length > 0) notes.push(`forward gives what comes before the last ${[...new Set(names)].join(' and ')}, for a loss that takes logits; predict gives all.`);
  const variables = variablesOf(drawn);
  const ends = new Set(outputs.flatMap(({ node }, n) => (logits[n] ? nodes[node]! : [])));
  const { making, running } = body(drawn, written, variables, ends);
  const given = nodes.flatMap((node, n) => (inputOf(node) ? variables[n]! : [])).join(', ');
  const results = outputs.map(({ node, output }) => variables[node]![output]!);
  const usesFunctional = running.some((line) => line.includes('functional.'));
  return `${isText ? 'import json\n\n' : ''}import torch
${isText ? 'from safetensors import safe_open\n' : ''}from safetensors.torch import load_file  # pip install torch safetensors
from torch import nn
${usesFunctional ? 'from torch.nn import functional\n' : ''}

class Model(nn.Module):
    def __init__(self):
        super().__init__()
${indented(making)}
    def forward(self, ${given}):
${indented([...running, `return ${results.join(', ')}`])}
    @torch.no_grad()
    def predict(self, ${given}):
        """What predict gives in lstm-wasm; in evaluation mode."""
${indented(predicting(`self(${given})`, results, logits))}

def load(path):
    """The model with the weights of a file that lstm-wasm saved."""
    model = Model()
    tensors = load_file(path)
    model.load_state_dict({name: tensor for name, tensor in tensors.items() if not name.startswith("__")})
    return model
${isText ? ofText : ''}`;
}
