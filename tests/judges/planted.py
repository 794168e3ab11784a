#!/usr/bin/env python3
"""Plants mistakes in emitted ClusterConfigs and custom resources, one at a time: the keys of `facts/` must refuse each of them.

usage: planted.py SET...        each SET is a folder that `cargo run` wrote

In every object: a key nobody knows, each required key left out. In every value: another type; where there are words, another word.
"""

import copy
import pathlib
import sys

import jsonschema
import yaml

sys.dont_write_bytecode = True  # nothing is left beside the tests, which are packaged as they lie there
import keys  # noqa: E402

WRONG = {str: ["wrong"], bool: {"wrong": 1}, int: {"wrong": 1}, float: {"wrong": 1}, list: "wrong", dict: "wrong", type(None): ["wrong"]}


def resolved(schema, whole):
    while "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].removeprefix("#/$defs/").replace("%2A", "*")]
    return schema


def mistakes(value, schema, whole, path=()):
    """Every mistake beneath a value that the schema speaks of: what it is, and the path and value that make it."""
    schema = resolved(schema, whole)
    if isinstance(value, dict):
        if schema.get("additionalProperties") is False:
            yield f"unknown key in {'/'.join(map(str, path))}", path + ("nobodyKnowsThis",), 1
        for key in schema.get("required", []):
            yield f"no {'/'.join(map(str, path + (key,)))}", path + (key,), None
    if schema.get("type"):
        yield f"another type at {'/'.join(map(str, path))}", path, WRONG[type(value)]
    if "enum" in schema:
        yield f"another word at {'/'.join(map(str, path))}", path, "NobodySaysThis"
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    for key, inner in inside:
        rest = schema.get("additionalProperties")
        of_key = schema.get("items") if isinstance(value, list) else schema.get("properties", {}).get(key, rest)
        if isinstance(of_key, dict):
            yield from mistakes(inner, of_key, whole, path + (key,))


def with_mistake(document, path, value):
    if not path:
        return value
    spoilt = copy.deepcopy(document)
    at = spoilt
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return spoilt


def documents(folder):
    for path in sorted(folder.rglob("*.yaml")):
        if "values" not in path.parts and path.name not in {"kustomization.yaml", "helmfile.yaml"} and not path.name.endswith(".cfn.yaml"):
            yield from (document for document in yaml.safe_load_all(path.read_text(encoding="utf-8")) if document)


def main():
    schemas = dict(keys.kinds())
    schemas["eksctl.io/v1alpha5", "ClusterConfig"] = keys.Keys("eksctl_keys").schema("ClusterConfig")
    validators = {kind: jsonschema.Draft202012Validator(schema) for kind, schema in schemas.items()}
    planted, missed, done = {}, [], set()
    for folder in sys.argv[1:]:
        for document in documents(pathlib.Path(folder)):
            kind = (document.get("apiVersion"), document.get("kind"))
            if kind not in schemas:
                continue
            for what, path, value in mistakes(document, schemas[kind], schemas[kind]):
                # The same place in another object says nothing new.
                place = (kind, what.split(" ")[0], tuple("[]" if isinstance(step, int) else step for step in path))
                if place in done:
                    continue
                done.add(place)
                planted[kind] = planted.get(kind, 0) + 1
                if validators[kind].is_valid(with_mistake(document, path, value)):
                    missed.append(f"{kind[1]}: {what}")
    for text in missed:
        print(f"missed: {text}")
    unseen = sorted(kind for kind in schemas if kind not in planted)
    for api_version, kind in unseen:
        print(f"note: none of these sets has a {kind} of {api_version}")
    print(f"{sum(planted.values())} mistakes planted in {len(planted)} kinds, {len(missed)} missed")
    sys.exit(1 if missed or not planted else 0)


if __name__ == "__main__":
    main()
