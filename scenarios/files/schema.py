"""JSON Schemas for editors, made from the models that check the files; a test keeps those committed in step.

A file that extends another says only what differs, so the schemas require nothing but what a quantity must have.
Write them anew with `python -m scenarios.files.schema`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from scenarios.files.county_file import CountyFile
from scenarios.files.design_file import DesignFile
from scenarios.files.read import HERE
from scenarios.files.service_file import ServicesFile
from scenarios.files.study_file import StudyFile

FOLDER = HERE / "schema"
_MODELS: dict[str, type[BaseModel]] = {
    "county": CountyFile,
    "design": DesignFile,
    "services": ServicesFile,
    "study": StudyFile,
}
KINDS = tuple(_MODELS)


def path_of(kind: str) -> Path:
    """Return where the schema of a kind of file is committed."""
    return FOLDER / f"{kind}.json"


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file: county, design, services or study."""
    made: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    shared: dict[str, Any] = {}
    made |= _tidied(_MODELS[kind].model_json_schema(), shared)
    made["title"] = f"mellanrum {kind}"
    made["$defs"] = dict(sorted((made.get("$defs", {}) | shared).items()))
    return made


def schema_of(kind: str) -> str:
    """Return the schema as text, as it is committed: UTF-8 JSON, keys in order."""
    return json.dumps(schema(kind), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def write(folder: Path = FOLDER) -> list[Path]:
    """Write all schemas and return their files."""
    folder.mkdir(exist_ok=True)
    files = []
    for kind in KINDS:
        file = folder / path_of(kind).name
        file.write_text(schema_of(kind), encoding="utf-8")
        files.append(file)
    return files


def _tidied(node: Any, shared: dict[str, Any]) -> Any:
    """Return a schema with each kind of quantity once, under $defs, and nothing else required."""
    if isinstance(node, list):
        return [_tidied(item, shared) for item in node]
    if not isinstance(node, dict):
        return node
    properties = node.get("properties", {})
    if "unit" in properties and "evidence" in properties:
        several = "s" if properties["value"]["type"] == "array" else ""
        name = "quantity" + several + "_" + re.sub(r"\W+", "_", "_or_".join(properties["unit"]["enum"]))
        shared[name] = node
        return {"$ref": f"#/$defs/{name}"}
    if properties and properties.keys() <= {"same_as", "note"}:
        shared["the_same_as_another"] = node
        return {"$ref": "#/$defs/the_same_as_another"}
    dropped = ("required", "default", "minProperties")
    return {
        k: _tidied(v, shared) for k, v in node.items() if k not in dropped and not (k == "title" and isinstance(v, str))
    }


if __name__ == "__main__":
    write()
