//! Pattern 3: a hub of shared services, a spoke per team.

use super::parts::{self, name};
use super::{Ground, Site, Team};
use crate::spec::{Cluster, Environment, MetricsWorkspace, Peer, Platform, Queues, RemoteWrite};

/// A hub with the shared services and no work of anybody's (DR-07), and a production spoke for each team: its own network, nodes,
/// namespaces, buckets and metrics, so that a spoke lives on when the hub is gone. Their metrics come together in a workspace of Amazon
/// Managed Service for Prometheus.
///
/// ```
/// use eksml_core::patterns::{Ground, Site, Team, hub_and_spoke};
///
/// # fn main() -> Result<(), eksml_core::units::Invalid> {
/// # let ground = Ground::new(
/// #     "acme-ml".parse()?,
/// #     "us-west-2".parse()?,
/// #     "111122223333".parse()?,
/// #     "arn:aws:iam::111122223333:role/platform-admin".parse()?,
/// #     "arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6".parse()?,
/// # );
/// let vision = Team::new("vision".parse()?, "arn:aws:iam::111122223333:role/vision".parse()?);
/// let platform = hub_and_spoke(
///     &ground,
///     &Site::new("hub".parse()?, "10.64.0.0/16".parse()?),
///     [(vision, Site::new("vision".parse()?, "10.65.0.0/16".parse()?))],
/// );
/// assert!(eksml_core::rules::check(&platform, None).is_sound());
/// assert_eq!(platform.clusters.len(), 2);
/// # Ok(())
/// # }
/// ```
pub fn hub_and_spoke(ground: &Ground, hub: &Site, spokes: impl IntoIterator<Item = (Team, Site)>) -> Platform {
    let mut platform = ground.platform();
    let mut center = ground.cluster(hub, Environment::Production);
    center.monitoring = Some(ground.monitoring(parts::metrics_without_gpus()));
    let mut teams = Vec::new();
    for (team, site) in spokes {
        for use_of in ["data", "models"] {
            let mut bucket = ground.bucket(use_of);
            bucket.name = joined(&team.name, use_of).unwrap_or(bucket.name);
            bucket.s3 = format!("{}-{}-{}", ground.name, ground.account, bucket.name).parse().unwrap_or(bucket.s3);
            platform.buckets.push(bucket);
        }
        center.vpc.peers.push(Peer { name: site.name.clone(), cidr: site.vpc });
        let mut cluster = spoke(ground, &team, &site);
        cluster.vpc.peers.push(Peer { name: hub.name.clone(), cidr: hub.vpc });
        teams.push(cluster);
    }
    // What the clusters measured outlives any of them, the hub included.
    platform.metrics_workspace = Some(MetricsWorkspace::default());
    for monitoring in std::iter::once(&mut center).chain(&mut teams).filter_map(|cluster| cluster.monitoring.as_mut()) {
        monitoring.remote_write = Some(RemoteWrite::default());
    }
    platform.hub = Some(center.name.clone());
    platform.clusters = vec![center];
    platform.clusters.extend(teams);
    platform
}

/// A team's cluster: training and inference, each in a namespace of its own.
fn spoke(ground: &Ground, team: &Team, site: &Site) -> Cluster {
    let (training, inference) = (name("ml-training"), name("ml-inference"));
    let (data, models) = (joined(&team.name, "data"), joined(&team.name, "models"));
    let (data, models) = (data.unwrap_or_else(|| name("data")), models.unwrap_or_else(|| name("models")));
    let mut cluster = ground.cluster(site, Environment::Production);
    cluster.node_groups.extend([parts::training_nodes(), parts::inference_nodes(), parts::cpu_nodes()]);
    cluster.queues = Some(Queues::default());
    cluster.identities = vec![
        parts::identity(name("trainer"), &training, &[&data], &[&models]),
        parts::identity(name("server"), &inference, &[&models], &[]),
    ];
    cluster.access.teams = vec![team.edits([training.clone(), inference.clone()])];
    cluster.namespaces = vec![parts::training_namespace(training), parts::inference_namespace(inference)];
    cluster
}

/// `TEAM-USE`, where that is a name.
fn joined(team: &crate::units::Name, use_of: &str) -> Option<crate::units::Name> {
    format!("{team}-{use_of}").parse().ok()
}
