//! No key of eksctl's ClusterConfig is missing from the types: `facts/eksctl_keys.tsv` is written as documents, read, written again.

use std::collections::{BTreeMap, BTreeSet};

use eksml_core::eksctl::ClusterConfig;
use serde::Deserialize;
use serde_json::{Value, json};
use serde_yaml::{Mapping, Value as Yaml};
use xtask::facts::{Facts, repository};
use xtask::keys::{Type, words};
use xtask::table::{Row, Table};

/// Objects of which exactly one key may be set; each pass sets another.
const CHOICES: [&str; 3] = ["CapacityReservation", "CapacityReservationTarget", "NodeGroupUpdateConfig"];

struct Walk<'t> {
    objects: BTreeMap<&'t str, Vec<Row<'t>>>,
    pass: usize,
    filled: BTreeSet<(String, String)>,
}

impl<'t> Walk<'t> {
    fn new(table: &'t Table, pass: usize) -> Result<Self, String> {
        let mut objects: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
        for row in table.rows() {
            objects.entry(row.cell("object")?).or_default().push(row);
        }
        Ok(Self { objects, pass, filled: BTreeSet::new() })
    }

    /// A value for one position: a plausible one where only eksctl's code knows the vocabulary, else one of its type.
    fn position(&mut self, row: Row<'t>) -> Result<Yaml, String> {
        let (owner, key) = (row.cell("object")?, row.cell("key")?);
        self.filled.insert((owner.to_owned(), key.to_owned()));
        if let Some(word) = vocabulary(owner, key) {
            return Ok(yaml(&word));
        }
        let words = words(row)?;
        if !words.is_empty() {
            return Ok(words[self.pass % words.len()].into());
        }
        // What is inside has a row of its own where it has limits.
        if row.cell("type")? == "list" {
            let inner = format!("{key}[]");
            let rows = self.objects.get(owner).into_iter().flatten().copied();
            let inner = rows.into_iter().find(|row| row.cell("key") == Ok(&inner)).ok_or(inner)?;
            return Ok(Yaml::Sequence(vec![self.position(inner)?]));
        }
        self.of(&Type::parse(row.cell("type")?), owner, key)
    }

    fn of(&mut self, kind: &Type, owner: &str, key: &str) -> Result<Yaml, String> {
        Ok(match kind {
            Type::Object(name) => self.object(name)?,
            Type::List(items) => Yaml::Sequence(vec![self.of(items, owner, key)?]),
            Type::Map(values) => map(self.of(values, owner, key)?),
            Type::Plain(plain) => match plain.as_str() {
                "string" => format!("{owner}.{key}").into(),
                "arn" => "arn:aws:iam::111122223333:role/x".into(),
                "integer" => 7.into(),
                "number" => 0.5.into(),
                "boolean" => self.pass.is_multiple_of(2).into(),
                "object" => map("free-form".into()),
                other => return Err(format!("{owner}.{key} is of type {other}")),
            },
        })
    }

    fn object(&mut self, name: &str) -> Result<Yaml, String> {
        let rows = self.objects.get(name).cloned().ok_or_else(|| format!("no object {name}"))?;
        let choice = CHOICES.iter().position(|choice| *choice == name).map(|at| (self.pass >> at) & 1);
        let mut object = Mapping::new();
        for (at, row) in rows.into_iter().filter(|row| row.cell("key").is_ok_and(|key| !key.ends_with("[]"))).enumerate() {
            if choice.is_none_or(|chosen| chosen == at) {
                object.insert(row.cell("key")?.into(), self.position(row)?);
            }
        }
        Ok(Yaml::Mapping(object))
    }
}

fn map(value: Yaml) -> Yaml {
    Yaml::Mapping(Mapping::from_iter([("key-of-a-map".into(), value)]))
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
fn every_key_of_eksctl_survives() -> Result<(), String> {
    let facts = Facts::read(&repository())?;
    let table = facts.table("eksctl_keys")?;
    let declared: BTreeSet<(String, String)> = table
        .rows()
        .map(|row| Ok((row.cell("object")?.to_owned(), row.cell("key")?.to_owned())))
        .collect::<Result<_, String>>()?;
    assert!(declared.len() > 400, "{} keys are too few to be all of eksctl's", declared.len());

    let mut filled = BTreeSet::new();
    for pass in 0..1 << CHOICES.len() {
        let mut walk = Walk::new(table, pass)?;
        let document = walk.object("ClusterConfig")?;
        filled.append(&mut walk.filled);

        let config = ClusterConfig::deserialize(&document).unwrap_or_else(|error| panic!("pass {pass}: {error}"));
        let mut missing = Vec::new();
        lost("", &document, &serde_yaml::to_value(&config).expect("plain data"), &mut missing);
        assert!(missing.is_empty(), "pass {pass}: {} paths did not survive:\n{}", missing.len(), missing.join("\n"));
    }
    // The items of a list whose words eksctl's code knows are not looked at one by one.
    let unreached: Vec<_> = declared.difference(&filled).filter(|(_, key)| !key.ends_with("[]")).collect();
    assert!(unreached.is_empty(), "the documents never set {unreached:?}");
    Ok(())
}
