//! The words themselves: what can be read at all.

use super::{Check, Example, Rule};
use crate::findings::Severity;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "DSL-01",
        name: "unknown-word",
        title: "every word is known",
        severity: Severity::Error,
        why: "a word that is silently dropped is a setting you believe you have made",
        source: "eksctl #753: keys of the wrong case are dropped without a word",
        check: Check::Form,
        bad: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, purchases: Spot }"),
        good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, purchase: Spot }"),
    },
    Rule {
        id: "DSL-02",
        name: "wrong-kind-of-value",
        title: "every value has the form its word takes",
        severity: Severity::Error,
        why: "a value of another form has no meaning here, and guessing one would be worse",
        source: "-",
        check: Check::Form,
        bad: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: \"four\" }"),
        good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 4 }"),
    },
    Rule {
        id: "DSL-03",
        name: "misplaced-word",
        title: "words stand where the grammar has a place for them",
        severity: Severity::Error,
        why: "what cannot be read cannot be checked, and what is not checked is not emitted",
        source: "-",
        check: Check::Form,
        bad: Example::Cluster("logs everything { api: true }"),
        good: Example::Cluster("logs { api: true }"),
    },
    Rule {
        id: "DSL-04",
        name: "said-twice",
        title: "nothing is said twice",
        severity: Severity::Error,
        why: "of two values one would be dropped silently",
        source: "-",
        check: Check::Form,
        bad: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, scale: 0..=8 }"),
        good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=8 }"),
    },
    Rule {
        id: "DSL-05",
        name: "missing-value",
        title: "what has no sensible default is said",
        severity: Severity::Error,
        why: "a default here would be a guess about your platform",
        source: "-",
        check: Check::Form,
        bad: Example::Cluster("node_group cpu { instances: [\"m7i.large\"] }"),
        good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4 }"),
    },
    Rule {
        id: "DSL-06",
        name: "invalid-base",
        title: "what is inherited is another base, and every base is inherited",
        severity: Severity::Error,
        why: "a base that nobody inherits, or a part left out that is not there, is a setting you believe you have made",
        source: "-",
        check: Check::Form,
        bad: Example::Beside("base standard { endpoint: Private }"),
        good: Example::Beside(
            "base standard { version: V1_35, vpc { zones: 3 }\n\
             access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n\
             secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n\
             scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System } }\n\
             cluster canary { inherits: standard, vpc { cidr: \"10.1.0.0/16\" } }",
        ),
    },
];
