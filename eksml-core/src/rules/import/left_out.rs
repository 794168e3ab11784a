//! IMP-03: what eksctl and AWS do where a file is silent, and the imported source is not.

use super::Findings;
use crate::catalog::KubernetesVersion;
use crate::eksctl::{Addon, AsgProcess, ClusterConfig, ClusterLogType, SupportType};
use crate::findings::{Finding, Fix};
use crate::rules::known::listed;
use crate::spec::{At, Knowledge};

/// Add-ons that eksctl installs where none is named (eksctl `pkg/apis/eksctl.io/v1alpha5/addon.go`, `DefaultAddons`).
const OF_EKSCTL: [&str; 4] = ["vpc-cni", "kube-proxy", "coredns", "metrics-server"];

/// Compares a file with what its imported source is rendered to: what the file leaves to eksctl, and the source does not. All of it
/// is one finding.
pub fn left_out(file: &ClusterConfig, now: &ClusterConfig, knowledge: &Knowledge) -> Vec<Finding> {
    let mut found = Vec::new();
    let Some(rule) = crate::rules::find("IMP-03") else { return found };
    let mut findings = Findings::new(rule, knowledge, &mut found);
    let file = At::root(file, knowledge);
    let mut all = cluster(&file, now, &mut findings);
    all.extend(groups(&file, now, &mut findings));
    if all.is_empty() {
        return found;
    }
    let each: Vec<String> = all.iter().map(|left| format!("\n{}: `{}`", left.without, left.write)).collect();
    let (count, noun) = (all.len(), if all.len() == 1 { "choice" } else { "choices" });
    let problem = format!("this file leaves {count} {noun} to eksctl and AWS, which the imported source makes otherwise");
    let fix = format!("where one is not what you want, write the key{}", each.concat());
    findings.report(&file.metadata().name(), problem, Fix::alike(fix));
    found
}

/// Something that is left out: what happens then, and what the source says, as it can be pasted.
struct Left {
    without: String,
    write: String,
}

fn left(without: &str, write: &str) -> Left {
    Left { without: without.to_owned(), write: write.to_owned() }
}

/// What is left out of the cluster.
fn cluster(file: &At<'_, ClusterConfig>, now: &ClusterConfig, findings: &mut Findings<'_>) -> Vec<Left> {
    let mut all = Vec::new();
    findings.each([version, support, access, logs, zonal_shift, add_ons], |look, findings| {
        let left = look(file, now);
        if !findings.guessed() {
            all.extend(left);
        }
    });
    all
}

fn version(file: &At<'_, ClusterConfig>, _: &ClusterConfig) -> Option<Left> {
    if file.metadata().version().is_some() {
        return None;
    }
    let write = format!("metadata: {{version: \"{}\"}}", KubernetesVersion::default());
    Some(left("its Kubernetes version is the default of the eksctl that runs", &write))
}

fn support(file: &At<'_, ClusterConfig>, now: &ClusterConfig) -> Option<Left> {
    let said = file.upgrade_policy().get().is_some_and(|policy| policy.support_type().is_some());
    let standard = now.upgrade_policy.as_ref().is_some_and(|policy| policy.support_type == Some(SupportType::Standard));
    if said || !standard {
        return None;
    }
    Some(left("its version goes on into extended support, at 0.60 USD/h", "upgradePolicy: {supportType: STANDARD}"))
}

fn access(file: &At<'_, ClusterConfig>, _: &ClusterConfig) -> Option<Left> {
    let access = file.access_config().get();
    let mode = access.as_ref().is_some_and(|access| access.authentication_mode().is_some());
    let creator = access.as_ref().is_some_and(|access| access.bootstrap_cluster_creator_admin_permissions().is_some());
    let (aws_auth, admin) =
        ("whoever may edit the aws-auth ConfigMap lets others in", "whoever runs eksctl is an administrator from then on");
    match (mode, creator) {
        (true, true) => None,
        (false, true) => Some(left(aws_auth, "accessConfig: {authenticationMode: API}")),
        (true, false) => Some(left(admin, "accessConfig: {bootstrapClusterCreatorAdminPermissions: false}")),
        (false, false) => Some(left(
            &format!("{aws_auth}, and {admin}"),
            "accessConfig: {authenticationMode: API, bootstrapClusterCreatorAdminPermissions: false}",
        )),
    }
}

fn logs(file: &At<'_, ClusterConfig>, _: &ClusterConfig) -> Option<Left> {
    let logging = file.cloud_watch().get().and_then(|watch| watch.cluster_logging().get());
    let types: Vec<ClusterLogType> = logging.as_ref().map(|logging| logging.enable_types().whole().clone()).unwrap_or_default();
    let all = types.iter().any(|log| matches!(log.as_str(), "all" | "*"));
    let kept = |log: &str| all || types.iter().any(|kept| kept.as_str() == log);
    let days = logging.as_ref().and_then(|logging| logging.log_retention_in_days().get()).map(|days| days.days().to_string());
    let write = |days: &str| {
        let mut named: Vec<&str> = types.iter().map(|log| log.as_str()).collect();
        named.extend(["audit", "authenticator"].iter().filter(|log| !kept(log)));
        format!("cloudWatch: {{clusterLogging: {{enableTypes: [{}], logRetentionInDays: {days}}}}}", named.join(", "))
    };
    if !kept("audit") || !kept("authenticator") {
        return Some(left(
            "nobody can tell later who did what: the audit log is not kept",
            &write(days.as_deref().unwrap_or("90")),
        ));
    }
    if days.is_none() {
        return Some(left("logs are kept, and paid for, for ever", &write("90")));
    }
    None
}

fn zonal_shift(file: &At<'_, ClusterConfig>, now: &ClusterConfig) -> Option<Left> {
    let shifts = now.zonal_shift_config.as_ref().is_some_and(|shift| shift.enabled == Some(true));
    if file.zonal_shift_config().is_some() || !shifts {
        return None;
    }
    Some(left("traffic goes on to a zone that fails", "zonalShiftConfig: {enabled: true}"))
}

/// Add-ons that eksctl does not install by itself, and the settings of the VPC CNI.
fn add_ons(file: &At<'_, ClusterConfig>, now: &ClusterConfig) -> Option<Left> {
    let own = file.addons();
    let is_named = |name: &str| own.iter().any(|addon| addon.name().as_str() == name);
    let more: Vec<&str> =
        now.addons.iter().map(|addon| addon.name.as_str()).filter(|name| !OF_EKSCTL.contains(name) && !is_named(name)).collect();
    let settings = |addons: &[Addon]| {
        addons.iter().find(|addon| addon.name == "vpc-cni").and_then(|addon| addon.configuration_values.clone())
    };
    let cni = settings(&now.addons)
        .filter(|values| values.contains("\"enableNetworkPolicy\":\"true\"") && settings(own.whole()).is_none());
    let mut without = Vec::new();
    let mut write: Vec<String> = more.iter().map(|name| format!("{{name: {name}}}")).collect();
    if !more.is_empty() {
        without.push(format!("{} {} not there", listed(&more), if more.len() == 1 { "is" } else { "are" }));
    }
    if let Some(values) = cni {
        without.push("the VPC CNI ignores every NetworkPolicy, and gives small nodes few addresses for Pods".to_owned());
        write.push(format!("{{name: vpc-cni, configurationValues: '{values}'}}"));
    }
    if without.is_empty() {
        return None;
    }
    Some(left(&without.join(", and "), &format!("addons: [{}]", write.join(", "))))
}

/// A key of node groups, what happens without it, and what the source says.
struct Silence {
    key: &'static str,
    silent: &'static str,
    write: String,
}

/// What is left out of groups, once for all that are silent on the same.
fn groups(file: &At<'_, ClusterConfig>, now: &ClusterConfig, findings: &mut Findings<'_>) -> Vec<Left> {
    let mut all: Vec<(Silence, Vec<At<'_, String>>)> = Vec::new();
    findings.scope(|findings| {
        macro_rules! look {
            ($groups:ident, $own:expr) => {
                findings.each(file.$groups().iter(), |group, findings| {
                    let name = group.name();
                    let Some(now) = now.$groups.iter().find(|now| now.name == name.as_str()) else { return };
                    let mut silences: Vec<Silence> = Vec::new();
                    if group.disable_pod_imds().is_none() && now.disable_pod_imds == Some(true) {
                        silences.push(silence(
                            "disablePodIMDS",
                            "every Pod there reaches instance metadata, and with it the node's role",
                            "true",
                        ));
                    }
                    if group.volume_encrypted().is_none() && now.volume_encrypted == Some(true) {
                        let silent = "root volumes are encrypted only if the account's default says so";
                        silences.push(silence("volumeEncrypted", silent, "true"));
                    }
                    if let (None, Some(size)) = (group.volume_size().get(), now.volume_size.filter(|size| *size != 80)) {
                        let silent = "root volumes have 80 GiB, which a few images for accelerators fill";
                        silences.push(silence("volumeSize", silent, &size.to_string()));
                    }
                    if group.propagate_asg_tags().get().is_none_or(|on| !*on) && now.propagate_asg_tags == Some(true) {
                        let silent = "an autoscaler knows neither labels nor taints of a group that is at zero";
                        silences.push(silence("propagateASGTags", silent, "true"));
                    }
                    let rebalances = |list: &[AsgProcess]| !list.contains(&AsgProcess::AzRebalance);
                    if !rebalances(&now.asg_suspend_processes) && rebalances(group.asg_suspend_processes().whole()) {
                        let silent = "the rebalancing of zones ends nodes without draining them";
                        silences.push(silence("asgSuspendProcesses", silent, "[AZRebalance]"));
                    }
                    #[allow(clippy::redundant_closure_call, reason = "the two kinds of group differ in this")]
                    silences.extend(($own)(&group, now));
                    // A look at something unknown silences the rest of this group, and no other.
                    if !findings.guessed() {
                        for silence in silences {
                            match all.iter_mut().find(|(known, _)| known.key == silence.key && known.write == silence.write) {
                                Some((_, names)) => names.push(name.clone()),
                                None => all.push((silence, vec![name.clone()])),
                            }
                        }
                    }
                });
            };
        }
        look!(self_managed_node_groups, |_: &At<'_, crate::eksctl::SelfManagedNodeGroup>,
                                         _: &crate::eksctl::SelfManagedNodeGroup| None);
        look!(managed_node_groups, |group: &At<'_, crate::eksctl::ManagedNodeGroup>, now: &crate::eksctl::ManagedNodeGroup| {
            let repaired = now.node_repair_config.as_ref().is_some_and(|repair| repair.enabled == Some(true));
            (repaired && group.node_repair_config().is_none())
                .then(|| silence("nodeRepairConfig", "EKS leaves a broken node in place", "{enabled: true}"))
        });
    });
    let told = |(silence, names): (Silence, Vec<At<'_, String>>)| {
        let shown: Vec<&str> = names.iter().map(|name| name.whole().as_str()).collect();
        let (plural, verb) = if shown.len() == 1 { ("", "is") } else { ("s", "are") };
        let without = format!("{}, where node group{plural} {} {verb} silent", silence.silent, listed(&shown));
        Left { without, write: silence.write }
    };
    all.into_iter().map(told).collect()
}

fn silence(key: &'static str, silent: &'static str, value: &str) -> Silence {
    Silence { key, silent, write: format!("{key}: {value}") }
}
