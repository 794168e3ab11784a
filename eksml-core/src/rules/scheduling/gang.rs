//! SCH-08: a job of several nodes starts all or none.

use crate::findings::Severity;
use crate::rules::example::job;
use crate::rules::{Check, Rule};

pub(super) const SCH_08: Rule = Rule {
    id: "SCH-08",
    title: "a job of several nodes is one gang",
    severity: Severity::Error,
    why: "a plain Job that gets five of its eight nodes holds them and waits; two such jobs wait for each other for ever",
    source: "Kueue README, all-or-nothing scheduling; JobSet",
    check: Check::Form,
    bad: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=8, serves: Training, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, parallelism: 8, cpu: \"2\", memory: \"8Gi\""
    ),
    good: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=8, serves: Training, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, nodes: 8, cpu: \"2\", memory: \"8Gi\""
    ),
};
