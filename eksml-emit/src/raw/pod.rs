//! What the rules say of a raw Pod: whom it runs as, what it mounts, where it runs, and what its namespace lets through.

use serde_json::Value;

use super::check::{Seen, text};
use crate::derived;
use crate::findings::Finding;
use crate::spec::{Cluster, DataVolume, NodeGroup, Placement, PodSecurity, Selection, Storage};

/// Every Pod template in an object, and the Pod that it is itself.
pub(super) fn templates(object: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    gather(object, &mut found);
    found
}

fn gather<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(entries) => {
            if value.pointer("/spec/containers").is_some_and(Value::is_array) {
                found.push(value);
            } else {
                entries.values().for_each(|entry| gather(entry, found));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, found)),
        _ => {}
    }
}

pub(super) fn list<'a>(value: &'a Value, path: &str) -> impl Iterator<Item = &'a Value> {
    value.pointer(path).and_then(Value::as_array).into_iter().flatten()
}

pub(super) fn containers(spec: &Value) -> impl Iterator<Item = &Value> {
    list(spec, "/containers").chain(list(spec, "/initContainers"))
}

/// Judges one template.
pub(super) fn judge(seen: &Seen<'_>, template: &Value, findings: &mut Vec<Finding>) {
    let spec = &template["spec"];
    account(seen, spec, findings);
    mounts(seen, spec, findings);
    file_systems(seen, spec, findings);
    containers_are_whole(seen, spec, findings);
    security(seen, spec, findings);
}

fn account(seen: &Seen<'_>, spec: &Value, findings: &mut Vec<Finding>) {
    match text(spec, "/serviceAccountName").filter(|name| *name != "default") {
        None => {
            let problem = "runs as the service account `default`, which every Pod shares that names none";
            seen.found(
                "SEC-13",
                problem,
                "declare `identity NAME { namespace: … }` and write `serviceAccountName: NAME`",
                findings,
            );
        }
        Some(name) if !seen.has("ServiceAccount", name) => {
            let problem = format!("runs as service account `{name}`, which nothing creates in namespace `{}`", seen.namespace());
            seen.found("SEC-13", &problem, format!("declare `identity {} {{ namespace: … }}`", name.replace('-', "_")), findings);
        }
        Some(_) => {}
    }
}

/// The names of ConfigMaps and claims that a Pod needs. Secrets may come from elsewhere: they do not belong into manifests.
fn needs(spec: &Value) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    let mut add = |kind, name: Option<&str>, optional: bool| {
        if let Some(name) = name.filter(|_| !optional) {
            all.push((kind, name.to_owned()));
        }
    };
    for volume in list(spec, "/volumes") {
        add("ConfigMap", text(volume, "/configMap/name"), volume["configMap"]["optional"] == true);
        add("PersistentVolumeClaim", text(volume, "/persistentVolumeClaim/claimName"), false);
        for source in list(volume, "/projected/sources") {
            add("ConfigMap", text(source, "/configMap/name"), source["configMap"]["optional"] == true);
        }
    }
    for container in containers(spec) {
        for source in list(container, "/envFrom") {
            add("ConfigMap", text(source, "/configMapRef/name"), source["configMapRef"]["optional"] == true);
        }
        for variable in list(container, "/env") {
            let key = &variable["valueFrom"]["configMapKeyRef"];
            add("ConfigMap", text(key, "/name"), key["optional"] == true);
        }
    }
    all
}

fn mounts(seen: &Seen<'_>, spec: &Value, findings: &mut Vec<Finding>) {
    for (kind, name) in needs(spec) {
        if !seen.has(kind, &name) {
            let problem = format!("needs {kind} `{name}`, which nothing creates in namespace `{}`", seen.namespace());
            seen.found("EM-04", &problem, "add the object, or name one that is there", findings);
        }
    }
}

/// Whether the file systems that a Pod mounts let in every node it may come to run on.
fn file_systems(seen: &Seen<'_>, spec: &Value, findings: &mut Vec<Finding>) {
    let cluster = seen.cluster;
    if !derived::has_group_per_kind(cluster) {
        return;
    }
    let placement = placement(cluster, spec);
    for (_, claim) in needs(spec).iter().filter(|(kind, _)| *kind == "PersistentVolumeClaim") {
        let Some(class) = class_of(seen, claim).filter(|class| derived::has_own_file_system(class)) else { continue };
        let let_in = derived::kinds_let_in(cluster, class);
        let is_outside = |group: &&NodeGroup| {
            derived::may_run_on(group, &placement) && !let_in.iter().any(|kind| *kind.serves == group.serves)
        };
        if let Some(group) = cluster.node_groups.iter().find(is_outside) {
            let problem = format!(
                "mounts `{claim}` and may run on node group `{}`, which the file system of storage `{}` does not let in",
                group.name, class.name
            );
            let fix = format!(
                "select nodes of another kind by `{}`, and name the kind in the class: `mounted_from: [Training]`",
                derived::GROUP_LABEL
            );
            seen.found("NET-20", &problem, fix, findings);
        }
    }
}

/// The class behind a claim: of a declared volume, or of a claim of the user's own.
fn class_of<'a>(seen: &Seen<'a>, claim: &str) -> Option<&'a Storage> {
    let of_pod = |volume: &&DataVolume| volume.namespace.as_str() == seen.namespace() && volume.name.as_str() == claim;
    if let Some(volume) = seen.cluster.volumes.iter().find(of_pod) {
        return derived::class_of(seen.cluster, volume).map(|class| class.whole());
    }
    let is_it = |other: &&Value| {
        other["kind"] == "PersistentVolumeClaim"
            && other["metadata"]["name"] == claim
            && text(other, "/metadata/namespace").unwrap_or("default") == seen.namespace()
    };
    let name = text(seen.all.iter().find(is_it)?, "/spec/storageClassName")?;
    seen.cluster.storage.iter().find(|class| class.name.as_str() == name)
}

/// Where a Pod may run, as a selection of the platform's.
fn placement(cluster: &Cluster, spec: &Value) -> Placement {
    let labels = spec["nodeSelector"].as_object().into_iter().flatten();
    let labels = labels.filter_map(|(key, value)| Some((key.parse().ok()?, value.as_str()?.parse().ok()?)));
    let taints = cluster.node_groups.iter().flat_map(derived::taints).map(|taint| taint.parts().0);
    let is_tolerated = |key: &&str| {
        // Without a key it is everything that is tolerated.
        list(spec, "/tolerations").any(|of| text(of, "/key").is_none_or(|known| known.is_empty() || known == *key))
    };
    let tolerate = taints.filter(is_tolerated).filter_map(|key| key.parse().ok());
    Placement::Select(Selection { labels: labels.collect(), tolerate: tolerate.collect() })
}

fn containers_are_whole(seen: &Seen<'_>, spec: &Value, findings: &mut Vec<Finding>) {
    for container in containers(spec) {
        let name = text(container, "/name").unwrap_or("?");
        for resource in ["cpu", "memory"] {
            if container["resources"]["requests"][resource].is_null() && container["resources"]["limits"][resource].is_null() {
                let problem = format!("has a container `{name}` that asks for no {resource}");
                seen.found("SCH-14", &problem, format!("write `resources.requests.{resource}`"), findings);
            }
        }
        let image = text(container, "/image").unwrap_or_default();
        let tagged = image.rsplit('/').next().is_some_and(|last| last.contains(':') && !last.ends_with(":latest"));
        if !tagged && !image.contains("@sha256:") {
            let problem = format!("has a container `{name}` whose image `{image}` is whatever `latest` means when it starts");
            seen.found("SEC-14", &problem, "name a release, or a digest", findings);
        }
    }
}

/// What the Pod Security level of its namespace refuses. Source: Kubernetes, Pod Security Standards.
fn security(seen: &Seen<'_>, spec: &Value, findings: &mut Vec<Finding>) {
    let declared = seen.cluster.namespaces.iter().find(|namespace| namespace.name.as_str() == seen.namespace());
    let Some(level) = declared.map(|namespace| &namespace.pod_security) else { return };
    if matches!(level, PodSecurity::Privileged) {
        return;
    }
    let mut faults: Vec<String> = Vec::new();
    for word in ["hostNetwork", "hostPID", "hostIPC"] {
        if spec[word] == true {
            faults.push(format!("`{word}`"));
        }
    }
    if list(spec, "/volumes").any(|volume| volume["hostPath"].is_object()) {
        faults.push("a `hostPath` volume".to_owned());
    }
    for container in containers(spec) {
        let name = text(container, "/name").unwrap_or("?");
        let own = &container["securityContext"];
        if own["privileged"] == true {
            faults.push(format!("`privileged` in container `{name}`"));
        }
        if matches!(level, PodSecurity::Restricted) {
            restricted(spec, own, name, &mut faults);
        }
    }
    if !faults.is_empty() {
        let problem = format!(
            "is refused in namespace `{}`, whose level is {}: {}",
            seen.namespace(),
            format!("{level:?}").to_lowercase(),
            faults.join(", ")
        );
        let fix = "write what the level wants (restricted: `runAsNonRoot: true`, `allowPrivilegeEscalation: false`, drop ALL \
                   capabilities, `seccompProfile: RuntimeDefault`), or put it into a namespace of another level";
        seen.found("SEC-02", &problem, fix, findings);
    }
}

fn restricted(spec: &Value, own: &Value, name: &str, faults: &mut Vec<String>) {
    let pod = &spec["securityContext"];
    let either = |path: &str| own.pointer(path).or_else(|| pod.pointer(path)).cloned().unwrap_or(Value::Null);
    if either("/runAsNonRoot") != true {
        faults.push(format!("container `{name}` may run as root"));
    }
    if either("/runAsUser") == 0 {
        faults.push(format!("container `{name}` runs as root"));
    }
    if own["allowPrivilegeEscalation"] != false {
        faults.push(format!("container `{name}` may gain privileges"));
    }
    if !list(own, "/capabilities/drop").any(|capability| capability == "ALL") {
        faults.push(format!("container `{name}` keeps capabilities"));
    }
    if !matches!(either("/seccompProfile/type").as_str(), Some("RuntimeDefault" | "Localhost")) {
        faults.push(format!("container `{name}` has no seccomp profile"));
    }
}
