//! What the rules say of raw objects, in the midst of everything else that is emitted.

use eksml_core::applied::{self, Nodes, Object};
use serde_json::Value;

use super::tree::Paths;
use super::{monitors, pod, rbac, secrets, selects};
use crate::catalog::served_apis::{Served, served};
use crate::findings::Finding;
use crate::output::ManifestSet;
use crate::render::objects;
use crate::rules;
use crate::source::{Node, Path};
use crate::spec::{Cluster, Platform};

/// Namespaces that every cluster has.
const GIVEN: [&str; 4] = ["default", "kube-system", "kube-public", "kube-node-lease"];

/// One raw object among all the objects of its cluster.
pub(super) struct Seen<'a> {
    pub(super) cluster: &'a Cluster,
    pub(super) path: Path,
    pub(super) shown: String,
    pub(super) object: &'a Value,
    pub(super) all: &'a [Value],
}

impl Seen<'_> {
    /// Its namespace, as the API server reads it.
    pub(super) fn namespace(&self) -> &str {
        text(self.object, "/metadata/namespace").unwrap_or("default")
    }

    /// Reports a breach of a rule.
    pub(super) fn found(&self, rule: &str, problem: &str, fix: impl Into<String>, findings: &mut Vec<Finding>) {
        let Some(rule) = rules::find(rule) else { return };
        findings.push(rule.finding(self.path.clone(), format!("{} {problem}", self.shown), fix));
    }

    /// Whether an object of this kind and name is in the same namespace.
    pub(super) fn has(&self, kind: &str, name: &str) -> bool {
        self.all.iter().any(|other| {
            other["kind"] == kind
                && other["metadata"]["name"] == name
                && text(other, "/metadata/namespace").unwrap_or("default") == self.namespace()
        })
    }
}

pub(super) fn text<'a>(value: &'a Value, path: &str) -> Option<&'a str> {
    value.pointer(path).and_then(Value::as_str)
}

/// Everything that is wrong with raw objects, given the whole set that was rendered with them. Waivers of the cluster hold.
pub(crate) fn check(platform: &Platform, set: &ManifestSet) -> Vec<Finding> {
    let mut findings = Vec::new();
    if platform.clusters.iter().all(|cluster| cluster.raw.0.is_empty()) {
        return findings;
    }
    // What is applied to one cluster is none of the others' business.
    let mut alone = platform.clone();
    for (index, cluster) in platform.clusters.iter().enumerate() {
        if cluster.raw.0.is_empty() {
            continue;
        }
        let all = objects(cluster, set);
        // What cannot be read is no object; its place stays its own.
        let raw: Vec<Value> = cluster.raw.0.iter().map(|raw| serde_json::from_str(&raw.json).unwrap_or_default()).collect();
        let at = |number: usize| Path::root().field("clusters").index(index).field("raw").index(number);
        alone.clusters = vec![cluster.clone()];
        applied(&alone, &raw, &all, &at, &mut findings);
        for (number, object) in raw.iter().enumerate().filter(|(_, object)| !object.is_null()) {
            let shown = cluster.raw.0.get(number).map(|raw| raw.shown.clone()).unwrap_or_default();
            one(&Seen { cluster, path: at(number), shown, object, all: &all }, &mut findings);
        }
    }
    let waivers = rules::waivers(platform);
    findings.retain(|finding| {
        !waivers.iter().any(|(block, waiver)| {
            finding.path.is_within(block) && rules::means(&waiver.rule, finding.rule) && !waiver.reason.trim().is_empty()
        })
    });
    findings
}

/// What the rules about platforms, and those about whatever is applied, say of the raw objects of a platform's one cluster.
fn applied(platform: &Platform, raw: &[Value], all: &[Value], path: &dyn Fn(usize) -> Path, findings: &mut Vec<Finding>) {
    let mut paths = Paths::default();
    // What follows from words is there to be seen, and is judged as words.
    let mut trees: Vec<Node> = raw.iter().map(|object| paths.tree(object, String::new())).collect();
    trees.extend(all.iter().filter(|object| !raw.contains(object)).map(|object| paths.tree(object, String::new())));
    let objects: Vec<Object<'_>> = trees.iter().map(|node| Object { node }).collect();
    let nodes = Nodes { platform, unknown: &[], are_words: true };
    for found in applied::judge_of(Some(nodes), &objects, &|number| number < raw.len()) {
        let mut finding = found.finding;
        finding.path = path(found.object);
        let at = paths.of(found.mark);
        if !at.is_empty() && at != "metadata.name" {
            finding.problem = format!("{} (at `{at}`)", finding.problem);
        }
        findings.push(finding);
    }
}

fn one(seen: &Seen<'_>, findings: &mut Vec<Finding>) {
    let (object, cluster) = (seen.object, seen.cluster);
    let (api_version, kind) = (text(object, "/apiVersion").unwrap_or_default(), text(object, "/kind").unwrap_or_default());
    match served(cluster.version, api_version, kind) {
        Served::Yes => {}
        Served::Removed(entry) => {
            let problem = format!("is of {api_version}, which Kubernetes {} does not serve", cluster.version);
            seen.found("CL-15", &problem, format!("write it with {}", entry.instead), findings);
        }
        Served::NotYet(entry) => {
            let problem = format!("is of {api_version}, which is served from 1.{} on", entry.minor);
            seen.found("CL-16", &problem, "leave it out, or raise the version of the cluster", findings);
        }
    }
    if let Some(namespace) = text(object, "/metadata/namespace") {
        let there = GIVEN.contains(&namespace)
            || seen.all.iter().any(|other| other["kind"] == "Namespace" && other["metadata"]["name"] == namespace);
        if !there {
            let problem = format!("is in namespace `{namespace}`, which is not declared");
            seen.found("EM-04", &problem, format!("declare `namespace {} {{ … }}`", namespace.replace('-', "_")), findings);
        }
    }
    let same = |other: &&Value| {
        ["/kind", "/metadata/name", "/metadata/namespace"].iter().all(|path| other.pointer(path) == object.pointer(path))
    };
    if seen.all.iter().filter(same).count() > 1 {
        seen.found("EM-08", "is there twice", "give one of them another name, or remove it", findings);
    }
    let templates = pod::templates(object);
    for template in &templates {
        pod::judge(seen, template, findings);
    }
    own_selector(seen, &templates, findings);
    selects::judge(seen, kind, findings);
    monitors::judge(seen, kind, findings);
    rbac::judge(seen, kind, findings);
    secrets::judge(seen, kind, findings);
}

/// A controller whose selector misses its own Pods is refused by the API server.
fn own_selector(seen: &Seen<'_>, templates: &[&Value], findings: &mut Vec<Finding>) {
    let [template] = templates else { return };
    let Some(wanted) = seen.object.pointer("/spec/selector/matchLabels").and_then(Value::as_object) else { return };
    for (key, value) in wanted {
        if template.pointer("/metadata/labels").is_none_or(|labels| labels[key] != *value) {
            let problem =
                format!("selects Pods with {key}={}, which its own template does not have", value.as_str().unwrap_or("?"));
            seen.found("SCH-16", &problem, format!("put the label {key} into `spec.template.metadata.labels`"), findings);
        }
    }
}
