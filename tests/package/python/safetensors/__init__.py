"""Stands in for the package of this name where it is not installed: what the guide uses, by the format."""

import json


def parts_of(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    header.pop("__metadata__", None)
    return header, data


class safe_open:
    def __init__(self, path, framework):
        with open(path, "rb") as file:
            header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        self._metadata = header.pop("__metadata__", None)
        self._names = list(header)

    def metadata(self):
        return self._metadata

    def keys(self):
        return self._names

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass
