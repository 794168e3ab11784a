//! SEC-16: rights in the cluster are given narrowly.

use crate::findings::Severity;
use crate::rules::{Check, Example, Rule};

pub(super) const SEC_16: Rule = Rule {
    id: "SEC-16",
    name: "rights-too-wide",
    title: "rights in the cluster are given narrowly, and to somebody",
    severity: Severity::Error,
    why: "`*` gives what is added later as well, Secrets among it; and a binding of a role or account that is not there gives nothing, \
          without a word",
    source: "Kubernetes, Role Based Access Control Good Practices",
    check: Check::Form,
    bad: Example::Cluster(
        "namespace ml { serves: Training }\n\
         access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"],\n\
             team research { role: \"arn:aws:iam::111122223333:role/research\", namespaces: [ml], verbs: [\"*\"] } }",
    ),
    good: Example::Cluster(
        "namespace ml { serves: Training }\n\
         access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"],\n\
             team research { role: \"arn:aws:iam::111122223333:role/research\", namespaces: [ml] } }",
    ),
};
