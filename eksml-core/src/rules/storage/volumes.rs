//! Volumes: how many Pods may mount one, how large it is, and where it appears.

use super::consumers::{class_of, consumers, is_gp3};
use super::lustre::{lustre, size};
use crate::findings::{Edit, Fix, Severity};
use crate::rules::example::{Example, job, service};
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::{At, DataVolume};

pub(super) const STO_01: Rule = Rule {
    id: "STO-01",
    name: "too-many-pods-on-volume",
    title: "a volume has no more Pods than its backend takes",
    severity: Severity::Error,
    why: "a gp3 volume attaches to one node: the second Pod of a shared claim stays in ContainerCreating",
    source: "aws-ebs-csi-driver docs/multi-attach.md",
    check: Check::Volume(one_pod_for_gp3),
    bad: service!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 3..=4, taint: nvidia_gpu }",
        "storage fast { ebs_gp3 { } }",
        "volume models { namespace: serving, storage: fast, size: \"100Gi\" }";
        "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\", mount models { at: \"/models\" }"
    ),
    good: service!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 3..=4, taint: nvidia_gpu }",
        "storage shared { efs { file_system: \"fs-0123456789abcdef0\" } }",
        "volume models { namespace: serving, storage: shared }";
        "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\", mount models { at: \"/models\" }"
    ),
};

fn one_pod_for_gp3(scope: &Scope<'_>, volume: &At<'_, DataVolume>, findings: &mut Findings<'_>) {
    let Some(class) = class_of(scope, volume).filter(is_gp3) else { return };
    let mut first: Option<Workload<'_>> = None;
    for (workload, mount) in consumers(scope, volume) {
        let pods = workload.pods();
        let problem = match &first {
            Some(first) => format!("{} and {} both mount", first.shown(), workload.shown()),
            None if pods > 1 => format!("{pods} Pods of {} mount", workload.shown()),
            None => {
                first = Some(workload);
                continue;
            }
        };
        findings.report(
            &mount.volume(),
            format!("{problem} `{}` of class `{}`, whose volumes attach to one node", *volume.name(), *class.name()),
            "put it on a class that many nodes share, `efs` or `fsx_lustre`, or give each its own volume",
        );
        return;
    }
}

pub(super) const STO_21: Rule = Rule {
    id: "STO-21",
    name: "volume-size-unavailable",
    title: "a volume has a size its backend can have",
    severity: Severity::Error,
    why: "a claim without a size is refused by the API server, and one of another size than its file system is never bound",
    source: "Kubernetes, Persistent volumes: requests; FSx API, StorageCapacity",
    check: Check::Volume(size_is_said),
    bad: Example::Cluster(
        "namespace ml { serves: Development }\nstorage fast { ebs_gp3 { } }\nvolume notebooks { namespace: ml, storage: fast }",
    ),
    good: Example::Cluster(
        "namespace ml { serves: Development }\nstorage fast { ebs_gp3 { } }\n\
         volume notebooks { namespace: ml, storage: fast, size: \"200Gi\" }",
    ),
};

/// MiB of the smallest and the largest gp3 volume (EBS user guide, General Purpose SSD volumes, limits of September 2025).
const GP3_MIB: std::ops::RangeInclusive<u128> = 1024..=64 * 1024 * 1024;

fn size_is_said(scope: &Scope<'_>, volume: &At<'_, DataVolume>, findings: &mut Findings<'_>) {
    let Some(class) = class_of(scope, volume) else { return };
    let given = volume.size().get();
    if let Some(lustre) = lustre(&class) {
        let (Some(given), Some(size)) = (given, size(&lustre)) else { return };
        if given.bytes() != u128::from(*size) << 30 {
            findings.report(
                &given,
                format!(
                    "volume `{}` asks for {}; the file systems of `{}` have {}Gi",
                    *volume.name(),
                    *given,
                    *class.name(),
                    *size
                ),
                Fix::decision([Edit::remove(&given)]).saying("{}, or change `size_gib` of the class"),
            );
        }
    } else if is_gp3(&class) {
        let Some(given) = given else {
            return findings.report(
                &volume.name(),
                format!("volume `{}` of class `{}` has no size", *volume.name(), *class.name()),
                "add its size, for example `size: \"100Gi\"`",
            );
        };
        let mib = given.bytes().div_ceil(1024 * 1024);
        if !GP3_MIB.contains(&mib) {
            findings.report(
                &given,
                format!("volume `{}` asks for {}; gp3 has 1Gi to 64Ti", *volume.name(), *given),
                "write a size of its range, for example `size: \"100Gi\"`",
            );
        }
    }
}

pub(super) const STO_22: Rule = Rule {
    id: "STO-22",
    name: "mount-path-taken",
    title: "what is mounted has a path of its own",
    severity: Severity::Error,
    why: "of two mounts one hides the other, and a path that is not absolute is refused with the whole Pod",
    source: "Kubernetes API, VolumeMount",
    check: Check::Workload(paths_are_its_own),
    bad: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }",
        "storage shared { efs { file_system: \"fs-0123456789abcdef0\" } }",
        "volume code { namespace: ml_training, storage: shared }";
        "on: gpu, gpus: 1, cpu: \"2\", memory: \"8Gi\", mount code { at: \"/tmp\" }"
    ),
    good: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }",
        "storage shared { efs { file_system: \"fs-0123456789abcdef0\" } }",
        "volume code { namespace: ml_training, storage: shared }";
        "on: gpu, gpus: 1, cpu: \"2\", memory: \"8Gi\", mount code { at: \"/code\" }"
    ),
};

/// Where the container has something already: its scratch space, its shared memory, its devices.
const TAKEN: [&str; 3] = ["/tmp", "/dev", "/proc"];

/// The longest name that, behind `config-` or `secret-`, is a volume's name in a Pod.
const LONGEST: usize = 56;

fn paths_are_its_own(_: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    let mut seen: Vec<String> = Vec::new();
    findings.each(workload.mounted(), |(name, at), findings| {
        let path = at.trim_end_matches('/');
        let fix = format!("choose another path, for example `at: \"/{}\"`", name.as_str());
        if !at.starts_with('/') || path.is_empty() || at.contains("/..") {
            findings.report(
                &at,
                format!("{} mounts `{}` at `{}`, which is no path to mount at", workload.shown(), *name, *at),
                fix,
            );
        } else if let Some(taken) = TAKEN.iter().find(|taken| is_within(path, taken)) {
            findings.report(
                &at,
                format!("{} mounts `{}` at `{}`, where its container has {taken} already", workload.shown(), *name, *at),
                fix,
            );
        } else if seen.iter().any(|other| other == path) {
            findings.report(&at, format!("{} mounts two things at `{path}`", workload.shown()), fix);
        } else if name.as_str().len() > LONGEST {
            findings.report(
                &name,
                format!("`{}` is too long a name to be mounted by a Pod", *name),
                format!("give it a name of at most {LONGEST} characters"),
            );
        }
        seen.push(path.to_owned());
    });
}

/// Whether `path` is `folder` or below it.
pub(super) fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
