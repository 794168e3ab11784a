//! Every rule, written once: the macro runs them while it expands, the gate in front of every emission, tests assert them,
//! `explain` prints them.
//!
//! A rule is an id, a title, a reason, a check over the spec, and two examples in the words of `platform!` that tests run: one it
//! refuses and one it accepts. A rule about the ClusterConfig ([`Check::Config`]) has its examples in eksctl's words. One file per
//! family; [`ALL`] lists the families.

mod engine;
mod example;
mod findings;
mod home;
mod import;
mod known;
mod rule;

mod accelerator;
mod applied;
mod cluster;
mod cost;
mod eksctl;
mod emission;
mod expose;
mod fleet;
mod form;
mod fully_private;
mod helm;
mod monitoring;
mod network;
mod network_policy;
mod node_group;
mod recovery;
mod scheduling;
mod security;
mod storage;
mod waiver;
mod word;

pub use crate::derived::Workload;
pub use engine::{check, check_config, check_rule, check_spoken, check_with, waivers};
pub use example::Example;
pub use findings::Findings;
pub use import::left_out;
pub use rule::{Check, Rule, Scope};

/// The families about the platform, in the order in which rules run and are listed; those about its ClusterConfig follow them.
pub const ALL: &[&[Rule]] = &[
    form::RULES,
    import::RULES,
    cluster::RULES,
    node_group::RULES,
    accelerator::RULES,
    network::RULES,
    network_policy::RULES,
    security::RULES,
    fully_private::RULES,
    storage::RULES,
    scheduling::RULES,
    cost::RULES,
    monitoring::RULES,
    recovery::RULES,
    helm::RULES,
    expose::RULES,
    emission::RULES,
    applied::RULES,
    fleet::RULES,
    waiver::RULES,
];

/// The families that an imported file is held to. Of monitoring, backups and whatever else comes beside it a ClusterConfig cannot say
/// that it is missing.
pub const OF_FILES: &[&[Rule]] = &[
    form::RULES,
    import::RULES,
    cluster::RULES,
    node_group::RULES,
    accelerator::RULES,
    network::RULES,
    security::RULES,
    scheduling::RULES,
    cost::RULES,
    emission::RULES,
];

/// Every rule.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    ALL.iter().chain(eksctl::PARTS).flat_map(|family| family.iter())
}

/// The rule with this id or this name, in any case; in Rust a name may have `_` for `-`.
pub fn find(id: &str) -> Option<&'static Rule> {
    let name = id.replace('_', "-");
    all().find(|rule| rule.id.eq_ignore_ascii_case(id) || rule.name.eq_ignore_ascii_case(&name))
}

/// Whether `word`, an id or a name, means the rule with this id.
pub fn means(word: &str, id: &str) -> bool {
    word.eq_ignore_ascii_case(id) || find(word).is_some_and(|rule| rule.id == id)
}

/// The id or the name that is nearest to what was written, if one is near.
pub fn nearest(id: &str) -> Option<&'static str> {
    crate::units::spelling::closest(id, all().flat_map(|rule| [rule.id, rule.name]))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_short_unique_and_no_ids() {
        let mut seen = BTreeSet::new();
        for rule in all() {
            let is_kebab = rule
                .name
                .split('-')
                .all(|part| !part.is_empty() && part.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()));
            assert!(is_kebab && rule.name.starts_with(|c: char| c.is_ascii_lowercase()), "{}: {}", rule.id, rule.name);
            assert!(rule.name.len() <= 40, "{}: {}", rule.id, rule.name);
            assert!(seen.insert(rule.name), "{} is called twice", rule.name);
            assert_eq!(find(rule.name).map(|found| found.id), Some(rule.id));
            assert_eq!(find(&rule.name.replace('-', "_")).map(|found| found.id), Some(rule.id));
            assert!(means(rule.name, rule.id) && means(&rule.id.to_lowercase(), rule.id));
        }
    }
}
