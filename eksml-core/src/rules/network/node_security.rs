//! Security groups by kind of nodes (`security_groups: PerKind`): which nodes have one, and which file systems let them in.

use crate::derived;
use crate::findings::{Edit, Fix, Severity};
use crate::rules::example::job;
use crate::rules::home::groups;
use crate::rules::storage::class_of;
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};
use crate::spec::{At, Management, NodeGroup, Scaler, SecurityGroups, Storage, Use};

/// Whether each kind of nodes has a security group.
fn is_per_kind(scope: &Scope<'_>) -> bool {
    scope.cluster.security_groups().is(|groups| *groups == SecurityGroups::PerKind)
}

pub(super) const NET_18: Rule = Rule {
    id: "NET-18",
    name: "security-groups-nothing-to-tell-apart",
    title: "security groups by kind have kinds to tell apart, and nodes that come before them",
    severity: Severity::Error,
    why: "nodes that serve the system come with the cluster, before any group can be made, and have none: without them the cluster's \
          add-ons find no node, and without others nobody has a group",
    source: "eksctl docs, Create nodegroup; EKS user guide, View Amazon EKS security group requirements",
    check: Check::Cluster(has_kinds),
    bad: Example::Cluster("security_groups: PerKind,"),
    good: Example::Cluster(
        "security_groups: PerKind,\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }",
    ),
};

fn has_kinds(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let word = scope.cluster.security_groups();
    if !is_per_kind(scope) {
        return;
    }
    let groups: Vec<_> = scope.cluster.node_groups().iter().collect();
    if groups.iter().all(|group| *group.serves() == Use::System) {
        findings.report(
            &word,
            format!("no node of cluster `{}` gets a security group: all of them serve the system, or are EKS's own", *scope.cluster.name()),
            "add `node_group lab { instances: [\"m7i.2xlarge\"], scale: 0..=4, serves: Development }`, or what your nodes are for, or \
             remove `security_groups`",
        );
        return;
    }
    let is_pool = |group: &At<'_, NodeGroup>| group.management().is(|it| matches!(it, Management::NodePool(_)));
    let has_system = groups.iter().any(|group| *group.serves() == Use::System && !is_pool(group));
    let is_auto_mode = scope.cluster.scaler().is(|scaler| matches!(scaler, Scaler::AutoMode(_)));
    if !has_system && !is_auto_mode {
        findings.report(
            &word,
            format!("cluster `{}` would be created without a node: none of its groups serves the system", *scope.cluster.name()),
            "add `node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }`",
        );
    }
}

pub(super) const NET_19: Rule = Rule {
    id: "NET-19",
    name: "launch-template-without-group",
    title: "a group with a launch template of its own gets no security group by kind",
    severity: Severity::Error,
    why: "the template says all security groups of its nodes: eksctl attaches none beside it, and file systems that let in the kind do \
          not let in these nodes",
    source: "eksctl validation.go:1544",
    check: Check::NodeGroup(templates_are_not_reached),
    bad: Example::Cluster(
        "security_groups: PerKind,\n\
         node_group batch { instances: [\"m7i.2xlarge\"], scale: 0..=4, serves: Training,\n\
             eksctl { launchTemplate { id: \"lt-0aaaaaaaaaaaaaaaa\", version: \"3\" } },\n\
             waive(NG-16, \"the template has hop limit 1\", until: \"2027-06-30\") }",
    ),
    good: Example::Cluster(
        "security_groups: PerKind,\n\
         node_group batch { instances: [\"m7i.2xlarge\"], scale: 0..=4, serves: Training }",
    ),
};

fn templates_are_not_reached(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let Some(template) = group.eksctl().launch_template().get() else { return };
    if is_per_kind(scope) && *group.serves() != Use::System {
        findings.report(
            &template,
            format!(
                "node group `{}` has a launch template of its own, so that the security group of {} nodes is not attached to it",
                *group.name(),
                derived::workload_type(group.serves().whole())
            ),
            Fix::decision([Edit::remove(&template)])
                .saying("{}, or `security_groups: PerKind` in the cluster and attach groups in the template yourself"),
        );
    }
}

pub(super) const NET_20: Rule = Rule {
    id: "NET-20",
    name: "mount-from-a-closed-place",
    title: "whoever mounts a file system runs where it lets them in",
    severity: Severity::Error,
    why: "a file system that lets in kinds of nodes knows them by their security groups, of which nodes that serve the system have none: \
          from anywhere else the mount hangs until it times out, and the Pod with it",
    source: "FSx for Lustre user guide, File system access control with Amazon VPC; EFS user guide, Using VPC security groups",
    check: Check::Workload(is_let_in),
    bad: job!(
        "security_groups: PerKind,",
        "node_group lab { instances: [\"m7i.2xlarge\"], scale: 0..=4, serves: Training }",
        "storage data { fsx_lustre: Scratch2 { size_gib: 1200, place { zone: \"us-west-2a\" } } }",
        "volume corpus { namespace: ml_training, storage: data }";
        "on: system, cpu: \"1\", memory: \"2Gi\", mount corpus { at: \"/data\" }"
    ),
    good: job!(
        "security_groups: PerKind,",
        "node_group lab { instances: [\"m7i.2xlarge\"], scale: 0..=4, serves: Training, zone: \"us-west-2a\" }",
        "storage data { fsx_lustre: Scratch2 { size_gib: 1200, place { zone: \"us-west-2a\" } } }",
        "volume corpus { namespace: ml_training, storage: data }";
        "on: lab, cpu: \"1\", memory: \"2Gi\", mount corpus { at: \"/data\" }"
    ),
};

fn is_let_in(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    if !is_per_kind(scope) {
        return;
    }
    findings.each(workload.mounts().iter(), |mount, findings| {
        let is_it = |volume: &At<'_, crate::spec::DataVolume>| {
            *volume.namespace() == *workload.namespace() && *volume.name() == *mount.volume()
        };
        let Some(volume) = scope.cluster.volumes().iter().find(is_it) else { return };
        let Some(class) = class_of(scope, &volume).filter(|class| derived::has_own_file_system(class)) else { return };
        let Some(system) = groups(scope, workload).into_iter().find(|group| *group.serves() == Use::System) else { return };
        if is_per_kind(scope) {
            let others = scope.cluster.node_groups().iter().filter(|group| *group.serves() != Use::System);
            let others: Vec<_> = others.map(|group| format!("`on: {}`", group.name().word())).collect();
            findings.report(
                &mount.volume(),
                format!(
                    "{} mounts `{}` on node group `{}`, which serves the system: the file system of `{}` does not let it in",
                    workload.shown(),
                    *volume.name(),
                    *system.name(),
                    *class.name()
                ),
                format!("run it on nodes of another kind: {}", others.join(" or ")),
            );
        }
    });
}

pub(super) const NET_21: Rule = Rule {
    id: "NET-21",
    name: "file-system-lets-nobody-in",
    title: "a file system lets in somebody, and whom it names has a security group",
    severity: Severity::Error,
    why: "where each kind of nodes has a security group, a file system lets in the kinds whose workloads mount it, and `mounted_from` adds \
          to them; a file system that nobody is known to mount would let nobody in",
    source: "FSx for Lustre user guide, File system access control with Amazon VPC; EFS user guide, Using VPC security groups",
    check: Check::Storage(lets_somebody_in),
    bad: Example::Cluster(
        "security_groups: PerKind,\n\
         node_group lab { instances: [\"m7i.2xlarge\"], scale: 0..=4, serves: Development }\n\
         storage home { efs { create { } } }",
    ),
    good: Example::Cluster(
        "security_groups: PerKind,\n\
         node_group lab { instances: [\"m7i.2xlarge\"], scale: 0..=4, serves: Development }\n\
         storage home { efs { create { } }, mounted_from: [Development] }",
    ),
};

fn lets_somebody_in(scope: &Scope<'_>, class: &At<'_, Storage>, findings: &mut Findings<'_>) {
    let per_kind = is_per_kind(scope);
    let (named, name) = (class.mounted_from(), class.name());
    if !named.is_empty() && !per_kind {
        findings.report(
            &named,
            format!("`mounted_from` of storage `{}` does nothing: every node of the cluster is let in", *name),
            "remove it, or write `security_groups: PerKind` in the cluster",
        );
        return;
    }
    if !per_kind {
        return;
    }
    let is_own = derived::has_own_file_system(class);
    if !named.is_empty() && !is_own {
        findings.report(
            &named,
            format!(
                "`mounted_from` of storage `{}` does nothing: the security groups of its file systems are not made here",
                *name
            ),
            "remove it, and let the kinds in where those groups are made, by the outputs of the cluster's stack",
        );
        return;
    }
    if let Some(kind) = named.iter().find(|kind| !has_group(scope, kind)) {
        let reason = if *kind == Use::System { "nodes that serve the system have none" } else { "no group of nodes serves that" };
        findings.report(
            &kind,
            format!(
                "storage `{}` is mounted from {} nodes, which have no security group: {reason}",
                *name,
                derived::workload_type(&kind)
            ),
            "name a kind that some other node group `serves`",
        );
        return;
    }
    if is_own && derived::kinds_let_in(scope.cluster, class).is_empty() {
        let kinds: Vec<_> = derived::kind_groups(scope.cluster).map(|kind| format!("{:?}", kind.serves)).collect();
        if let Some(first) = kinds.first() {
            findings.report(
                &name,
                format!("no workload mounts the file system of storage `{}`, so that it would let no node in", *name),
                format!("say from which kinds of nodes it is mounted: `mounted_from: [{first}]`; there are {}", kinds.join(", ")),
            );
        }
    }
}

/// Whether nodes of a kind have a security group.
fn has_group(scope: &Scope<'_>, kind: &Use) -> bool {
    *kind != Use::System && scope.cluster.node_groups().iter().any(|group| *group.serves() == *kind)
}
