//! Ingress: the name under which a service is reached from outside, and the Application Load Balancer that follows from it.
//!
//! Source: AWS Load Balancer Controller 3, ingress annotations; EKS user guide, Create an IngressClass for Auto Mode.

use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::{
    HTTPIngressPath, HTTPIngressRuleValue, Ingress, IngressBackend, IngressClass, IngressClassParametersReference,
    IngressClassSpec, IngressRule, IngressServiceBackend, IngressSpec, ServiceBackendPort,
};
use serde_json::json;

use super::FILE;
use super::pod::Work;
use crate::derived;
use crate::render::kubernetes::metadata::metadata;
use crate::render::{ClusterFiles, ClusterView, Remark, RenderError};
use crate::spec::{Audience, Expose, Inference};

/// The class that the controller's chart makes.
const CLASS: &str = "alb";
/// TLS 1.2 and 1.3. Source: Elastic Load Balancing user guide, Security policies for Application Load Balancers.
const TLS: &str = "ELBSecurityPolicy-TLS13-1-2-2021-06";
/// Seconds a connection may be silent: a model that thinks before it answers is silent longer than the minute that is the default.
const SILENT_SECONDS: u32 = 600;
/// Seconds that requests under way are given when a Pod leaves; it lives longer than that.
const LEAVING_SECONDS: u32 = 60;

/// The label by which the controller holds new Pods back until the load balancer sends them requests.
pub(in crate::render::kubernetes) const READINESS_GATE: (&str, &str) = ("elbv2.k8s.aws/pod-readiness-gate-inject", "enabled");

/// Whether a namespace has a service that is reached from outside by the controller's doing.
pub(in crate::render::kubernetes) fn gates(view: &ClusterView<'_>, namespace: &str) -> bool {
    let exposed = |service: &Inference| service.expose.is_some() && service.namespace.as_str() == namespace;
    !derived::is_auto_mode(view.cluster) && view.cluster.inference.iter().any(exposed)
}

/// Adds the classes of EKS Auto Mode's own controller, for which no chart makes one.
pub(super) fn classes(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    if !derived::is_auto_mode(view.cluster) || view.cluster.inference.iter().all(|service| service.expose.is_none()) {
        return Ok(());
    }
    let parameters = json!({
        "apiVersion": "eks.amazonaws.com/v1", "kind": "IngressClassParams", "metadata": metadata(CLASS, None), "spec": {},
    });
    files.add(FILE, &parameters)?;
    let class = IngressClass {
        metadata: metadata(CLASS, None),
        spec: Some(IngressClassSpec {
            controller: Some("eks.amazonaws.com/alb".to_owned()),
            parameters: Some(IngressClassParametersReference {
                api_group: Some("eks.amazonaws.com".to_owned()),
                kind: "IngressClassParams".to_owned(),
                name: CLASS.to_owned(),
                ..IngressClassParametersReference::default()
            }),
        }),
    };
    files.add(FILE, &class)
}

/// Adds the Ingress of a service that is reached from outside.
pub(super) fn render(
    view: &ClusterView<'_>,
    service: &Inference,
    port: &str,
    work: &Work<'_>,
    files: &mut ClusterFiles,
) -> Result<(), RenderError> {
    let Some(expose) = &service.expose else { return Ok(()) };
    let mut metadata = work.owned(service.name.as_str());
    metadata.annotations = Some(annotations(view, service, expose));
    let backend = IngressServiceBackend {
        name: service.name.to_string(),
        port: Some(ServiceBackendPort { name: Some(port.to_owned()), number: None }),
    };
    let path = HTTPIngressPath {
        path: Some("/".to_owned()),
        path_type: "Prefix".to_owned(),
        backend: IngressBackend { service: Some(backend), resource: None },
    };
    let rule = IngressRule { host: Some(expose.host.to_string()), http: Some(HTTPIngressRuleValue { paths: vec![path] }) };
    let spec = IngressSpec { ingress_class_name: Some(CLASS.to_owned()), rules: Some(vec![rule]), ..IngressSpec::default() };
    files.add(FILE, &Ingress { metadata, spec: Some(spec), ..Ingress::default() })
}

fn annotations(view: &ClusterView<'_>, service: &Inference, expose: &Expose) -> BTreeMap<String, String> {
    let (scheme, from) = match &expose.to {
        Audience::Vpc => {
            let peers = view.cluster.vpc.peers.iter().map(|peer| peer.cidr.to_string());
            ("internal", [view.cluster.vpc.cidr.to_string()].into_iter().chain(peers).collect())
        }
        Audience::Addresses(addresses) => ("internet-facing", addresses.iter().map(ToString::to_string).collect()),
        Audience::Internet(_) => ("internet-facing", vec!["0.0.0.0/0".to_owned()]),
    };
    let mut all: Vec<(&str, String)> = vec![
        ("scheme", scheme.to_owned()),
        ("inbound-cidrs", from.join(",")),
        // Pods have addresses of the VPC: requests go to them and not by way of a node.
        ("target-type", "ip".to_owned()),
        ("listen-ports", r#"[{"HTTP": 80}, {"HTTPS": 443}]"#.to_owned()),
        ("ssl-redirect", "443".to_owned()),
        ("ssl-policy", TLS.to_owned()),
        ("healthcheck-path", service.health.clone()),
        (
            "load-balancer-attributes",
            format!("idle_timeout.timeout_seconds={SILENT_SECONDS},routing.http.drop_invalid_header_fields.enabled=true"),
        ),
        (
            // A request is worth seconds of a GPU: it goes where the fewest are.
            "target-group-attributes",
            format!(
                "deregistration_delay.timeout_seconds={LEAVING_SECONDS},load_balancing.algorithm.type=least_outstanding_requests"
            ),
        ),
    ];
    if let Some(certificate) = &expose.certificate {
        all.push(("certificate-arn", certificate.to_string()));
    }
    all.into_iter().map(|(key, value)| (format!("alb.ingress.kubernetes.io/{key}"), value)).collect()
}

/// What is left to do when the load balancer is there.
pub(super) fn remarks(view: &ClusterView<'_>) -> Vec<Remark> {
    let exposed = view.cluster.inference.iter().filter_map(|service| Some((service, service.expose.as_ref()?)));
    exposed
        .map(|(service, expose)| {
            let certificate = match expose.certificate {
                Some(_) => String::new(),
                None => format!(", for which ACM in {} must have a certificate", view.region()),
            };
            if let Some(dns) = &view.cluster.external_dns {
                let zones: Vec<_> = dns.zones.iter().map(|zone| format!("`{zone}`")).collect();
                return Remark::After(format!(
                    "ExternalDNS points `{}` at the load balancer of `{}`{certificate}, if zone {} is its domain's: `kubectl -n {} logs \
                     deployment/external-dns` says what it writes",
                    expose.host,
                    service.name,
                    zones.join(" or "),
                    crate::components::external_dns::EXTERNAL_DNS.namespace
                ));
            }
            Remark::After(format!(
                "point `{}` at the load balancer of `{}`{certificate}: `kubectl -n {} get ingress {}` shows its address",
                expose.host, service.name, service.namespace, service.name
            ))
        })
        .collect()
}
