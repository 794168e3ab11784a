//! CL-13: EKS Auto Mode runs what it replaces, and nothing else does.

use super::{Check, Example, Findings, Rule, Scope};
use crate::catalog::AmiFamily;
use crate::derived::AcceleratorKind;
use crate::findings::{Edit, Fix, Severity};
use crate::rules::node_group::pool::pool;
use crate::spec::{At, Imds, Management, NodeGroup, PlacementGroup, PodAddresses, Scaler, Sharing};

pub(super) const CL_13: Rule = Rule {
    id: "CL-13",
    name: "auto-mode-mixed",
    title: "EKS Auto Mode is not mixed with what it replaces",
    severity: Severity::Error,
    why: "two device plugins, two CNIs and two scalers would fight over the same nodes; what Auto Mode has no word for would be silently left out",
    source: "EKS user guide, Auto Mode: accelerated workloads, device management, create node class; eksctl pkg/apis, autoModeConfig",
    check: Check::Cluster(nothing_is_mixed),
    bad: Example::Cluster(
        "scaler: AutoMode,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 0..=3, serves: System, management: NodePool }\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 4..=4, taint: nvidia_gpu }",
    ),
    good: Example::Cluster(
        "scaler: AutoMode,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 0..=3, serves: System, management: NodePool }\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, management: NodePool }",
    ),
};

fn nothing_is_mixed(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    if !scope.cluster.scaler().is(|scaler| matches!(scaler, Scaler::AutoMode(_))) {
        return;
    }
    findings.each(scope.cluster.node_groups().iter(), |group, findings| {
        group_is_a_pool(&group, findings);
    });
    findings.scope(|findings| {
        let prometheus = scope.cluster.monitoring().get().and_then(|monitoring| monitoring.prometheus().get());
        if let Some(prometheus) = prometheus
            && prometheus.class().get().is_none()
            && !scope.cluster.storage().iter().any(|class| *class.default())
        {
            let problem = "Prometheus' volume is of the class gp2, for which EKS Auto Mode has no driver";
            findings.report(&prometheus, problem, "declare `storage gp3 { ebs_gp3, default: true }`");
        }
    });
    let addresses = scope.cluster.vpc().pod_addresses();
    if !addresses.is(|addresses| *addresses == PodAddresses::default()) {
        findings.report(&addresses, "EKS Auto Mode gives Pods their addresses in its own way", "remove the word");
    }
}

/// A word of a group, what Auto Mode makes of it, and what to write instead.
fn group_is_a_pool(group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let name = group.name();
    let management = group.management();
    if !management.is(|management| matches!(management, Management::NodePool(_))) {
        let problem = format!("`{}` is no pool, and eksctl makes no node groups beside EKS Auto Mode", *name);
        let fix = Fix::new(
            "add `management: NodePool`",
            "remove `autoModeConfig`, or the group: `eksctl create nodegroup` makes it once the cluster is there",
        );
        return findings.report(&name, problem, fix);
    }
    findings.scope(|findings| {
        if let Some(release) = pool(group).and_then(|pool| pool.release().get()) {
            let problem =
                format!("pool `{}` is to boot release `{}`, but EKS Auto Mode chooses its images itself", *name, *release);
            findings.report(&release, problem, Fix::decision([Edit::remove(&release)]));
        }
    });
    findings.scope(|findings| {
        let ami = group.ami();
        if *ami != AmiFamily::default() {
            let problem = format!("pool `{}` is to boot {}, but EKS Auto Mode chooses its images itself", *name, ami.as_str());
            findings.report(&ami, problem, Fix::decision([Edit::remove(&ami)]));
        }
    });
    findings.scope(|findings| {
        let placement = group.placement();
        if !placement.is(|placement| *placement == PlacementGroup::Automatic) {
            let problem = format!("pool `{}` is to have a placement group, which is not emitted for EKS Auto Mode", *name);
            findings.report(
                &placement,
                problem,
                Fix::decision([Edit::remove(&placement)]).saying("{}, or write `scaler: Karpenter`"),
            );
        }
    });
    findings.scope(|findings| {
        let tags = group.tags();
        if !tags.is_empty() {
            let problem =
                format!("nodes of `{}` are to have tags, which the role of an EKS Auto Mode cluster may not give", *name);
            findings.report(&tags, problem, Fix::decision([Edit::remove(&tags)]));
        }
    });
    findings.scope(|findings| {
        let sharing = group.sharing();
        if !sharing.is(|sharing| *sharing == Sharing::None) {
            let problem = format!("the GPUs of `{}` are to be shared, and the device plugin of EKS Auto Mode shares none", *name);
            findings.report(
                &sharing,
                problem,
                Fix::decision([Edit::remove(&sharing)]).saying("{}, or write `scaler: Karpenter`"),
            );
        }
    });
    findings.scope(|findings| {
        let imds = group.imds();
        if !imds.is(|imds| *imds == Imds::NodeOnly) {
            let problem = format!("nodes of `{}` are to let Pods read instance metadata, which EKS Auto Mode never does", *name);
            findings.report(&imds, problem, Fix::decision([Edit::remove(&imds)]));
        }
    });
    findings.scope(|findings| {
        if let Some(pods) = group.max_pods().get() {
            findings.report(
                &pods,
                format!("nodes of `{}` take what EKS Auto Mode reckons", *name),
                Fix::safe([Edit::remove(&pods)]),
            );
        }
    });
    findings.scope(|findings| {
        let efa = group.efa();
        if *efa {
            let problem = format!("nodes of `{}` are to have EFA, which is not emitted for EKS Auto Mode", *name);
            findings.report(&efa, problem, "write `scaler: Karpenter`, or use a cluster with node groups for such jobs");
        }
    });
    let part = group.instances().iter().find(|it| AcceleratorKind::of(it.facts()).is_some() && it.facts().is_fractional());
    if let Some(part) = part {
        findings.report(
            &part,
            format!("{} carries a part of a GPU, which EKS Auto Mode does not offer", *part),
            "choose a whole GPU: g6.2xlarge",
        );
    }
}
