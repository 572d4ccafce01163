#!/usr/bin/env python3
"""Writes lstm_golden.hpp: what PyTorch computes for Embedding -> 2 x LSTM -> Dense, and for
Embedding -> Bidirectional -> LayerNormalization -> Bidirectional -> Dense.

Run it where torch is installed (Debian: apt-get install python3-torch):
    /usr/bin/python3 tests/golden/generate.py
The file is committed, so that no test needs PyTorch.
"""
import pathlib

import torch

from cpp import array, tensors

V, E, H1, H2, H3, H4, B, T, STEPS = 7, 5, 6, 9, 3, 4, 3, 4, 10
NORM_EPSILON = 1e-3
ADAM = dict(lr=0.01, betas=(0.9, 0.999), eps=1e-7)
CLIP = 0.5


class Model(torch.nn.Module):
    """Many to many with softmax, or many to one with a sigmoid."""

    def __init__(self, sequences):
        super().__init__()
        self.sequences = sequences
        self.embedding = torch.nn.Embedding(V, E)
        self.lstm = torch.nn.LSTM(E, H1, batch_first=True)
        self.lstm_1 = torch.nn.LSTM(H1, H2, batch_first=True)
        self.dense = torch.nn.Linear(H2, V if sequences else 1)
        for lstm in (self.lstm, self.lstm_1):  # ours has one bias: theirs is left at zero
            lstm.bias_hh_l0.requires_grad_(False).zero_()

    def forward(self, x):
        h, _ = self.lstm(self.embedding(x))
        h, _ = self.lstm_1(h)
        return self.dense(h if self.sequences else h[:, -1])

    def loss(self, x, y):
        out = self(x)
        if self.sequences:
            return torch.nn.functional.cross_entropy(out.reshape(-1, V), y.reshape(-1))
        return torch.nn.functional.binary_cross_entropy_with_logits(out[:, 0], y)


class Bidirectional(torch.nn.Module):
    """Both ways over the sequence, then to its ends."""

    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(V, E)
        self.bidirectional = torch.nn.LSTM(E, H3, batch_first=True, bidirectional=True)
        self.layer_normalization = torch.nn.LayerNorm(2 * H3, eps=NORM_EPSILON)
        self.bidirectional_1 = torch.nn.LSTM(2 * H3, H4, batch_first=True, bidirectional=True)
        self.dense = torch.nn.Linear(2 * H4, 1)
        for lstm in (self.bidirectional, self.bidirectional_1):
            for bias in (lstm.bias_hh_l0, lstm.bias_hh_l0_reverse):
                bias.requires_grad_(False).zero_()
        torch.nn.init.normal_(self.layer_normalization.weight, 1, 0.3)
        torch.nn.init.normal_(self.layer_normalization.bias, 0, 0.3)

    def forward(self, x):
        h, _ = self.bidirectional(self.embedding(x))
        _, (ends, _) = self.bidirectional_1(self.layer_normalization(h))
        return self.dense(torch.cat([ends[0], ends[1]], -1))

    loss = Model.loss
    sequences = False


def trainable(model):
    return [(n, p) for n, p in model.named_parameters() if p.requires_grad]


def case(name, seed, make):
    torch.manual_seed(seed)
    model = make()
    sequences = model.sequences
    x = torch.randint(0, V, (B, T))
    y = torch.randint(0, V, (B, T)) if sequences else torch.tensor([1.0, 0.0, 1.0])
    text = f"namespace {name} {{\n"
    text += array("std::int32_t", "x", x) + array("float", "y", y.float())
    text += tensors("weights", trainable(model))
    out = model(x)
    text += array("float", "outputs", out.softmax(-1) if sequences else out.sigmoid())
    loss = model.loss(x, y)
    loss.backward()
    text += f"inline const float loss = {loss.item():.9g}f;\n"
    text += tensors("gradients", [(n, p.grad) for n, p in trainable(model)])
    optimizer = torch.optim.Adam([p for _, p in trainable(model)], **ADAM)
    for _ in range(STEPS):
        optimizer.zero_grad()
        model.loss(x, y).backward()
        torch.nn.utils.clip_grad_norm_([p for _, p in trainable(model)], CLIP)
        optimizer.step()
    text += tensors("weights_after", trainable(model))
    return text + f"}}  // namespace {name}\n"


def main():
    torch.set_num_threads(1)
    text = f"""// Made by tests/golden/generate.py with PyTorch {torch.__version__}. Do not edit.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace golden {{

inline constexpr int V = {V}, E = {E}, H1 = {H1}, H2 = {H2}, H3 = {H3}, H4 = {H4}, B = {B}, T = {T}, steps = {STEPS};
inline constexpr float learning_rate = {ADAM['lr']}f, epsilon = {ADAM['eps']}f, clip_norm = {CLIP}f;

"""
    text += case("many_to_many", 3, lambda: Model(True)) + "\n"
    text += case("many_to_one", 4, lambda: Model(False)) + "\n"
    text += case("bidirectional", 5, Bidirectional) + "\n}  // namespace golden\n"
    pathlib.Path(__file__).with_name("lstm_golden.hpp").write_text(text)


main()
