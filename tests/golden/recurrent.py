#!/usr/bin/env python3
"""Writes recurrent_golden.hpp: what PyTorch computes for Dense -> GRU and Dense -> RNN, one way and
both ways, from states that are not zero; and, by its automatic derivatives, for the GRU that resets
its state before the product, which it lacks.

Run it where torch is installed (Debian: apt-get install python3-torch):
    /usr/bin/python3 tests/golden/recurrent.py
The file is committed, so that no test needs PyTorch.
"""
import pathlib

import torch

from cpp import array, tensors

B, T, I, H = 2, 5, 3, 4


class ResetBefore(torch.nn.Module):
    """Keras's GRU with reset_after=False, with PyTorch's names and its order of gates."""

    def __init__(self):
        super().__init__()
        like = torch.nn.GRU(I, H)
        self.weight_ih_l0, self.weight_hh_l0, self.bias_ih_l0 = like.weight_ih_l0, like.weight_hh_l0, like.bias_ih_l0

    def forward(self, x, h0):
        h, outputs = h0[0], []
        to_r, to_z, to_n = self.weight_hh_l0.chunk(3)
        for x_t in x:
            r, z, n = (x_t @ self.weight_ih_l0.T + self.bias_ih_l0).chunk(3, -1)
            r, z = torch.sigmoid(r + h @ to_r.T), torch.sigmoid(z + h @ to_z.T)
            n = torch.tanh(n + (r * h) @ to_n.T)
            h = (1 - z) * n + z * h
            outputs.append(h)
        return torch.stack(outputs), h[None]


def rnn(**options):
    cell = torch.nn.RNN(I, H, **options)
    for name, bias in cell.named_parameters():  # ours has one bias: theirs is left at zero
        if name.startswith("bias_hh"):
            bias.requires_grad_(False).zero_()
    return cell


def case(name, seed, layer, make):
    """The loss is sum(y * d_y)."""
    torch.manual_seed(seed)
    dense = torch.nn.Linear(I, I)  # whose gradients tell what the cell hands down
    cell = make()
    ways = 2 if getattr(cell, "bidirectional", False) else 1
    x, h0, d_y = torch.randn(T, B, I), torch.randn(ways, B, H), torch.randn(T, B, ways * H)
    y, h_n = cell(dense(x), h0)
    (y * d_y).sum().backward()
    named = [(f"{module}.{key}", value) for module, of in (("dense", dense), (layer, cell))
             for key, value in of.named_parameters() if value.requires_grad]
    rows = lambda h: h.transpose(0, 1).flatten(1)  # [B, ways * H]
    text = f"namespace {name} {{\n" + array("float", "x", x.transpose(0, 1))  # [B, T, I]
    text += array("float", "h0", rows(h0)) + array("float", "d_y", d_y)  # of y: [T, B, ways * H]
    text += tensors("weights", named)
    text += array("float", "y", y) + array("float", "h_n", rows(h_n))
    text += tensors("gradients", [(key, value.grad) for key, value in named])
    return text + f"}}  // namespace {name}\n\n"


def main():
    torch.set_num_threads(1)
    text = f"""// Made by tests/golden/recurrent.py with PyTorch {torch.__version__}. Do not edit.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace golden::recurrent {{

inline constexpr int B = {B}, T = {T}, I = {I}, H = {H};

"""
    text += case("gru", 1, "gru", lambda: torch.nn.GRU(I, H))
    text += case("gru_both_ways", 2, "bidirectional", lambda: torch.nn.GRU(I, H, bidirectional=True))
    text += case("gru_reset_before", 3, "gru", ResetBefore)
    text += case("rnn_tanh", 4, "simple_rnn", rnn)
    text += case("rnn_relu", 5, "simple_rnn", lambda: rnn(nonlinearity="relu"))
    text += case("rnn_both_ways", 6, "bidirectional", lambda: rnn(bidirectional=True))
    pathlib.Path(__file__).with_name("recurrent_golden.hpp").write_text(text + "}  // namespace golden::recurrent\n")


main()
