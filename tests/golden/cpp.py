"""Tensors as C++."""


def array(kind, name, tensor):
    if kind == "float":
        items = [repr(float(f"{value:.9g}")) + "f" for value in tensor.detach().flatten().tolist()]
    else:
        items = [str(int(value)) for value in tensor.flatten().tolist()]
    rows = [", ".join(items[n:n + 8]) for n in range(0, len(items), 8)]
    return f"inline const std::vector<{kind}> {name} = {{\n    " + ",\n    ".join(rows) + "};\n"


def tensors(name, pairs):
    """A list of (parameter, values), by the names of the state dict."""
    text = f"inline const std::vector<std::pair<std::string, std::vector<float>>> {name} = {{\n"
    for key, tensor in pairs:
        body = array("float", "x", tensor).split("= ", 1)[1].rstrip(";\n")
        text += f'    {{"{key}",\n    {body}}},\n'
    return text + "};\n"
