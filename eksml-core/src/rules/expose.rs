//! Family ADD, from 04 on: how services are reached from outside the cluster.

use super::{Check, Example, Findings, Rule, Scope};
use crate::findings::Severity;
use crate::rules::example::service;
use crate::spec::{At, Audience, Inference, Scaler};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "ADD-04",
        name: "exposed-without-controller",
        title: "an exposed service has a controller that makes its load balancer",
        severity: Severity::Error,
        why: "an Ingress without a controller is an object that nothing looks at: the name never answers",
        source: "Kubernetes, Ingress controllers; AWS Load Balancer Controller; EKS user guide, Auto Mode load balancing",
        check: Check::Inference(has_a_controller),
        bad: service!(
            "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu }";
            "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\", expose { host: \"chat.example.com\" }"
        ),
        good: service!(
            "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu }",
            "load_balancer_controller,";
            "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\", expose { host: \"chat.example.com\" }"
        ),
    },
    Rule {
        id: "ADD-05",
        name: "certificate-of-another-region",
        title: "a service's certificate is of its cluster's region",
        severity: Severity::Error,
        why: "a load balancer takes certificates of its own region alone: no listener is made, and the name never answers",
        source: "AWS Certificate Manager user guide, Services integrated with ACM",
        check: Check::Inference(certificate_is_near),
        bad: service!(
            "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu }",
            "load_balancer_controller,";
            "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\", expose { host: \"chat.example.com\", \
             certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555\" }"
        ),
        good: service!(
            "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu }",
            "load_balancer_controller,";
            "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\", expose { host: \"chat.example.com\", \
             certificate: \"arn:aws:acm:us-west-2:111122223333:certificate/11111111-2222-3333-4444-555555555555\" }"
        ),
    },
    Rule {
        id: "ADD-06",
        name: "unsaid-exposure",
        title: "who may reach a service from outside is said",
        severity: Severity::Error,
        why: "an inference service open to everybody is somebody else's free GPU; and a load balancer on the internet never sees a private \
              address, so that nobody would get in",
        source: "AWS Load Balancer Controller, scheme and inbound-cidrs; RFC 1918",
        check: Check::Inference(audience_is_said),
        bad: service!(
            "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu }",
            "load_balancer_controller,";
            "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\", expose { host: \"chat.example.com\", to: Addresses([\"0.0.0.0/0\"]) }"
        ),
        good: service!(
            "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu }",
            "load_balancer_controller,";
            "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\", expose { host: \"chat.example.com\", to: Addresses([\"203.0.113.0/24\"]) }"
        ),
    },
    Rule {
        id: "ADD-07",
        name: "unnamed-hosted-zones",
        title: "ExternalDNS writes to zones that are named, each once",
        severity: Severity::Error,
        why: "without zones its role may write to none, and every name stays as it is; with all of the account's, whoever may create an Ingress \
              may redirect any name you have",
        source: "ExternalDNS, docs/tutorials/aws.md: IAM policy, `--zone-id-filter`",
        check: Check::Cluster(zones_are_named),
        bad: Example::Cluster("load_balancer_controller,\nexternal_dns { zones: [] }"),
        good: Example::Cluster("load_balancer_controller,\nexternal_dns { zones: [\"Z0123456789ABCDEFGHIJ\"] }"),
    },
];

fn zones_are_named(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let Some(settings) = scope.cluster.external_dns().get() else { return };
    let zones = settings.zones();
    if zones.is_empty() {
        findings.report(
            &zones,
            "ExternalDNS has no zone to write to",
            "write the ids of its zones, `zones: [\"Z0123456789ABCDEFGHIJ\"]`: `aws route53 list-hosted-zones` lists them",
        );
    }
    let mut seen = Vec::new();
    findings.each(zones.iter(), |zone, findings| {
        if seen.contains(&zone.whole()) {
            findings.report(&zone, format!("zone `{}` is named twice", *zone), "remove one of the two");
        }
        seen.push(zone.whole());
    });
}

fn has_a_controller(scope: &Scope<'_>, service: &At<'_, Inference>, findings: &mut Findings<'_>) {
    let Some(expose) = service.expose().get() else { return };
    let auto = scope.cluster.scaler().is(|scaler| matches!(scaler, Scaler::AutoMode(_)));
    if !auto && scope.cluster.load_balancer_controller().get().is_none() {
        let problem =
            format!("`{}` is to be reached as `{}`, but nothing makes its load balancer", *service.name(), *expose.host());
        findings.report(&expose.host(), problem, "add `load_balancer_controller,` to the cluster");
    }
}

fn certificate_is_near(scope: &Scope<'_>, service: &At<'_, Inference>, findings: &mut Findings<'_>) {
    let Some(certificate) = service.expose().get().and_then(|expose| expose.certificate().get()) else { return };
    let region = scope.region();
    if certificate.region() != region.as_str() {
        findings.report(
            &certificate,
            format!("the certificate of `{}` is in {}, its cluster in {}", *service.name(), certificate.region(), *region),
            format!(
                "request one in {}, or remove `certificate`: the load balancer takes the one ACM has for the name there",
                *region
            ),
        );
    }
}

fn audience_is_said(_: &Scope<'_>, service: &At<'_, Inference>, findings: &mut Findings<'_>) {
    let Some(expose) = service.expose().get() else { return };
    let to = expose.to();
    let reason = to.variant(|to| if let Audience::Internet(reason) = to { Some(reason) } else { None });
    if let Some(reason) = reason.filter(|reason| reason.trim().is_empty()) {
        findings.report(
            &reason,
            format!("`{}` is open to everybody, and nothing says why", *service.name()),
            "say why: `to: Internet(\"our customers' app calls it\")`",
        );
    }
    let Some(addresses) = to.variant(|to| if let Audience::Addresses(addresses) = to { Some(addresses) } else { None }) else {
        return;
    };
    if addresses.is_empty() {
        findings.report(
            &addresses,
            format!("nobody may reach `{}`: its list of addresses is empty", *service.name()),
            "write the addresses, or `to: Vpc`",
        );
    }
    findings.each(addresses.iter(), |cidr, findings| {
        if cidr.prefix() == 0 {
            findings.report(
                &cidr,
                format!("`{}` is open to every address, and nothing says why", *service.name()),
                "say why: `to: Internet(\"our customers' app calls it\")`, or write the addresses that are meant",
            );
        } else if cidr.is_private_rfc1918() {
            findings.report(
                &cidr,
                format!("`{}` is on the internet for `{}`, which is a private network", *service.name(), *cidr),
                "write `to: Vpc`, which lets in the VPC and its peers: `vpc { peer office { cidr: \"…\" } }`",
            );
        }
    });
}
