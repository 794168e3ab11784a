//! Family IMP: files that are imported, before anything in them is read.

use super::{Check, Example, Rule};
use crate::findings::Severity;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "IMP-01",
        title: "an imported file is YAML that a reader of version 1.1 understands",
        severity: Severity::Error,
        why: "eksctl reads nothing of a file that it cannot parse, and of one that it parses otherwise than you, something else",
        source: "sigs.k8s.io/yaml; YAML 1.1",
        check: Check::Form,
        bad: Example::Config("kubernetesNetworkConfig: {ipFamily: IPv4"),
        good: Example::Config("kubernetesNetworkConfig: {ipFamily: IPv4}"),
    },
    Rule {
        id: "IMP-02",
        title: "a ClusterConfig stands alone in its file",
        severity: Severity::Warning,
        why: "eksctl reads the first document and ignores the rest without a word: a second cluster is never created",
        source: "eksctl pkg/eks/api.go:217, one object per file",
        check: Check::Form,
        bad: Example::Config("localZones: []\n---\nkind: ClusterConfig"),
        good: Example::Config("localZones: []"),
    },
];
