//! Pods that get no address, as the VPC CNI sees it on every node.
//!
//! Source: amazon-vpc-cni-k8s `utils/prometheusmetrics`; EC2 error codes of CreateNetworkInterface and AssignPrivateIpAddresses.

use super::Alert;

/// The alerts.
pub(super) fn alerts() -> Vec<Alert> {
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
