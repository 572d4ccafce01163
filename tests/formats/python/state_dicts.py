# Files of torch.save, a case each, and what the modules give: NAME.pt, and inputs and outputs in cases.json.
import json

import numpy
import torch
from torch import nn

torch.manual_seed(1)
cases = {}


class Net(nn.Module):
    """Modules in their order; of a recurrent one every step, or the last one where it is the last of them."""

    def __init__(self, last_step=True, **modules):
        super().__init__()
        self.last_step = last_step
        for name, module in modules.items():
            self.add_module(name, module)

    def forward(self, x):
        modules = list(self.children())
        recurrent = [n for n, module in enumerate(modules) if isinstance(module, nn.RNNBase)]
        for n, module in enumerate(modules):
            if n not in recurrent:
                x = module(x)
                continue
            x, states = module(x)
            if n == recurrent[-1] and self.last_step:
                h = states[0] if isinstance(states, tuple) else states
                x = torch.cat([h[-2], h[-1]], -1) if module.bidirectional else h[-1]
        return x


def case(name, net, saved=None, **options):
    reads_tokens = isinstance(next(net.children()), nn.Embedding)
    features = next(net.parameters()).shape[-1]
    x = torch.randint(0, 5, (2, 7)) if reads_tokens else torch.randn(2, 7, features)
    torch.save(net.state_dict() if saved is None else saved(net), f"{name}.pt", **options)
    with torch.no_grad():
        cases[name] = {"x": x.tolist(), "y": net.float()(x).tolist()}


def small():
    return Net(lstm=nn.LSTM(3, 4, batch_first=True), fc=nn.Linear(4, 2))


def checkpoint(net):
    optimizer = torch.optim.Adam(net.parameters())
    net(torch.randn(1, 2, 3)).sum().backward()
    optimizer.step()
    return {"epoch": 3, "model_state_dict": net.state_dict(), "optimizer_state_dict": optimizer.state_dict(),
            "loss": numpy.float64(0.5), "scheduler": {"last_epoch": 3}}


def views(net):
    """Weights that are views of one storage, one of them transposed."""
    weights = net.state_dict()
    wide = weights["lstm.weight_ih_l0"].T.contiguous().T
    assert not wide.is_contiguous()
    both = torch.cat([weights["lstm.bias_ih_l0"], weights["lstm.bias_hh_l0"]])
    weights["lstm.weight_ih_l0"] = wide
    weights["lstm.bias_ih_l0"], weights["lstm.bias_hh_l0"] = both[:16], both[16:]
    return weights


case("small", small())
case("text", Net(False, embedding=nn.Embedding(5, 3), rnn=nn.LSTM(3, 4, num_layers=2, batch_first=True), out=nn.Linear(4, 5)))
case("both_ways", Net(gru=nn.GRU(3, 4, num_layers=2, bidirectional=True, batch_first=True), norm=nn.LayerNorm(8), fc=nn.Linear(8, 1)))
case("plain", Net(rnn=nn.RNN(3, 4, bias=False, batch_first=True), fc=nn.Linear(4, 2, bias=False)))
case("wrapped", small(), lambda net: nn.DataParallel(net).state_dict())
case("nested", small(), lambda net: {"lstm": net.lstm.state_dict(), "fc": net.fc.state_dict()})
case("parameters", small(), lambda net: dict(net.named_parameters()))
case("views", small(), views)
case("protocol", small(), pickle_protocol=4)
for kind in (torch.float64, torch.float16, torch.bfloat16):
    case(str(kind)[6:], small().to(kind))
case("checkpoint", small(), checkpoint)

# What is refused.
torch.save(small(), "whole.pt")
torch.save(small().state_dict(), "old.pt", _use_new_zipfile_serialization=False)
torch.jit.script(nn.Linear(2, 2)).save("script.pt")
torch.save(torch.zeros(2), "tensor.pt")

json.dump(cases, open("cases.json", "w"))
