# Files of ONNX that PyTorch exports, a case each, and what the modules give: NAME.onnx, and inputs and outputs in cases.json.
import json
import warnings

import torch
from torch import nn

warnings.simplefilter("ignore")
torch.manual_seed(1)
cases = {}


class Net(nn.Module):
    """Modules by name, and what is done with them."""

    def __init__(self, run, **modules):
        super().__init__()
        self.run = run
        for name, module in modules.items():
            self.add_module(name, module)

    def forward(self, x):
        return self.run(self, x)


def case(name, net, x, opset=14, names=("batch", "time"), **options):
    net.eval()
    axes = dict(enumerate(names))
    torch.onnx.export(net, x, f"{name}.onnx", opset_version=opset, input_names=["x"], output_names=["y"],
                      dynamic_axes={"x": axes}, **options)
    with torch.no_grad():
        cases[name] = {"x": x.tolist(), "y": net(x).tolist()}


x = torch.randn(2, 5, 3)
tokens = torch.randint(0, 6, (2, 5))

case("last_step", Net(lambda net, x: net.fc(net.lstm(x)[0][:, -1]), lstm=nn.LSTM(3, 4, num_layers=2, batch_first=True), fc=nn.Linear(4, 2)), x, 12)
case("final_state", Net(lambda net, x: net.fc(net.gru(x)[1][-1]), gru=nn.GRU(3, 4, num_layers=2, batch_first=True), fc=nn.Linear(4, 2)), x)
case("both_ways", Net(lambda net, x: net.fc(torch.cat([net.lstm(x)[1][0][-2], net.lstm(x)[1][0][-1]], -1)),
                      lstm=nn.LSTM(3, 4, num_layers=2, batch_first=True, bidirectional=True), fc=nn.Linear(8, 2)), x)
case("every_step", Net(lambda net, x: net.fc(net.gru(x)[0]).softmax(-1), gru=nn.GRU(3, 4, batch_first=True, bidirectional=True), fc=nn.Linear(8, 2)), x, 17)
case("time_first", Net(lambda net, x: net.fc(net.rnn(x)[0]), rnn=nn.RNN(3, 4, nonlinearity="relu"), fc=nn.Linear(4, 2)), x, names=("time", "batch"))
case("text", Net(lambda net, x: net.fc(net.norm(net.drop(net.lstm(net.embedding(x))[0]))), embedding=nn.Embedding(6, 3), lstm=nn.LSTM(3, 4, batch_first=True),
                 drop=nn.Dropout(0.5), norm=nn.LayerNorm(4), fc=nn.Linear(4, 6)), tokens, 17)
case("convolution", Net(lambda net, x: net.fc(net.lstm(net.pool(net.norm(net.conv(x.transpose(1, 2)).relu())).transpose(1, 2))[0][:, -1]),
                        conv=nn.Conv1d(3, 4, 3, padding=1), norm=nn.BatchNorm1d(4), pool=nn.MaxPool1d(2), lstm=nn.LSTM(4, 2, batch_first=True), fc=nn.Linear(2, 1)), x)
case("flat", Net(lambda net, x: net.fc(net.lstm(x)[0].flatten(1)), lstm=nn.LSTM(3, 4, batch_first=True), fc=nn.Linear(20, 2)), x, names=("batch",))
case("flat_channels", Net(lambda net, x: net.fc(net.conv(x.transpose(1, 2)).flatten(1)), conv=nn.Conv1d(3, 4, 3, padding=1), fc=nn.Linear(20, 2)), x, names=())
case("unfolded", Net(lambda net, x: net.fc(net.lstm(x)[0][:, -1]), lstm=nn.LSTM(3, 4, batch_first=True), fc=nn.Linear(4, 2)), x, 9, do_constant_folding=False)
case("one_number", Net(lambda net, x: net.fc(net.lstm(x)[0][:, -1, :]).sigmoid().squeeze(-1), lstm=nn.LSTM(3, 4, batch_first=True), fc=nn.Linear(4, 1)), x)
case("pooled", Net(lambda net, x: net.fc(net.lstm(x)[0].mean(1)), lstm=nn.LSTM(3, 4, batch_first=True), fc=nn.Linear(4, 2)), x)
case("scaled", Net(lambda net, x: net.fc(net.lstm((x - torch.tensor([1.0, 2.0, 3.0])) / torch.tensor([2.0, 3.0, 4.0]))[1][0][-1]), lstm=nn.LSTM(3, 4, batch_first=True), fc=nn.Linear(4, 2)), x)

# What is refused.
case("skip", Net(lambda net, x: net.fc(net.lstm(x)[0]) + x, lstm=nn.LSTM(3, 4, batch_first=True), fc=nn.Linear(4, 3)), x)
case("begun", Net(lambda net, x: net.fc(net.lstm(x)[0][:, -1]), lstm=nn.LSTM(3, 4, batch_first=True, bidirectional=True), fc=nn.Linear(8, 2)), x)
case("logarithm", Net(lambda net, x: net.fc(net.lstm(x)[0][:, -1]).log_softmax(-1), lstm=nn.LSTM(3, 4, batch_first=True), fc=nn.Linear(4, 2)), x)

json.dump(cases, open("cases.json", "w"))
