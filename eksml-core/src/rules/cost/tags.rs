//! Tags by hand: what they tell the autoscaler about nodes that do not exist yet must be true.

use crate::derived::{self, LABEL_TAG, RESOURCE_TAG, TAINT_TAG};
use crate::findings::{Edit, Fix, Severity};
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, NodeGroup, Scaler, Sharing};

pub(super) const CST_05: Rule = Rule {
    id: "CST-05",
    name: "false-node-template-tag",
    title: "node-template tags say what nodes will really carry",
    severity: Severity::Error,
    why: "the autoscaler believes the tag until a node exists: it adds nodes for Pods that then do not fit, or adds none for Pods that would",
    source: "cluster-autoscaler cloudprovider/aws/aws_manager.go, buildNodeFromTemplate",
    check: Check::NodeGroup(labels_and_resources_agree),
    bad: Example::Cluster(
        "node_group cpu { instances: [\"m7i.large\"], scale: 0..=4,\n    \
         tags { \"k8s.io/cluster-autoscaler/node-template/label/workload-type\": \"training\" } }",
    ),
    good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, tags { \"cost-center\": \"42\" } }"),
};

fn labels_and_resources_agree(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let tags = group.tags();
    if tags.is_empty() {
        return;
    }
    findings.each(tags.iter(), |(key, value), findings| {
        let (what, name) = match (key.as_str().strip_prefix(LABEL_TAG), key.as_str().strip_prefix(RESOURCE_TAG)) {
            (Some(label), _) => ("label", label),
            (_, Some(resource)) if !is_shared_gpu(group, resource) => ("resource", resource),
            _ => return,
        };
        let derived = derived::template_tag(group, key.as_str());
        let own = derived.clone().or_else(|| read_off_the_type(group, name).filter(|_| what == "resource"));
        let truth = match own {
            Some(own) if own == *value => return,
            Some(own) => format!("nodes have {own}"),
            // The autoscaler and the kubelet put these on by themselves.
            None if what == "label" && !is_well_known(name) => "nodes do not carry it".to_owned(),
            None => return,
        };
        findings.report(
            &value,
            format!("node group `{}` is tagged with {what} {name} = {}, but its {truth}", *group.name(), *value),
            if what == "label" && derived.is_none() {
                format!("remove the tag, or add the label to its nodes: `labels {{ {name:?}: {:?} }}`", *value)
            } else {
                "remove the tag: it is derived".to_owned()
            },
        );
    });
}

pub(super) const CST_06: Rule = Rule {
    id: "CST-06",
    name: "false-taint-tag",
    title: "taint tags carry value and effect",
    severity: Severity::Error,
    why: "the autoscaler silently drops a taint tag that is not `value:Effect`, takes the group for untainted, and adds nodes for Pods \
          that cannot run there",
    source: "cluster-autoscaler aws_manager.go, extractTaintsFromAsg; eksctl #7543 writes the value alone",
    check: Check::NodeGroup(taint_tags_agree),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu,\n    \
         tags { \"k8s.io/cluster-autoscaler/node-template/taint/nvidia.com/gpu\": \"true\" } }",
    ),
    good: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu,\n    \
         tags { \"k8s.io/cluster-autoscaler/node-template/taint/nvidia.com/gpu\": \"true:NoSchedule\" } }",
    ),
};

fn taint_tags_agree(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let tags = group.tags();
    if tags.is_empty() {
        return;
    }
    findings.each(tags.iter(), |(key, value), findings| {
        let Some(taint) = key.as_str().strip_prefix(TAINT_TAG) else { return };
        match derived::template_tag(group, key.as_str()) {
            Some(own) if own == value.as_str() => {}
            Some(own) => findings.report(
                &value,
                format!("the tag of `{}` says taint {taint} is {:?}, its nodes carry {own:?}", *group.name(), *value),
                Fix::safe([Edit::set(&value, own.as_str())]).saying(format!("write {own:?}, or remove the tag: it is derived")),
            ),
            None => findings.report(
                &value,
                format!("node group `{}` is tagged with taint {taint}, which its nodes do not carry", *group.name()),
                Fix::decision([Edit::remove(&value)])
                    .saying("remove the tag, or declare the taint: `taint: Custom { key: …, value: … }`"),
            ),
        }
    });
}

pub(super) const CST_07: Rule = Rule {
    id: "CST-07",
    name: "shared-gpus-miscounted",
    title: "the autoscaler counts shared GPUs as Pods do",
    severity: Severity::Error,
    why: "it takes a node for one GPU where four Pods fit, and buys four nodes for them",
    source: "cluster-autoscaler aws_manager.go: GPUs are read off the instance type unless a resources tag says otherwise",
    check: Check::NodeGroup(shared_gpus_are_counted),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, sharing: TimeSlicing(4),\n    \
         tags { \"k8s.io/cluster-autoscaler/node-template/resources/nvidia.com/gpu\": \"1\" } }",
    ),
    good: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, sharing: TimeSlicing(4) }",
    ),
};

fn shared_gpus_are_counted(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    findings.each(group.tags().iter(), |(key, value), findings| {
        let shared = key.as_str().strip_prefix(RESOURCE_TAG).is_some_and(|resource| is_shared_gpu(group, resource));
        if !shared {
            return;
        }
        let Some(own) = derived::template_tag(group, key.as_str()).filter(|own| *own != *value) else { return };
        findings.report(
            &value,
            format!("the tag of `{}` says a node has {} GPUs; shared, it has {own}", *group.name(), *value),
            Fix::safe([Edit::set(&value, own.as_str())]).saying(format!("write {own:?}, or remove the tag: it is derived")),
        );
    });
}

pub(super) const CST_11: Rule = Rule {
    id: "CST-11",
    name: "too-many-group-tags",
    title: "a group's tags fit its Auto Scaling group",
    severity: Severity::Error,
    why: "an Auto Scaling group takes 50 tags; eksctl stops after the nodes were created, with the group half tagged",
    source: "eksctl pkg/cfn/builder, MaximumTagNumber; EC2 Auto Scaling quotas",
    check: Check::NodeGroup(tags_fit),
    bad: Example::Cluster(concat!(
        "node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, tags { \"t01\": \"\", \"t02\": \"\", \"t03\": \"\", \"t04\": \"\", ",
        "\"t05\": \"\", \"t06\": \"\", \"t07\": \"\", \"t08\": \"\", \"t09\": \"\", \"t10\": \"\", \"t11\": \"\", \"t12\": \"\", ",
        "\"t13\": \"\", \"t14\": \"\", \"t15\": \"\", \"t16\": \"\", \"t17\": \"\", \"t18\": \"\", \"t19\": \"\", \"t20\": \"\", ",
        "\"t21\": \"\", \"t22\": \"\", \"t23\": \"\", \"t24\": \"\", \"t25\": \"\", \"t26\": \"\", \"t27\": \"\", \"t28\": \"\", ",
        "\"t29\": \"\", \"t30\": \"\", \"t31\": \"\", \"t32\": \"\", \"t33\": \"\", \"t34\": \"\", \"t35\": \"\", \"t36\": \"\", ",
        "\"t37\": \"\", \"t38\": \"\", \"t39\": \"\", \"t40\": \"\" } }",
    )),
    good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, tags { \"cost-center\": \"42\" } }"),
};

/// The tags an Auto Scaling group takes.
const MOST: usize = 50;

/// Those that EKS, CloudFormation and eksctl put on it: the names of cluster, node group and stack, eksctl's version, discovery.
const THEIRS: usize = 10;

fn tags_fit(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let tags = group.tags();
    if tags.is_empty() && group.labels().is_empty() {
        return;
    }
    let ours = match *scope.cluster.scaler() {
        Scaler::ClusterAutoscaler(_) => derived::asg_tags(group).len(),
        _ => tags.whole().len(),
    };
    if ours + THEIRS > MOST {
        let by_hand = tags.whole().len();
        findings.report(
            &tags,
            format!(
                "node group `{}` has {ours} tags ({by_hand} by hand, the rest from labels and taints); with {THEIRS} of EKS and \
                 eksctl that is more than {MOST}",
                *group.name()
            ),
            format!("remove {} tags or labels", ours + THEIRS - MOST),
        );
    }
}

/// Whether a resource is one that Pods share on this group.
fn is_shared_gpu(group: &At<'_, NodeGroup>, resource: &str) -> bool {
    resource == "nvidia.com/gpu" && group.sharing().is(|it| matches!(it, Sharing::TimeSlicing(_) | Sharing::Mps(_)))
}

/// Labels with prefixes of Kubernetes and AWS, which nodes get from elsewhere.
fn is_well_known(label: &str) -> bool {
    let prefix = label.split_once('/').map_or("", |(prefix, _)| prefix);
    ["kubernetes.io", "k8s.io", "amazonaws.com", "eksctl.io"]
        .iter()
        .any(|domain| prefix.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

/// GPUs that the autoscaler reads off the instance type by itself.
fn read_off_the_type(group: &At<'_, NodeGroup>, resource: &str) -> Option<String> {
    let first = group.instances().iter().next()?;
    let count = derived::devices(first.facts(), &group.sharing());
    (resource == "nvidia.com/gpu" && first.facts().accelerator == crate::catalog::Accelerator::Nvidia).then(|| count.to_string())
}
