//! ExternalDNS, which writes the DNS records of exposed services into the hosted zones that the user names, and into no others.

use super::{Component, Permissions};
use crate::catalog::charts;
use crate::derived::{Statement, region};

/// Its service account; the release's own name for it.
pub const SERVICE_ACCOUNT: &str = "external-dns";

/// ExternalDNS.
pub static EXTERNAL_DNS: Component = Component {
    name: "ExternalDNS",
    chart: Some(&charts::EXTERNAL_DNS),
    namespace: "external-dns",
    is_needed: |cluster| cluster.external_dns().is_some(),
    service_account: Some(SERVICE_ACCOUNT),
    // Source: kubernetes-sigs/external-dns `docs/tutorials/aws.md`, 0.21. Route 53 lists all zones or none.
    permissions: |platform, cluster| {
        let partition = region(platform, cluster).partition();
        let zones = cluster.external_dns().get()?.zones();
        let zones = zones.iter().map(|zone| format!("arn:{partition}:route53:::hostedzone/{}", *zone));
        let write: &[&str] =
            &["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets", "route53:ListTagsForResources"];
        let allow = |sid, actions, resources| Statement { sid, actions, resources, condition: None };
        Some(Permissions::Statements(vec![
            allow("WriteRecordsOfTheseZones", write, zones.collect()),
            allow("FindZones", &["route53:ListHostedZones"], vec!["*".to_owned()]),
        ]))
    },
    // Source: kubernetes-sigs/external-dns `charts/external-dns/values.yaml`.
    mirrored: &[("image.repository", "registry.k8s.io/external-dns/external-dns")],
    ..Component::NEW
};
