#!/usr/bin/env python3
"""Writes layers_golden.hpp: what PyTorch computes for convolutions, pooling, batch normalization and
activations: outputs, and every gradient of sum(y * d_y). Numbers lie as here: time-major rows of
sequences, images with their channels last.

Run it where torch is installed (Debian: apt-get install python3-torch):
    /usr/bin/python3 tests/golden/layers.py
The file is committed, so that no test needs PyTorch.
"""
import pathlib

import torch

from cpp import array, tensors

B, T, C, F = 2, 7, 3, 4
HEIGHT, WIDTH = 5, 4


def sequence(x):  # [B, C, T] -> [T, B, C]
    return x.permute(2, 0, 1)


def image(x):  # [B, C, H, W] -> [B, H, W, C]
    return x.permute(0, 2, 3, 1)


def case(name, seed, make, *axes, laid=sequence):
    torch.manual_seed(seed)
    layer = make()
    x = torch.randn(B, C, *axes, requires_grad=True)
    y = layer(x)
    d_y = torch.randn_like(y)
    (y * d_y).sum().backward()
    text = f"namespace {name} {{\n" + array("float", "x", laid(x)) + array("float", "d_y", laid(d_y))
    named = [(f"layer.{key}", value) for key, value in getattr(layer, "named_parameters", list)()]
    text += tensors("weights", named) + array("float", "y", laid(y)) + array("float", "d_x", laid(x.grad))
    text += tensors("gradients", [(key, value.grad) for key, value in named])
    if hasattr(layer, "running_mean"):
        text += array("float", "running_mean", layer.running_mean)
    return text + f"}}  // namespace {name}\n\n"


def normalization():
    layer = torch.nn.BatchNorm1d(C, eps=1e-3, momentum=0.01)
    torch.nn.init.normal_(layer.weight, 1, 0.3)
    torch.nn.init.normal_(layer.bias, 0, 0.3)
    return layer


def main():
    torch.set_num_threads(1)
    nn, f = torch.nn, torch.nn.functional
    text = f"""// Made by tests/golden/layers.py with PyTorch {torch.__version__}. Do not edit.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace golden::layers {{

inline constexpr int B = {B}, T = {T}, C = {C}, F = {F}, height = {HEIGHT}, width = {WIDTH};

"""
    text += case("conv1d", 1, lambda: nn.Conv1d(C, F, 3), T)
    text += case("conv1d_strides", 2, lambda: nn.Conv1d(C, F, 3, stride=2, padding=1), T)
    text += case("conv1d_dilated", 3, lambda: nn.Conv1d(C, F, 2, dilation=3, bias=False), T)
    text += case("conv2d", 4, lambda: nn.Conv2d(C, F, (3, 2), stride=(2, 1)), HEIGHT, WIDTH, laid=image)
    text += case("batch_normalization", 5, normalization, T)
    text += case("max_pooling1d", 6, lambda: nn.MaxPool1d(3, 2), T)
    text += case("average_pooling2d", 7, lambda: nn.AvgPool2d(2, (2, 1)), HEIGHT, WIDTH, laid=image)
    for n, (name, function) in enumerate({
        "elu": f.elu, "gelu": f.gelu, "leaky_relu": lambda x: f.leaky_relu(x, 0.2), "selu": f.selu,
        "softplus": f.softplus, "softsign": f.softsign, "swish": f.silu, "hard_sigmoid": f.hardsigmoid,
    }.items()):
        text += case(name, 8 + n, lambda: function, T)
    pathlib.Path(__file__).with_name("layers_golden.hpp").write_text(text + "}  // namespace golden::layers\n")


main()
