//! SEC-21: permissions that are given are somebody's.

use crate::findings::Severity;
use crate::rules::word::word;
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};
use crate::spec::{At, Identity, UsedBy};

pub(super) const SEC_21: Rule = Rule {
    id: "SEC-21",
    name: "unused-identity",
    title: "an identity is somebody's",
    severity: Severity::Error,
    why: "the workload it was meant for runs without permissions and fails at its first call to AWS, while whoever may create a Pod in \
          that namespace can take them",
    source: "EKS best practices, Identity and access management: grant least privilege",
    check: Check::Identity(somebody_runs_as_it),
    bad: Example::Cluster(concat!(
        "namespace ml { serves: General }\nidentity scorer { namespace: ml }\n",
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=4 }\n",
        "processing score { namespace: ml, on: cpu, cpu: \"2\", memory: \"8Gi\", image: \"registry.example.com/score:1.0@sha256:",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" }",
    )),
    good: Example::Cluster(concat!(
        "namespace ml { serves: General }\nidentity scorer { namespace: ml }\n",
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=4 }\n",
        "processing score { namespace: ml, on: cpu, cpu: \"2\", memory: \"8Gi\", image: \"registry.example.com/score:1.0@sha256:",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\", identity: scorer }",
    )),
};

fn somebody_runs_as_it(scope: &Scope<'_>, identity: &At<'_, Identity>, findings: &mut Findings<'_>) {
    let (name, namespace) = (identity.name(), identity.namespace());
    if *identity.used_by() == UsedBy::Others {
        return;
    }
    // A chart names its service account as it likes, and objects of the raw door name theirs.
    let by_chart = scope.cluster.helm().iter().any(|release| *release.namespace() == *namespace);
    let named = format!("\"serviceAccountName\":\"{}\"", *name);
    if by_chart || scope.cluster.raw().whole().0.iter().any(|object| object.json.contains(&named)) {
        return;
    }
    let (mut without, mut here) = (None, false);
    for workload in Workload::all(&scope.cluster) {
        let its = workload.identity().get();
        // Whom it names wrongly, SEC-13 says.
        if its.as_ref().is_some_and(|its| **its == *name) {
            return;
        }
        if *workload.namespace() == *namespace {
            here = true;
            without = without.or_else(|| its.is_none().then_some(workload));
        }
    }
    // Where no workload is declared, the Pods are another tool's, and nothing is known of them.
    if !here {
        return;
    }
    let others = "if Pods that are not declared here run as it, say so: `used_by: Others`";
    let fix = match without {
        Some(workload) => format!("write `identity: {}` in {}, or remove it; {others}", word(name.as_str()), workload.shown()),
        None => format!("name it in the workload it is for, or remove it; {others}"),
    };
    findings.report(&name, format!("nothing in namespace `{}` runs as identity `{}`", *namespace, *name), fix);
}
