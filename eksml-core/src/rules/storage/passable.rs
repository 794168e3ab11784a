//! Whether a workload's user gets to what is mounted for it.

use crate::findings::Severity;
use crate::rules::example::service;
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::units::Name;

use super::volumes::is_within;

/// Root's own home in every Linux distribution, closed to everybody else.
const CLOSED: &str = "/root";

pub(super) const STO_30: Rule = Rule {
    id: "STO-30",
    name: "mount-behind-closed-door",
    title: "what is mounted is not behind a closed door",
    severity: Severity::Error,
    why: "workloads do not run as root, and in most images `/root` lets nobody else pass: the volume is writable, and every access to it ends \
          with Permission denied",
    source: "Debian and Ubuntu base-files: /root has mode 0700; path_resolution(7): search permission on every directory of a path",
    check: Check::Workload(is_passable),
    bad: service!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu }";
        "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\", cache weights { at: \"/root/.cache/huggingface\", size: \"40Gi\" }"
    ),
    good: service!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu }";
        "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\", cache weights { at: \"/weights\", size: \"40Gi\" }, \
         env { HF_HOME: \"/weights\" }"
    ),
};

fn is_passable(_: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    findings.each(workload.mounted(), |(name, at), findings| {
        let path = at.trim_end_matches('/');
        if path == CLOSED || !is_within(path, CLOSED) {
            return;
        }
        findings.report(
            &at,
            format!("{} has `{}` at `{}`, behind `{CLOSED}`, and does not run as root", workload.shown(), *name, *at),
            format!("write `at: \"/{}\"`{}", *name, told(path, &name)),
        );
    });
}

/// How the libraries that look there by themselves are told of another place.
fn told(path: &str, name: &Name) -> String {
    let variable = match path.strip_prefix("/root/.cache/") {
        Some("huggingface") => "HF_HOME",
        Some("torch") => "TORCH_HOME",
        Some("vllm") => "VLLM_CACHE_ROOT",
        _ if path == "/root/.cache" => "XDG_CACHE_HOME",
        _ => return String::new(),
    };
    format!(" and `env {{ {variable}: \"/{name}\" }}`")
}
