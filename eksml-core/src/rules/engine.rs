//! Runs every rule over a spec, keeps all findings, and applies waivers.

use super::{Check, Findings, Rule, Scope, Workload};
use crate::findings::{Finding, Report};
use crate::source::Path;
use crate::spec::{At, Knowledge, Platform, Waiver};
use crate::units::Date;

/// Checks a spec of which everything is known. `today` ends waivers; without it they do not end.
pub fn check(platform: &Platform, today: Option<Date>) -> Report {
    Report::new(check_with(platform, &Knowledge::default(), today))
}

/// Checks a spec of which `knowledge` says what is unknown: rules that look there stay silent.
pub fn check_with(platform: &Platform, knowledge: &Knowledge, today: Option<Date>) -> Vec<Finding> {
    let mut found = Vec::new();
    for rule in super::all() {
        run(rule, platform, knowledge, &mut found);
    }
    knowledge.begin();
    let waivers = waivers_at(&At::root(platform, knowledge));
    found.retain(|finding| !waivers.iter().any(|(path, waiver)| waives(waiver, path, finding, today)));
    found
}

fn run(rule: &'static Rule, platform: &Platform, knowledge: &Knowledge, found: &mut Vec<Finding>) {
    let platform = At::root(platform, knowledge);
    knowledge.begin();
    match rule.check {
        Check::Form => return,
        Check::Platform(check) => return check(&platform, &mut Findings::new(rule, knowledge, found)),
        _ => {}
    }
    for cluster in platform.clusters().iter() {
        let scope = Scope { platform: platform.clone(), cluster: cluster.clone() };
        macro_rules! each {
            ($check:expr, $things:expr) => {
                for thing in $things {
                    knowledge.begin();
                    $check(&scope, &thing, &mut Findings::new(rule, knowledge, found));
                }
            };
        }
        knowledge.begin();
        match rule.check {
            Check::Form | Check::Platform(_) => {}
            Check::Cluster(check) => check(&scope, &mut Findings::new(rule, knowledge, found)),
            Check::NodeGroup(check) => each!(check, cluster.node_groups().iter()),
            Check::Namespace(check) => each!(check, cluster.namespaces().iter()),
            Check::Storage(check) => each!(check, cluster.storage().iter()),
            Check::Volume(check) => each!(check, cluster.volumes().iter()),
            Check::Identity(check) => each!(check, cluster.identities().iter()),
            Check::NetworkPolicy(check) => each!(check, cluster.network_policies().iter()),
            Check::Training(check) => each!(check, cluster.training().iter()),
            Check::Inference(check) => each!(check, cluster.inference().iter()),
            Check::Workload(check) => each!(check, Workload::all(&cluster)),
            Check::Monitoring(check) => each!(check, cluster.monitoring().get().into_iter()),
        }
    }
}

/// Every waiver of a platform with the block it stands in.
pub fn waivers(platform: &Platform) -> Vec<(Path, Waiver)> {
    let knowledge = Knowledge::default();
    waivers_at(&At::root(platform, &knowledge)).into_iter().map(|(path, waiver)| (path, waiver.whole().clone())).collect()
}

/// The same through the lens.
pub(super) fn waivers_at<'a>(platform: &At<'a, Platform>) -> Vec<(Path, At<'a, Waiver>)> {
    let mut all = Vec::new();
    let mut add = |block: &Path, waivers: At<'a, Vec<Waiver>>| all.extend(waivers.iter().map(|waiver| (block.clone(), waiver)));
    add(platform.path(), platform.waivers());
    for cluster in platform.clusters().iter() {
        add(cluster.path(), cluster.waivers());
        cluster.node_groups().iter().for_each(|it| add(it.path(), it.waivers()));
        cluster.namespaces().iter().for_each(|it| add(it.path(), it.waivers()));
        cluster.storage().iter().for_each(|it| add(it.path(), it.waivers()));
        cluster.volumes().iter().for_each(|it| add(it.path(), it.waivers()));
        cluster.identities().iter().for_each(|it| add(it.path(), it.waivers()));
        cluster.network_policies().iter().for_each(|it| add(it.path(), it.waivers()));
        cluster.training().iter().for_each(|it| add(it.path(), it.waivers()));
        cluster.inference().iter().for_each(|it| add(it.path(), it.waivers()));
        cluster.processing().iter().for_each(|it| add(it.path(), it.waivers()));
        cluster.notebooks().iter().for_each(|it| add(it.path(), it.waivers()));
    }
    all
}

fn waives(waiver: &At<'_, Waiver>, block: &Path, finding: &Finding, today: Option<Date>) -> bool {
    let waiver = waiver.whole();
    finding.path.is_within(block)
        && waiver.rule.eq_ignore_ascii_case(finding.rule)
        && !waiver.reason.trim().is_empty()
        && today.is_none_or(|today| today <= waiver.until)
}
