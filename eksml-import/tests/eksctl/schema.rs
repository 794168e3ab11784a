//! No key of eksctl's JSON schema is missing from the types.
//!
//! The schema is read from the file that `EKSML_EKSCTL_SCHEMA` names (`eksctl utils schema` prints it); without it the test says so
//! and passes.

use std::collections::BTreeSet;

use eksml_core::eksctl::ClusterConfig;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use serde_yaml::{Mapping, Value as Yaml};

/// Objects of which exactly one key may be set; each pass sets another.
const CHOICES: [&str; 3] = ["CapacityReservation", "CapacityReservationTarget", "NodeGroupUpdateConfig"];

struct Walk<'s> {
    definitions: &'s Map<String, Value>,
    pass: usize,
    filled: BTreeSet<(String, String)>,
}

impl<'s> Walk<'s> {
    fn definition(&self, reference: &str) -> (&'s str, &'s Value) {
        let name = reference.strip_prefix("#/definitions/").expect("a local reference");
        let (name, definition) = self.definitions.get_key_value(name).expect("a definition");
        (name, definition)
    }

    /// A value for one property: a plausible one where only eksctl's code knows the vocabulary, else one of the schema's type.
    fn value(&mut self, owner: &str, key: &str, schema: &'s Value) -> Yaml {
        if let Some(word) = vocabulary(owner, key) {
            return yaml(&word);
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let (name, definition) = self.definition(reference);
            return self.object_or_scalar(name, definition);
        }
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            return yaml(&words[self.pass % words.len()]);
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("array") => Yaml::Sequence(vec![self.value(owner, key, &schema["items"])]),
            Some("object") => {
                let value = self.value(owner, key, &schema["additionalProperties"]);
                Yaml::Mapping(Mapping::from_iter([("key-of-a-map".into(), value)]))
            }
            Some("string") => format!("{owner}.{key}").into(),
            Some("integer") => 7.into(),
            Some("number") => 0.5.into(),
            Some("boolean") => self.pass.is_multiple_of(2).into(),
            _ => "free-form".into(),
        }
    }

    fn object_or_scalar(&mut self, name: &'s str, definition: &'s Value) -> Yaml {
        let Some(properties) = definition.get("properties").and_then(Value::as_object) else {
            // `arn.ARN` is an opaque struct in the schema and a string in every document.
            let arn = name.ends_with("ARN");
            return if arn { "arn:aws:iam::111122223333:role/x".into() } else { self.value(name, "", definition) };
        };
        let choice = CHOICES.iter().position(|choice| *choice == name).map(|at| (self.pass >> at) & 1);
        let order = definition["preferredOrder"].as_array().expect("an order");
        assert_eq!(order.len(), properties.len(), "{name} orders all its properties");
        let mut object = Mapping::new();
        for (at, key) in order.iter().map(|key| key.as_str().expect("a key")).enumerate() {
            if choice.is_none_or(|chosen| chosen == at) {
                object.insert(key.into(), self.value(name, key, &properties[key]));
                self.filled.insert((name.to_owned(), key.to_owned()));
            }
        }
        if name == "IdentityProvider" {
            // The schema demands `type` and forbids it; eksctl's code reads it beside the keys of the only kind there is.
            let (name, definition) = self.definition("#/definitions/OIDCIdentityProvider");
            let Yaml::Mapping(keys) = self.object_or_scalar(name, definition) else { panic!("{name} is an object") };
            object.extend(keys);
        }
        Yaml::Mapping(object)
    }
}

fn yaml(value: &Value) -> Yaml {
    serde_yaml::to_value(value).expect("JSON is YAML")
}

/// Words that eksctl or EKS checks outside the schema.
fn vocabulary(owner: &str, key: &str) -> Option<Value> {
    Some(match (owner, key) {
        ("NodeGroupTaint", "effect") => json!("NoExecute"),
        ("AccessConfig", "authenticationMode") => json!("API_AND_CONFIG_MAP"),
        ("AccessEntry", "type") => json!("EC2_LINUX"),
        ("AccessScope", "type") => json!("namespace"),
        ("Addon", "resolveConflicts") => json!("preserve"),
        ("ArgoCDRoleMapping", "role") => json!("EDITOR"),
        ("AutoModeConfig", "nodePools") => json!(["general-purpose", "system"]),
        ("Capability", "type") => json!("ARGOCD"),
        ("Capability", "deletePropagationPolicy") => json!("RETAIN"),
        ("CapacityReservation", "capacityReservationPreference") => json!("open"),
        ("ClusterCloudWatchLogging", "logRetentionInDays") => json!(3653),
        ("ClusterVPC", "controlPlaneEgressMode") => json!("CUSTOMER_ROUTED"),
        ("ClusterVPC", "hostnameType") => json!("ip-name"),
        ("ControlPlaneScalingConfig", "tier") => json!("tier-xl"),
        ("InstanceMarketOptions", "marketType") => json!("capacity-block"),
        ("ManagedNodeGroup" | "NodeGroup", "asgSuspendProcesses") => json!(["Launch", "AZRebalance"]),
        ("NodeGroup", "containerRuntime") => json!("containerd"),
        ("NodeGroup", "cpuCredits") => json!("standard"),
        ("NodeGroupInstancesDistribution", "spotAllocationStrategy") => json!("diversified"),
        ("NodeRepairConfigOverride", "repairAction") => json!("Reboot"),
        ("PrivateCluster", "additionalEndpointServices") => json!(["cloudformation", "autoscaling", "logs"]),
        ("RemoteNodesIAM", "provider") => json!("ssm"),
        ("SSOIdentity", "type") => json!("SSO_USER"),
        ("ScoringStrategy", "type") => json!("LeastAllocated"),
        _ => return None,
    })
}

/// Paths of `read` that are missing from `written`, differ there, or stand in another order.
fn lost(path: &str, read: &Yaml, written: &Yaml, into: &mut Vec<String>) {
    match (read, written) {
        (Yaml::Mapping(read), Yaml::Mapping(written)) => {
            for (key, value) in read {
                let path = format!("{path}.{}", key.as_str().unwrap_or_default());
                match written.get(key) {
                    Some(other) => lost(&path, value, other, into),
                    None => into.push(path),
                }
            }
            if !read.keys().eq(written.keys()) {
                let keys: Vec<_> = written.keys().filter_map(Yaml::as_str).collect();
                into.push(format!("{path}: written as {keys:?}"));
            }
        }
        (Yaml::Sequence(read), Yaml::Sequence(written)) if read.len() == written.len() => {
            for (at, (value, other)) in read.iter().zip(written).enumerate() {
                lost(&format!("{path}[{at}]"), value, other, into);
            }
        }
        _ if read == written => {}
        _ => into.push(format!("{path}: {read:?} became {written:?}")),
    }
}

#[test]
fn every_key_of_the_schema_survives() {
    let Some(file) = std::env::var_os("EKSML_EKSCTL_SCHEMA") else {
        eprintln!("SKIPPED: EKSML_EKSCTL_SCHEMA names no schema (`eksctl utils schema` prints it)");
        return;
    };
    let text = std::fs::read_to_string(file).expect("EKSML_EKSCTL_SCHEMA names a readable file");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    let definitions = schema["definitions"].as_object().expect("the schema has definitions");

    let declared: BTreeSet<(String, String)> = definitions
        .iter()
        .filter_map(|(name, definition)| Some((name, definition.get("properties")?.as_object()?)))
        .flat_map(|(name, properties)| properties.keys().map(move |key| (name.clone(), key.clone())))
        .collect();

    let mut filled = BTreeSet::new();
    for pass in 0..1 << CHOICES.len() {
        let mut walk = Walk { definitions, pass, filled: BTreeSet::new() };
        let (name, root) = walk.definition(schema["$ref"].as_str().expect("a root"));
        let document = walk.object_or_scalar(name, root);
        filled.append(&mut walk.filled);

        let config = ClusterConfig::deserialize(&document).unwrap_or_else(|error| panic!("pass {pass}: {error}"));
        let mut missing = Vec::new();
        lost("", &document, &serde_yaml::to_value(&config).expect("plain data"), &mut missing);
        assert!(missing.is_empty(), "pass {pass}: {} paths did not survive:\n{}", missing.len(), missing.join("\n"));
    }
    let unreached: Vec<_> = declared.difference(&filled).collect();
    assert!(unreached.is_empty(), "the documents never set {unreached:?}");
    eprintln!("{} of {} keys survive", filled.len(), declared.len());
}
