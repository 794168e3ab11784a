"""Reads FOLDER/emitted.yaml with every YAML reader Python has and compares with FOLDER/expected.json.

Usage: yaml_strings.py FOLDER [--required]. A reader that is not installed is reported as SKIPPED, or fails with --required.
"""
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
required = "--required" in sys.argv[2:]
text = (folder / "emitted.yaml").read_text(encoding="utf-8")
# json decodes surrogate pairs; expected.json holds plain UTF-8.
expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def pyyaml(loader_name):
    import yaml

    loader = getattr(yaml, loader_name)
    return lambda: list(yaml.load_all(text, Loader=loader))


def ruamel(version):
    from ruamel.yaml import YAML

    def read():
        reader = YAML(typ="safe", pure=True)
        reader.version = version
        return list(reader.load_all(text))

    return read


readers = {
    "PyYAML (1.1)": lambda: pyyaml("SafeLoader"),
    "PyYAML with libyaml (1.1)": lambda: pyyaml("CSafeLoader"),
    "ruamel.yaml 1.2": lambda: ruamel((1, 2)),
    "ruamel.yaml 1.1": lambda: ruamel((1, 1)),
}


def same(left, right):
    """Equal in value and in type: Python holds 1 == True == 1.0."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right


failed = False
for name, reader in readers.items():
    try:
        read = reader()
    except (ImportError, AttributeError) as missing:
        print(f"SKIPPED: {name}: {missing}")
        failed |= required
        continue
    try:
        found = read()
    except Exception as error:  # any refusal by a reader is a finding
        print(f"FAILED: {name}: {error}")
        failed = True
        continue
    wrong = [(want, got) for want, got in zip(expected, found) if not same(want, got)]
    print(f"{name}: {len(found)} documents read, {len(expected)} written, {len(wrong)} changed")
    for want, got in wrong[:10]:
        print(f"  wrote {want!r}\n  read  {got!r}")
    failed |= bool(wrong) or len(found) != len(expected)
sys.exit(failed)
