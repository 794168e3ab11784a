//! Runs every rule over a spec, keeps all findings, and applies waivers.

use super::{Check, Findings, Rule, Scope, Workload};
use crate::derived::{self, ConfigOrigin};
use crate::eksctl::ClusterConfig;
use crate::findings::{Finding, Report, Severity};
use crate::source::{Path, Step};
use crate::spec::{At, Knowledge, Platform, Waiver};
use crate::units::Date;

/// Checks a spec of which everything is known. `today` ends waivers; without it they do not end.
pub fn check(platform: &Platform, today: Option<Date>) -> Report {
    Report::new(check_with(platform, &Knowledge::default(), today))
}

/// Checks what the words of a platform say, without the ClusterConfigs it is rendered to: an imported file has one of its own.
pub fn check_spoken(platform: &Platform, knowledge: &Knowledge) -> Vec<Finding> {
    let mut found = Vec::new();
    for rule in super::OF_FILES.iter().copied().flatten() {
        run(rule, platform, knowledge, &mut found);
    }
    found
}

/// Checks a spec of which `knowledge` says what is unknown: rules that look there stay silent.
pub fn check_with(platform: &Platform, knowledge: &Knowledge, today: Option<Date>) -> Vec<Finding> {
    let mut found = Vec::new();
    for rule in super::all() {
        run(rule, platform, knowledge, &mut found);
    }
    let waivers = waivers_at(&At::root(platform, knowledge));
    let stands = |finding: &Finding| !waivers.iter().any(|(path, waiver)| waives(waiver, path, finding, today));
    // What is set aside hides nothing that eksctl refuses.
    found.retain(&stands);
    rendered(&At::root(platform, knowledge), &mut found);
    found.retain(&stands);
    name_the_cluster(platform, &mut found);
    found
}

/// What is inherited stands in the base: there, a finding has to say which cluster it is about.
fn name_the_cluster(platform: &Platform, found: &mut [Finding]) {
    for finding in found {
        let [Step::Field("clusters"), Step::Index(index), ..] = finding.path.steps() else { continue };
        let Some(cluster) = platform.clusters.get(*index).filter(|cluster| cluster.inherits.is_some()) else { continue };
        if !finding.problem.contains(&format!("`{}`", cluster.name)) {
            finding.problem.push_str(&format!(", in cluster `{}`", cluster.name));
        }
    }
}

/// Judges what each cluster is rendered to. What the words say wrong was said by their own rules: where those have spoken, only what
/// an `eksctl` block says is judged here as well, save a key that they have refused already.
fn rendered(platform: &At<'_, Platform>, found: &mut Vec<Finding>) {
    for cluster in platform.clusters().iter() {
        let (config, unknown) = derived::cluster_config_with_unknown(*platform, cluster);
        if unknown.contains(&Path::root()) {
            continue;
        }
        let at = cluster.path();
        let origin = ConfigOrigin::new(cluster.any(), &config, at.clone());
        let spoken = found.len();
        let is_sound = !found.iter().any(|finding| finding.severity == Severity::Error && finding.path.is_within(&at));
        for mut finding in check_config(&config, &Knowledge::without(unknown)) {
            let is_said = origin.is_said(&finding.path);
            finding.path = origin.of(&finding.path);
            // Of what no block says, nothing in the block can be edited.
            if is_said {
                finding.edits.iter_mut().for_each(|edit| edit.at = origin.of(&edit.at));
            } else {
                finding.edits.clear();
            }
            let is_told = |known: &Finding| known.severity == Severity::Error && finding.path == known.path;
            if is_sound || is_said && !found.get(..spoken).unwrap_or_default().iter().any(is_told) {
                found.push(finding);
            }
        }
    }
}

/// Checks a ClusterConfig alone, by the rules about ClusterConfigs. Paths begin at the ClusterConfig;
/// [`key_path`](crate::eksctl::key_path) shows them in eksctl's keys.
pub fn check_config(config: &ClusterConfig, knowledge: &Knowledge) -> Vec<Finding> {
    let mut found = Vec::new();
    for rule in super::all() {
        if let Check::Config(check) = rule.check {
            knowledge.depends(|| check(&At::root(config, knowledge), &mut Findings::new(rule, knowledge, &mut found)));
        }
    }
    found
}

/// Checks a spec by one rule alone; waivers are not looked at.
pub fn check_rule(rule: &'static Rule, platform: &Platform, knowledge: &Knowledge) -> Vec<Finding> {
    let mut found = Vec::new();
    run(rule, platform, knowledge, &mut found);
    if let Check::Config(check) = rule.check {
        for cluster in At::root(platform, knowledge).clusters().iter() {
            let (config, unknown) = derived::cluster_config_with_unknown(At::root(platform, knowledge), cluster);
            let knowledge = Knowledge::without(unknown);
            check(&At::root(&config, &knowledge), &mut Findings::new(rule, &knowledge, &mut found));
        }
    }
    found
}

/// Runs a rule, once for each thing it is about, each time in a scope of its own.
fn run(rule: &'static Rule, platform: &Platform, knowledge: &Knowledge, found: &mut Vec<Finding>) {
    knowledge.depends(|| judge(rule, platform, knowledge, found));
}

fn judge(rule: &'static Rule, platform: &Platform, knowledge: &Knowledge, found: &mut Vec<Finding>) {
    let platform = At::root(platform, knowledge);
    let findings = &mut Findings::new(rule, knowledge, found);
    match rule.check {
        Check::Form | Check::Config(_) | Check::Applied(_) => return,
        Check::Platform(check) => return findings.scope(|findings| check(&platform, findings)),
        _ => {}
    }
    findings.each(platform.clusters().iter(), |cluster, findings| {
        let scope = Scope { platform, cluster };
        macro_rules! each {
            ($check:expr, $things:expr) => {
                findings.each($things, |thing, findings| $check(&scope, &thing, findings))
            };
        }
        match rule.check {
            Check::Form | Check::Config(_) | Check::Applied(_) | Check::Platform(_) => {}
            Check::Cluster(check) => check(&scope, findings),
            Check::NodeGroup(check) => each!(check, cluster.node_groups().iter()),
            Check::Namespace(check) => each!(check, cluster.namespaces().iter()),
            Check::Storage(check) => each!(check, cluster.storage().iter()),
            Check::Volume(check) => each!(check, cluster.volumes().iter()),
            Check::Identity(check) => each!(check, cluster.identities().iter()),
            Check::NetworkPolicy(check) => each!(check, cluster.network_policies().iter()),
            Check::Training(check) => each!(check, cluster.training().iter()),
            Check::Inference(check) => each!(check, cluster.inference().iter()),
            Check::Workload(check) => each!(check, Workload::all(cluster)),
            Check::Monitoring(check) => each!(check, cluster.monitoring().get()),
        }
    });
}

/// Every waiver of a platform with the block it stands in.
pub fn waivers(platform: &Platform) -> Vec<(Path, Waiver)> {
    let knowledge = Knowledge::default();
    waivers_at(&At::root(platform, &knowledge)).into_iter().map(|(path, waiver)| (path, waiver.whole().clone())).collect()
}

/// The same through the lens.
pub(super) fn waivers_at<'a>(platform: &At<'a, Platform>) -> Vec<(Path, At<'a, Waiver>)> {
    let mut all = Vec::new();
    let mut add = |block: Path, waivers: At<'a, Vec<Waiver>>| all.extend(waivers.iter().map(|waiver| (block.clone(), waiver)));
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
        cluster.priorities().iter().for_each(|it| add(it.path(), it.waivers()));
        let queues = cluster.queues().get();
        queues.iter().flat_map(|it| it.queues().iter()).for_each(|it| add(it.path(), it.waivers()));
        cluster.processing().iter().for_each(|it| add(it.path(), it.waivers()));
        cluster.notebooks().iter().for_each(|it| add(it.path(), it.waivers()));
        cluster.helm().iter().for_each(|it| add(it.path(), it.waivers()));
    }
    all
}

fn waives(waiver: &At<'_, Waiver>, block: &Path, finding: &Finding, today: Option<Date>) -> bool {
    let waiver = waiver.whole();
    finding.path.is_within(block)
        && super::means(&waiver.rule, finding.rule)
        && !waiver.reason.trim().is_empty()
        && today.is_none_or(|today| today <= waiver.until)
}
