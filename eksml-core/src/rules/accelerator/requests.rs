//! How many accelerators a Pod asks for.

use super::claims::both_ways;
use crate::derived::{self, AcceleratorKind};
use crate::findings::{Edit, Fix, Severity};
use crate::rules::example::{job, service};
use crate::rules::home::groups;
use crate::rules::known::listed;
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::{At, Management, NodeGroup, Sharing, Training};

pub(super) const ACC_08: Rule = Rule {
    id: "ACC-08",
    name: "several-shared-gpus-requested",
    title: "a Pod on shared GPUs asks for one",
    severity: Severity::Error,
    why: "two shares of a GPU compute no faster than one, and the device plugin refuses the Pod: UnexpectedAdmissionError",
    source: "k8s-device-plugin README, failRequestsGreaterThanOne",
    check: Check::Workload(shared_is_one),
    bad: service!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu, sharing: TimeSlicing(4) }";
        "on: gpu, replicas: 2, gpus: 2, cpu: \"2\", memory: \"8Gi\""
    ),
    good: service!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu, sharing: TimeSlicing(4) }";
        "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\""
    ),
};

fn shared_is_one(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    let asked = workload.devices();
    for group in groups(scope, workload) {
        if asked > 0 && bought_for_no_gpu(&group) {
            let instances = group.instances();
            findings.report(
                &workload.placement(),
                format!(
                    "{} asks for GPUs on pool `{}`, but of {} Karpenter believes that it has none, and buys no such node",
                    workload.shown(),
                    *group.name(),
                    instances.iter().next().map_or_else(String::new, |it| it.to_string())
                ),
                "leave `management` out of the group, or choose instances with whole GPUs such as g6.2xlarge",
            );
            return;
        }
        if asked < 2 {
            continue;
        }
        let (Sharing::TimeSlicing(pods) | Sharing::Mps(pods)) = *group.sharing() else { continue };
        findings.report(
            &workload.gpus(),
            format!("{} asks for {asked} GPUs on `{}`, where each GPU is shared by {pods} Pods", workload.shown(), *group.name()),
            Fix::decision([Edit::set(&workload.gpus(), 1_u32)]).saying("{}, or run it on a group without `sharing`"),
        );
        return;
    }
}

pub(super) const ACC_12: Rule = Rule {
    id: "ACC-12",
    name: "more-accelerators-than-a-node",
    title: "a Pod asks for no more accelerators than one node has",
    severity: Severity::Error,
    why: "a Pod lives on one node: asking for more accelerators than any has leaves it Pending for ever, and nothing scales up",
    source: "Kubernetes, extended resources; cluster-autoscaler simulates one node of the group",
    check: Check::Workload(a_node_has_them),
    bad: job!(
        "node_group gpu { instances: [\"p5.48xlarge\"], scale: 0..=4, serves: Training, taint: nvidia_gpu }";
        "on: gpu, gpus: 16, cpu: \"32\", memory: \"256Gi\""
    ),
    good: job!(
        "queues,",
        "node_group gpu { instances: [\"p5.48xlarge\"], scale: 0..=4, serves: Training, taint: nvidia_gpu }";
        "on: gpu, nodes: 2, gpus: 8, cpu: \"32\", memory: \"256Gi\""
    ),
};

fn a_node_has_them(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    let asked = workload.devices();
    if asked == 0 {
        return;
    }
    let groups = groups(scope, workload);
    let most = groups.iter().map(|group| (fewest(group), group)).max_by_key(|(devices, _)| *devices);
    let Some((most, group)) = most else { return };
    // Of which ACC-25 speaks.
    if both_ways(scope, &groups).is_some() {
        return;
    }
    let resources: Vec<_> = groups.iter().filter_map(derived::device_resource).collect();
    if let Some(other) = resources.iter().find(|other| Some(*other) != resources.first()) {
        findings.report(
            &workload.placement(),
            format!(
                "{} may land on nodes with `{}` or with `{other}`, but can ask for one of them only",
                workload.shown(),
                resources[0]
            ),
            "choose one group: `on: GROUP`",
        );
        return;
    }
    let elsewhere = groups.iter().all(|group| speaks_for_itself(group));
    if asked <= most || elsewhere {
        return;
    }
    let types: Vec<_> = group.instances().iter().map(|instance| instance.as_str()).collect();
    let (problem, fix) = if most == 0 {
        let others: Vec<_> =
            scope.cluster.node_groups().iter().filter(|it| fewest(it) >= asked).map(|it| it.name().word()).collect();
        (
            format!(
                "{} asks for {asked} accelerator{}, but `{}` ({}) has none",
                workload.shown(),
                if asked == 1 { "" } else { "s" },
                *group.name(),
                types.join(", ")
            ),
            if others.is_empty() {
                "remove `gpus`, or declare a node group with accelerators".to_owned()
            } else {
                format!("run it on a node group with accelerators ({}), or remove `gpus`", listed(&others))
            },
        )
    } else {
        let split = workload_split(workload, asked, most);
        (
            format!(
                "{} asks for {asked} accelerators per Pod; a node of `{}` ({}) has {most}",
                workload.shown(),
                *group.name(),
                types.join(", ")
            ),
            split,
        )
    };
    findings.report(&workload.gpus(), problem, fix);
}

/// The same accelerators over more nodes, where that comes out even.
fn workload_split(workload: &Workload<'_>, asked: u32, most: u32) -> String {
    match workload {
        Workload::Training(_) if asked.is_multiple_of(most) => {
            format!("write `nodes: {}, gpus: {most}`", asked / most * workload.pods().max(1))
        }
        _ => format!("write `gpus: {most}` or less, or choose larger instances"),
    }
}

pub(super) const ACC_27: Rule = Rule {
    id: "ACC-27",
    name: "scattered-neuron-devices",
    title: "a Pod takes one Neuron device, or all of a node's",
    severity: Severity::Error,
    why: "Neuron devices talk to their neighbours: of several they must be next to each other, which the default scheduler does not know, and the \
          runtime fails on the others",
    source: "AWS Neuron, Neuron Scheduler Extension; containers-roadmap #1735",
    check: Check::Workload(neighbours_are_whole),
    bad: job!(
        "node_group inf { instances: [\"inf2.24xlarge\"], scale: 0..=4, serves: Training, taint: aws_neuron }";
        "on: inf, gpus: 2, cpu: \"8\", memory: \"32Gi\""
    ),
    good: job!(
        "node_group inf { instances: [\"inf2.24xlarge\"], scale: 0..=4, serves: Training, taint: aws_neuron }";
        "on: inf, gpus: 6, cpu: \"8\", memory: \"32Gi\""
    ),
};

fn neighbours_are_whole(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    let asked = workload.devices();
    if asked < 2 {
        return;
    }
    let part = groups(scope, workload).into_iter().find_map(|group| {
        let of = |facts: &crate::catalog::InstanceFacts| {
            (AcceleratorKind::of(facts) == Some(AcceleratorKind::Neuron) && facts.accelerator_count > asked)
                .then_some(facts.accelerator_count)
        };
        let (all, instance) = group.instances().iter().find_map(|it| Some((of(it.facts())?, it.to_string())))?;
        Some((group, all, instance))
    });
    if let Some((group, all, instance)) = part {
        findings.report(
            &workload.gpus(),
            format!(
                "{} asks for {asked} of the {all} Neuron devices of a node of `{}` ({instance})",
                workload.shown(),
                *group.name()
            ),
            format!("write `gpus: 1`, or `gpus: {all}`: all of a node"),
        );
    }
}

pub(super) const ACC_13: Rule = Rule {
    id: "ACC-13",
    name: "efa-training-on-part-of-a-node",
    title: "distributed training over EFA takes whole nodes",
    severity: Severity::Error,
    why: "a Pod with part of the GPUs gets part of the EFA interfaces: NCCL falls back to slow paths while the rest of the node idles",
    source: "Karpenter reference/instance-types.md (GPUs and EFA interfaces per type); AWS EKS best practices, aiml_networking",
    check: Check::Training(whole_nodes),
    bad: job!(
        "queues,",
        "node_group gpu { instances: [\"p5.48xlarge\"], scale: 0..=4, serves: Training, zone: \"us-west-2a\", efa: true, taint: nvidia_gpu }";
        "on: gpu, nodes: 4, gpus: 4, cpu: \"32\", memory: \"256Gi\""
    ),
    good: job!(
        "queues,",
        "node_group gpu { instances: [\"p5.48xlarge\"], scale: 0..=4, serves: Training, zone: \"us-west-2a\", efa: true, taint: nvidia_gpu }";
        "on: gpu, nodes: 4, gpus: 8, cpu: \"32\", memory: \"256Gi\""
    ),
};

fn whole_nodes(scope: &Scope<'_>, training: &At<'_, Training>, findings: &mut Findings<'_>) {
    let workload = Workload::Training(*training);
    let (nodes, asked) = (workload.pods(), workload.devices());
    if nodes < 2 || asked == 0 {
        return;
    }
    for group in groups(scope, &workload) {
        if !*group.efa() || *group.sharing() != Sharing::None {
            continue;
        }
        let instances = group.instances();
        let Some(partly) = instances.iter().find(|instance| instance.facts().accelerator_count > asked) else { continue };
        let facts = partly.facts();
        findings.report(
            &training.gpus(),
            format!(
                "training job `{}` spans {nodes} nodes over EFA but takes {asked} of the {} accelerators of each {} ({} EFA interfaces)",
                *training.name(),
                facts.accelerator_count,
                facts.name,
                facts.efa_interfaces
            ),
            format!("write `gpus: {}`, and fewer `nodes` if that is too much", facts.accelerator_count),
        );
        return;
    }
}

pub(super) const ACC_14: Rule = Rule {
    id: "ACC-14",
    name: "request-differs-from-limit",
    title: "requests and limits are one number",
    severity: Severity::Error,
    why: "the API server refuses a Pod whose accelerator limit differs from its request, and memory above the request is what the \
          kernel kills first",
    source: "Kubernetes, managing resources: extended resources cannot be overcommitted",
    check: Check::Form,
    bad: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, cpu: \"2\", memory: \"8Gi\", limits { gpus: 2 }"
    ),
    good: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, cpu: \"2\", memory: \"8Gi\""
    ),
};

pub(super) const ACC_15: Rule = Rule {
    id: "ACC-15",
    name: "shared-memory-by-hand",
    title: "shared memory and huge pages follow from what a Pod asks for",
    severity: Severity::Error,
    why: "data loaders and NCCL need more than the 64 MiB of /dev/shm that a container has, and what is put there counts against the \
          Pod's memory; huge pages that no node sets aside leave the Pod Pending",
    source: "Kubernetes, emptyDir medium Memory; EKS user guide, Run machine learning training with Elastic Fabric Adapter",
    check: Check::Form,
    bad: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, cpu: \"2\", memory: \"8Gi\", shm: \"2Gi\""
    ),
    good: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, cpu: \"2\", memory: \"8Gi\""
    ),
};

pub(super) const ACC_21: Rule = Rule {
    id: "ACC-21",
    name: "several-fractional-gpus",
    title: "a fraction of a GPU is one device",
    severity: Severity::Error,
    why: "g6f and gr6f carry a part of one GPU, which nodes offer as a single device: a Pod that asks for more stays Pending",
    source: "Karpenter reference/instance-types.md: instance-gpu-count is 0 on g6f and gr6f",
    check: Check::Workload(fraction_is_one),
    bad: service!(
        "node_group gpu { instances: [\"g6f.4xlarge\"], scale: 2..=4, taint: nvidia_gpu }";
        "on: gpu, replicas: 2, gpus: 2, cpu: \"2\", memory: \"8Gi\""
    ),
    good: service!(
        "node_group gpu { instances: [\"g6f.4xlarge\"], scale: 2..=4, taint: nvidia_gpu }";
        "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\""
    ),
};

fn fraction_is_one(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    let asked = workload.devices();
    if asked < 2 {
        return;
    }
    for group in groups(scope, workload) {
        let instances = group.instances();
        let Some(part) = instances.iter().find(|instance| instance.facts().is_fractional()) else { continue };
        findings.report(
            &workload.gpus(),
            format!("{} asks for {asked} GPUs on `{}`, but {} carries a part of one", workload.shown(), *group.name(), *part),
            Fix::decision([Edit::set(&workload.gpus(), 1_u32)])
                .saying("{}, or choose instances with whole GPUs such as g6.12xlarge"),
        );
        return;
    }
}

/// Whether a group is a pool of types that carry a part of a GPU, which Karpenter counts as none.
fn bought_for_no_gpu(group: &At<'_, NodeGroup>) -> bool {
    group.management().is(|management| matches!(management, Management::NodePool(_)))
        && group.instances().iter().any(|instance| instance.facts().is_fractional())
}

/// Whether another rule of this family says what is wrong with a request on this group.
fn speaks_for_itself(group: &At<'_, NodeGroup>) -> bool {
    let instances = group.instances();
    let fractional = instances.iter().any(|instance| instance.facts().is_fractional());
    let nvidia = instances.iter().any(|instance| AcceleratorKind::of(instance.facts()) == Some(AcceleratorKind::Nvidia));
    fractional
        || match group.sharing().whole() {
            Sharing::None => false,
            Sharing::TimeSlicing(_) | Sharing::Mps(_) => nvidia,
            // An impossible profile yields no device at all.
            Sharing::Mig(_) => fewest(group) == 0,
        }
}

/// The devices of the group's type that has the fewest: any type may come up.
fn fewest(group: &At<'_, NodeGroup>) -> u32 {
    let sharing = group.sharing();
    group.instances().iter().map(|instance| derived::devices(instance.facts(), &sharing)).min().unwrap_or(0)
}
