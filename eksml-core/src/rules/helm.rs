//! Family ADD: Helm releases.

use super::{Check, Example, Findings, Rule, Scope};
use crate::components;
use crate::eksctl::Json;
use crate::findings::Severity;
use crate::spec::{At, Helm};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "ADD-01",
        name: "chart-unpinned",
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
        name: "chart-unauthenticated",
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
        name: "chart-already-built-in",
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
    findings.each(scope.cluster.helm().iter(), |release, findings| {
        check(&release, findings);
    });
}

fn charts_are_pinned(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    each(scope, findings, |release, findings| {
        let version = release.version();
        let plain = version.strip_prefix('v').unwrap_or(&version);
        // Semantic version: three numbers, then perhaps a pre-release and a build.
        let core = plain.split(['-', '+']).next().unwrap_or_default();
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let in_versions = |c: char| c.is_ascii_alphanumeric() || ".-+".contains(c);
        if core.split('.').count() != 3 || !core.split('.').all(is_number) || !version.chars().all(in_versions) {
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
        if let Some(instead) = components::instead_of(&chart) {
            findings.report(
                &chart,
                format!("release `{}` installs `{}`, whose work is done here already", *name, *chart),
                instead,
            );
            return;
        }
        if second_node_exporter(scope, release) {
            findings.report(
                &chart,
                format!(
                    "release `{}` brings a node exporter, and `monitoring` has one: the second finds port 9100 of no node free",
                    *name
                ),
                "write `values { nodeExporter { enabled: false } }` in the release, or remove `node_exporter` from `monitoring`",
            );
        }
        // Each by itself: whether one is there may be unknown beside another that is.
        findings.each(components::ALL, |component, findings| {
            let Some(own) = component.chart.map(|pinned| pinned.name).filter(|_| component.is_in(scope.cluster)) else { return };
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
        });
    });
}

/// Whether a release brings the node exporter of kube-prometheus-stack beside the cluster's own, on the same port of every node
/// (helm-charts #2983).
fn second_node_exporter(scope: &Scope<'_>, release: &At<'_, Helm>) -> bool {
    let own = scope.cluster.monitoring().get().is_some_and(|monitoring| *monitoring.node_exporter());
    let values = release.values();
    let set = |path: &[&str]| values.get().and_then(|values| values.whole().get(path).cloned());
    let is_off = set(&["nodeExporter", "enabled"]) == Some(Json::Bool(false));
    let is_elsewhere = set(&["prometheus-node-exporter", "service", "port"]).is_some();
    own && *release.chart() == components::prometheus_operator::OF_THE_USER && !is_off && !is_elsewhere
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Region;
    use crate::eksctl::InlineDocument;
    use crate::rules::check;
    use crate::spec::{Cluster, Monitoring, Platform};

    fn told(values: Option<InlineDocument>, node_exporter: bool) -> bool {
        let release = Helm { chart: components::prometheus_operator::OF_THE_USER.to_owned(), values, ..Helm::default() };
        let monitoring = Monitoring { node_exporter, ..Monitoring::default() };
        let cluster = Cluster { helm: vec![release], monitoring: Some(monitoring), ..Cluster::default() };
        let region: Region = "us-west-2".parse().expect("a region");
        let report = check(&Platform { region, clusters: vec![cluster], ..Platform::default() }, None);
        report.findings().iter().any(|finding| finding.rule == "ADD-03" && finding.problem.contains("9100"))
    }

    #[test]
    fn two_node_exporters_want_the_same_port() {
        let off = Json::object([("enabled", Json::Bool(false))]);
        assert!(told(None, true));
        assert!(!told(None, false));
        assert!(!told(Some([("nodeExporter", off)].into_iter().collect()), true));
    }
}
