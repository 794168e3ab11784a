//! The part of SCH-15 about metrics of a service's own, queues and hours; and SCH-23: a service that sleeps is woken.

use super::is_a_zone;
use super::load::{can_be_taken, has_prometheus};
use crate::findings::{Edit, Fix, Severity};
use crate::rules::example::service;
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::{At, Autoscale, Backlog, Hours, Inference, LoadMetric, Mechanism, OwnMetric};

pub(super) fn by_other_means(
    scope: &Scope<'_>,
    service: &At<'_, Inference>,
    autoscale: &At<'_, Autoscale>,
    findings: &mut Findings<'_>,
) {
    let by = autoscale.by();
    if let Some(own) = by.variant(|by| if let LoadMetric::Metric(own) = by { Some(own) } else { None }) {
        own_metric(scope, service, &own, findings);
    }
    if let Some(backlog) = by.variant(|by| if let LoadMetric::Sqs(backlog) = by { Some(backlog) } else { None }) {
        messages(scope, service, &backlog, findings);
    }
    if let Some(hours) = by.variant(|by| if let LoadMetric::Hours(hours) = by { Some(hours) } else { None }) {
        hours_are_some(service, &hours, findings);
    }
}

fn own_metric(scope: &Scope<'_>, service: &At<'_, Inference>, own: &At<'_, OwnMetric>, findings: &mut Findings<'_>) {
    let (name, metric) = (service.name(), own.name());
    findings.scope(|findings| {
        if !has_prometheus(scope) {
            let problem =
                format!("`{}` scales on its own `{}`, and the cluster has no Prometheus that collects it", *name, *metric);
            findings.report(&metric, problem, "declare `monitoring { prometheus { } }`, or write `cpu: 70`");
        }
    });
    findings.scope(|findings| {
        if service.metrics().get().is_none() {
            let problem = format!("`{}` scales on its own `{}`, and does not say where it serves its metrics", *name, *metric);
            findings.report(&metric, problem, "add their path to the service: `metrics: \"/metrics\"`");
        }
    });
    findings.scope(|findings| {
        let letters = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
        if metric.is_empty() || metric.starts_with(|c: char| c.is_ascii_digit()) || !metric.chars().all(letters) {
            let problem = format!("`{}` scales on {:?}, which is no name of a metric", *name, *metric);
            findings.report(&metric, problem, "write the name alone, or a whole expression: `prometheus { query: \"…\" }`");
        } else if ["_total", "_count", "_sum", "_bucket"].iter().any(|end| metric.ends_with(end)) {
            let problem = format!("`{}` scales on `{}`, a counter: it only ever grows, and so would the service", *name, *metric);
            let fix = format!(
                "write its rate: `prometheus {{ query: \"sum(rate({}[5m]))\", per_replica: \"…\" }}`, or name a gauge",
                *metric
            );
            findings.report(&metric, problem, fix);
        }
    });
    can_be_taken(name.as_str(), &own.per_replica(), findings);
}

/// Who grows by messages and may not take them only grows.
fn messages(scope: &Scope<'_>, service: &At<'_, Inference>, backlog: &At<'_, Backlog>, findings: &mut Findings<'_>) {
    let (name, queue, each) = (service.name(), backlog.queue(), backlog.per_replica());
    findings.scope(|findings| {
        if *each == 0 {
            findings.report(
                &each,
                format!("one replica of `{}` is said to have 0 messages before it: no number of replicas is enough", *name),
                "write 1 or more, such as `per_replica: 20`",
            );
        }
    });
    let problem = match Workload::Inference(*service).identity_in(&scope.cluster) {
        Some(identity) => {
            if identity.via().is(|via| matches!(via, Mechanism::ExistingRole(_)))
                || identity.consumes().iter().any(|consumed| *consumed == *queue)
            {
                return;
            }
            format!("`{}` grows with the messages of `{}`, which its identity `{}` may not take", *name, *queue, *identity.name())
        }
        None => format!("`{}` grows with the messages of `{}`, and has no identity that may take them", *name, *queue),
    };
    findings.report(&queue, problem, format!("add `consumes: [\"{}\"]` to the service's identity", *queue));
}

fn hours_are_some(service: &At<'_, Inference>, hours: &At<'_, Hours>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        let (name, from, to) = (service.name(), hours.from(), hours.to());
        if *from == *to {
            let problem = format!("the hours of `{}` begin and end at `{}`: KEDA refuses them", *name, *from);
            findings.report(&to, problem, "write when they end, such as `to: \"0 19 * * 1-5\"`");
        }
    });
    if let Some(zone) = hours.time_zone().get() {
        is_a_zone(&zone, &Workload::Inference(*service).shown(), findings);
    }
}

pub(super) const SCH_23: Rule = Rule {
    id: "SCH-23",
    name: "sleeper-never-woken",
    title: "a service that sleeps is woken from outside",
    severity: Severity::Error,
    why: "where no replica is left, none uses CPU or serves a metric: what should bring the service back sees no load, and it sleeps \
          for ever; and whoever calls it finds nobody",
    source: "Kubernetes, HorizontalPodAutoscaler; KEDA 2.19, ScaledObject, idleReplicaCount",
    check: Check::Inference(is_woken),
    bad: service!(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=9, serves: Inference }";
        "on: cpu, replicas: 3, cpu: \"2\", memory: \"8Gi\", autoscale { up_to: 9, to_zero, cpu: 70 }"
    ),
    good: service!(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=9, serves: Inference }";
        "on: cpu, replicas: 3, cpu: \"2\", memory: \"8Gi\", autoscale { up_to: 9, to_zero, hours { from: \"0 8 * * 1-5\", to: \"0 19 * * 1-5\" } }"
    ),
};

fn is_woken(_: &Scope<'_>, service: &At<'_, Inference>, findings: &mut Findings<'_>) {
    let Some(autoscale) = service.autoscale().get() else { return };
    let (sleeps, by, name) = (autoscale.to_zero(), autoscale.by(), service.name());
    if !*sleeps {
        return;
    }
    let measured = match by.whole() {
        LoadMetric::Cpu(_) => "the CPU of its replicas",
        LoadMetric::Metric(_) => "a metric of its replicas",
        LoadMetric::Prometheus(_) => "what Prometheus knows of its replicas",
        LoadMetric::Sqs(_) if service.expose().get().is_some() => {
            let problem = format!("`{}` is exposed, and has no replica until a message comes: its callers find nobody", *name);
            return findings.report(&sleeps, problem, Fix::decision([Edit::remove(&sleeps)]).saying("{}, or `expose`"));
        }
        LoadMetric::Sqs(_) | LoadMetric::Hours(_) => return,
    };
    findings.report(
        &sleeps,
        format!("`{}` may shrink to nothing, and only {measured} would wake it", *name),
        "remove `to_zero`, or let it grow by something outside it: `sqs { queue: \"arn:…\", per_replica: 20 }`, `hours { from: \"0 8 * * 1-5\", to: \"0 19 * * 1-5\" }`",
    );
}
