// The source of a script that trains the module on, under torchrun.
import type { Loss } from '../../../api/sequential-options.js';
import { type Drawn, inputOf, type Source } from '../../drawn.js';

/** How PyTorch computes each of the losses: of logits or outputs z, and targets y. */
const losses: Record<Loss, (z: string, y: string) => string> = {
  binaryCrossentropy: (z, y) => `functional.binary_cross_entropy_with_logits(${z}, ${y}.float().reshape(${z}.shape))`,
  categoricalCrossentropy: (z, y) => `functional.cross_entropy(${z}.flatten(0, -2), ${y}.float().flatten(0, -2))`,
  sparseCategoricalCrossentropy: (z, y) => `functional.cross_entropy(${z}.flatten(0, -2), ${y}.long().flatten())`,
  meanSquaredError: (z, y) => `functional.mse_loss(${z}, ${y}.reshape(${z}.shape))`,
  meanAbsoluteError: (z, y) => `functional.l1_loss(${z}, ${y}.reshape(${z}.shape))`,
  /** Of labels [N, L], -1 after the last one of each. */
  ctc: (z, y) =>
    `functional.ctc_loss(${z}.log_softmax(-1).transpose(0, 1), ${y}.long().clamp(min=0), ` +
    `torch.full((len(${z}),), ${z}.shape[1]), (${y} >= 0).sum(1), blank=${z}.shape[-1] - 1, reduction="none").mean()`,
};

/** Of a model that was not compiled, by what an output ends with. */
function lossOf({ compile, nodes }: Drawn, { node }: Source, n: number): Loss {
  const { activation } = nodes[node]!.layer as { activation?: string };
  if (compile) return compile.losses[n]!;
  return activation === 'softmax' ? 'sparseCategoricalCrossentropy' : activation === 'sigmoid' ? 'binaryCrossentropy' : 'meanSquaredError';
}

/** The sum over all outputs, each by its weight. */
function total(drawn: Drawn): string {
  const { outputs, compile } = drawn;
  const several = outputs.length > 1;
  const all = outputs.map((output, n) => {
    const weight = compile?.lossWeights?.[n] ?? 1;
    const loss = losses[lossOf(drawn, output, n)](several ? `outputs[${n}]` : 'outputs', several ? `y[${n}]` : 'y');
    return weight === 1 ? loss : `${weight} * ${loss}`;
  });
  return several ? `(\n        ${all.join('\n        + ')}\n    )` : all[0]!;
}

type Rule = Record<string, unknown>;

/** The same rules there, with their options by Keras's names and by PyTorch's. */
const rules: Record<string, (rule: Rule) => string> = {
  adam: ({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }) => `Adam(learner.parameters(), RATE, betas=(${beta1}, ${beta2}), eps=${epsilon})`,
  adamw: ({ beta1, beta2, epsilon, weightDecay }) =>
    `AdamW(learner.parameters(), RATE, betas=(${beta1}, ${beta2}), eps=${epsilon}, weight_decay=${weightDecay})`,
  sgd: ({ momentum, nesterov }) => `SGD(learner.parameters(), RATE, momentum=${momentum}${nesterov ? ', nesterov=True' : ''})`,
  rmsprop: ({ rho, momentum, epsilon }) => `RMSprop(learner.parameters(), RATE, alpha=${rho}, momentum=${momentum}, eps=${epsilon})`,
};

function clipping({ clipNorm, clipValue }: Rule): string {
  const lines = [
    ...(clipNorm ? [`nn.utils.clip_grad_norm_(learner.parameters(), ${clipNorm})`] : []),
    ...(clipValue ? [`nn.utils.clip_grad_value_(learner.parameters(), ${clipValue})`] : []),
  ];
  return lines.map((line) => `            ${line}\n`).join('');
}

/** How batches are taken apart: of several inputs or outputs they are lists. */
function batched({ nodes, outputs }: Drawn) {
  const inputs = nodes.filter((node) => inputOf(node)).length;
  const parts = (count: number, key: string) => (count > 1 ? `*data["${key}"]` : `data["${key}"]`);
  const part = (from: number, count: number) => (count > 1 ? `batch[${from}:${from + count}]` : `batch[${from}]`);
  return {
    samples: `${parts(inputs, 'x')}, ${parts(outputs.length, 'y')}`,
    x: inputs > 1 ? `*${part(0, inputs)}` : part(0, inputs),
    y: part(inputs, outputs.length),
    several: inputs > 1 || outputs.length > 1 ? ', of several inputs or outputs as lists in their order' : '',
  };
}

export function trainingSource(drawn: Drawn, rate: number, notes: string[]): string {
  const rule: Rule = drawn.compile?.optimizer ?? { type: 'adam' };
  const { samples, x, y, several } = batched(drawn);
  const scheduled = rule.learningRate instanceof Object;
  notes.push(`The script trains with a fresh optimizer${scheduled ? `, at the rate ${rate} that its schedule has now` : ''}.`);
  return `"""Trains the model on, in as many processes as torchrun starts:

    torchrun --nproc-per-node 2 train.py

It reads model.safetensors, which lstm-wasm saved, and data.pt, by torch.save({"x": inputs, "y": targets}, "data.pt")${several}.
It writes trained.safetensors, which lstm-wasm loads as it does its own.
"""

import os

import torch
import torch.distributed as dist
from safetensors import safe_open
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, TensorDataset
from torch.utils.data.distributed import DistributedSampler

from model import load

EPOCHS = 10
BATCH_SIZE = 32  # of each process
RATE = ${rate}


def loss_of(outputs, y):
    return ${total(drawn)}


def save(model):
    """As lstm-wasm saved it: the same names, and what it says of the layers."""
    with safe_open("model.safetensors", "pt") as file:
        metadata, names = file.metadata(), file.keys()
    state = model.state_dict()
    tensors = {name: state[name].cpu().contiguous() for name in names if name in state}
    save_file(tensors, "trained.safetensors", metadata=metadata)


def main():
    cuda = torch.cuda.is_available()
    dist.init_process_group("nccl" if cuda else "gloo")
    device = torch.device("cuda", int(os.environ["LOCAL_RANK"])) if cuda else torch.device("cpu")
    model = load("model.safetensors").to(device)
    learner = DistributedDataParallel(model, device_ids=[device] if cuda else None)
    optimizer = torch.optim.${rules[rule.type as string]!(rule)}
    data = torch.load("data.pt")
    samples = TensorDataset(${samples})
    sampler = DistributedSampler(samples)
    batches = DataLoader(samples, BATCH_SIZE, sampler=sampler)
    for epoch in range(EPOCHS):
        sampler.set_epoch(epoch)
        for batch in batches:
            batch = [part.to(device) for part in batch]
            loss = loss_of(learner(${x}), ${y})
            optimizer.zero_grad()
            loss.backward()
${clipping(rule)}            optimizer.step()
        if dist.get_rank() == 0:
            print(f"epoch {epoch + 1}: loss {loss.item():.4f}")
    if dist.get_rank() == 0:
        save(model)
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
`;
}
