//! Who tells the kubelet about devices: one owner, on images that bring the driver.

use crate::derived::{self, PLANE_LABELS, carries_nvidia};
use crate::findings::{Edit, Fix, Severity};
use crate::rules::home::{claims_devices, plane};
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, DevicePlane, Management, NodeGroup, Scaler, Sharing, Training};

pub(super) const ACC_01: Rule = Rule {
    id: "ACC-01",
    name: "two-device-owners",
    title: "devices have one owner",
    severity: Severity::Error,
    why: "two device plugins fight over the kubelet's socket, and Pods are given GPUs that others hold",
    source: "eksctl userdocs/src/usage/gpu-support.md: the plugin is installed by default; EKS, device management",
    check: Check::NodeGroup(bottlerocket_has_its_own),
    bad: Example::Cluster("accelerators { plane: DevicePlugin, gpu_operator: true }"),
    good: Example::Cluster("accelerators { plane: GpuOperator }"),
};

fn bottlerocket_has_its_own(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    if !carries_nvidia(group) {
        return;
    }
    let plane = plane(scope, group);
    if *plane != DevicePlane::DevicePlugin && scope.cluster.scaler().is(|scaler| matches!(scaler, Scaler::AutoMode(_))) {
        findings.report(
            &plane,
            format!("EKS Auto Mode runs the device plugin on `{}` itself", *group.name()),
            Fix::decision([Edit::remove(&plane)]).saying("{}, or choose another `scaler`"),
        );
        return;
    }
    findings.scope(|findings| {
        if *plane == DevicePlane::Dra && group.ami().is_bottlerocket() {
            findings.report(
                &group.ami(),
                format!(
                    "node group `{}`: Bottlerocket runs the device plugin itself, beside the driver that claims are made of",
                    *group.name()
                ),
                "write `ami: AmazonLinux2023`, or `plane: DevicePlugin`",
            );
        }
    });
    // Said of the whole cluster it is said of its other groups.
    let own = group.plane().get().filter(|own| **own == DevicePlane::GpuOperator);
    if let Some(own) = own.filter(|_| carries_nvidia(group) && group.ami().is_bottlerocket()) {
        findings.report(
            &own,
            format!(
                "node group `{}`: Bottlerocket runs the device plugin itself, and the GPU Operator stays away",
                *group.name()
            ),
            "write `ami: AmazonLinux2023`, or remove `plane`",
        );
    }
}

pub(super) const ACC_02: Rule = Rule {
    id: "ACC-02",
    name: "driver-installed-twice",
    title: "driver and container toolkit are the image's own",
    severity: Severity::Error,
    why: "a second NVIDIA driver or toolkit over the one in the EKS accelerated image leaves the node without GPUs",
    source: "EKS, ml-eks-optimized-ami; gpu-operator values.yaml turns both on by default",
    check: Check::Form,
    bad: Example::Cluster("accelerators { plane: GpuOperator, driver: true }"),
    good: Example::Cluster("accelerators { plane: GpuOperator }"),
};

pub(super) const ACC_04: Rule = Rule {
    id: "ACC-04",
    name: "device-plane-label-by-hand",
    title: "labels by which a device plane decides follow from the plane",
    severity: Severity::Error,
    why: "with another value the plane's agents stay away from the node, or share and cut its GPUs otherwise than Pods ask for them",
    source: "k8s-device-plugin README, configuration per node; GPU Operator, MIG manager",
    check: Check::NodeGroup(labels_are_the_planes),
    bad: Example::Cluster(
        "accelerators { plane: GpuOperator }\n\
         node_group gpu { instances: [\"p5.48xlarge\"], scale: 1..=4, taint: nvidia_gpu, labels { \"nvidia.com/mig.config\": \"all-1g.10gb\" } }",
    ),
    good: Example::Cluster(
        "accelerators { plane: GpuOperator }\n\
         node_group gpu { instances: [\"p5.48xlarge\"], scale: 1..=4, taint: nvidia_gpu, sharing: Mig(\"1g.10gb\") }",
    ),
};

fn labels_are_the_planes(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    // On other nodes such a label promises what is not there, which is NG-07's.
    if !carries_nvidia(group) {
        return;
    }
    findings.each(group.labels().keys(), |key, findings| {
        if PLANE_LABELS.contains(&key.as_str()) {
            findings.report(
                &key,
                format!("node group `{}` sets `{}` by hand", *group.name(), *key),
                "remove the label; write `sharing: Mig(\"1g.10gb\")`, `sharing: TimeSlicing(4)` or nothing",
            );
        }
    });
}

pub(super) const ACC_18: Rule = Rule {
    id: "ACC-18",
    name: "claim-of-shared-or-absent-gpus",
    title: "GPUs that are claimed are whole, and on nodes that are there before",
    severity: Severity::Error,
    why: "Karpenter ignores claims, EKS Auto Mode knows none, and the Cluster Autoscaler knows a group's devices from a node that runs: \
          no node is added, and the Pods stay pending; sharing is an alpha feature of the driver that nothing turns on",
    source: "EKS user guide, Use the NVIDIA DRA driver; karpenter.sh, settings: IGNORE_DRA_REQUESTS; cluster-autoscaler, dynamic \
             resource allocation",
    check: Check::NodeGroup(claims_can_be_met),
    bad: Example::Cluster(
        "accelerators { plane: Dra }\nnode_group gpu { instances: [\"p5.48xlarge\"], scale: 0..=4, taint: nvidia_gpu }",
    ),
    good: Example::Cluster(
        "accelerators { plane: Dra }\nnode_group gpu { instances: [\"p5.48xlarge\"], scale: 1..=4, taint: nvidia_gpu }",
    ),
};

fn claims_can_be_met(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    if !claims_devices(scope, group) {
        return;
    }
    let management = group.management();
    if management.is(|management| matches!(management, Management::NodePool(_))) {
        findings.report(
            &management,
            format!("node group `{}` is a pool, and no node is bought for a claim", *group.name()),
            "write `plane: DevicePlugin` for the group, or let EKS manage it",
        );
        return;
    }
    findings.scope(|findings| {
        no_queue_leads_to(scope, group, findings);
    });
    if !claims_devices(scope, group) {
        return;
    }
    findings.scope(|findings| {
        let sharing = group.sharing();
        if *sharing != Sharing::None {
            findings.report(
                &sharing,
                format!("node group `{}` shares its GPUs, which its Pods claim whole", *group.name()),
                Fix::decision([Edit::remove(&sharing)]).saying("{}, or write `plane: DevicePlugin` or `plane: GpuOperator`"),
            );
        }
    });
    if !claims_devices(scope, group) {
        return;
    }
    let autoscaled = scope.cluster.scaler().is(|scaler| matches!(scaler, Scaler::ClusterAutoscaler(_)));
    let scale = group.scale();
    if autoscaled && *scale.min() == 0 && *scale.max() > 0 {
        findings.report(
            &scale,
            format!("node group `{}` may be empty, and nobody knows then which GPUs its next node would have", *group.name()),
            format!("write `scale: 1..={}`, or `plane: DevicePlugin`", *scale.max()),
        );
    }
}

/// Jobs that wait in a queue wait for what Kueue counts: a group of which no queue has a part, and on which no job runs, is beside it.
fn no_queue_leads_to(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    if scope.cluster.queues().is_none() {
        return;
    }
    let is_it = |other: &At<'_, NodeGroup>| other.name() == group.name();
    let has_part = derived::queues(scope.cluster).iter().any(|queue| queue.groups().iter().any(is_it));
    let trains = |job: At<'_, Training>| derived::homes(scope.cluster, job.placement()).iter().any(is_it);
    if !has_part && !scope.cluster.training().iter().any(trains) {
        return;
    }
    let problem =
        format!("Kueue counts what Pods request, and Pods on `{}` claim their GPUs: no quota would hold them", *group.name());
    // The word of the group, if it has one, is the newer.
    let (own, queues) = (group.plane().get(), scope.cluster.queues().get());
    if let Some(own) = own {
        findings.report(&own, problem, "write `plane: DevicePlugin`, or keep training and `queues` to other groups");
    } else if let Some(queues) = queues {
        findings.report(
            &queues,
            problem,
            Fix::decision([Edit::remove(&queues)]).saying("{}, or write `plane: DevicePlugin` for the group"),
        );
    }
}

pub(super) const ACC_19: Rule = Rule {
    id: "ACC-19",
    name: "compute-domain-without-nvlink",
    title: "no ComputeDomain on nodes that NVLink does not join",
    severity: Severity::Error,
    why: "its daemons find no neighbours over NVLink and never become ready, and every Pod of the domain waits for them",
    source: "AWS EKS best practices, aiml DRA and IMEX; dra-driver-nvidia-gpu, ComputeDomains",
    check: Check::Form,
    bad: Example::Cluster("accelerators { plane: Dra, compute_domains: true }"),
    good: Example::Cluster("accelerators { plane: Dra }"),
};

pub(super) const ACC_20: Rule = Rule {
    id: "ACC-20",
    name: "efa-without-device-plugin",
    title: "EFA interfaces are offered by their device plugin",
    severity: Severity::Error,
    why: "the DRA driver for EFA works on few versions and under no autoscaler, and beside the plugin it would be a second owner",
    source: "EKS user guide, Manage EFA devices; eks-charts aws-dranet README",
    check: Check::Form,
    bad: Example::Cluster("accelerators { plane: Dra, dranet: true }"),
    good: Example::Cluster("accelerators { plane: Dra }"),
};

pub(super) const ACC_23: Rule = Rule {
    id: "ACC-23",
    name: "mig-without-gpu-operator",
    title: "GPUs are cut by the GPU Operator",
    severity: Severity::Error,
    why: "the device plugin cuts nothing: without a MIG manager the GPUs stay whole, the profile's resource never appears, and Pods that \
          ask for it stay pending",
    source: "k8s-device-plugin README, MIG strategies; GPU Operator, MIG manager",
    check: Check::NodeGroup(somebody_cuts),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"p5.48xlarge\"], scale: 1..=4, taint: nvidia_gpu, sharing: Mig(\"1g.10gb\") }",
    ),
    good: Example::Cluster(
        "accelerators { plane: GpuOperator }\n\
         node_group gpu { instances: [\"p5.48xlarge\"], scale: 1..=4, taint: nvidia_gpu, sharing: Mig(\"1g.10gb\") }",
    ),
};

fn somebody_cuts(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let sharing = group.sharing();
    let plane = plane(scope, group);
    let shown = || format!("node group `{}` cuts its GPUs by MIG", *group.name());
    if !sharing.is(|sharing| matches!(sharing, Sharing::Mig(_))) || *plane == DevicePlane::Dra {
        return;
    }
    if *plane == DevicePlane::DevicePlugin {
        findings.report(
            &sharing,
            format!("{}, and the device plugin alone has nobody who does", shown()),
            "write `plane: GpuOperator` for the group, or `accelerators { plane: GpuOperator }` for all of them",
        );
    } else if group.ami().is_bottlerocket() {
        findings.report(
            &sharing,
            format!("{}, and the GPU Operator stays away from Bottlerocket", shown()),
            "write `ami: AmazonLinux2023`",
        );
    }
}

pub(super) const ACC_24: Rule = Rule {
    id: "ACC-24",
    name: "device-plane-without-gpus",
    title: "a device plane is for nodes with NVIDIA GPUs",
    severity: Severity::Error,
    why: "planes differ in how NVIDIA GPUs reach Pods; Neuron devices have one plugin under every plane, and other nodes have nothing to \
          offer, so the word would change nothing",
    source: "aws-neuron-sdk, Neuron device plugin; k8s-device-plugin README",
    check: Check::NodeGroup(there_is_a_gpu),
    bad: Example::Cluster("node_group trn { instances: [\"trn1.32xlarge\"], scale: 0..=4, taint: aws_neuron, plane: Dra }"),
    good: Example::Cluster("node_group gpu { instances: [\"p5.48xlarge\"], scale: 1..=4, taint: nvidia_gpu, plane: Dra }"),
};

fn there_is_a_gpu(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let Some(own) = group.plane().get() else { return };
    if !carries_nvidia(group) {
        findings.report(
            &own,
            format!("node group `{}` has no NVIDIA GPUs for a plane to offer", *group.name()),
            Fix::safe([Edit::remove(&own)]),
        );
    }
}
