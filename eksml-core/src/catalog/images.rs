//! The container images eksml emits, pinned by tag, and the registries EKS keeps in each region; `facts/images.tsv`.
pub use super::tables::images::*;
use super::{KubernetesVersion, Region};
use crate::units::Partition;

/// An image pinned to a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinnedImage {
    /// Registry host and repository; without a host where EKS keeps the image in a registry of each region.
    pub repository: &'static str,
    /// The tag.
    pub tag: &'static str,
    /// Where the tag comes from.
    pub source: &'static str,
}

impl PinnedImage {
    /// The reference as it stands in a manifest.
    pub fn reference(&self) -> String {
        format!("{}:{}", self.repository, self.tag)
    }
}

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
    format!("{}/{}", eks_registry(region), EFA_DEVICE_PLUGIN.reference())
}

/// The host of the registry in which EKS keeps its images for a region.
pub fn eks_registry(region: Region) -> String {
    let account = region.eks_registry();
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
            assert_eq!(image(&efa_device_plugin(region)).tag(), Some(EFA_DEVICE_PLUGIN.tag));
        }
        let oregon = Region::lookup("us-west-2").unwrap();
        assert_eq!(
            efa_device_plugin(oregon),
            format!("602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/aws-efa-k8s-device-plugin:{}", EFA_DEVICE_PLUGIN.tag)
        );
        let beijing = Region::lookup("cn-north-1").unwrap();
        assert_eq!(eks_registry(beijing), "918309763551.dkr.ecr.cn-north-1.amazonaws.com.cn");
    }
}
