//! MIG: which GPUs can be cut, and into what.

use crate::catalog::{Accelerator, InstanceFacts, mig};
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, NodeGroup, Sharing};

pub(super) const ACC_10: Rule = Rule {
    id: "ACC-10",
    name: "mig-on-uncuttable-gpu",
    title: "MIG is for GPUs that can be cut",
    severity: Severity::Error,
    why: "a GPU without MIG stays whole, the profile's resource never appears, and Pods that ask for it stay Pending",
    source: "NVIDIA MIG user guide, supported GPUs; gpu-operator assets/state-mig-manager/0400_configmap.yaml",
    check: Check::NodeGroup(gpu_can_be_cut),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 1..=4, taint: nvidia_gpu, sharing: Mig(\"1g.10gb\") }",
    ),
    good: Example::Cluster(
        "accelerators { plane: GpuOperator }\n\
         node_group gpu { instances: [\"p5.48xlarge\"], scale: 1..=4, taint: nvidia_gpu, sharing: Mig(\"1g.10gb\") }",
    ),
};

fn gpu_can_be_cut(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let Some(sharing) = by_mig(group) else { return };
    if let Some(whole) = group.instances().iter().find(|it| is_nvidia(it.facts()) && profiles(it.facts()).is_empty()) {
        findings.report(
            &sharing,
            format!("node group `{}`: the {} of {} has no MIG", *group.name(), whole.facts().accelerator_model, *whole),
            "share it by turns with `sharing: TimeSlicing(4)` or by `sharing: Mps(4)`; MIG needs an A100, H100, H200, B200, B300 \
             or RTX PRO 6000",
        );
    }
}

pub(super) const ACC_11: Rule = Rule {
    id: "ACC-11",
    name: "unknown-mig-profile",
    title: "the MIG profile is one of the GPU's own",
    severity: Severity::Error,
    why: "the MIG manager refuses the whole configuration: the node comes up without a single GPU to give",
    source: "gpu-operator assets/state-mig-manager/0400_configmap.yaml",
    check: Check::NodeGroup(profile_exists),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"p5.48xlarge\"], scale: 1..=4, taint: nvidia_gpu, sharing: Mig(\"1g.5gb\") }",
    ),
    good: Example::Cluster(
        "accelerators { plane: GpuOperator }\n\
         node_group gpu { instances: [\"p5.48xlarge\"], scale: 1..=4, taint: nvidia_gpu, sharing: Mig(\"1g.10gb\") }",
    ),
};

fn profile_exists(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let Some(sharing) = by_mig(group) else { return };
    let Sharing::Mig(name) = sharing.whole() else { return };
    for instance in group.instances().iter() {
        let facts = instance.facts();
        let all = profiles(facts);
        if all.is_empty() || all.iter().any(|profile| profile.name == name) {
            continue;
        }
        let slices = name.split_once('.').map_or(name.as_str(), |(slices, _)| slices);
        let near = all.iter().find(|profile| profile.name.split('.').next() == Some(slices)).or(all.first());
        let names: Vec<_> = all.iter().map(|profile| profile.name).collect();
        findings.report(
            &sharing,
            format!(
                "node group `{}`: no MIG profile `{name}` on the {} ({} GiB) of {}",
                *group.name(),
                facts.accelerator_model,
                facts.accelerator_memory_mib.unwrap_or_default() / 1024,
                facts.name
            ),
            format!(
                "write `sharing: Mig({:?})`; this GPU's profiles are {}",
                near.map_or("", |profile| profile.name),
                names.join(", ")
            ),
        );
        return;
    }
}

fn by_mig<'a>(group: &At<'a, NodeGroup>) -> Option<At<'a, Sharing>> {
    let sharing = group.sharing();
    sharing.is(|it| matches!(it, Sharing::Mig(_))).then_some(sharing)
}

fn is_nvidia(facts: &InstanceFacts) -> bool {
    facts.accelerator == Accelerator::Nvidia
}

fn profiles(facts: &InstanceFacts) -> &'static [mig::MigProfile] {
    if facts.is_fractional() || !is_nvidia(facts) {
        return &[];
    }
    mig::profiles(facts.accelerator_model, facts.accelerator_memory_mib.unwrap_or(u64::MAX))
}
