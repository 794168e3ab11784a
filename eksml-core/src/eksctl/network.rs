//! `kubernetesNetworkConfig`: the address family and the service addresses inside the cluster.

use super::keyword::keyword;
use super::object::eksctl_object;

eksctl_object! {
    /// `kubernetesNetworkConfig`: addresses of pods and services.
    pub struct KubernetesNetworkConfig {
        /// Address family of pods and services; absent: IPv4.
        pub ip_family: Option<IpFamily>,
        /// IPv4 range of `ClusterIP`s; absent: EKS takes 10.100.0.0/16 or 172.20.0.0/16, whichever does not overlap the VPC.
        #[doc(alias = "serviceIPv4CIDR")]
        pub service_ipv4_cidr: Option<String>,
        /// IPv6 range of `ClusterIP`s; assigned by EKS, shown by eksctl when it describes a cluster.
        #[doc(alias = "serviceIPv6CIDR")]
        pub service_ipv6_cidr: Option<String>,
    }
}

keyword! {
    /// Address family of the cluster's pods and services.
    pub enum IpFamily {
        /// Pods and services have IPv4 addresses.
        IPv4 = "IPv4",
        /// Pods and services have IPv6 addresses; self-managed node groups and NAT settings are refused with it.
        IPv6 = "IPv6",
    }
}
