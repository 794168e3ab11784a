#!/usr/bin/env python3
"""Lets programs we did not write judge an emitted manifest set.

usage: judge.py SET...        each SET is a folder that `cargo run` wrote

Judges, and where they come from:
  every YAML file      PyYAML (YAML 1.1) and ruamel.yaml (YAML 1.2) must read the same values
  ClusterConfig        the keys of eksctl's own schema, facts/eksctl_keys.tsv
  native kinds         the OpenAPI of the cluster's own minor (kubernetes-validate), strictly
  custom resources     the keys of their definitions, facts/custom_resources.tsv; of EKS's own, facts/eks_keys.tsv
  Prometheus           promtool, on every configuration and rule file in a ConfigMap; every alert has a unit test in alerts/,
                       and promtool runs it; every query of a dashboard parses, and a job keeps every metric in it
  CloudFormation       is aws.py's: cfn-lint and a local AWS
  GitOps               as custom resources; every listed file is there and in one layer
  cross references     service accounts, ConfigMaps, Services' selectors and namespaces must exist in the set

A program that is not installed is reported as SKIPPED; with EKSML_JUDGES=required it fails the run instead.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import jsonschema
import kubernetes_validate
import yaml
from ruamel.yaml import YAML

sys.dont_write_bytecode = True  # nothing is left beside the tests, which are packaged as they lie there
import keys  # noqa: E402

REQUIRED = os.environ.get("EKSML_JUDGES") == "required"
NOT_OBJECTS = {"kustomization.yaml", "helmfile.yaml"}
CLUSTER_CONFIG = jsonschema.Draft202012Validator(keys.Keys("eksctl_keys").schema("ClusterConfig"))
CUSTOM_KINDS = {kind: jsonschema.Draft202012Validator(schema) for kind, schema in keys.kinds()}
# Names that the cluster brings along: EKS, eksctl, the add-ons and what the README installs first create them.
GIVEN_NAMESPACES = {"kube-system", "default", "kube-public", "kube-node-lease", "kueue-system", "mount-s3"}
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


def judge_cluster_config(path, document):
    global judged
    for error in CLUSTER_CONFIG.iter_errors(document):
        fault(path, f"eksctl's keys: {'/'.join(map(str, error.absolute_path))}: {error.message}")
    judged += 1


def judge_object(path, document, minor):
    global judged
    name = f"{path} {document['kind']} {document['metadata'].get('name')}"
    group = document["apiVersion"].split("/")[0]
    custom = "." in group and not group.endswith(".k8s.io") or (document["apiVersion"], document["kind"]) in CUSTOM_KINDS
    try:
        if not custom:
            kubernetes_validate.validate(document, minor, strict=True)
            judged += 1
            return
    except kubernetes_validate.SchemaNotFoundError:
        return fault(name, f"{document['apiVersion']} {document['kind']} is not served by Kubernetes {minor}")
    except Exception as error:  # the package raises several unrelated types
        return fault(name, f"OpenAPI of {minor}: {getattr(error, 'message', error)} at {'/'.join(map(str, getattr(error, 'path', [])))}")
    validator = CUSTOM_KINDS.get((document["apiVersion"], document["kind"]))
    if validator is None:
        return fault(name, f"facts/custom_kinds.tsv has no {document['apiVersion']} {document['kind']}")
    for error in validator.iter_errors(document):
        fault(name, f"custom resource: {'/'.join(map(str, error.absolute_path))}: {error.message}")
    judged += 1
    if document["kind"] == "ApplicationNetworkPolicy":
        judge_names_reached(name, document["spec"])
    if document["kind"] == "TrainingRuntime":
        # Trainer makes a JobSet of it, which is judged as the JobSet it will be.
        inside = {"apiVersion": "jobset.x-k8s.io/v1alpha2", "kind": "JobSet", "metadata": document["metadata"]}
        judge_object(path, inside | document["spec"]["template"], minor)


def judge_names_reached(where, spec):
    """What a policy by names needs beside its keys: it is of traffic out, and each rule reaches addresses or names, by protocol and port."""
    if spec.get("policyTypes") != ["Egress"] or "egress" not in spec:
        fault(where, "is not a policy of egress alone")
    for rule in spec.get("egress", []):
        for peer in rule.get("to") or [{}]:
            if len(peer) != 1 or not set(peer) <= {"ipBlock", "domainNames"} or len(peer.get("domainNames", [])) > 25:
                fault(where, f"{peer} is neither addresses nor at most 25 names")
        for port in rule.get("ports") or [{}]:
            if port.get("protocol") not in {"TCP", "UDP"} or not isinstance(port.get("port"), int):
                fault(where, f"{port} is no protocol with a port")


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
    for job in config["scrape_configs"] + config.get("alerting", {}).get("alertmanagers", []):
        for error in jsonschema.Draft7Validator(DISCOVERY).iter_errors(job.pop("kubernetes_sd_configs", [{"role": "pod"}])):
            fault(where, f"job {job.get('job_name', 'alertmanagers')}: kubernetes_sd_configs: {error.message}")
    return yaml.safe_dump(config)


def judge_operated(path, document):
    """What the Prometheus Operator makes rule files and jobs of."""
    where = f"{path} {document['metadata']['name']}"
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "file.yml"
        if document["kind"] == "PrometheusRule":
            file.write_text(yaml.safe_dump(document["spec"]), encoding="utf-8")
            promtool("check", "rules", str(file), where=where)
            judge_alerts(document["spec"]["groups"], where)
        if document["kind"] == "Secret" and "jobs.yml" in document.get("stringData", {}):
            text = yaml.safe_dump({"scrape_configs": yaml.safe_load(document["stringData"]["jobs.yml"])})
            if shutil.which("promtool") and not promtool_discovers_kubernetes():
                text = without_kubernetes_discovery(text, where)
            for secret in ("ca.crt", "token"):
                (pathlib.Path(folder) / secret).write_text("-", encoding="utf-8")
                text = text.replace(f"/var/run/secrets/kubernetes.io/serviceaccount/{secret}", f"{folder}/{secret}")
            file.write_text(text, encoding="utf-8")
            promtool("check", "config", str(file), where=where)


def judge_prometheus(path, document):
    judge_operated(path, document)
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
                judge_alerts(yaml.safe_load(text)["groups"], where)


def alert_tests():
    """Every unit test of an alert, with the names of the alerts it speaks of."""
    for path in sorted((pathlib.Path(__file__).parent / "alerts").glob("*.yml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        for test in document["tests"]:
            yield test, {case["alertname"] for case in test["alert_rule_test"]}, document["evaluation_interval"]


def judge_alerts(groups, where):
    """Runs the unit tests of the alerts that are there; descriptions are prose and not compared.

    A Capacity Block's end is moved to three days after the tests' beginning, and its group is called `pretrain`: promtool would
    otherwise evaluate every rule for decades.
    """
    groups = json.loads(json.dumps(groups))
    for rule in (rule for group in groups for rule in group["rules"]):
        rule["annotations"].pop("description", None)
        if rule["alert"].startswith("CapacityBlock"):
            rule["expr"] = re.sub(r"^\d+ - ", f"{3 * 86400} - ", rule["expr"])
            rule["annotations"]["summary"] = re.sub(r" on .*", " on 2027-01-15", re.sub(r"group \S+", "group pretrain", rule["annotations"]["summary"]))
            rule["labels"]["node_group"] = "pretrain"
    there = {rule["alert"] for group in groups for rule in group["rules"]}
    tested = set()
    with tempfile.TemporaryDirectory() as folder:
        rules = pathlib.Path(folder) / "rules.yml"
        rules.write_text(yaml.safe_dump({"groups": groups}), encoding="utf-8")
        for number, (test, alerts, interval) in enumerate(alert_tests()):
            if not alerts <= there:
                continue
            tested |= alerts
            file = pathlib.Path(folder) / f"test-{number}.yml"
            file.write_text(yaml.safe_dump({"rule_files": ["rules.yml"], "evaluation_interval": interval, "tests": [test]}), encoding="utf-8")
            promtool("test", "rules", str(file), where=f"{where} ({', '.join(sorted(alerts))})")
    for alert in sorted(there - tested):
        fault(where, f"alert {alert} has no unit test in tests/judges/alerts")


def expressions(document):
    """Every PromQL expression of an object, with where it stands: dashboards' queries and alerts."""
    for group in document["spec"]["groups"] if document["kind"] == "PrometheusRule" else []:
        for rule in group["rules"]:
            yield rule["expr"], rule["alert"]
    for file, text in document.get("data", {}).items():
        if file.endswith(".json"):
            for panel in json.loads(text).get("panels", []):
                for target in panel["targets"]:
                    yield target["expr"], f"{file}: {panel['title']}"
        elif text.startswith("groups:"):
            for group in yaml.safe_load(text)["groups"]:
                for rule in group["rules"]:
                    yield rule["expr"], f"{file}: {rule['alert']}"


# Which job brings a metric, by how its name begins.
EXPORTERS = {
    "DCGM_": "dcgm-exporter", "kube_": "kube-state-metrics", "node_": "node-exporter", "awscni_": "vpc-cni", "container_": "cadvisor",
    "machine_": "cadvisor", "kubelet_": "kubelet", "apiserver_": "kubernetes-apiserver", "neuron": "neuron-monitor",
    "hardware_ecc_": "neuron-monitor", "cluster_autoscaler_": "kubernetes-pods", "up": None,
}


def judge_metrics(documents):
    """Every query parses, and every metric in one is kept by a job of Prometheus whose exporter is there."""
    configs = [text for _, d in documents if d["kind"] == "ConfigMap" for text in d.get("data", {}).values() if "scrape_configs:" in text]
    jobs = {job["job_name"]: job for text in configs for job in yaml.safe_load(text)["scrape_configs"]}
    for _, d in documents:
        if d["kind"] == "PodMonitor":
            endpoint = d["spec"]["podMetricsEndpoints"][0]
            keeps = [{"action": r.get("action"), "source_labels": r["sourceLabels"], "regex": r["regex"]} for r in endpoint.get("metricRelabelings", [])]
            jobs[next(r["replacement"] for r in endpoint["relabelings"] if r["targetLabel"] == "job")] = {"metric_relabel_configs": keeps}
        if d["kind"] == "Secret" and "jobs.yml" in d.get("stringData", {}):
            jobs |= {job["job_name"]: job for job in yaml.safe_load(d["stringData"]["jobs.yml"])}
    counters = "".join(text for _, d in documents if d["kind"] == "ConfigMap" for file, text in d.get("data", {}).items() if file == "counters.csv")
    rules = []
    for path, document in documents:
        if document["kind"] not in {"ConfigMap", "PrometheusRule"}:
            continue
        for expr, where in expressions(document):
            rules.append({"record": f"judged:{len(rules)}", "expr": expr})
            # What is left without texts, ranges, durations, functions, keywords and label lists are names of metrics.
            bare = re.sub(r"\b(by|on|ignoring|without|group_left|group_right)\s*\([^)]*\)", " ", re.sub(r'"[^"]*"', "", expr))
            bare = re.sub(r"\{[^}]*\}|\[[^]]*\]", " ", bare)
            for metric in set(re.findall(r"\b[a-zA-Z_][a-zA-Z0-9_]{1,}\b(?!\s*\()", bare)) - {"by", "and", "or", "on", "unless", "bool"}:
                begins = next((begin for begin in EXPORTERS if metric.startswith(begin)), None)
                if begins is None:
                    fault(path, f"{where}: nobody knows what exports {metric}")
                elif EXPORTERS[begins] is not None and EXPORTERS[begins] not in jobs:
                    fault(path, f"{where}: {metric} comes from job {EXPORTERS[begins]}, which is not there")
                elif begins == "DCGM_" and f"{metric}," not in counters:
                    fault(path, f"{where}: {metric} is not among the exporter's counters")
                elif EXPORTERS[begins] is not None:
                    for relabel in jobs[EXPORTERS[begins]].get("metric_relabel_configs", []):
                        if relabel.get("action") == "keep" and relabel["source_labels"] == ["__name__"] and not re.fullmatch(relabel["regex"], metric):
                            fault(path, f"{where}: job {EXPORTERS[begins]} drops {metric}")
    if rules:
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
            file.write(yaml.safe_dump({"groups": [{"name": "judged", "rules": rules}]}))
            file.flush()
            promtool("check", "rules", "--lint=none", file.name, where="the queries of dashboards and alerts")


def pod_templates(document):
    spec = document.get("spec", {})
    if document["kind"] == "JobSet":
        for job in spec["replicatedJobs"]:
            yield job["template"]["spec"]["template"]
    elif document["kind"] == "TrainingRuntime":
        for job in spec["template"]["spec"]["replicatedJobs"]:
            yield job["template"]["spec"]["template"]
    elif document["kind"] == "RayJob":
        yield spec["rayClusterSpec"]["headGroupSpec"]["template"]
        for workers in spec["rayClusterSpec"].get("workerGroupSpecs", []):
            yield workers["template"]
    elif document["kind"] == "LeaderWorkerSet":
        # The controller adds the label by which a Service finds leaders.
        leader = json.loads(json.dumps(spec["leaderWorkerTemplate"]["leaderTemplate"]))
        leader["metadata"]["labels"]["leaderworkerset.sigs.k8s.io/worker-index"] = "0"
        yield leader
        yield spec["leaderWorkerTemplate"]["workerTemplate"]
    elif document["kind"] == "CronJob":
        yield spec["jobTemplate"]["spec"]["template"]
    elif "template" in spec and document["kind"] != "NodePool":
        yield spec["template"]


def judge_monitors(documents):
    """Every PodMonitor and PrometheusRule is selected by a Prometheus, and a PodMonitor's Pods have the port it names."""
    servers = [d for _, d in documents if d["kind"] == "Prometheus"]
    for path, d in documents:
        selector = {"PodMonitor": "podMonitorSelector", "PrometheusRule": "ruleSelector"}.get(d["kind"])
        if selector is None:
            continue
        labels = d["metadata"].get("labels", {})
        if not any(server["metadata"]["namespace"] == d["metadata"]["namespace"]
                   and server["spec"][selector]["matchLabels"].items() <= labels.items() for server in servers):
            fault(path, f"{d['kind']} {d['metadata']['name']} is selected by no Prometheus")
        if d["kind"] == "PodMonitor" and d["spec"]["namespaceSelector"]["matchNames"] != ["kube-system"]:
            wanted, port = d["spec"]["selector"]["matchLabels"].items(), d["spec"]["podMetricsEndpoints"][0]["port"]
            ports = [
                p.get("name") for _, o in documents if o["metadata"].get("namespace") in d["spec"]["namespaceSelector"]["matchNames"]
                for t in pod_templates(o) if wanted <= t.get("metadata", {}).get("labels", {}).items()
                for c in t["spec"]["containers"] for p in c.get("ports", [])
            ]
            if port not in ports:
                fault(path, f"PodMonitor {d['metadata']['name']} asks port {port}, which no Pod it selects has")


def judge_references(folder, documents):
    names = {(d["kind"], d["metadata"].get("namespace"), d["metadata"]["name"]) for _, d in documents}
    namespaces = {name for kind, _, name in names if kind == "Namespace"} | GIVEN_NAMESPACES
    for release in read(folder / "helmfile.yaml")[0]["releases"] if (folder / "helmfile.yaml").exists() else []:
        if release.get("createNamespace"):
            namespaces.add(release["namespace"])
    seen = set()
    counted = {d["metadata"]["name"]: {r for g in d["spec"]["resourceGroups"] for r in g["coveredResources"]} for _, d in documents if d["kind"] == "ClusterQueue"}
    queues = {(d["metadata"]["namespace"], d["metadata"]["name"]): counted.get(d["spec"]["clusterQueue"], set()) for _, d in documents if d["kind"] == "LocalQueue"}
    values = folder / "values" / "kueue.yaml"
    settings = yaml.safe_load(read(values)[0]["managerConfig"]["controllerManagerConfigYaml"]) if values.exists() else {}
    aside = tuple(settings.get("resources", {}).get("excludeResourcePrefixes", []))
    for path, d in documents:
        waits_in = queues.get((d["metadata"].get("namespace"), d["metadata"].get("labels", {}).get("kueue.x-k8s.io/queue-name")))
        for template in pod_templates(d) if waits_in is not None and values.exists() else []:
            for name in {name for c in template["spec"]["containers"] for name in c.get("resources", {}).get("requests", {})} - waits_in:
                if not name.startswith(aside):
                    fault(path, f"{d['kind']} {d['metadata']['name']} asks for {name}, which its queue does not count: it is never admitted")
        key = (d["apiVersion"], d["kind"], d["metadata"].get("namespace"), d["metadata"]["name"])
        if key in seen:
            fault(path, f"{key} is emitted twice")
        seen.add(key)
        namespace = d["metadata"].get("namespace")
        if namespace is not None and namespace not in namespaces:
            fault(path, f"{d['kind']} {d['metadata']['name']} is in namespace {namespace}, which nothing creates")
        if d["kind"] == "NodePool":
            reference = d["spec"]["template"]["spec"]["nodeClassRef"]
            if (reference["kind"], None, reference["name"]) not in names:
                fault(path, f"NodePool {d['metadata']['name']} is of class {reference['name']}, which nothing creates")
        queue = d["metadata"].get("labels", {}).get("kueue.x-k8s.io/queue-name")
        if queue and ("LocalQueue", namespace, queue) not in names:
            fault(path, f"{d['kind']} {d['metadata']['name']} waits in queue {queue}, which nothing creates in {namespace}")
        if d["kind"] == "LocalQueue" and ("ClusterQueue", None, d["spec"]["clusterQueue"]) not in names:
            fault(path, f"LocalQueue {d['metadata']['name']} leads to no ClusterQueue")
        for group in d["spec"].get("resourceGroups", []) if d["kind"] == "ClusterQueue" else []:
            for flavor in group["flavors"]:
                if ("ResourceFlavor", None, flavor["name"]) not in names:
                    fault(path, f"ClusterQueue {d['metadata']['name']} has a share of {flavor['name']}, which is no flavor")
                if [r["name"] for r in flavor["resources"]] != group["coveredResources"]:
                    fault(path, f"ClusterQueue {d['metadata']['name']}: {flavor['name']} does not have the covered resources")
        for template in pod_templates(d):
            labels, pod = template.get("metadata", {}).get("labels", {}), template["spec"]
            selector = d.get("spec", {}).get("selector", {})
            for key, value in (selector.get("matchLabels", {}) if isinstance(selector, dict) else {}).items():
                if labels.get(key) != value:
                    fault(path, f"{d['kind']} {d['metadata']['name']} selects {key}={value}, which its own Pods lack")
            priority = pod.get("priorityClassName")
            if priority and not priority.startswith("system-") and ("PriorityClass", None, priority) not in names:
                fault(path, f"{d['kind']} {d['metadata']['name']} has priority {priority}, which nothing creates")
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


def judge_helmfile(path, documents):
    """Releases come from repositories that are named, at one version, into namespaces that are made before, with settings that are there."""
    global judged
    if not path.exists():
        return
    helmfile = read(path)[0]
    made = {d["metadata"]["name"] for _, d in documents if d["kind"] == "Namespace"}
    repositories = {repository["name"] for repository in helmfile["repositories"]}
    releases = {f"{release['namespace']}/{release['name']}" for release in helmfile["releases"]}
    for release in helmfile["releases"]:
        if release["chart"].split("/")[0] not in repositories:
            fault(path, f"release {release['name']}: repository of {release['chart']} is not named")
        if not re.fullmatch(r"v?\d+\.\d+\.\d+([-+].*)?", release["version"]):
            fault(path, f"release {release['name']}: {release['version']} is not one version")
        if not release.get("createNamespace") and release["namespace"] not in made | GIVEN_NAMESPACES:
            fault(path, f"release {release['name']} is in namespace {release['namespace']}, which nothing creates")
        # What comes before the cluster's objects makes its namespace, which they then give its level.
        if release.get("createNamespace") and release["namespace"] in made and release["labels"]["stage"] != "operators":
            fault(path, f"release {release['name']} makes namespace {release['namespace']}, which is there")
        for values in release.get("values", []):
            if not (path.parent / values).is_file():
                fault(path, f"release {release['name']}: {values} is not there")
        for other in release.get("needs", []):
            if other not in releases:
                fault(path, f"release {release['name']} needs {other}, which is no release")
        judged += 1


def judge_joined(path):
    """Every place that an output of the stack goes into is one that the stack beside it has."""
    outputs = yaml.safe_load(path.with_name("01-infra.cfn.yaml").read_text(encoding="utf-8")).get("Outputs", {})
    wanted = set(re.findall(r"@(\w+)@", path.read_text(encoding="utf-8")))
    for name in wanted - set(outputs):
        fault(path, f"waits for output {name}, which the stack does not have")
    if not wanted:
        fault(path, "waits for nothing")


def judge_node_groups(cluster, later):
    """The cluster comes with nodes, and no group of them is in two files; those that come after the stack are made by a command."""
    configs = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in [cluster / "00-cluster.eksctl.yaml", *later]]
    names = [[group["name"] for kind in ("managedNodeGroups", "nodeGroups") for group in config.get(kind, [])] for config in configs]
    if later and not names[0] and not configs[0].get("autoModeConfig"):
        fault(cluster, "the cluster is created without a node, and its add-ons wait for one")
    for name in {name for name in sum(names, []) if sum(names, []).count(name) > 1}:
        fault(cluster, f"node group {name} is in two files")
    if re.search(r"@\w+@", (cluster / "00-cluster.eksctl.yaml").read_text(encoding="utf-8")):
        fault(cluster, "the cluster waits for a stack that waits for the cluster")
    readme = (cluster / "README.md").read_text(encoding="utf-8")
    if later and "| sed -f /dev/stdin ./02-node-groups.eksctl.yaml | eksctl create nodegroup -f -" not in readme:
        fault(cluster / "README.md", "nobody makes the node groups that come after the stack")


def judge_gitops(folder, minor):
    """GitOps' own files: their keys, that what they list is there, and that Flux's layers hold every file of a cluster once."""
    for path in sorted(folder.rglob("*.yaml")):
        for document in read(path):
            if path.name == "kustomization.yaml":
                for resource in document["resources"]:
                    if not (path.parent / resource).is_file():
                        fault(path, f"{resource} is listed, but not there")
                continue
            judge_object(path, document, f"{minor}.0")
            if document["kind"] == "HelmRelease":
                for phase in ("install", "upgrade"):
                    if "retries" not in document["spec"].get(phase, {}).get("remediation", {"retries": 0}):
                        fault(path, f"HelmRelease {document['metadata']['name']}: remediation of {phase} says nothing of retries")
    for sync in sorted(folder.rglob("sync.yaml")):
        cluster = folder.parent / sync.parent.name
        layers = [d for d in read(sync) if d["kind"] == "Kustomization"]
        held = []
        for place, layer in enumerate(layers):
            waits, earlier = layer["spec"].get("dependsOn", []), [other["metadata"]["name"] for other in layers[:place]]
            if bool(waits) != bool(earlier) or any(other["name"] not in earlier for other in waits):
                fault(sync, f"{layer['metadata']['name']} waits for {waits}, and {earlier} come before it")
            inner = sync.parent / pathlib.PurePosixPath(layer["spec"]["path"]).name / "kustomization.yaml"
            if not inner.is_file():
                fault(sync, f"{layer['spec']['path']} is not there")
                continue
            held += [pathlib.PurePosixPath(r).name for r in yaml.safe_load(inner.read_text(encoding="utf-8"))["resources"] if r.startswith("../")]
        listed = yaml.safe_load((cluster / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]
        if held != listed:
            fault(sync, f"the layers hold {held}, the cluster has {listed}")


def judge(folder):
    seen = set()
    for path in sorted(folder.glob("fleet/*.cfn.yaml")):
        read(path)  # what is in it, aws.py judges
    for cluster in sorted({path.parent for path in folder.rglob("00-cluster.eksctl.yaml")}):
        documents, minor = [], None
        for path in sorted(cluster.glob("*.yaml")):
            for document in read(path):
                if path.name.endswith(".eksctl.yaml"):
                    minor = document["metadata"]["version"]
                    judge_cluster_config(path, document)
                elif path.name not in NOT_OBJECTS and not path.name.endswith(".cfn.yaml"):
                    documents.append((path, document))
        for path, document in documents:
            judge_object(path, document, f"{minor}.0")
            judge_prometheus(path, document)
        judge_references(cluster, documents)
        judge_metrics(documents)
        judge_monitors(documents)
        judge_helmfile(cluster / "helmfile.yaml", documents)
        if (folder / "gitops").is_dir() and not (folder / "gitops") in seen:
            seen.add(folder / "gitops")
            judge_gitops(folder / "gitops", minor)
        listed = yaml.safe_load((cluster / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]
        waiting = {path for path, _ in documents if path.name.endswith(".objects.yaml")}
        later = sorted(cluster.glob("02-node-groups.eksctl.yaml"))
        for path in [*waiting, *later]:
            judge_joined(path)
        judge_node_groups(cluster, later)
        for name in {path.name for path, _ in documents if path not in waiting} ^ set(listed):
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
        print(f"SKIPPED: {judge_name}", file=sys.stderr)
    for note in sorted(notes):
        print(f"note: {note}")
    for text in faults:
        print(f"fault: {text}")
    print(f"{judged} judgements, {len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
