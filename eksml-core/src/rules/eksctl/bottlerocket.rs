//! Free-form settings of nodes: Bottlerocket's, and the kubelet's.

use super::ask::said;
use super::group::{family, groups};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{ClusterConfig, InlineDocument, Json};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-104",
        name: "bottlerocket-settings-misplaced",
        title: "Bottlerocket settings are for Bottlerocket, whose family is written",
        severity: Severity::Error,
        why: "of managed groups eksctl drops them without a word; of self-managed ones it refuses them, also where the family is not written",
        source: "eksctl validation.go:1107",
        check: Check::Config(settings_are_for_bottlerocket),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, amiFamily: AmazonLinux2023, bottlerocket: {enableAdminContainer: true}}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, amiFamily: Bottlerocket, bottlerocket: {enableAdminContainer: true}}]",
        ),
    },
    Rule {
        id: "EK-105",
        name: "bottlerocket-settings-reserved",
        title: "Bottlerocket settings leave to eksctl and EKS what is theirs",
        severity: Severity::Error,
        why: "labels, taints and the way to the cluster are written by eksctl and EKS; of managed groups eksctl notices only when the control plane stands",
        source: "eksctl validation.go:1884, 1895, 1912, pkg/nodebootstrap/managed_bottlerocket.go:44, 82, 89, bottlerocket.go:88",
        check: Check::Config(settings_are_free),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, amiFamily: Bottlerocket, bottlerocket: {settings: {kubernetes: {node-taints: {team: 'a:NoSchedule'}}}}}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, amiFamily: Bottlerocket, taints: [{key: team, value: a, effect: NoSchedule}], bottlerocket: {settings: {kubernetes: {registry-qps: 20}}}}]",
        ),
    },
    Rule {
        id: "EK-106",
        name: "kubelet-settings-reserved",
        title: "kubelet settings leave to eksctl what joins the node",
        severity: Severity::Error,
        why: "with another address, domain or authentication the node would not join; eksctl refuses the keys",
        source: "eksctl validation.go:1745",
        check: Check::Config(kubelets_join),
        bad: Example::Config(
            "nodeGroups: [{name: cpu, privateNetworking: true, kubeletExtraConfig: {clusterDomain: example.com}}]",
        ),
        good: Example::Config(
            "nodeGroups: [{name: cpu, privateNetworking: true, kubeletExtraConfig: {kubeReserved: {cpu: 300m}}}]",
        ),
    },
];

fn settings_are_for_bottlerocket(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let Some(settings) = group.bottlerocket().get() else { return };
        if group.ami_family().get().is_none_or(|family| !family.is_bottlerocket()) {
            findings.report(
                &settings,
                format!("node group `{}` runs {}, which has no Bottlerocket settings", *group.name(), family(&*group)),
                "write `amiFamily: \"Bottlerocket\"`, or remove `bottlerocket`",
            );
        }
    });
}

/// The keys of `settings.kubernetes` that are somebody else's to write, and how to say it instead.
const THEIRS: &[(&str, &str, Kind)] = &[
    ("node-labels", "write `labels` in the node group", Kind::Both),
    ("node-taints", "write `taints` in the node group", Kind::Both),
    ("max-pods", "write `maxPodsPerNode` in the node group", Kind::SelfManaged),
    ("cluster-dns-ip", "remove it: EKS writes it", Kind::Managed),
    ("cluster-certificate", "remove it: EKS writes it", Kind::Managed),
    ("api-server", "remove it: EKS writes it", Kind::Managed),
    ("cluster-name", "remove it: EKS writes it", Kind::Managed),
];

/// Of which kind of group a key is refused.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Managed,
    SelfManaged,
    Both,
}

fn settings_are_free(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let Some(bottlerocket) = group.bottlerocket().get() else { return };
        let Some(settings) = bottlerocket.settings().get() else { return };
        let managed = group.managed().is_some();
        match settings.whole().get(&["kubernetes"]) {
            None => {}
            Some(Json::Object(keys)) => {
                findings.each(THEIRS, |(key, fix, kind), findings| {
                    let refused = matches!((kind, managed), (Kind::Both, _) | (Kind::Managed, true) | (Kind::SelfManaged, false));
                    if refused && keys.contains_key(*key) {
                        findings.report(
                            &settings,
                            format!("`settings.kubernetes.{key}` of node group `{}` is not Bottlerocket's to say", *group.name()),
                            *fix,
                        );
                    }
                });
                let dns = group.self_managed().map(|group| group.cluster_dns()).filter(said);
                if dns.is_some() && keys.contains_key("cluster-dns-ip") {
                    findings.report(
                        &settings,
                        format!("the DNS server of node group `{}` is said twice", *group.name()),
                        "remove `cluster-dns-ip`, or `clusterDNS`",
                    );
                }
            }
            Some(_) => findings.report(
                &settings,
                format!("`settings.kubernetes` of node group `{}` is not a block", *group.name()),
                "write keys and values under it",
            ),
        }
        let admin = settings.whole().get(&["host-containers", "admin", "enabled"]);
        if managed && admin.is_some() && bottlerocket.enable_admin_container().get().is_some() {
            findings.report(
                &bottlerocket.enable_admin_container(),
                format!("the admin container of node group `{}` is switched twice", *group.name()),
                Fix::decision([Edit::remove(&bottlerocket.enable_admin_container())])
                    .saying("{}, or `settings.host-containers.admin.enabled`"),
            );
        }
    });
}

/// What eksctl writes into a kubelet's configuration itself.
const KUBELET_KEYS: &[&str] =
    &["kind", "apiVersion", "address", "clusterDomain", "authentication", "authorization", "serverTLSBootstrap"];

fn kubelets_join(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.self_managed_node_groups().iter(), |group, findings| {
        let Some(kubelet) = group.kubelet_extra_config().get() else { return };
        let document: &InlineDocument = kubelet.whole();
        findings.each(KUBELET_KEYS.iter().filter(|key| document.0.contains_key(**key)), |key, findings| {
            findings.report(
                &kubelet,
                format!("`{key}` of node group `{}`'s kubelet is eksctl's to set", *group.name()),
                format!("remove `{key}`"),
            );
        });
    });
}
