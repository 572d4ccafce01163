# PyTorch, asked in lines of JSON: the module in model.py, with the weights of the file as PyTorch itself reads it.
import json
import re
import sys

import torch
from model import Model

path, = sys.argv[1:]


def tensors(entries, prefix=""):
    """Of dictionaries within dictionaries, by their names with dots."""
    for name, value in entries.items():
        if isinstance(value, torch.Tensor):
            yield prefix + name, value
        elif isinstance(value, list):
            yield prefix + name, torch.tensor(value)
        elif isinstance(value, dict) and "param_groups" not in value:
            yield from tensors(value, f"{prefix}{name}.")


def placed(name):
    """Layer k of a recurrent module is a module of its own here."""
    prefix, parameter, layer, rest = re.fullmatch(r"(.*?)(\.?(?:weight|bias)_[ih]h)_l(\d+)(.*)", name).groups()
    return f"{prefix}{f'_{layer}' if layer != '0' else ''}{parameter}_l0{rest}"


model = Model()
loaded = json.load(open(path)) if path.endswith(".json") else torch.load(path, map_location="cpu")
found = dict(tensors(loaded.get("state_dict", loaded)))
found = {placed(name) if re.search(r"_l\d+", name) else name: tensor for name, tensor in found.items()}
wanted = model.state_dict()
missing = [name for name in wanted if not any(key == name or key.endswith("." + name) for key in found)]
assert not missing, missing
model.load_state_dict({name: next(t for key, t in found.items() if key == name or key.endswith("." + name)) for name in wanted})
model.eval()
print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    x = json.loads(line)
    y = model.predict(torch.tensor(x["data"]).reshape(x["shape"]))
    print(json.dumps({"data": y.flatten().tolist(), "shape": list(y.shape)}), flush=True)
