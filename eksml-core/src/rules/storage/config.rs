//! Files of the platform's own, and how large they may be.

use crate::findings::Severity;
use crate::rules::example::job;
use crate::rules::{Check, Findings, Rule, Scope, Workload};

pub(super) const STO_28: Rule = Rule {
    id: "STO-28",
    name: "platform-file-too-large",
    title: "files of the platform are small and are some",
    severity: Severity::Error,
    why: "a ConfigMap holds at most 1 MiB, and the API server refuses a larger one; without a file it only hides a directory",
    source: "Kubernetes, ConfigMaps: size limit",
    check: Check::Workload(files_fit),
    bad: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, cpu: \"2\", memory: \"8Gi\", config hyper { at: \"/etc/train\", files { } }"
    ),
    good: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, cpu: \"2\", memory: \"8Gi\", config hyper { at: \"/etc/train\", files { \"train.yaml\": \"batch: 8\" } }"
    ),
};

/// Bytes of all keys and values of a ConfigMap (Kubernetes API, `MaxSecretSize`).
const LARGEST: usize = 1024 * 1024;

fn files_fit(_: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    findings.each(workload.configs().iter(), |config, findings| {
        let files = config.files();
        let bytes: usize = files.iter().map(|(name, text)| name.as_str().len() + text.len()).sum();
        if files.is_empty() {
            findings.report(
                &files,
                format!("`{}` of {} has no file", *config.name(), workload.shown()),
                "write `files { \"app.yaml\": \"…\" }`, or remove it",
            );
        } else if bytes > LARGEST {
            findings.report(
                &files,
                format!("the files of `{}` of {} have {bytes} bytes", *config.name(), workload.shown()),
                "put them into the image, or into a bucket the workload reads",
            );
        }
    });
}
