//! Services beside Pods: variables that Kubernetes makes of them, and names that resolve too late.

use crate::applied::{Applied, Breaches, Object, Runs, is_false, is_true, items, text};
use crate::findings::Severity;
use crate::rules::example::Example;
use crate::rules::{Check, Rule};
use crate::source::Node;

/// Programs that take their port from a variable that a Service of the program's own name sets.
/// Source: vLLM, Environment Variables, `VLLM_PORT`; MLflow CLI, `mlflow server --port`, `MLFLOW_PORT`; SGLang, `SGLANG_PORT`.
const READ: [&str; 3] = ["vllm", "mlflow", "sglang"];

pub(super) const APP_01: Rule = Rule {
    id: "APP-01",
    name: "service-variable-clash",
    title: "a Service's variables are no program's settings",
    severity: Severity::Error,
    why: "for a Service `vllm` Kubernetes sets `VLLM_PORT=tcp://10.…` in every Pod of the namespace, which vLLM takes for its port and ends",
    source: "Kubernetes, Service, environment variables; vLLM #15613 and Environment Variables: VLLM_PORT",
    check: Check::Applied(links_are_off),
    bad: Example::Objects(
        "apiVersion: v1\nkind: Service\nmetadata: {name: vllm, namespace: serving}\nspec: {selector: {app: vllm}, ports: [{port: 8000}]}\n---\n\
         apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: vllm, namespace: serving}\nspec:\n  selector: {matchLabels: {app: vllm}}\n  template:\n    \
         metadata: {labels: {app: vllm}}\n    spec:\n      containers: [{name: vllm, image: \"vllm/vllm-openai:v0.11.0\"}]",
    ),
    good: Example::Objects(
        "apiVersion: v1\nkind: Service\nmetadata: {name: vllm, namespace: serving}\nspec: {selector: {app: vllm}, ports: [{port: 8000}]}\n---\n\
         apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: vllm, namespace: serving}\nspec:\n  selector: {matchLabels: {app: vllm}}\n  template:\n    \
         metadata: {labels: {app: vllm}}\n    spec:\n      enableServiceLinks: false\n      containers: [{name: vllm, image: \"vllm/vllm-openai:v0.11.0\"}]",
    ),
};

fn links_are_off(applied: &Applied<'_>, breaches: &mut Breaches<'_>) {
    for (number, object, pods) in applied.pods() {
        if is_false(pods.spec, &["enableServiceLinks"]) {
            continue;
        }
        let images: Vec<String> =
            items(pods.spec, &["containers"]).iter().filter_map(|it| text(it, &["image"])).map(str::to_ascii_lowercase).collect();
        let clash = applied.of_kind("Service", object.namespace()).find_map(|service| {
            let name = service.name();
            let program = READ.iter().find(|program| name == **program)?;
            // A Service is called after what its Pods run.
            let runs_it = images.iter().any(|image| image.contains(program)) || pods.carry(service.at(&["spec", "selector"]));
            let has_address = text(service.node, &["spec", "clusterIP"]) != Some("None");
            (runs_it && has_address).then(|| service.name())
        });
        if let Some(service) = clash {
            let variable = format!("{}_PORT", service.to_uppercase());
            let problem = format!("gets `{variable}=tcp://…` from Service `{service}`, and its program takes that for its port");
            let fix = "write `enableServiceLinks: false` in the Pod's `spec`, or give the Service another name";
            breaches.report(number, pods.spec.mark, problem, fix);
        }
    }
}

pub(super) const APP_11: Rule = Rule {
    id: "APP-11",
    name: "unpublished-ranks",
    title: "the ranks of a job find each other before they are ready",
    severity: Severity::Error,
    why: "a rank is ready once it has met the others, and its name resolves once it is ready: each waits for the other until the rendezvous times out",
    source: "Kubernetes API, ServiceSpec publishNotReadyAddresses; PyTorch, torchrun rendezvous",
    check: Check::Applied(ranks_are_published),
    bad: Example::Objects(
        "apiVersion: v1\nkind: Service\nmetadata: {name: ddp}\nspec: {clusterIP: None, selector: {job: ddp}}\n---\n\
         apiVersion: batch/v1\nkind: Job\nmetadata: {name: ddp}\nspec:\n  completionMode: Indexed\n  parallelism: 4\n  completions: 4\n  template:\n    \
         metadata: {labels: {job: ddp}}\n    spec:\n      subdomain: ddp\n      restartPolicy: Never\n      containers: [{name: rank, image: \"registry.example.com/train:1\"}]",
    ),
    good: Example::Objects(
        "apiVersion: v1\nkind: Service\nmetadata: {name: ddp}\nspec: {clusterIP: None, publishNotReadyAddresses: true, selector: {job: ddp}}\n---\n\
         apiVersion: batch/v1\nkind: Job\nmetadata: {name: ddp}\nspec:\n  completionMode: Indexed\n  parallelism: 4\n  completions: 4\n  template:\n    \
         metadata: {labels: {job: ddp}}\n    spec:\n      subdomain: ddp\n      restartPolicy: Never\n      containers: [{name: rank, image: \"registry.example.com/train:1\"}]",
    ),
};

fn ranks_are_published(applied: &Applied<'_>, breaches: &mut Breaches<'_>) {
    for (number, service) in applied.each().filter(|(_, object)| object.kind() == "Service") {
        let is_headless = text(service.node, &["spec", "clusterIP"]) == Some("None");
        if !is_headless || is_true(service.node, &["spec", "publishNotReadyAddresses"]) {
            continue;
        }
        let is_of_ranks = |(_, object, pods): &(usize, Object<'_>, crate::applied::Pods<'_>)| {
            object.namespace() == service.namespace()
                && pods.runs == Runs::ToTheEnd
                && text(pods.spec, &["subdomain"]) == Some(service.name())
                && pods.count.is_none_or(|count| count > 1)
        };
        if let Some((_, object, _)) = applied.pods().find(is_of_ranks) {
            let problem = format!("gives the ranks of {} names, and none to a rank that is not ready yet", object.shown());
            let at: Option<&Node> = service.at(&["spec"]);
            breaches.report(
                number,
                at.map_or(service.mark(), |spec| spec.mark),
                problem,
                "write `publishNotReadyAddresses: true` in `spec`",
            );
        }
    }
}
