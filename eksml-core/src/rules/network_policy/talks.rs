//! Connections that workloads declare lead somewhere, and what is to be scraped can be.

use crate::findings::Severity;
use crate::rules::example::{Example, service};
use crate::rules::known::instead;
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::{At, Callee, Inference, Isolation};

pub(super) const NP_07: Rule = Rule {
    id: "NP-07",
    name: "metrics-blocked",
    title: "metrics that are offered are scraped",
    severity: Severity::Error,
    why: "metrics that nobody collects look like metrics until the day they are needed, and a scaler that asks for them never scales",
    source: "Prometheus, kubernetes_sd_configs; Kubernetes, network policies",
    check: Check::Inference(metrics_are_scraped),
    bad: service!(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=4, serves: Inference }";
        "on: cpu, replicas: 3, cpu: \"2\", memory: \"8Gi\", metrics: \"/metrics\""
    ),
    good: service!(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=4, serves: Inference }",
        "storage gp3 { ebs_gp3, default: true }",
        "monitoring { prometheus { class: gp3 } }";
        "on: cpu, replicas: 3, cpu: \"2\", memory: \"8Gi\", metrics: \"/metrics\""
    ),
};

fn metrics_are_scraped(scope: &Scope<'_>, service: &At<'_, Inference>, findings: &mut Findings<'_>) {
    let Some(metrics) = service.metrics().get() else { return };
    let name = service.name();
    findings.scope(|findings| {
        if !metrics.starts_with('/') {
            findings.report(
                &metrics,
                format!("inference service `{}` offers metrics at {:?}, which is no path", *name, *metrics),
                "write `metrics: \"/metrics\"`",
            );
        }
    });
    findings.scope(|findings| {
        if scope.cluster.monitoring().get().and_then(|monitoring| monitoring.prometheus().get()).is_none() {
            findings.report(
                &metrics,
                format!("inference service `{}` offers metrics, but the cluster has no Prometheus", *name),
                "declare `monitoring { prometheus { } }`, or remove `metrics`",
            );
        }
    });
    let port = service.port();
    let isolated = scope.namespace(&service.namespace()).is_some_and(|it| it.network().is(|it| *it == Isolation::DefaultDeny));
    if *port < 1024 && isolated {
        findings.report(
            &port,
            format!("the metrics of `{}` are on port {}, and Prometheus is let in from port 1024 on", *name, *port),
            "let the service listen on a port of 1024 or more, which it can do without root",
        );
    }
}

pub(super) const NP_11: Rule = Rule {
    id: "NP-11",
    name: "peer-missing-or-closed",
    title: "whom a workload talks to is there and lets it in",
    severity: Severity::Error,
    why: "a connection to a service that is not there opens nothing, and shows as a timeout inside the workload",
    source: "Kubernetes, network policies: both ends must allow a connection",
    check: Check::Workload(callees_are_there),
    bad: Example::Cluster(CALLS_NOBODY),
    good: Example::Cluster(CALLS_CHAT),
};

const CALLS_NOBODY: &str = "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=4 }\n\
    namespace ml { serves: Inference }\n\
    inference chat { namespace: ml, on: cpu, replicas: 2, cpu: \"2\", memory: \"8Gi\", port: 8000, health: \"/health\",\n\
        image: \"registry.example.com/chat:1.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" }\n\
    processing score { namespace: ml, on: cpu, cpu: \"2\", memory: \"8Gi\", talks_to: [service chta],\n\
        image: \"registry.example.com/score:1.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" }";
const CALLS_CHAT: &str = "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=4 }\n\
    namespace ml { serves: Inference }\n\
    inference chat { namespace: ml, on: cpu, replicas: 2, cpu: \"2\", memory: \"8Gi\", port: 8000, health: \"/health\",\n\
        image: \"registry.example.com/chat:1.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" }\n\
    processing score { namespace: ml, on: cpu, cpu: \"2\", memory: \"8Gi\", talks_to: [service chat],\n\
        image: \"registry.example.com/score:1.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" }";

fn callees_are_there(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    findings.each(workload.talks_to().iter(), |callee, findings| {
        let Some(name) = callee.variant(|callee| if let Callee::Service(name) = callee { Some(name) } else { None }) else {
            return;
        };
        let services: Vec<_> = scope.cluster.inference().iter().map(|service| service.name().whole()).collect();
        match services.iter().filter(|service| **service == name.whole()).count() {
            0 => findings.report(
                &name,
                format!("{} talks to service `{}`, which is not declared", workload.shown(), *name),
                instead(&name, &services, &format!("declare `inference {} {{ … }}`", name.word())),
            ),
            1 => {}
            _ => findings.report(
                &name,
                format!(
                    "{} talks to service `{}`, and there are several of this name in different namespaces",
                    workload.shown(),
                    *name
                ),
                "give the services names of their own",
            ),
        }
    });
}
