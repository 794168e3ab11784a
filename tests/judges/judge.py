#!/usr/bin/env python3
"""Lets programs we did not write judge an emitted manifest set.

usage: judge.py SET...        each SET is a folder that `cargo run` wrote

Judges, and where they come from:
  every YAML file      PyYAML (YAML 1.1) and ruamel.yaml (YAML 1.2) must read the same values
  ClusterConfig        eksctl's own JSON schema, named by EKSML_EKSCTL_SCHEMA
  native kinds         the OpenAPI of the cluster's own minor (kubernetes-validate), strictly
  custom resources     their CRD schemas, GROUP_KIND_VERSION.json in the folder named by EKSML_CRD_SCHEMAS, or in crds/ beside this
  Prometheus           promtool, on every configuration and rule file in a ConfigMap
  cross references     service accounts, ConfigMaps, Services' selectors and namespaces must exist in the set

A judge that is not at hand is reported as SKIPPED; with EKSML_JUDGES=required it fails the run instead.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import jsonschema
import kubernetes_validate
import yaml
from ruamel.yaml import YAML

REQUIRED = os.environ.get("EKSML_JUDGES") == "required"
NOT_OBJECTS = {"kustomization.yaml"}
OWN_CRDS = pathlib.Path(__file__).with_name("crds")
# Names that the cluster brings along: EKS, eksctl and the add-ons create them.
GIVEN_NAMESPACES = {"kube-system", "default", "kube-public", "kube-node-lease"}
faults: list[str] = []
skipped: set[str] = set()
notes: set[str] = set()
judged = 0


def fault(where, text):
    faults.append(f"{where}: {text}")


def skip(judge):
    if REQUIRED:
        fault(judge, "required, but not at hand")
    skipped.add(judge)


def read(path):
    """The documents of a file, as both generations of YAML read them."""
    text = path.read_text(encoding="utf-8")
    old = list(yaml.load_all(text, Loader=yaml.SafeLoader))
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    new = list(reader.load_all(text)) if text.count("\n---\n") else [reader.load(text)]
    if json.dumps(old, sort_keys=True, default=repr) != json.dumps(new, sort_keys=True, default=repr):
        fault(path, "YAML 1.1 and YAML 1.2 read different values")
    return [document for document in old if document is not None]


def eksctl_schema():
    """eksctl's schema without its two faults: it rejects eksctl's own examples there."""
    name = os.environ.get("EKSML_EKSCTL_SCHEMA")
    if not name:
        return None
    schema = json.loads(pathlib.Path(name).read_text(encoding="utf-8"))
    definitions = schema["definitions"]
    definitions["IdentityProvider"] = {"type": "object"}
    network = definitions.get("RemoteNetworkConfig", {})
    network["required"] = [key for key in network.get("required", []) if key != "vpcGatewayID"]
    return schema


def judge_cluster_config(path, document, schema):
    global judged
    if schema is None:
        return skip("eksctl's JSON schema (EKSML_EKSCTL_SCHEMA)")
    for error in jsonschema.Draft7Validator(schema).iter_errors(document):
        fault(path, f"eksctl schema: {'/'.join(map(str, error.absolute_path))}: {error.message}")
    judged += 1


def judge_object(path, document, minor):
    global judged
    name = f"{path} {document['kind']} {document['metadata'].get('name')}"
    group = document["apiVersion"].split("/")[0]
    custom = "." in group and not group.endswith(".k8s.io") or group in {"jobset.x-k8s.io", "kueue.x-k8s.io", "leaderworkerset.x-k8s.io"}
    if (document["apiVersion"], document["kind"]) in OWN_SCHEMAS:
        for error in jsonschema.Draft7Validator(OWN_SCHEMAS[document["apiVersion"], document["kind"]]).iter_errors(document):
            fault(name, f"documented form: {'/'.join(map(str, error.absolute_path))}: {error.message}")
        judged += 1
        return
    try:
        if not custom:
            kubernetes_validate.validate(document, minor, strict=True)
            judged += 1
            return
    except kubernetes_validate.SchemaNotFoundError:
        return fault(name, f"{document['apiVersion']} {document['kind']} is not served by Kubernetes {minor}")
    except Exception as error:  # the package raises several unrelated types
        return fault(name, f"OpenAPI of {minor}: {getattr(error, 'message', error)} at {'/'.join(map(str, getattr(error, 'path', [])))}")
    folder = os.environ.get("EKSML_CRD_SCHEMAS")
    if not folder:
        return skip("CRD schemas (EKSML_CRD_SCHEMAS)")
    group, version = document["apiVersion"].split("/")
    schema = pathlib.Path(folder) / f"{group}_{document['kind'].lower()}_{version}.json"
    if not schema.exists():
        # Of some groups no generated schema is at hand: there is one of our own, transcribed from the CRD, as strict.
        schema = OWN_CRDS / schema.name
    if not schema.exists():
        return fault(name, f"there is no CRD schema {schema.name}")
    for error in jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).iter_errors(document):
        fault(name, f"CRD schema: {'/'.join(map(str, error.absolute_path))}: {error.message}")
    judged += 1


# Kinds whose CRD schema is not at hand, by their documented form.
OWN_SCHEMAS = {
    ("snapshot.storage.k8s.io/v1", "VolumeSnapshotClass"): {
        "type": "object", "additionalProperties": False, "required": ["driver", "deletionPolicy"],
        "properties": {
            "apiVersion": {}, "kind": {}, "metadata": {"type": "object"}, "driver": {"type": "string"},
            "deletionPolicy": {"enum": ["Delete", "Retain"]}, "parameters": {"type": "object"},
        },
    },
}


def promtool(*arguments, where):
    global judged
    program = shutil.which("promtool")
    if not program:
        return skip("promtool (Debian package prometheus)")
    run = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if run.returncode:
        fault(where, f"promtool: {run.stdout}{run.stderr}")
    judged += 1


def promtool_discovers_kubernetes():
    """Debian builds Prometheus without Kubernetes discovery; its promtool then knows no such key."""
    probe = "scrape_configs: [{job_name: probe, kubernetes_sd_configs: [{role: pod}]}]"
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        file.write(probe)
        file.flush()
        return subprocess.run(["promtool", "check", "config", file.name], capture_output=True, check=False).returncode == 0


DISCOVERY = {
    "type": "array", "minItems": 1,
    "items": {
        "type": "object", "additionalProperties": False, "required": ["role"],
        "properties": {
            "role": {"enum": ["pod", "node", "service", "endpointslice", "ingress"]},
            "namespaces": {"type": "object", "additionalProperties": False, "required": ["names"],
                           "properties": {"names": {"type": "array", "minItems": 1, "items": {"type": "string"}}}},
        },
    },
}


def without_kubernetes_discovery(text, where):
    """What this promtool cannot read is held against Prometheus's documented form instead, and the rest is promtool's."""
    config = yaml.safe_load(text)
    for job in config["scrape_configs"]:
        for error in jsonschema.Draft7Validator(DISCOVERY).iter_errors(job.pop("kubernetes_sd_configs", [{"role": "pod"}])):
            fault(where, f"job {job.get('job_name')}: kubernetes_sd_configs: {error.message}")
    return yaml.safe_dump(config)


def judge_prometheus(path, document):
    if document["kind"] != "ConfigMap":
        return
    data = document.get("data", {})
    if not any("scrape_configs:" in text or text.startswith("groups:") for text in data.values()):
        return
    with tempfile.TemporaryDirectory() as folder:
        whole = not shutil.which("promtool") or promtool_discovers_kubernetes()
        for file, text in data.items():
            if "scrape_configs:" in text and not whole:
                notes.add("this promtool is built without Kubernetes discovery: those keys were held against their documented form")
                text = without_kubernetes_discovery(text, f"{path} {file}")
            # Mount paths of the Pod do not exist here; promtool wants the files that are named.
            text = text.replace("/etc/prometheus/", f"{folder}/")
            for secret in ("ca.crt", "token"):
                (pathlib.Path(folder) / secret).write_text("-", encoding="utf-8")
                text = text.replace(f"/var/run/secrets/kubernetes.io/serviceaccount/{secret}", f"{folder}/{secret}")
            (pathlib.Path(folder) / file).write_text(text, encoding="utf-8")
        for file, text in data.items():
            where = f"{path} {document['metadata']['name']}/{file}"
            if "scrape_configs:" in text:
                promtool("check", "config", f"{folder}/{file}", where=where)
            elif text.startswith("groups:"):
                promtool("check", "rules", f"{folder}/{file}", where=where)


def pod_templates(document):
    spec = document.get("spec", {})
    if document["kind"] == "JobSet":
        for job in spec["replicatedJobs"]:
            yield job["template"]["spec"]["template"]
    elif document["kind"] == "LeaderWorkerSet":
        # The controller adds the label by which a Service finds leaders.
        leader = json.loads(json.dumps(spec["leaderWorkerTemplate"]["leaderTemplate"]))
        leader["metadata"]["labels"]["leaderworkerset.sigs.k8s.io/worker-index"] = "0"
        yield leader
        yield spec["leaderWorkerTemplate"]["workerTemplate"]
    elif document["kind"] == "CronJob":
        yield spec["jobTemplate"]["spec"]["template"]
    elif "template" in spec:
        yield spec["template"]


def judge_references(folder, documents):
    names = {(d["kind"], d["metadata"].get("namespace"), d["metadata"]["name"]) for _, d in documents}
    namespaces = {name for kind, _, name in names if kind == "Namespace"} | GIVEN_NAMESPACES
    seen = set()
    for path, d in documents:
        key = (d["apiVersion"], d["kind"], d["metadata"].get("namespace"), d["metadata"]["name"])
        if key in seen:
            fault(path, f"{key} is emitted twice")
        seen.add(key)
        namespace = d["metadata"].get("namespace")
        if namespace is not None and namespace not in namespaces:
            fault(path, f"{d['kind']} {d['metadata']['name']} is in namespace {namespace}, which nothing creates")
        for template in pod_templates(d):
            labels, pod = template.get("metadata", {}).get("labels", {}), template["spec"]
            selector = d.get("spec", {}).get("selector", {})
            for key, value in (selector.get("matchLabels", {}) if isinstance(selector, dict) else {}).items():
                if labels.get(key) != value:
                    fault(path, f"{d['kind']} {d['metadata']['name']} selects {key}={value}, which its own Pods lack")
            account = pod.get("serviceAccountName")
            if account and ("ServiceAccount", namespace, account) not in names:
                fault(path, f"{d['kind']} {d['metadata']['name']} runs as {account}, which nothing creates in {namespace}")
            if not account:
                fault(path, f"{d['kind']} {d['metadata']['name']} runs as the default service account")
            for volume in pod.get("volumes", []):
                claim = volume.get("persistentVolumeClaim", {}).get("claimName")
                if claim and ("PersistentVolumeClaim", namespace, claim) not in names:
                    fault(path, f"{d['kind']} {d['metadata']['name']} mounts claim {claim}, which nothing makes in {namespace}")
                config = volume.get("configMap", {}).get("name")
                if config and not volume["configMap"].get("optional") and ("ConfigMap", namespace, config) not in names:
                    fault(path, f"{d['kind']} {d['metadata']['name']} mounts ConfigMap {config}, which nothing creates in {namespace}")
        if d["kind"] == "PersistentVolume":
            claim = d["spec"]["claimRef"]
            if ("PersistentVolumeClaim", claim["namespace"], claim["name"]) not in names:
                fault(path, f"PersistentVolume {d['metadata']['name']} is for claim {claim['name']}, which nothing makes")
        if d["kind"] == "PersistentVolumeClaim" and d["spec"].get("storageClassName"):
            if ("StorageClass", None, d["spec"]["storageClassName"]) not in names:
                fault(path, f"claim {d['metadata']['name']} is of class {d['spec']['storageClassName']}, which nothing makes")
        if d["kind"] == "Service" and d["spec"].get("selector"):
            matching = [
                t for _, o in documents if o["metadata"].get("namespace") == namespace for t in pod_templates(o)
                if d["spec"]["selector"].items() <= t.get("metadata", {}).get("labels", {}).items()
            ]
            if not matching:
                fault(path, f"Service {d['metadata']['name']} selects no Pod of {namespace}")


def judge(folder):
    schema = eksctl_schema()
    for cluster in sorted({path.parent for path in folder.rglob("00-cluster.eksctl.yaml")}):
        documents, minor = [], None
        for path in sorted(cluster.glob("*.yaml")):
            for document in read(path):
                if path.name == "00-cluster.eksctl.yaml":
                    minor = document["metadata"]["version"]
                    judge_cluster_config(path, document, schema)
                elif path.name not in NOT_OBJECTS:
                    documents.append((path, document))
        for path, document in documents:
            judge_object(path, document, f"{minor}.0")
            judge_prometheus(path, document)
        judge_references(cluster, documents)
        listed = yaml.safe_load((cluster / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]
        for name in {path.name for path, _ in documents} ^ set(listed):
            fault(cluster / "kustomization.yaml", f"{name} is either not listed or not there")


def main():
    folders = [pathlib.Path(argument) for argument in sys.argv[1:]]
    if not folders:
        sys.exit(__doc__)
    for folder in folders:
        before = judged
        judge(folder)
        if judged == before:
            fault(folder, "nothing here could be judged: is it a manifest set?")
    for judge_name in sorted(skipped):
        print(f"SKIPPED: {judge_name}")
    for note in sorted(notes):
        print(f"note: {note}")
    for text in faults:
        print(f"fault: {text}")
    print(f"{judged} judgements, {len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
