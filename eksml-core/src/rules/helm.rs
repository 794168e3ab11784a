//! Family ADD: Helm releases.

use super::{Check, Example, Findings, Rule, Scope};
use crate::catalog::charts;
use crate::derived;
use crate::findings::Severity;
use crate::spec::{At, Helm};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "ADD-01",
        title: "a chart is pinned to one version",
        severity: Severity::Error,
        why: "with a range or none at all, the same files install something else next month, on one cluster and not on the other",
        source: "Helm, chart version constraints; helmfile, releases[].version",
        check: Check::Cluster(charts_are_pinned),
        bad: Example::Cluster(
            "helm keda { chart: \"keda\", repo: \"https://kedacore.github.io/charts\", version: \"^2.18\", namespace: kube_system }",
        ),
        good: Example::Cluster(
            "helm keda { chart: \"keda\", repo: \"https://kedacore.github.io/charts\", version: \"2.18.1\", namespace: kube_system }",
        ),
    },
    Rule {
        id: "ADD-02",
        title: "a chart comes over a connection that is authenticated",
        severity: Severity::Error,
        why: "whoever sits between you and a repository without TLS decides what runs in the cluster",
        source: "Helm, chart repository guide and OCI registries",
        check: Check::Cluster(repositories_are_authenticated),
        bad: Example::Cluster(
            "helm keda { chart: \"keda\", repo: \"http://charts.example.com\", version: \"2.18.1\", namespace: kube_system }",
        ),
        good: Example::Cluster(
            "helm keda { chart: \"keda\", repo: \"oci://registry.example.com/charts\", version: \"2.18.1\", namespace: kube_system }",
        ),
    },
    Rule {
        id: "ADD-03",
        title: "no chart does what is done here already",
        severity: Severity::Error,
        why: "two device plugins, autoscalers or controllers of a kind undo each other's work",
        source: "NVIDIA device plugin, Cluster Autoscaler and AWS Load Balancer Controller documentation: one per cluster",
        check: Check::Cluster(nothing_is_done_twice),
        bad: Example::Cluster(
            "helm lbc { chart: \"aws-load-balancer-controller\", repo: \"https://aws.github.io/eks-charts\", version: \"3.6.0\", namespace: kube_system }",
        ),
        good: Example::Cluster("load_balancer_controller { default_class: true }"),
    },
];

fn each(scope: &Scope<'_>, findings: &mut Findings<'_>, check: impl Fn(&At<'_, Helm>, &mut Findings<'_>)) {
    for release in scope.cluster.helm().iter() {
        findings.afresh();
        check(&release, findings);
    }
}

fn charts_are_pinned(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    each(scope, findings, |release, findings| {
        let version = release.version();
        let plain = version.strip_prefix('v').unwrap_or(&version);
        // Semantic version: three numbers, then perhaps a pre-release and a build.
        let core = plain.split(['-', '+']).next().unwrap_or_default();
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if core.split('.').count() != 3 || !core.split('.').all(is_number) {
            findings.report(
                &version,
                format!(
                    "release `{}` takes version `{}` of chart `{}`, which is not one version",
                    *release.name(),
                    *version,
                    *release.chart()
                ),
                "write the version exactly, such as `version: \"2.18.1\"`; `helm search repo` lists them",
            );
        }
    });
}

fn repositories_are_authenticated(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    each(scope, findings, |release, findings| {
        let repo = release.repo();
        if !(repo.starts_with("https://") || repo.starts_with("oci://")) {
            findings.report(
                &repo,
                format!("release `{}` takes its chart from `{}`", *release.name(), *repo),
                "write `https://…` or `oci://…`",
            );
        }
    });
}

fn nothing_is_done_twice(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    each(scope, findings, |release, findings| {
        let (name, chart) = (release.name(), release.chart());
        if let Some((_, instead)) = charts::DONE_HERE.iter().find(|(name, _)| *name == chart.as_str()) {
            findings.report(
                &chart,
                format!("release `{}` installs `{}`, whose work is done here already", *name, *chart),
                *instead,
            );
            return;
        }
        for operator in derived::operators(scope.cluster.whole()) {
            let own = operator.chart().name;
            if own == chart.as_str() {
                findings.report(
                    &chart,
                    format!("release `{}` installs `{own}`, which the cluster has already: what is declared needs it", *name),
                    "remove the release",
                );
            } else if own == name.as_str() {
                findings.report(
                    &name,
                    format!("release `{own}` has the name of the operator `{own}`, which the cluster has already"),
                    "give the release another name",
                );
            }
        }
    });
}
