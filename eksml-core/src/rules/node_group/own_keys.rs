//! eksctl's own keys of a group fit its management and its purchase.

use super::{Check, Example, Findings, Rule, Scope};
use crate::catalog::Zone;
use crate::eksctl::{NodeGroupBlock, subnet_of};
use crate::findings::{Fix, Severity};
use crate::spec::shape::Kind;
use crate::spec::{At, InstanceStore, Management, NodeGroup, Purchase, Spec};

pub(super) const NG_41: Rule = Rule {
    id: "NG-41",
    name: "eksctl-key-of-another-kind",
    title: "eksctl's own keys of a group exist for its kind of group",
    severity: Severity::Error,
    why: "eksctl refuses a key that its kind of group does not have, or ignores it beside another that says the same",
    source: "eksctl.io/v1alpha5, ManagedNodeGroup and NodeGroup; eksctl validation.go, capacityReservation",
    check: Check::NodeGroup(keys_fit),
    bad: Example::Cluster(
        "node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, eksctl { kubeletExtraConfig { maxPods: 20 } } }",
    ),
    good: Example::Cluster(
        "node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, management: SelfManaged { }, eksctl { kubeletExtraConfig { maxPods: 20 } } }",
    ),
};

const MANAGED_ONLY: [&str; 4] = ["update_config", "release_version", "node_repair_config", "launch_template"];
const SELF_MANAGED_ONLY: [&str; 12] = [
    "outpost_arn",
    "instances_distribution",
    "asg_metrics_collection",
    "cpu_credits",
    "classic_load_balancer_names",
    "target_group_arns",
    "cluster_dns",
    "kubelet_extra_config",
    "container_runtime",
    "max_instance_lifetime",
    "local_zones",
    "enclave_enabled",
];

/// The one of `keys` in `block` that is set, each looked at alone.
fn set<'a>(block: &At<'a, NodeGroupBlock>, keys: &[&'static str]) -> Vec<(At<'a, NodeGroupBlock>, String)> {
    let at = |key: &&'static str| {
        let at = block.field(key, |block| block);
        at.whole().is_set(key).then(|| (at, word(key)))
    };
    keys.iter().filter_map(at).collect()
}

/// eksctl's word for a key.
fn word(name: &str) -> String {
    match NodeGroupBlock::SHAPE.kind {
        Kind::Struct { fields, .. } => {
            fields.iter().find(|field| field.name == name).map_or_else(String::new, |field| field.word().into_owned())
        }
        _ => String::new(),
    }
}

fn keys_fit(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let block = group.eksctl();
    findings.scope(|findings| {
        let is_managed = group.management().is(|management| matches!(management, Management::Managed));
        let foreign = if is_managed { set(&block, &SELF_MANAGED_ONLY) } else { set(&block, &MANAGED_ONLY) };
        findings.each(foreign, |(at, key), findings| {
            let (kind, fix) = if is_managed {
                let words = "write `management: SelfManaged { }` in the node group, or remove the key";
                ("EKS manages", Fix::new(words, "move the group to `nodeGroups`, or remove the key"))
            } else {
                let words = "remove the key, or `management: SelfManaged`";
                ("eksctl manages", Fix::new(words, "remove the key, or move the group to `managedNodeGroups`"))
            };
            findings.report(&at, format!("`{key}` has no place in node group `{}`, which {kind}", *group.name()), fix);
        });
        if let (false, Some((at, key))) = (is_managed, set(&block, &["instances_distribution"]).pop()) {
            let alone = group.instances().len() < 2
                && block.instance_selector().get().is_none()
                && group
                    .management()
                    .is(|management| matches!(management, Management::SelfManaged(by_hand) if by_hand.distribution.is_none()));
            if alone {
                findings.report(
                    &at,
                    format!("`{key}` of node group `{}` has nothing to price: its one type is bought on demand", *group.name()),
                    "write `management: SelfManaged { distribution { } }` in the node group",
                );
            }
        }
    });
    findings.scope(|findings| {
        let raid = group.instance_store().is(|store| *store == InstanceStore::Raid0);
        findings.each(set(&block, &["override_bootstrap_command", "bottlerocket"]), |(at, key), findings| {
            if raid {
                let problem =
                    format!("`{key}` of node group `{}` would replace what makes a RAID of its instance store", *group.name());
                findings.report(&at, problem, "remove the key, or `instance_store: Raid0`, and do both in the key");
            }
        });
    });
    findings.scope(|findings| {
        let reserved = group.purchase().is(|purchase| matches!(purchase, Purchase::Reservation(_) | Purchase::CapacityBlock(_)));
        findings.each(set(&block, &["capacity_reservation"]), |(at, key), findings| {
            if reserved {
                findings.report(
                    &at,
                    format!("`{key}` and `purchase` both say where the capacity of node group `{}` comes from", *group.name()),
                    "keep `purchase`",
                );
            }
        });
    });
    subnets_are_in_the_zones(scope, group, findings);
}

/// Rules about zones judge the words; so the words and the subnets must say the same.
fn subnets_are_in_the_zones(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let named = group.eksctl().subnets();
    let own = scope.cluster.eksctl().vpc().get().and_then(|vpc| vpc.subnets().get());
    let Some(private) = own.map(|own| own.private()).filter(|_| !named.is_empty()) else { return };
    // Without a zone beside a name, the name is the zone or eksctl asks AWS for it.
    let zone = |name: At<'_, String>| {
        let (key, subnet) = subnet_of(private.whole(), name.whole())?;
        subnet.az.as_ref().unwrap_or(key).parse::<Zone>().ok()
    };
    let Some(zones) = named.iter().map(zone).collect::<Option<Vec<Zone>>>() else { return };
    let words = match group.zones().whole().as_slice() {
        [] => scope.cluster.vpc().zones().names(&scope.region()),
        own => own.to_vec(),
    };
    let is_same = zones.iter().all(|zone| words.contains(zone)) && words.iter().all(|zone| zones.contains(zone));
    if !is_same {
        let shown = |zones: &[Zone]| {
            let mut names: Vec<String> = zones.iter().map(ToString::to_string).collect();
            names.sort();
            names.dedup();
            names
        };
        let (of_subnets, of_words) = (shown(&zones), shown(&words).join(", "));
        let fix = match of_subnets.as_slice() {
            [one] => format!("write `zone: \"{one}\"` in the node group"),
            several => format!("write `zones: [\"{}\"]` in the node group", several.join("\", \"")),
        };
        findings.report(
            &named,
            format!("the subnets of node group `{}` are in {}, its words say {of_words}", *group.name(), of_subnets.join(", ")),
            fix,
        );
    }
}
