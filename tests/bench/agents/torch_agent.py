"""The agent for PyTorch: takes calls as lines of JSON, one at a time, and answers in the same way."""
import json
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(1)

SAMPLE_SECONDS = 0.2
WARM_SECONDS = 0.5


CELLS = {"lstm": nn.LSTM, "gru": nn.GRU, "simpleRNN": nn.RNN}


class Model(nn.Module):
    def __init__(self, w):
        super().__init__()
        self.every_step = w["kind"] != "binary-training"
        self.embedding = nn.Embedding(w["vocabulary"], w["embedding"])
        inputs = [w["embedding"], *w["units"]]
        self.cells = nn.ModuleList(CELLS[w["cell"]](*sizes) for sizes in zip(inputs, w["units"]))
        self.dense = nn.Linear(w["units"][-1], w["outputs"])

    def forward(self, tokens, states=None):  # tokens [T, B]
        x = self.embedding(tokens)
        states = states or [None] * len(self.cells)
        following = []
        for cell, state in zip(self.cells, states):
            x, state = cell(x, state)
            following.append(state)
        return self.dense(x if self.every_step else x[-1]), following


def training(model, loss_of):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    def run(steps):
        states = None
        for _ in range(steps):
            optimizer.zero_grad(set_to_none=True)
            loss, states = loss_of(states)
            loss.backward()
            optimizer.step()
            loss.item()

    return run


def detached(state):  # a tuple of an LSTM, one tensor of the others
    return state.detach() if torch.is_tensor(state) else tuple(part.detach() for part in state)


def language_training(model, w):
    x = torch.randint(w["vocabulary"], (w["time"], w["batch"]))
    y = torch.randint(w["vocabulary"], (w["time"] * w["batch"],))

    def loss_of(states):  # the state goes on from window to window
        logits, states = model(x, states)
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), y)
        return loss, [detached(state) for state in states]

    return training(model, loss_of)


def binary_training(model, w):
    x = torch.randint(w["vocabulary"], (w["time"], w["batch"]))
    y = torch.randint(2, (w["batch"], 1)).float()
    return training(model, lambda _: (nn.functional.binary_cross_entropy_with_logits(model(x)[0], y), None))


def generation(model, w):
    @torch.inference_mode()
    def run(length):
        token, states = torch.zeros(1, 1, dtype=torch.long), None
        for _ in range(length):
            logits, states = model(token, states)
            token = torch.multinomial(logits[0].softmax(-1), 1)
            token.item()

    return run


def prediction(model, w):
    x = torch.randint(w["vocabulary"], (w["time"], w["batch"]))

    @torch.inference_mode()
    def run(batches):
        for _ in range(batches):
            model(x)[0].softmax(-1)

    return run


KINDS = {
    "language-training": language_training,
    "binary-training": binary_training,
    "generation": generation,
    "prediction": prediction,
}


def seconds(run, steps):
    begun = time.perf_counter()
    run(steps)
    return time.perf_counter() - begun


def calibrate(run):
    """Warms up, and finds the number of steps that a sample takes."""
    steps, spent = 1, 0.0
    while True:
        took = seconds(run, steps)
        spent += took
        if took >= SAMPLE_SECONDS / 4 and spent >= WARM_SECONDS:
            return max(1, round(steps * SAMPLE_SECONDS / took))
        steps = min(steps * 10, max(1, int(steps * SAMPLE_SECONDS / took)))


class Agent:
    def open(self, job):
        workload = job["workload"]
        self.run = KINDS[workload["kind"]](Model(workload), workload)
        self.steps = calibrate(self.run)

    def sample(self, _):
        return seconds(self.run, self.steps) / self.steps * 1000

    def version(self, _):
        return torch.__version__

    def close(self, _):
        self.run = None


agent = Agent()
for line in sys.stdin:
    call = json.loads(line)
    print(json.dumps({"result": getattr(agent, call["method"])(call.get("argument"))}), flush=True)
