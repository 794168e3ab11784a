//! What each word of `platform!` is in an eksctl file.

use std::collections::HashSet;

use super::Group;
use super::snippet::{Entry, Value};
use eksml_core::eksctl::ClusterConfig;
use eksml_core::spec::Spec;
use eksml_core::spec::shape::{Kind, Shape};

/// EKS's own policy for those who may do everything.
const ADMIN: &str = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";

/// The entries as keys of a flow mapping, without its braces.
pub(super) fn said(entries: &[Entry], group: Group) -> Option<String> {
    let all: Option<Vec<String>> = entries.iter().map(|entry| one(entry, group)).collect();
    all.map(|all| all.join(", "))
}

/// A word alone, as in "leave `efa` out"; whatever is no word of `platform!` stays.
pub(super) fn of_word(word: &str, group: Group) -> Option<&str> {
    Some(match word {
        "scale" => "maxSize",
        "desired" => "desiredCapacity",
        "zone" => "availabilityZones",
        "efa" => "efaEnabled",
        "imds" => "disablePodIMDS",
        "ami" => "amiFamily",
        "instances" if group == Group::Managed => "instanceTypes",
        "instances" | "distribution" => "instancesDistribution",
        "identity" => "podIdentityAssociations",
        "max_pods" => "maxPodsPerNode",
        "purchase" => "capacityReservation",
        "on_demand_base" => "onDemandBaseCapacity",
        "on_demand_percent" => "onDemandPercentageAboveBaseCapacity",
        "service_cidr" => "serviceIPv4CIDR",
        "management" | "sharing" | "scaler" | "own_secrets_key" | "monitoring" | "queues" | "zone_failure" | "pod_addresses" => {
            return None;
        }
        other => other,
    })
}

fn one(entry: &Entry, group: Group) -> Option<String> {
    let value = &entry.value;
    let plain = |key: &str| Some(format!("{key}: {}", yaml(value)?));
    let word = match value {
        Value::Bare(word) | Value::Tagged(word, _) => word.as_str(),
        _ => "",
    };
    match entry.word.as_str() {
        // Of a node group.
        "instances" => match (group, value) {
            (Group::Managed, _) => plain("instanceTypes"),
            (Group::SelfManaged, Value::List(items)) if items.len() == 1 => {
                Some(format!("instanceType: {}", yaml(items.first()?)?))
            }
            (Group::SelfManaged, _) => Some(format!("instancesDistribution: {{{}}}", plain("instanceTypes")?)),
        },
        "scale" => match value {
            Value::Range(from, to) => Some(format!("minSize: {from}, maxSize: {to}")),
            Value::Bare(size) => Some(format!("minSize: {size}, maxSize: {size}")),
            _ => None,
        },
        "desired" => plain("desiredCapacity"),
        "zone" => Some(format!("availabilityZones: [{}]", yaml(value)?)),
        "taint" => taint(value),
        "efa" => plain("efaEnabled"),
        "ami" => plain("amiFamily"),
        "max_pods" => plain("maxPodsPerNode"),
        "labels" | "tags" => plain(&entry.word),
        "size_gib" => plain("volumeSize"),
        "iops" => plain("volumeIOPS"),
        "throughput" => plain("volumeThroughput"),
        "key" => plain("volumeKmsKeyID"),
        "purchase" => purchase(word, value),
        "repair" => Some(format!("nodeRepairConfig: {{enabled: {}}}", word == "Automatic")),
        "imds" => Some("disablePodIMDS: false".to_owned()),
        "serves" => Some(format!("labels: {{workload-type: {}}}", word.to_lowercase())),
        "on_demand_base" => plain("onDemandBaseCapacity"),
        "on_demand_percent" => plain("onDemandPercentageAboveBaseCapacity"),
        "strategy" => Some(format!("spotAllocationStrategy: {}", kebab(word))),
        "distribution" => match value {
            Value::Block(entries) => Some(format!("instancesDistribution: {{{}}}", said(entries, group)?)),
            _ => None,
        },
        "management" => match value {
            Value::Tagged(word, payload) if word == "SelfManaged" => match payload.as_ref() {
                Value::Block(entries) if !entries.is_empty() => said(entries, group),
                _ => None,
            },
            _ => None,
        },
        // Blocks that eksctl has no key for, or others of the same name.
        "volume" | "vpc" | "access" | "eksctl" => match value {
            Value::Block(entries) => said(entries, group),
            _ => None,
        },
        // Of the cluster.
        "name" | "region" => Some(format!("metadata: {{{}}}", plain(&entry.word)?)),
        "version" => {
            let version = word.strip_prefix('V').map(|minor| minor.replace('_', "."));
            let version = version.map_or_else(|| yaml(value), |version| Some(format!("\"{version}\"")))?;
            Some(format!("metadata: {{version: {version}}}"))
        }
        "environment" => Some(format!("metadata: {{tags: {{eksml/environment: {}}}}}", word.to_lowercase())),
        "support" => Some(format!("upgradePolicy: {{supportType: {}}}", word.to_uppercase())),
        "cidr" => Some(format!("vpc: {{{}}}", plain("cidr")?)),
        "zones" => match value {
            Value::Bare(_) => Some("availabilityZones: […a, …b, …c]".to_owned()),
            _ => plain("availabilityZones"),
        },
        "nat" => {
            let gateway = if word == "PerZone" { "HighlyAvailable" } else { word };
            Some(format!("vpc: {{nat: {{gateway: {gateway}}}}}"))
        }
        "service_cidr" => Some(format!("kubernetesNetworkConfig: {{{}}}", plain("serviceIPv4CIDR")?)),
        "pod_addresses" => Some(format!(
            "addons: [{{name: vpc-cni, configurationValues: '{{\"env\":{{\"ENABLE_PREFIX_DELEGATION\":\"{}\"}}}}'}}]",
            word == "PrefixDelegation"
        )),
        "endpoint" => endpoint(value),
        "from" => Some(format!("vpc: {{{}}}", plain("publicAccessCIDRs")?)),
        "secrets_key" => Some(format!("secretsEncryption: {{{}}}", plain("keyARN")?)),
        "retention_days" => plain("logRetentionInDays"),
        "logs" => match value {
            Value::Block(entries) => Some(format!("cloudWatch: {{clusterLogging: {{{}}}}}", said(entries, group)?)),
            _ => None,
        },
        "admins" => admins(value),
        "scaler" => auto_mode(value),
        "node_group" => node_group(entry),
        // A key of eksctl's is one already.
        key => {
            if is_key(ClusterConfig::SHAPE, key, &mut HashSet::new()) {
                plain(key)
            } else {
                None
            }
        }
    }
}

/// Whether something in a ClusterConfig has this key.
fn is_key(shape: &'static Shape, key: &str, seen: &mut HashSet<&'static str>) -> bool {
    match &shape.kind {
        Kind::Struct { fields, .. } => {
            seen.insert(shape.rust) && fields.iter().any(|field| field.word() == key || is_key(field.shape, key, seen))
        }
        Kind::Choice(variants) => variants
            .iter()
            .any(|variant| variant.shown() == key || variant.payload.is_some_and(|payload| is_key(payload, key, seen))),
        Kind::List(of) | Kind::Optional(of) | Kind::Map(of) => is_key(of, key, seen),
        _ => false,
    }
}

fn taint(value: &Value) -> Option<String> {
    let known = |key: &str| Some(format!("taints: [{{key: {key}, value: \"true\", effect: NoSchedule}}]"));
    match value {
        Value::Bare(word) if word == "nvidia_gpu" || word == "NvidiaGpu" => known("nvidia.com/gpu"),
        Value::Bare(word) if word == "aws_neuron" || word == "AwsNeuron" => known("aws.amazon.com/neuron"),
        Value::Tagged(word, payload) if word == "Custom" => Some(format!("taints: [{}]", yaml(payload)?)),
        _ => None,
    }
}

fn purchase(word: &str, value: &Value) -> Option<String> {
    let target = || match value {
        Value::Tagged(_, id) => {
            Some(format!("capacityReservation: {{capacityReservationTarget: {{capacityReservationID: {}}}}}", yaml(id)?))
        }
        _ => None,
    };
    match word {
        "Spot" => Some("spot: true".to_owned()),
        "OnDemand" => Some("spot: false".to_owned()),
        "Reservation" => target(),
        "CapacityBlock" => Some(format!("instanceMarketOptions: {{marketType: capacity-block}}, {}", target()?)),
        _ => None,
    }
}

fn endpoint(value: &Value) -> Option<String> {
    match value {
        Value::Bare(word) if word == "Private" => {
            Some("vpc: {clusterEndpoints: {privateAccess: true, publicAccess: false}}".to_owned())
        }
        Value::Tagged(word, payload) if word == "PrivateAndPublic" => {
            let Value::Block(entries) = payload.as_ref() else { return None };
            let from = entries.iter().find(|entry| entry.word == "from")?;
            let from = yaml(&from.value)?;
            Some(format!("vpc: {{clusterEndpoints: {{privateAccess: true, publicAccess: true}}, publicAccessCIDRs: {from}}}"))
        }
        _ => None,
    }
}

fn admins(value: &Value) -> Option<String> {
    let Value::List(roles) = value else { return None };
    let entry = |role: &Value| {
        let role = yaml(role)?;
        Some(format!("{{principalARN: {role}, accessPolicies: [{{policyARN: \"{ADMIN}\", accessScope: {{type: cluster}}}}]}}"))
    };
    let entries: Option<Vec<String>> = roles.iter().map(entry).collect();
    Some(format!("accessConfig: {{accessEntries: [{}]}}", entries?.join(", ")))
}

fn auto_mode(value: &Value) -> Option<String> {
    match value {
        Value::Bare(word) if word == "AutoMode" => Some("autoModeConfig: {enabled: true}".to_owned()),
        Value::Tagged(word, _) if word == "AutoMode" => Some("autoModeConfig: {enabled: true, nodePools: [system]}".to_owned()),
        _ => None,
    }
}

fn node_group(entry: &Entry) -> Option<String> {
    let Value::Block(entries) = &entry.value else { return None };
    let name = entry.name.as_deref()?.replace('_', "-");
    let rest = said(entries, Group::Managed)?;
    let rest = if rest.is_empty() { String::new() } else { format!(", {rest}") };
    Some(format!("managedNodeGroups: [{{name: {name}, privateNetworking: true{rest}}}]"))
}

/// `PriceCapacityOptimized` as `price-capacity-optimized`.
fn kebab(word: &str) -> String {
    eksml_core::spec::shape::snake(word).replace('_', "-")
}

/// A value in YAML's flow style.
fn yaml(value: &Value) -> Option<String> {
    Some(match value {
        Value::Nothing => "true".to_owned(),
        Value::Bare(word) => word.clone(),
        Value::Text(text) => scalar(text),
        Value::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(yaml).collect();
            format!("[{}]", items?.join(", "))
        }
        Value::Block(entries) => {
            let entry = |entry: &Entry| Some(format!("{}: {}", scalar(&entry.word), yaml(&entry.value)?));
            let entries: Option<Vec<String>> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries?.join(", "))
        }
        Value::Range(..) | Value::Tagged(..) => return None,
    })
}

/// A text that stands in a flow mapping, in quotes where it would be taken for something else.
fn scalar(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || (c.is_ascii_digit() && text.contains('/')))
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '…'))
        && !matches!(text, "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n");
    if plain { text.to_owned() } else { format!("{text:?}") }
}
