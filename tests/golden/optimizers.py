#!/usr/bin/env python3
"""Writes optimizers_golden.hpp: ten steps of PyTorch's optimizers, where they agree with Keras's.

Run it where torch is installed (Debian: apt-get install python3-torch):
    /usr/bin/python3 tests/golden/optimizers.py
The file is committed, so that no test needs PyTorch.
"""
import pathlib
import torch

SIZE, STEPS = 19, 10  # more than a vector, and a part of one
RATE, EPSILON = 0.05, 1e-7
MOMENTUM, DECAY, CLIP_NORM, CLIP_VALUE = 0.9, 0.1, 2.0, 0.5


def array(name, values):
    items = [repr(float(f"{value:.9g}")) + "f" for value in values.detach().flatten().tolist()]
    rows = [", ".join(items[n:n + 8]) for n in range(0, len(items), 8)]
    return f"inline const std::vector<float> {name} = {{\n    " + ",\n    ".join(rows) + "};\n"


def trained(start, gradients, make, clip=lambda weights: None):
    weights = start.clone().requires_grad_()
    optimizer = make([weights])
    for gradient in gradients:
        weights.grad = gradient.clone()
        clip([weights])
        optimizer.step()
    return weights


def main():
    torch.manual_seed(5)
    start, gradients = torch.randn(SIZE), torch.randn(STEPS, SIZE)
    sgd, adam = torch.optim.SGD, torch.optim.Adam
    clip_norm = lambda weights: torch.nn.utils.clip_grad_norm_(weights, CLIP_NORM)
    clip_value = lambda weights: torch.nn.utils.clip_grad_value_(weights, CLIP_VALUE)
    cases = dict(
        sgd=(lambda w: sgd(w, RATE),),
        sgd_clip_value=(lambda w: sgd(w, RATE), clip_value),
        momentum=(lambda w: sgd(w, RATE, momentum=MOMENTUM), clip_norm),
        nesterov=(lambda w: sgd(w, RATE, momentum=MOMENTUM, nesterov=True),),
        adam=(lambda w: adam(w, RATE, eps=EPSILON), clip_norm),
        adam_clip_value=(lambda w: adam(w, RATE, eps=EPSILON), clip_value),
        adamw=(lambda w: torch.optim.AdamW(w, RATE, eps=EPSILON, weight_decay=DECAY),),
    )
    text = f"""// Made by tests/golden/optimizers.py with PyTorch {torch.__version__}. Do not edit.
#pragma once

#include <vector>

namespace golden::optimizers {{

inline constexpr int size = {SIZE}, steps = {STEPS};
inline constexpr float rate = {RATE}f, epsilon = {EPSILON}f, momentum_factor = {MOMENTUM}f,
                       weight_decay = {DECAY}f, clip_norm = {CLIP_NORM}f, clip_value = {CLIP_VALUE}f;

"""
    text += array("start", start) + array("gradients", gradients)  # [steps][size]
    for name, case in cases.items():
        text += array(name, trained(start, gradients, *case))
    text += "\n}  // namespace golden::optimizers\n"
    pathlib.Path(__file__).with_name("optimizers_golden.hpp").write_text(text)


main()
