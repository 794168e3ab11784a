//! The images that eksml emits beside the workloads' own, and where nodes can pull them from.

use super::{drill_namespaces, region, sends_jobs};
use crate::catalog::{Region, images};
use crate::components;
use crate::spec::{Cluster, Lens, Platform};

/// Whether nodes without a way to the internet can pull from a registry: from ECR, by the endpoint in their VPC, which is their region's.
/// `public.ecr.aws` has none. Source: Amazon ECR user guide, "Amazon ECR interface VPC endpoints".
pub fn is_reached_privately(region: Region, registry: &str) -> bool {
    let own = format!(".dkr.ecr.{region}.{}", region.partition().dns_suffix());
    registry.strip_suffix(&own).is_some_and(|account| account.len() == 12 && account.bytes().all(|it| it.is_ascii_digit()))
}

/// The images of eksml's own that a cluster's objects name, each once; those of charts are their charts' affair.
pub fn own_images<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> Vec<String> {
    let platform = platform.into();
    let cluster = cluster.into();
    let with_images = components::ALL.iter().filter_map(|component| component.images.map(|images| (component, images)));
    let in_cluster = with_images.filter(|(component, _)| component.is_in(cluster));
    let mut all: Vec<String> = in_cluster.flat_map(|(_, images)| images(platform, cluster)).collect();
    if !drill_namespaces(platform, cluster).is_empty() || sends_jobs(cluster) {
        all.push(images::AWS_CLI.reference());
    }
    if cluster.notebooks().iter().any(|notebook| notebook.idle().get().is_some_and(|idle| idle.stop().is_some())) {
        all.push(images::kubectl(*cluster.version()));
    }
    all
}

/// Those of them that are pulled from the cluster's mirror, each with its copy there: all that nodes reach by the internet alone.
pub fn mirrored_images<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> Vec<(String, String)> {
    let platform = platform.into();
    let cluster = cluster.into();
    let Some(mirror) = cluster.image_mirror().get() else { return Vec::new() };
    let mirror = mirror.trim_end_matches('/');
    let region = *region(platform, cluster);
    let out_of_reach = |image: &String| !is_reached_privately(region, image.split('/').next().unwrap_or_default());
    own_images(platform, cluster)
        .into_iter()
        .filter(out_of_reach)
        .map(|image| (image.clone(), format!("{mirror}/{image}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ecr_of_the_region_is_reached_from_within() {
        let region: Region = "us-west-2".parse().expect("a region");
        let reached = |registry| is_reached_privately(region, registry);
        assert!(reached("111122223333.dkr.ecr.us-west-2.amazonaws.com"));
        assert!(!reached("111122223333.dkr.ecr.us-east-1.amazonaws.com"), "its endpoint is another region's");
        assert!(
            !reached("public.ecr.aws") && !reached("quay.io") && !reached("evil-111122223333.dkr.ecr.us-west-2.amazonaws.com")
        );
    }
}
