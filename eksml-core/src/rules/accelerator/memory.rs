//! Whether models fit the memory of the GPU they share.

use crate::catalog::InstanceFacts;
use crate::findings::Severity;
use crate::rules::example::service;
use crate::rules::home::groups;
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::Sharing;

pub(super) const ACC_09: Rule = Rule {
    id: "ACC-09",
    name: "gpu-memory-exceeded",
    title: "what Pods put into a GPU's memory fits it",
    severity: Severity::Error,
    why: "nothing keeps time-sliced Pods' memory apart: the last to start finds none left, and takes its neighbours down with it",
    source: "k8s-device-plugin README, Shared access to GPUs; NVIDIA MPS, memory limits; NVIDIA MIG user guide",
    check: Check::Workload(memory_fits),
    bad: service!(
        "node_group gpu { instances: [\"g6.2xlarge\"], scale: 2..=4, taint: nvidia_gpu, sharing: TimeSlicing(4) }";
        "on: gpu, replicas: 2, gpus: 1, gpu_memory: \"8Gi\", cpu: \"1\", memory: \"4Gi\""
    ),
    good: service!(
        "node_group gpu { instances: [\"g6.2xlarge\"], scale: 2..=4, taint: nvidia_gpu, sharing: TimeSlicing(2) }";
        "on: gpu, replicas: 2, gpus: 1, gpu_memory: \"8Gi\", cpu: \"1\", memory: \"4Gi\""
    ),
};

const MIB: u128 = 1024 * 1024;

/// MiB that each of a Pod's devices has.
fn of_one(sharing: &Sharing, facts: &InstanceFacts) -> Option<u128> {
    let whole = u128::from(facts.accelerator_memory_mib?);
    Some(match sharing {
        Sharing::None => whole,
        Sharing::TimeSlicing(pods) | Sharing::Mps(pods) => whole / u128::from((*pods).max(1)),
        // `1g.10gb`: what is behind the point.
        Sharing::Mig(profile) => {
            let gib = profile.split_once('.')?.1;
            gib.trim_end_matches(|c: char| !c.is_ascii_digit()).split("gb").next()?.parse::<u128>().ok()? * 1024
        }
    })
}

fn memory_fits(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    let Some(asked) = workload.gpu_memory().get() else { return };
    let mib = asked.bytes().div_ceil(MIB);
    let devices = u128::from(workload.devices().max(1));
    for group in groups(scope, workload) {
        let sharing = group.sharing();
        let instances = group.instances();
        let Some((least, has)) = instances
            .iter()
            .filter_map(|instance| Some((instance, of_one(&sharing, instance.facts())?)))
            .min_by_key(|(_, has)| *has)
        else {
            continue;
        };
        if mib <= has * devices {
            continue;
        }
        let facts = least.facts();
        let whole = facts.accelerator_memory_mib.unwrap_or_default();
        let (problem, fix) = match *sharing {
            Sharing::TimeSlicing(pods) | Sharing::Mps(pods) => {
                let fit = u128::from(whole) / mib.max(1);
                (
                    format!(
                        "{pods} Pods of {} share {} GiB of the {} of {}",
                        *asked,
                        whole / 1024,
                        facts.accelerator_model,
                        facts.name
                    ),
                    if fit >= 2 {
                        format!("share each GPU between {fit} Pods at most, or choose GPUs with more memory")
                    } else {
                        "give each Pod a GPU of its own, or choose GPUs with more memory".to_owned()
                    },
                )
            }
            _ => (
                format!("it has {} GiB on `{}` ({})", has * devices / 1024, *group.name(), facts.name),
                "ask for more of them, `gpus: …`, for a larger profile, or choose GPUs with more memory".to_owned(),
            ),
        };
        findings.report(&asked, format!("{} puts {} into GPU memory; {problem}", workload.shown(), *asked), fix);
        return;
    }
}
