//! Pods that get no address, as the VPC CNI sees it on every node; or the API server, where EKS Auto Mode runs the CNI out of sight.
//!
//! Source: amazon-vpc-cni-k8s `utils/prometheusmetrics`; EC2 error codes of CreateNetworkInterface and AssignPrivateIpAddresses.

use super::Alert;
use crate::derived;
use crate::render::ClusterView;
use crate::spec::Monitoring;

/// The alerts.
pub(super) fn alerts(view: &ClusterView<'_>, monitoring: &Monitoring) -> Vec<Alert> {
    match (derived::is_auto_mode(view.cluster), monitoring.kube_state_metrics) {
        (false, _) => of_the_cni(),
        (true, true) => vec![not_started()],
        (true, false) => Vec::new(),
    }
}

fn not_started() -> Alert {
    let waiting = r#"sum by (namespace, pod) (kube_pod_container_status_waiting_reason{reason="ContainerCreating"}) > 0"#;
    Alert::warning("PodsNotStarting", waiting).lasting("20m").says(
        "{{ $labels.namespace }}/{{ $labels.pod }} has a node, and has not started for 20 minutes",
        "`kubectl describe pod` says what is missing: an address, when the subnet of its node is full, or a volume, a Secret, an image.",
    )
}

fn of_the_cni() -> Vec<Alert> {
    vec![
        Alert::critical(
            "SubnetOutOfAddresses",
            r#"sum by (node, error) (increase(awscni_aws_api_error_count{error=~"InsufficientFreeAddressesInSubnet|InsufficientCidrBlocks"}[15m])) > 0"#,
        )
        .lasting("5m")
        .says(
            "The subnet of {{ $labels.node }} has no addresses left: {{ $labels.error }}",
            "New Pods on its nodes stay in ContainerCreating. Take down what is not needed, or give the VPC more addresses; \
             InsufficientCidrBlocks means that what is left is too scattered for a /28 prefix.",
        ),
        Alert::warning("PodsWithoutAddress", "increase(awscni_no_available_ip_addresses[15m]) > 0").lasting("15m").says(
            "Pods on {{ $labels.node }} get no address",
            "For a moment that is normal while the VPC CNI attaches an interface; for a quarter of an hour it is a full subnet, \
             or EC2 refuses its calls.",
        ),
    ]
}
