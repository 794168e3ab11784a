//! Probes of servers that load a model.

use super::device::devices_of;
use crate::applied::{Applied, Breaches, Runs, at, items, number};
use crate::findings::Severity;
use crate::rules::example::Example;
use crate::rules::{Check, Rule};
use crate::source::Node;

/// How long a server with an accelerator may load, in seconds; below, a liveness probe alone kills it while it does.
const LOADING: u32 = 600;

pub(super) const APP_03: Rule = Rule {
    id: "APP-03",
    name: "model-killed-while-loading",
    title: "a model may load before anybody asks whether it lives",
    severity: Severity::Error,
    why: "a liveness probe without a startup probe kills a server that is still loading its model, again and again: it never serves",
    source: "Kubernetes, Configure Liveness, Readiness and Startup Probes; kserve #5062",
    check: Check::Applied(model_may_load),
    bad: Example::Objects(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: llm}\nspec:\n  selector: {matchLabels: {app: llm}}\n  template:\n    metadata: {labels: {app: llm}}\n    spec:\n      \
         containers:\n      - name: llm\n        image: registry.example.com/llm:1\n        resources: {limits: {nvidia.com/gpu: 1}}\n        livenessProbe: {httpGet: {path: /health, port: 8000}}",
    ),
    good: Example::Objects(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: llm}\nspec:\n  selector: {matchLabels: {app: llm}}\n  template:\n    metadata: {labels: {app: llm}}\n    spec:\n      \
         containers:\n      - name: llm\n        image: registry.example.com/llm:1\n        resources: {limits: {nvidia.com/gpu: 1}}\n        livenessProbe: {httpGet: {path: /health, port: 8000}}\n        \
         startupProbe: {httpGet: {path: /health, port: 8000}, failureThreshold: 180, periodSeconds: 10}",
    ),
};

fn model_may_load(applied: &Applied<'_>, breaches: &mut Breaches<'_>) {
    for (object_number, _, pods) in applied.pods().filter(|(_, _, pods)| pods.runs == Runs::Always) {
        for container in items(pods.spec, &["containers"]).iter().filter(|container| devices_of(container).is_some()) {
            let Some(liveness) = at(container, &["livenessProbe"]) else { continue };
            let startup = at(container, &["startupProbe"]);
            let seconds = startup.map_or_else(|| patience(liveness), |startup| patience(startup).max(patience(liveness)));
            if startup.is_none() && seconds < LOADING {
                let problem = format!(
                    "is killed when it has not answered for {seconds} seconds from its start on, a model in its GPU or not"
                );
                let fix = "add a `startupProbe` with the same check, `failureThreshold: 180` and `periodSeconds: 10`: half an hour to load";
                breaches.report(object_number, liveness.mark, problem, fix);
            }
        }
    }
}

/// How long after its start a container is killed that never answers, in seconds.
fn patience(probe: &Node) -> u32 {
    let of = |key: &str, default: u32| number(probe, &[key]).unwrap_or(default);
    of("initialDelaySeconds", 0).saturating_add(of("periodSeconds", 10).saturating_mul(of("failureThreshold", 3)))
}
