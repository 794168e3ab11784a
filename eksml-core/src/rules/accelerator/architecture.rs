//! Whether images are built for the processors they start on.

use crate::catalog::Arch;
use crate::findings::Severity;
use crate::rules::example::job;
use crate::rules::home::groups;
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::{ImageArch, Placement};

pub(super) const ACC_22: Rule = Rule {
    id: "ACC-22",
    name: "image-of-another-architecture",
    title: "an image is built for the processors of its nodes",
    severity: Severity::Error,
    why: "the node pulls the image and its first instruction fails with `exec format error`: the Pod starts over for ever, on nodes that \
          cost the same whether it runs or not",
    source: "EKS user guide, accelerated AMIs: Arm for g5g, p6e-gb200 and p6e-gb300; Kubernetes, kubernetes.io/arch",
    check: Check::Workload(image_starts),
    bad: job!(
        "node_group gpu { instances: [\"g5g.2xlarge\"], scale: 0..=4, serves: Training, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, cpu: \"4\", memory: \"8Gi\""
    ),
    good: job!(
        "node_group gpu { instances: [\"g5g.2xlarge\"], scale: 0..=4, serves: Training, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, cpu: \"4\", memory: \"8Gi\", image_arch: MultiArch"
    ),
};

fn image_starts(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    let groups = groups(scope, workload);
    let own = workload.image_arch();
    let misfit = groups.iter().find_map(|group| {
        let instances = group.instances();
        let instance = instances.iter().find(|instance| !own.runs_on(instance.facts().arch))?;
        Some((group, instance.to_string(), instance.facts().arch))
    });
    let Some((group, instance, arch)) = misfit else { return };
    let chosen = workload.placement().is(|placement| matches!(placement, Placement::Select(_)));
    let elsewhere = chosen && groups.iter().any(|group| group.instances().iter().all(|it| own.runs_on(it.facts().arch)));
    let word = match arch {
        Arch::X86_64 => "Amd64",
        Arch::Arm64 => "Arm64",
    };
    let built = match *own {
        ImageArch::Arm64 => "arm64",
        ImageArch::Amd64 | ImageArch::MultiArch => "amd64",
    };
    let build =
        format!("build it for both and write `image_arch: MultiArch`, or for {} alone: `image_arch: {word}`", arch.as_str());
    let problem = format!(
        "the image of {} is for {built}, and nodes of `{}` ({instance}) are {}",
        workload.shown(),
        *group.name(),
        arch.as_str()
    );
    let fix = if elsewhere {
        format!("add the label to `select {{ labels {{ \"kubernetes.io/arch\": {built} }} }}`; or {build}")
    } else {
        build
    };
    match *own {
        // Nobody said so: it is what most images are.
        ImageArch::Amd64 => findings.report(&workload.image(), problem, fix),
        _ => findings.report(&own, problem, fix),
    }
}
