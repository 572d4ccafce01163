#!/usr/bin/env python3
"""State dicts between PyTorch and this library: Embedding -> LSTM -> LSTM in both directions -> Linear.

    state_dicts.py write FILE.json          a PyTorch model with its inputs and predictions
    state_dicts.py read FILE.safetensors    the predictions of a file that this library saved

The .json files beside it were written by Debian's python3-torch, 1.13 (Debian 12) and 2.6 (Debian 13).
"""
import json
import struct
import sys

import torch

V, E, H1, H2, K, B, T = 6, 3, 4, 5, 2, 3, 7


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(V, E)
        self.lstm = torch.nn.LSTM(E, H1, batch_first=True)
        self.bidirectional = torch.nn.LSTM(H1, H2, batch_first=True, bidirectional=True)
        self.dense = torch.nn.Linear(2 * H2, K)

    def forward(self, x):
        h, _ = self.lstm(self.embedding(x))
        h, _ = self.bidirectional(h)
        return self.dense(h)


def tokens():
    generator = torch.Generator().manual_seed(5)
    return torch.randint(V, (B, T), generator=generator)


def tensor(value):
    return {"data": value.flatten().tolist(), "shape": list(value.shape)}


def write(path):
    torch.manual_seed(3)
    model = Model()
    x = tokens()
    content = {
        "torch": torch.__version__,
        "stateDict": {name: tensor(value) for name, value in model.state_dict().items()},
        "x": tensor(x),
        "y": tensor(model(x)),
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=None, separators=(",", ":"))
        file.write("\n")


def read_safetensors(path):
    with open(path, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
        data = bytearray(file.read())
    header.pop("__metadata__")
    tensors = {}
    for name, about in header.items():
        begin, end = about["data_offsets"]
        values = torch.frombuffer(data[begin:end], dtype=torch.float32)
        tensors[name] = values.reshape(about["shape"]).clone()
    return tensors


def read(path):
    model = Model()
    model.load_state_dict(read_safetensors(path))
    print(json.dumps({"torch": torch.__version__, "y": tensor(model(tokens()))}))


if __name__ == "__main__":
    {"write": write, "read": read}[sys.argv[1]](sys.argv[2])
