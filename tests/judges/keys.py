"""Schemas out of the tables of keys in `facts/`: which keys an object has, their types, words and limits.

`facts/SOURCES.md` says how a row is read. Nothing here is optional: a table that is missing or says something unknown is an error.
"""

import pathlib
import re

FACTS = pathlib.Path(__file__).resolve().parents[2] / "facts"
LIMITS = {
    "min": "minimum", "max": "maximum", "min-length": "minLength", "max-length": "maxLength", "min-items": "minItems",
    "max-items": "maxItems", "min-keys": "minProperties", "max-keys": "maxProperties", "unique": "uniqueItems", "multiple-of": "multipleOf",
}
SCALARS = {
    "string": {"type": "string"}, "arn": {"type": "string"}, "integer": {"type": "integer"}, "number": {"type": "number"},
    "boolean": {"type": "boolean"}, "object": {"type": "object"}, "any": {}, "int-or-string": {"type": ["integer", "string"]},
}


def rows(table):
    """The rows of a table, each by its columns."""
    lines = [line for line in (FACTS / f"{table}.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]
    columns = lines[0].split("\t")
    for line in lines[1:]:
        yield dict(zip(columns, line.split("\t"), strict=True))


class Keys:
    """One table of keys, as JSON schemas by the kinds at its top."""

    def __init__(self, table):
        self.table, self.objects = table, {}
        for row in rows(table):
            self.objects.setdefault(row["object"], {})[row["key"]] = row
        self.definitions = {name: self.object(name) for name in self.objects}

    def schema(self, top):
        """The schema of a document whose top is that object."""
        if top not in self.objects:
            raise KeyError(f"facts/{self.table}.tsv has no object {top}")
        return {"$ref": self.reference(top), "$defs": self.definitions}

    @staticmethod
    def reference(name):
        return f"#/$defs/{name}".replace("*", "%2A")

    def object(self, name):
        keys = self.objects[name]
        named = {key: row for key, row in keys.items() if key != "*" and not key.endswith(("[]", "{}"))}
        return {
            "type": "object",
            "properties": {key: self.position(name, key) for key in named},
            "required": [key for key, row in named.items() if row["required"] == "yes"],
            "additionalProperties": self.position(name, "*") if "*" in keys else False,
        }

    def position(self, name, key):
        row = self.objects[name][key]
        if row["type"] == "list":
            schema = {"type": "array", "items": self.position(name, key + "[]")}
        elif row["type"] == "map":
            schema = {"type": "object", "additionalProperties": self.position(name, key + "{}")}
        else:
            schema = self.type(row["type"])
        if row["words"]:
            read = {"integer": int, "boolean": lambda word: word == "true"}.get(row["type"], str)
            schema["enum"] = [read("" if word == '""' else word) for word in row["words"].split("|")]
        for limit in row["limits"].split():
            word, _, number = limit.partition("=")
            schema[LIMITS[word]] = float(number) if "." in number else int(number) if number else True
        if row["pattern"]:
            # Go takes a flag after the anchor, Python at the start alone.
            schema["pattern"] = re.sub(r"^\^\(\?i\)", "(?i)^", row["pattern"])
        return schema

    def type(self, text):
        if text.startswith("["):
            return {"type": "array", "items": self.type(text[1:-1])}
        if text.startswith("{"):
            return {"type": "object", "additionalProperties": self.type(text[1:-1])}
        if text in SCALARS:
            return dict(SCALARS[text])
        if text not in self.objects:
            raise KeyError(f"facts/{self.table}.tsv: there is no object {text}")
        return {"$ref": self.reference(text)}


def kinds():
    """Schemas of the custom resources that are emitted, by apiVersion and kind."""
    tables = {}
    for row in rows("custom_kinds"):
        keys = tables.setdefault(row["table"], Keys(row["table"]))
        yield (row["api_version"], row["kind"]), keys.schema(row["kind"])
