//! What a cluster has otherwise than the base it was made from, one line for each value.

use serde_json::Value;

use crate::spec::{Cluster, Inherits, Vpc};

/// The longest value that is shown whole, in characters.
const SHOWN: usize = 60;

/// Every override of a cluster that was made from a base, in the order of their names: where, what it has, what the base has.
pub(super) fn overrides(cluster: &Cluster, inherits: &Inherits) -> Vec<String> {
    let mine = Cluster { inherits: None, ..cluster.clone() };
    // Its name and its addresses are its own, whatever door it came by.
    let vpc = Vpc { cidr: cluster.vpc.cidr, ..inherits.cluster.vpc.clone() };
    let base = Cluster { name: cluster.name.clone(), vpc, inherits: None, ..(*inherits.cluster).clone() };
    // Plain data always has a JSON form; without one there would be nothing to compare.
    let (Ok(base), Ok(mine)) = (serde_json::to_value(base), serde_json::to_value(mine)) else { return Vec::new() };
    let mut lines = Vec::new();
    compare("", &base, &mine, &mut lines);
    lines
}

fn compare(at: &str, base: &Value, mine: &Value, lines: &mut Vec<String>) {
    match (base, mine) {
        (left, right) if left == right => {}
        (Value::Object(left), Value::Object(right)) => {
            for key in left.keys().chain(right.keys().filter(|key| !left.contains_key(*key))) {
                let at = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
                let of = |map: &serde_json::Map<String, Value>| map.get(key).cloned().unwrap_or(Value::Null);
                compare(&at, &of(left), &of(right), lines);
            }
        }
        (Value::Array(left), Value::Array(right)) if all_named(left) && all_named(right) => by_name(at, left, right, lines),
        (Value::Object(_), Value::Null) => lines.push(format!("`{at}`: left out")),
        (Value::Null, Value::Object(_)) => lines.push(format!("`{at}`: added")),
        (left, right) => lines.push(format!("`{at}`: {} instead of {}", shown(right), shown(left))),
    }
}

/// Lists of named things are compared by name: an added one moves none of the others.
fn by_name(at: &str, left: &[Value], right: &[Value], lines: &mut Vec<String>) {
    for thing in left {
        let name = name(thing);
        match right.iter().find(|other| self::name(other) == name) {
            Some(other) => compare(&format!("{at}.{name}"), thing, other, lines),
            None => lines.push(format!("`{at}.{name}`: left out")),
        }
    }
    for thing in right.iter().filter(|thing| !left.iter().any(|other| name(other) == name(thing))) {
        lines.push(format!("`{at}.{}`: added", name(thing)));
    }
}

fn all_named(list: &[Value]) -> bool {
    list.iter().all(|thing| thing.get("name").is_some())
}

fn name(thing: &Value) -> &str {
    thing.get("name").and_then(Value::as_str).unwrap_or_default()
}

fn shown(value: &Value) -> String {
    let text = match value {
        Value::Null => return "nothing".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.chars().count() <= SHOWN {
        return format!("`{text}`");
    }
    format!("`{}…`", text.chars().take(SHOWN).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::KubernetesVersion;
    use crate::patterns::{Base, Site, parts};
    use crate::spec::Scale;

    fn site(name: &str, cidr: &str) -> Site {
        Site::new(name.parse().expect(name), cidr.parse().expect(cidr))
    }

    fn base() -> Base {
        let cluster = Cluster {
            version: KubernetesVersion::V1_35,
            node_groups: vec![parts::system_nodes(), parts::cpu_nodes()],
            ..Cluster::default()
        };
        Base::new("standard".parse().expect("a name"), cluster)
    }

    fn lines(otherwise: impl FnOnce(&mut Cluster)) -> Vec<String> {
        let cluster = base().inherit(&site("canary", "10.1.0.0/16"), otherwise);
        let inherits = cluster.inherits.clone().expect("made from a base");
        overrides(&cluster, &inherits)
    }

    #[test]
    fn a_cluster_that_changes_nothing_overrides_nothing() {
        assert!(lines(|_| ()).is_empty());
    }

    #[test]
    fn every_change_is_a_line() {
        let found = lines(|cluster| {
            cluster.version = KubernetesVersion::V1_34;
            cluster.vpc.zones = crate::spec::Zones::Count(2);
            cluster.node_groups[1].scale = Scale { min: 1, max: 9 };
            cluster.node_groups.push(parts::training_nodes());
            cluster.node_groups.remove(0);
        });
        assert_eq!(
            found,
            [
                "`node_groups.system`: left out",
                "`node_groups.cpu-workloads.scale.max`: `9` instead of `50`",
                "`node_groups.cpu-workloads.scale.min`: `1` instead of `0`",
                "`node_groups.training-gpu`: added",
                "`version`: `1.34` instead of `1.35`",
                "`vpc.zones`: `2` instead of `3`",
            ]
        );
    }
}
