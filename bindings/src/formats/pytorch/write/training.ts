// The source of a script that trains the module on, under torchrun.
import type { Loss } from '../../../api/sequential-options.js';
import type { Saved } from '../../saved.js';

/** How PyTorch computes each of the losses: of logits z, or of outputs, and targets y. */
const losses: Record<Loss, string> = {
  binaryCrossentropy: 'functional.binary_cross_entropy_with_logits(outputs, y.float().reshape(outputs.shape))',
  categoricalCrossentropy: 'functional.cross_entropy(outputs.flatten(0, -2), y.float().flatten(0, -2))',
  sparseCategoricalCrossentropy: 'functional.cross_entropy(outputs.flatten(0, -2), y.long().flatten())',
  meanSquaredError: 'functional.mse_loss(outputs, y.reshape(outputs.shape))',
  meanAbsoluteError: 'functional.l1_loss(outputs, y.reshape(outputs.shape))',
};

/** Of a model that was not compiled, by what it ends with. */
function lossOf({ compile, layers }: Saved): Loss {
  const { activation } = layers.at(-1) as { activation?: string };
  if (compile) return compile.loss;
  return activation === 'softmax' ? 'sparseCategoricalCrossentropy' : activation === 'sigmoid' ? 'binaryCrossentropy' : 'meanSquaredError';
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

export function trainingSource(saved: Saved, rate: number, notes: string[]): string {
  const rule: Rule = (saved.compile?.optimizer as Rule | undefined) ?? { type: 'adam' };
  const scheduled = rule.learningRate instanceof Object;
  notes.push(`The script trains with a fresh optimizer${scheduled ? `, at the rate ${rate} that its schedule has now` : ''}.`);
  return `"""Trains the model on, in as many processes as torchrun starts:

    torchrun --nproc-per-node 2 train.py

It reads model.safetensors, which lstm-wasm saved, and data.pt, by torch.save({"x": inputs, "y": targets}, "data.pt").
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
    return ${losses[lossOf(saved)]}


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
    samples = TensorDataset(data["x"], data["y"])
    sampler = DistributedSampler(samples)
    batches = DataLoader(samples, BATCH_SIZE, sampler=sampler)
    for epoch in range(EPOCHS):
        sampler.set_epoch(epoch)
        for x, y in batches:
            loss = loss_of(learner(x.to(device)), y.to(device))
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
