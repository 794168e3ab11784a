//! SCH-15: what scales a service has a metric that someone measures, and somewhere to go.

use crate::findings::{Edit, Fix, Severity};
use crate::rules::example::service;
use crate::rules::{Check, Findings, Rule, Scope};
use crate::spec::{At, Autoscale, Inference, LoadMetric, LoadQuery};

/// The longest stabilization window the API server takes, in seconds.
const LONGEST_CALM: u64 = 3600;

pub(super) const SCH_15: Rule = Rule {
    id: "SCH-15",
    name: "unmeasured-scaling",
    title: "what scales a service is measured, and can add replicas",
    severity: Severity::Error,
    why: "a scaler whose metric nobody measures shows `<unknown>` and never adds a replica, which is found out under load",
    source: "Kubernetes, HorizontalPodAutoscaler; KEDA 2.19, Prometheus scaler",
    check: Check::Inference(load_is_measured),
    bad: service!(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=9, serves: Inference }";
        "on: cpu, replicas: 3, cpu: \"2\", memory: \"8Gi\", autoscale { up_to: 9, prometheus { query: \"sum(vllm:num_requests_running)\", per_replica: \"8\" } }"
    ),
    good: service!(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=9, serves: Inference }";
        "on: cpu, replicas: 3, cpu: \"2\", memory: \"8Gi\", autoscale { up_to: 9, cpu: 70 }"
    ),
};

fn load_is_measured(scope: &Scope<'_>, service: &At<'_, Inference>, findings: &mut Findings<'_>) {
    let Some(autoscale) = service.autoscale().get() else { return };
    let (replicas, up_to, name) = (service.replicas(), autoscale.up_to(), service.name());
    findings.scope(|findings| {
        if *up_to <= *replicas {
            findings.report(
                &up_to,
                format!("`{}` starts with {} replicas and may have {}: it never grows", *name, *replicas, *up_to),
                format!("write `up_to: {}` or more, or remove `autoscale`", (*replicas).saturating_add(1)),
            );
        }
    });
    findings.scope(|findings| {
        if let Some(calm) = autoscale.calm().get().filter(|calm| calm.seconds() > LONGEST_CALM) {
            findings.report(
                &calm,
                format!("`{}` is to wait {} before it gives a replica back; the API server takes an hour at most", *name, *calm),
                Fix::decision([Edit::set(&calm, "1h")]).saying("{} or less"),
            );
        }
    });
    metric(scope, service, &autoscale, findings);
}

fn metric(scope: &Scope<'_>, service: &At<'_, Inference>, autoscale: &At<'_, Autoscale>, findings: &mut Findings<'_>) {
    let by = autoscale.by();
    let name = service.name();
    if let Some(percent) = by.variant(|by| if let LoadMetric::Cpu(percent) = by { Some(percent) } else { None }) {
        if !(1..=100).contains(&*percent) {
            findings.report(
                &percent,
                format!("`{}` is to scale at {} % of its CPU; its limit is 100 %", *name, *percent),
                "write 1 to 100, such as `cpu: 70`",
            );
        }
        return;
    }
    findings.scope(|findings| {
        super::measured::by_other_means(scope, service, autoscale, findings);
    });
    let query = by.variant(|by| if let LoadMetric::Prometheus(query) = by { Some(query) } else { None });
    let Some(query) = query else { return };
    findings.scope(|findings| {
        if !has_prometheus(scope) {
            findings.report(
                &query,
                format!("`{}` scales on a query to Prometheus, and the cluster has none", *name),
                "declare `monitoring { prometheus { } }`, or write `cpu: 70`",
            );
        }
    });
    let text = query.query();
    if text.contains("DCGM_") && scope.cluster.monitoring().get().and_then(|monitoring| monitoring.dcgm().get()).is_none() {
        findings.report(
            &text,
            format!("`{}` scales on a metric of DCGM, and nothing exports those", *name),
            "add `dcgm` to `monitoring`",
        );
    }
    well_formed(name.as_str(), &query, findings);
}

/// Whether the cluster has a Prometheus to ask.
pub(super) fn has_prometheus(scope: &Scope<'_>) -> bool {
    scope.cluster.monitoring().get().and_then(|monitoring| monitoring.prometheus().get()).is_some()
}

/// KEDA reads it as a float; zero would divide by nothing.
pub(super) fn can_be_taken(name: &str, each: &At<'_, String>, findings: &mut Findings<'_>) {
    if !each.parse::<f64>().is_ok_and(|each| each.is_finite() && each > 0.0) {
        findings.report(
            each,
            format!("one replica of `{name}` is said to take a load of {:?}, which is no number above zero", **each),
            "write a number, such as `per_replica: \"8\"`",
        );
    }
}

fn well_formed(name: &str, query: &At<'_, LoadQuery>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        findings.scope(|findings| {
            let text = query.query();
            if text.trim().is_empty() {
                findings.report(
                    &text,
                    format!("`{name}` scales on an empty query"),
                    "write a PromQL expression, such as `sum(vllm:num_requests_running{namespace=\"…\"})`",
                );
            }
        });
        can_be_taken(name, &query.per_replica(), findings);
    });
}

pub(super) const SCH_20: Rule = Rule {
    id: "SCH-20",
    name: "replica-of-one-node",
    title: "a replica of several nodes has several",
    severity: Severity::Error,
    why: "a LeaderWorkerSet of one Pod has no workers: what was meant as two nodes runs on one, where the model does not fit",
    source: "LeaderWorkerSet 0.10, size",
    check: Check::Inference(replicas_have_nodes),
    bad: service!(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=9, serves: Inference }";
        "on: cpu, replicas: 2, cpu: \"2\", memory: \"8Gi\", over { nodes: 1 }"
    ),
    good: service!(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=9, serves: Inference }";
        "on: cpu, replicas: 2, cpu: \"2\", memory: \"8Gi\", over { nodes: 2 }"
    ),
};

fn replicas_have_nodes(_: &Scope<'_>, service: &At<'_, Inference>, findings: &mut Findings<'_>) {
    let Some(over) = service.over().get() else { return };
    let nodes = over.nodes();
    if *nodes < 2 {
        findings.report(
            &nodes,
            format!("a replica of `{}` is to span {} nodes", *service.name(), *nodes),
            "write `over { nodes: 2 }` or more, or remove `over`",
        );
    }
}
