//! Every word about metrics has an effect, and no secret stands among them.

use crate::derived::AcceleratorKind;
use crate::findings::{Edit, Fix, Severity};
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, Environment, Monitoring, Purchase};

pub(super) const MON_10: Rule = Rule {
    id: "MON-10",
    name: "metrics-word-without-effect",
    title: "every word about metrics and alerts has an effect",
    severity: Severity::Error,
    why: "what is written down but reaches nobody is believed to be there until the night it is needed",
    source: "-",
    check: Check::Cluster(words_have_an_effect),
    bad: Example::Cluster("node_group batch { instances: [\"m7i.xlarge\"], scale: 0..=4, block_ends: \"2027-01-15\" }"),
    good: Example::Cluster("node_group batch { instances: [\"m7i.xlarge\"], scale: 0..=4 }"),
};

pub(super) const MON_11: Rule = Rule {
    id: "MON-11",
    name: "monitoring-secret-written-out",
    title: "secrets of dashboards and receivers are named, not written",
    severity: Severity::Error,
    why: "what stands in a manifest can be read by everyone who may read the repository, its history, or the ConfigMap",
    source: "Kubernetes, good practices for Secrets",
    check: Check::Form,
    bad: Example::Cluster(
        "monitoring { prometheus, grafana { admin_password: \"hunter2\" } }\nstorage gp3 { ebs_gp3, default: true }",
    ),
    good: Example::Cluster(
        "monitoring { prometheus, grafana { admin_secret: grafana_admin } }\nstorage gp3 { ebs_gp3, default: true }",
    ),
};

pub(super) const MON_12: Rule = Rule {
    id: "MON-12",
    name: "alerts-to-nobody",
    title: "alerts of production reach somebody",
    severity: Severity::Warning,
    why: "alerts without a receiver turn red on a page that nobody looks at in the night it is needed",
    source: "Prometheus, Alerting overview: Alertmanager notifies",
    check: Check::Cluster(alerts_reach_somebody),
    bad: Example::Cluster("environment: Production,\nmonitoring { prometheus }\nstorage gp3 { ebs_gp3, default: true }"),
    good: Example::Cluster(
        "environment: Production,\nmonitoring { prometheus, alertmanager { to: Sns(\"arn:aws:sns:us-west-2:111122223333:on-call\") } }\n\
         storage gp3 { ebs_gp3, default: true }",
    ),
};

fn alerts_reach_somebody(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let Some(monitoring) = scope.cluster.monitoring().get() else { return };
    let Some(prometheus) = monitoring.prometheus().get() else { return };
    // A stack of the user's own has an Alertmanager of its own.
    let own_stack = scope
        .cluster
        .helm()
        .iter()
        .any(|release| release.chart().as_str() == crate::components::prometheus_operator::OF_THE_USER);
    if *scope.cluster.environment() == Environment::Production && monitoring.alertmanager().is_none() && !own_stack {
        findings.report(
            &prometheus,
            format!("the alerts of production cluster `{}` reach nobody", *scope.cluster.name()),
            "add a receiver: `alertmanager { to: Sns(\"arn:aws:sns:REGION:ACCOUNT_ID:TOPIC\") }`, or `to: Webhook(…)`",
        );
    }
}

fn words_have_an_effect(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    without_prometheus(scope, findings);
    findings.each(scope.cluster.node_groups().iter(), |group, findings| {
        let Some(ends) = group.block_ends().get() else { return };
        if !group.purchase().is(|purchase| matches!(purchase, Purchase::CapacityBlock(_))) {
            findings.report(
                &ends,
                format!("node group `{}` has no Capacity Block that could end on {}", *group.name(), *ends),
                "remove it, or write `purchase: CapacityBlock(\"cr-…\")`",
            );
        }
    });
}

/// What only shows or carries on what Prometheus has collected.
fn without_prometheus(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let Some(monitoring) = scope.cluster.monitoring().get() else { return };
    let prometheus = monitoring.prometheus().get().is_some();
    findings.scope(|findings| {
        if !prometheus {
            if let Some(alertmanager) = monitoring.alertmanager().get() {
                findings.report(
                    &alertmanager,
                    "Alertmanager has no Prometheus that could raise an alert: nobody is ever told",
                    "add `prometheus` to `monitoring`",
                );
            }
            if let Some(remote) = monitoring.remote_write().get() {
                findings.report(
                    &remote,
                    "there is no Prometheus whose samples could be sent on",
                    "add `prometheus` to `monitoring`",
                );
            }
        }
        devices_are_there(scope, &monitoring, findings);
    });
    if let Some(grafana) = monitoring.grafana().get() {
        if !prometheus {
            findings.report(
                &grafana,
                "Grafana has no Prometheus to ask: its dashboards stay empty",
                "add `prometheus` to `monitoring`",
            );
        }
        if let Some(class) = grafana.class().get()
            && grafana.storage().get().is_none()
        {
            findings.report(
                &class,
                format!("Grafana has no volume that could be of class `{}`", *class),
                "add `storage: \"10Gi\"` to `grafana`, or remove `class`",
            );
        }
    }
}

/// An exporter whose devices no group carries would run nowhere.
fn devices_are_there(scope: &Scope<'_>, monitoring: &At<'_, Monitoring>, findings: &mut Findings<'_>) {
    let carried = |kind: AcceleratorKind| {
        let groups = scope.cluster.node_groups();
        groups.iter().any(|group| group.instances().iter().any(|it| AcceleratorKind::of(it.facts()) == Some(kind)))
    };
    let neuron = monitoring.neuron_monitor();
    if *neuron && !carried(AcceleratorKind::Neuron) {
        findings.report(
            &neuron,
            "no node group has Inferentia or Trainium devices that the Neuron monitor could watch",
            Fix::decision([Edit::remove(&neuron)]),
        );
    }
}
