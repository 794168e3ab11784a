//! The container images eksml emits, pinned by tag, and the registries EKS keeps in each region.
use super::{KubernetesVersion, Region};
use crate::units::{Date, Partition};

/// An image pinned to a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinnedImage {
    /// Registry host and repository.
    pub repository: &'static str,
    /// The tag.
    pub tag: &'static str,
    /// The day the tag was last held against its source.
    pub as_of: Date,
    /// Where the tag comes from.
    pub source: &'static str,
}

impl PinnedImage {
    /// The reference as it stands in a manifest.
    pub fn reference(&self) -> String {
        format!("{}:{}", self.repository, self.tag)
    }
}

const AS_OF: Date = Date::known(2026, 11, 23);

/// NVIDIA device plugin: advertises `nvidia.com/gpu` and shares GPUs.
pub const NVIDIA_DEVICE_PLUGIN: PinnedImage = PinnedImage {
    repository: "nvcr.io/nvidia/k8s-device-plugin",
    tag: "v0.20.0",
    as_of: AS_OF,
    source: "NVIDIA/k8s-device-plugin release v0.20.0",
};

/// DCGM exporter: GPU metrics on port 9400.
pub const DCGM_EXPORTER: PinnedImage = PinnedImage {
    repository: "nvcr.io/nvidia/k8s/dcgm-exporter",
    tag: "4.6.0-4.8.3-distroless",
    as_of: AS_OF,
    source: "NVIDIA/dcgm-exporter release 4.8.3 for DCGM 4.6.0",
};

/// Prometheus, the long-term support line.
pub const PROMETHEUS: PinnedImage = PinnedImage {
    repository: "quay.io/prometheus/prometheus",
    tag: "v3.13.2",
    as_of: AS_OF,
    source: "prometheus/prometheus release v3.13.2 (LTS, 2026-07-29)",
};

/// kube-state-metrics: the state of Kubernetes objects as metrics.
pub const KUBE_STATE_METRICS: PinnedImage = PinnedImage {
    repository: "registry.k8s.io/kube-state-metrics/kube-state-metrics",
    tag: "v2.19.1",
    as_of: AS_OF,
    source: "kubernetes/kube-state-metrics release v2.19.1",
};

/// node-exporter: the state of a node as metrics.
pub const NODE_EXPORTER: PinnedImage = PinnedImage {
    repository: "quay.io/prometheus/node-exporter",
    tag: "v1.12.1",
    as_of: AS_OF,
    source: "prometheus/node_exporter release v1.12.1",
};

/// Neuron device plugin: advertises `aws.amazon.com/neuron` and `aws.amazon.com/neuroncore`.
pub const NEURON_DEVICE_PLUGIN: PinnedImage = PinnedImage {
    repository: "public.ecr.aws/neuron/neuron-device-plugin",
    tag: "2.32.0.0",
    as_of: AS_OF,
    source: "aws-neuron/neuron-helm-charts 1.10.0 (Neuron SDK 2.32)",
};

/// AWS CLI 2: what the restore drill reads S3 with.
pub const AWS_CLI: PinnedImage = PinnedImage {
    repository: "public.ecr.aws/aws-cli/aws-cli",
    tag: "2.36.46",
    as_of: AS_OF,
    source: "aws/aws-cli release 2.36.46",
};

/// Grafana: dashboards. The 12.4 line, in which the Prometheus data source is built in and needs no download at start.
pub const GRAFANA: PinnedImage = PinnedImage {
    repository: "docker.io/grafana/grafana",
    tag: "12.4.10",
    as_of: AS_OF,
    source: "grafana/grafana release 12.4.10; Grafana 12.4 documentation, `preinstall_disabled`",
};

/// Alertmanager: tells people of alerts.
pub const ALERTMANAGER: PinnedImage = PinnedImage {
    repository: "quay.io/prometheus/alertmanager",
    tag: "v0.34.1",
    as_of: AS_OF,
    source: "prometheus/alertmanager release v0.34.1 (2026-09-17)",
};

/// Neuron monitor: Inferentia and Trainium metrics on port 8000.
pub const NEURON_MONITOR: PinnedImage = PinnedImage {
    repository: "public.ecr.aws/neuron/neuron-monitor",
    tag: "1.10.0",
    as_of: AS_OF,
    source: "awslabs/operator-for-ai-chips-on-aws, DeviceConfig examples",
};

/// Every image that is the same in all regions and for all versions.
pub const ALL: [PinnedImage; 10] = [
    NVIDIA_DEVICE_PLUGIN,
    DCGM_EXPORTER,
    PROMETHEUS,
    KUBE_STATE_METRICS,
    NODE_EXPORTER,
    NEURON_DEVICE_PLUGIN,
    GRAFANA,
    ALERTMANAGER,
    NEURON_MONITOR,
    AWS_CLI,
];

/// The tag of the EFA device plugin (aws/eks-charts `aws-efa-k8s-device-plugin` 0.5.20, 2026-11-23).
pub const EFA_DEVICE_PLUGIN_TAG: &str = "v0.5.20";

/// The Cluster Autoscaler of a cluster's own minor (`CL-17`; kubernetes/autoscaler releases).
///
/// `registry.k8s.io`, because `k8s.gcr.io` has been frozen since 2023-04-03 (kubernetes.io blog, "k8s.gcr.io Image Registry Will Be
/// Frozen").
pub fn cluster_autoscaler(version: KubernetesVersion) -> String {
    cluster_autoscaler_release(version.cluster_autoscaler())
}

/// The Cluster Autoscaler of a release, such as `1.35.1`.
pub fn cluster_autoscaler_release(release: &str) -> String {
    format!("registry.k8s.io/autoscaling/cluster-autoscaler:v{release}")
}

/// kubectl of the cluster's own minor (kubernetes/kubernetes releases publish `registry.k8s.io/kubectl` from 1.31 on).
pub fn kubectl(version: KubernetesVersion) -> String {
    format!("registry.k8s.io/kubectl:v{version}.0")
}

/// The EFA device plugin, from the registry EKS keeps in the cluster's own region.
///
/// Nodes pull it with the role every EKS node has (`AmazonEC2ContainerRegistryPullOnly`); no public mirror carries every release.
pub fn efa_device_plugin(region: Region) -> String {
    format!("{}/eks/aws-efa-k8s-device-plugin:{EFA_DEVICE_PLUGIN_TAG}", eks_registry(region))
}

/// The host of the registry in which EKS keeps its images for a region.
///
/// EKS user guide, "View Amazon container image registries for Amazon EKS add-ons", with the accounts of amazon-eks-ami
/// `get-ecr-uri.sh`; 2026-11-23.
pub fn eks_registry(region: Region) -> String {
    let account = match region.as_str() {
        "af-south-1" => "877085696533",
        "ap-east-1" => "800184023465",
        "ap-east-2" => "533267051163",
        "ap-south-2" => "900889452093",
        "ap-southeast-3" => "296578399912",
        "ap-southeast-4" => "491585149902",
        "ap-southeast-5" => "151610086707",
        "ap-southeast-6" => "333609536671",
        "ap-southeast-7" => "121268973566",
        "ca-west-1" => "761377655185",
        "cn-north-1" => "918309763551",
        "cn-northwest-1" => "961992271922",
        "eu-central-2" => "900612956339",
        "eu-south-1" => "590381155156",
        "eu-south-2" => "455263428931",
        "il-central-1" => "066635153087",
        "me-central-1" => "759879836304",
        "me-south-1" => "558608220178",
        "mx-central-1" => "730335286997",
        "us-gov-east-1" => "151742754352",
        "us-gov-west-1" => "013241004608",
        // The regions that need no opt-in share one account.
        _ => "602401143452",
    };
    format!("{account}.dkr.ecr.{region}.{}", Partition::dns_suffix(region.partition()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{AccountId, Image};

    fn image(reference: &str) -> Image {
        reference.parse().unwrap()
    }

    #[test]
    fn every_pinned_image_is_a_full_reference() {
        for pinned in ALL {
            let image = image(&pinned.reference());
            assert_eq!(image.tag(), Some(pinned.tag));
            assert!(image.registry() != "k8s.gcr.io" && pinned.tag != "latest" && !pinned.source.is_empty());
        }
    }

    #[test]
    fn the_autoscaler_has_the_minor_of_the_cluster() {
        for version in KubernetesVersion::ALL {
            let image = image(&cluster_autoscaler(version));
            assert!(image.tag().is_some_and(|tag| tag.starts_with(&format!("v{version}."))), "{image}");
        }
    }

    #[test]
    fn every_region_has_its_own_registry() {
        for region in Region::all() {
            let registry = eks_registry(region);
            assert!(registry.contains(region.as_str()));
            assert!(registry.split('.').next().is_some_and(|account| account.parse::<AccountId>().is_ok()), "{registry}");
            assert_eq!(image(&efa_device_plugin(region)).tag(), Some("v0.5.20"));
        }
        let oregon = Region::lookup("us-west-2").unwrap();
        assert_eq!(
            efa_device_plugin(oregon),
            "602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/aws-efa-k8s-device-plugin:v0.5.20"
        );
        let beijing = Region::lookup("cn-north-1").unwrap();
        assert_eq!(eks_registry(beijing), "918309763551.dkr.ecr.cn-north-1.amazonaws.com.cn");
    }
}
