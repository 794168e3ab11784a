//! Pattern 4, "hybrid": production inference, and everything else beside it.

use super::parts::{self, name};
use super::per_workload::{development, inference, training};
use super::{Ground, Sites};
use crate::spec::{Platform, Scale, Use};

/// One cluster carries the service with the SLA; training runs in batches beside it, and development apart from both.
///
/// The inference cluster has what the others go without: CPU nodes on demand for what stands in front of the models, room for a
/// second zone's load in the one that is left, and the API server's log. Training keeps no node it does not use. The development
/// cluster is that of [`per_workload`](super::per_workload).
///
/// ```
/// use eksml_core::patterns::{Ground, Site, Sites, hybrid};
///
/// # fn main() -> Result<(), eksml_core::units::Invalid> {
/// # let ground = Ground::new(
/// #     "acme-ml".parse()?,
/// #     "us-west-2".parse()?,
/// #     "111122223333".parse()?,
/// #     "arn:aws:iam::111122223333:role/platform-admin".parse()?,
/// #     "arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6".parse()?,
/// # );
/// let platform = hybrid(
///     &ground,
///     &Sites {
///         inference: Site::new("prod".parse()?, "10.32.0.0/16".parse()?),
///         training: Site::new("batch".parse()?, "10.33.0.0/16".parse()?),
///         development: Site::new("lab".parse()?, "10.34.0.0/16".parse()?),
///     },
/// );
/// assert!(eksml_core::rules::check(&platform, None).is_sound());
/// # Ok(())
/// # }
/// ```
pub fn hybrid(ground: &Ground, sites: &Sites) -> Platform {
    let mut platform = ground.platform();
    platform.buckets = ["training-data", "checkpoints", "models", "experiments"].map(|name| ground.bucket(name)).into();
    let mut production = inference(ground, &sites.inference);
    production.logs.api = true;
    for group in &mut production.node_groups {
        if group.serves == Use::Inference {
            group.scale = Scale { min: 6, max: 24 };
        }
    }
    let mut front = parts::inference_nodes();
    front.name = name("inference-cpu");
    front.instances = parts::cpu_nodes().instances;
    front.taints.clear();
    production.node_groups.push(front);
    if let Some(quota) = production.namespaces.iter_mut().find_map(|namespace| namespace.quota.as_mut()) {
        quota.nvidia_gpu = Some(24);
    }
    platform.clusters = vec![production, training(ground, &sites.training), development(ground, &sites.development)];
    platform
}
