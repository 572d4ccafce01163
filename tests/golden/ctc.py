#!/usr/bin/env python3
"""Writes ctc_golden.hpp: PyTorch's losses and gradients of two hundred sequences.

Run it where torch is installed (Debian: apt-get install python3-torch):
    /usr/bin/python3 tests/golden/ctc.py
The file is committed, so that no test needs PyTorch. The sequences are formulas, the same as in ctc_test.cpp.
"""
import math
import pathlib
import torch

CASES = 200


def sizes(case):
    """Steps, classes with the blank, labels."""
    steps = 3 + case * 13 % 60
    return steps, 2 + case % 9, case % (steps // 2 + 1)


def golden(case):
    steps, classes, count = sizes(case)
    logits = torch.tensor([[4 * math.sin(12.9 * (case + 1) + 78.2 * (t + 1) + 37.7 * (k + 1)) for k in range(classes)]
                           for t in range(steps)], dtype=torch.float64).float().requires_grad_()
    labels = torch.tensor([(case * 7 + u * u * 3 + u) % (classes - 1) for u in range(count)], dtype=torch.long)
    loss = torch.nn.functional.ctc_loss(
        logits.log_softmax(-1).unsqueeze(1), labels.unsqueeze(0), torch.tensor([steps]), torch.tensor([count]),
        blank=classes - 1, reduction="sum")
    loss.backward()
    weights = torch.tensor([[math.cos(t + 2 * k) for k in range(classes)] for t in range(steps)])
    return loss.item(), (logits.grad * weights).sum().item()


def main():
    rows = [", ".join(f"{{{loss:.7g}, {gradient:.7g}}}" for loss, gradient in map(golden, range(n, n + 4)))
            for n in range(0, CASES, 4)]
    text = f"""// Written by tests/golden/ctc.py with PyTorch {torch.__version__}. Of each sequence the loss, and the sum of
// its gradient by the logits, each times cos(t + 2 k).
#pragma once

namespace ctc_golden {{

struct Case {{
  double loss, gradient;
}};

inline constexpr Case cases[] = {{
    {(",%s    " % chr(10)).join(rows)}}};

}}  // namespace ctc_golden
"""
    (pathlib.Path(__file__).parent / "ctc_golden.hpp").write_text(text)


main()
