//! One EKS cluster, put together from its parts.

use super::carries::carries;
use super::guard::Guarded;
use super::identity::Identity;
use super::inference::{Inference, MayBeInterrupted};
use super::namespace::Namespace;
use super::node_group::NodeGroup;
use super::notebook::Notebook;
use super::processing::Processing;
use super::queue::Queue;
use super::storage::StorageClass;
use super::training::{SurvivesInterruption, Training};
use super::volume::DataVolume;
use crate::catalog::{Addon, KubernetesVersion, Region, Zone};
use crate::eksctl::ClusterBlock;
use crate::patterns::{Base, Site};
use crate::spec::{
    self, AddonChoice, AwsService, Backup, Cluster, Deletion, DevicePlane, Endpoint, Environment, ExternalDns, Helm,
    LoadBalancerController, Logs, Monitoring, Nat, NetworkPolicy, Peer, PodAddresses, Priority, PublicAccess, RecordPolicy,
    Scaler, SecurityGroups, Support, Team, Vpc, Zones,
};
use crate::units::{AddonVersion, Cidr, HostedZoneId, KeyArn, MonthlyBudget, Name, RoleArn};

/// A cluster in the making.
#[derive(Debug, Clone)]
pub struct ClusterBuilder {
    spec: Cluster,
}

carries!([] ClusterBuilder => spec::Cluster);

impl Cluster {
    /// A cluster of this name and Kubernetes version in a VPC of its own with the addresses `vpc`, in the platform's region.
    pub fn builder(name: Name, version: KubernetesVersion, vpc: Cidr) -> ClusterBuilder {
        let vpc = Vpc { cidr: vpc, ..Default::default() };
        ClusterBuilder { spec: Self { name, version, vpc, ..Default::default() } }
    }
}

impl Base {
    /// A cluster at `site` that has what the base has. What the builder sets and adds is listed as an override.
    pub fn builder(&self, site: &Site) -> ClusterBuilder {
        ClusterBuilder { spec: self.inherit(site, |_| ()) }
    }
}

impl ClusterBuilder {
    /// Its region, where it is not the platform's.
    pub fn region(self, region: Region) -> Self {
        self.with(|cluster| cluster.region = Some(region))
    }

    /// How much depends on it (CL-08, NET-10, CST-01).
    pub fn environment(self, environment: Environment) -> Self {
        self.with(|cluster| cluster.environment = environment)
    }

    /// What happens when standard support of its version ends (CL-04).
    pub fn support(self, support: Support) -> Self {
        self.with(|cluster| cluster.support = support)
    }

    /// How many zones its VPC spans, at least two (NET-05).
    pub fn zones(self, count: u32) -> Self {
        self.with(|cluster| cluster.vpc.zones = Zones::Count(count))
    }

    /// The zones its VPC spans, at least two (NET-05).
    pub fn zones_named(self, zones: impl IntoIterator<Item = Zone>) -> Self {
        self.with(|cluster| cluster.vpc.zones = Zones::Named(zones.into_iter().collect()))
    }

    /// How its nodes reach the internet (NET-10).
    pub fn nat(self, nat: Nat) -> Self {
        self.with(|cluster| cluster.vpc.nat = nat)
    }

    /// The addresses of Services (NET-03).
    pub fn service_cidr(self, cidr: Cidr) -> Self {
        self.with(|cluster| cluster.vpc.service_cidr = Some(cidr))
    }

    /// AWS services with an endpoint in its VPC (NET-11).
    pub fn endpoints(self, services: impl IntoIterator<Item = AwsService>) -> Self {
        self.with(|cluster| cluster.vpc.endpoints = services.into_iter().collect())
    }

    /// How Pods get their addresses (NET-06, NET-07).
    pub fn pod_addresses(self, addresses: PodAddresses) -> Self {
        self.with(|cluster| cluster.vpc.pod_addresses = addresses)
    }

    /// A network its VPC is, or will be, connected to (NET-14).
    pub fn peer(self, name: Name, cidr: Cidr) -> Self {
        self.with(|cluster| cluster.vpc.peers.push(Peer { name, cidr }))
    }

    /// Networks that may reach its API server over the internet; without them only the VPC may (CL-09).
    pub fn public_access_from(self, networks: impl IntoIterator<Item = Cidr>) -> Self {
        let access = PublicAccess { from: networks.into_iter().collect() };
        self.with(|cluster| cluster.endpoint = Endpoint::PrivateAndPublic(access))
    }

    /// Which security groups its nodes have (NET-18).
    pub fn security_groups(self, groups: SecurityGroups) -> Self {
        self.with(|cluster| cluster.security_groups = groups)
    }

    /// A role that administers it; at least one (CL-06).
    pub fn admin(self, role: RoleArn) -> Self {
        self.with(|cluster| cluster.access.admins.push(role))
    }

    /// A role that may view everything in it.
    pub fn viewer(self, role: RoleArn) -> Self {
        self.with(|cluster| cluster.access.viewers.push(role))
    }

    /// A team with edit rights in these namespaces (CL-07).
    pub fn team<'a>(self, name: Name, role: RoleArn, namespaces: impl IntoIterator<Item = &'a Namespace>) -> Self {
        let namespaces = namespaces.into_iter().map(|namespace| namespace.spec().name.clone()).collect();
        self.with(|cluster| cluster.access.teams.push(Team { name, role, namespaces, ..Team::default() }))
    }

    /// A Git repository of the team that was added last: GitOps brings what is in it into the team's namespaces (FL-08).
    pub fn team_repo(self, repo: impl Into<String>) -> Self {
        self.with(|cluster| {
            if let Some(team) = cluster.access.teams.last_mut() {
                team.repos.push(repo.into());
            }
        })
    }

    /// The KMS key that encrypts Kubernetes Secrets in etcd (CL-08).
    pub fn secrets_key(self, key: KeyArn) -> Self {
        self.with(|cluster| cluster.secrets_key = Some(key))
    }

    /// The same, with a key that the platform creates; it must name its account (CL-08).
    pub fn own_secrets_key(self) -> Self {
        self.with(|cluster| cluster.own_secrets_key = true)
    }

    /// Control-plane logs in CloudWatch (CL-10).
    pub fn logs(self, logs: Logs) -> Self {
        self.with(|cluster| cluster.logs = logs)
    }

    /// What adds and removes nodes; exactly one (NG-31).
    pub fn scaler(self, scaler: Scaler) -> Self {
        self.with(|cluster| cluster.scaler = scaler)
    }

    /// What tells the kubelet about devices (ACC-01).
    pub fn device_plane(self, plane: DevicePlane) -> Self {
        self.with(|cluster| cluster.accelerators.plane = plane)
    }

    /// Backups of it and of what its claims hold (DR-04).
    pub fn backup(self, backup: Backup) -> Self {
        self.with(|cluster| cluster.backup = Some(backup))
    }

    /// Whether EKS lets it be deleted (DR-09).
    pub fn deletion(self, deletion: Deletion) -> Self {
        self.with(|cluster| cluster.deletion = Some(deletion))
    }

    /// A group of worker nodes (NG-06).
    pub fn node_group<H, G, S>(self, group: &NodeGroup<H, G, S>) -> Self
    where
        NodeGroup<H, G, S>: Guarded,
    {
        self.with(|cluster| cluster.node_groups.push(group.spec().clone()))
    }

    /// A namespace.
    pub fn namespace(self, namespace: &Namespace) -> Self {
        self.with(|cluster| cluster.namespaces.push(namespace.spec().clone()))
    }

    /// A storage class.
    pub fn storage(self, class: &StorageClass) -> Self {
        self.with(|cluster| cluster.storage.push(class.spec().clone()))
    }

    /// Data that workloads mount.
    pub fn volume(self, volume: &DataVolume) -> Self {
        self.with(|cluster| cluster.volumes.push(volume.spec().clone()))
    }

    /// A service account with AWS permissions.
    pub fn identity(self, identity: &Identity) -> Self {
        self.with(|cluster| cluster.identities.push(identity.spec().clone()))
    }

    /// A network policy beside those that every namespace gets.
    pub fn network_policy(self, policy: NetworkPolicy) -> Self {
        self.with(|cluster| cluster.network_policies.push(policy))
    }

    /// A training job (CST-02).
    pub fn training<H, R>(self, training: &Training<H, R>) -> Self
    where
        Training<H, R>: SurvivesInterruption,
    {
        self.with(|cluster| cluster.training.push(training.spec().clone()))
    }

    /// An inference service (CST-01).
    pub fn inference<H, R>(self, inference: &Inference<H, R>) -> Self
    where
        Inference<H, R>: MayBeInterrupted,
    {
        self.with(|cluster| cluster.inference.push(inference.spec().clone()))
    }

    /// The most its nodes may cost in a month (CST-12).
    pub fn budget(self, budget: MonthlyBudget) -> Self {
        self.with(|cluster| cluster.budget = Some(budget))
    }

    /// A queue for jobs, data processing and services of several nodes (SCH-08).
    pub fn queue(self, queue: &Queue) -> Self {
        self.with(|cluster| cluster.queues.get_or_insert_default().queues.push(queue.spec().clone()))
    }

    /// A queue for each namespace that trains, with an equal part of the nodes, where no other is given (SCH-08).
    pub fn queues(self) -> Self {
        self.with(|cluster| {
            cluster.queues.get_or_insert_default();
        })
    }

    /// A priority class beside those that follow from what a workload is (SCH-11).
    pub fn priority(self, class: Priority) -> Self {
        self.with(|cluster| cluster.priorities.push(class))
    }

    /// Data processing.
    pub fn processing<H>(self, processing: &Processing<H>) -> Self {
        self.with(|cluster| cluster.processing.push(processing.spec().clone()))
    }

    /// A notebook.
    pub fn notebook<H>(self, notebook: &Notebook<H>) -> Self {
        self.with(|cluster| cluster.notebooks.push(notebook.spec().clone()))
    }

    /// The AWS Load Balancer Controller; `default_class` makes its IngressClass that of Ingresses that name none.
    pub fn load_balancer_controller(self, default_class: bool) -> Self {
        self.with(|cluster| cluster.load_balancer_controller = Some(LoadBalancerController { default_class }))
    }

    /// ExternalDNS for these hosted zones (ADD-07).
    pub fn external_dns(self, zones: impl IntoIterator<Item = HostedZoneId>, policy: RecordPolicy) -> Self {
        let zones = zones.into_iter().collect();
        self.with(|cluster| cluster.external_dns = Some(ExternalDns { zones, policy }))
    }

    /// cert-manager, for certificates of your own.
    pub fn cert_manager(self) -> Self {
        self.with(|cluster| cluster.cert_manager = true)
    }

    /// A Helm release (ADD-01, ADD-02).
    pub fn helm(self, release: Helm) -> Self {
        self.with(|cluster| cluster.helm.push(release))
    }

    /// An EKS add-on beside those that follow from the platform, or the version of one that does (CL-14).
    pub fn addon(self, name: Addon, version: Option<AddonVersion>) -> Self {
        self.with(|cluster| cluster.addons.chosen.push(AddonChoice { name, version }))
    }

    /// Its metrics.
    pub fn monitoring(self, monitoring: Monitoring) -> Self {
        self.with(|cluster| cluster.monitoring = Some(monitoring))
    }

    /// eksctl's own keys, where nothing else here says it (CL-22).
    pub fn eksctl(self, keys: ClusterBlock) -> Self {
        self.with(|cluster| cluster.eksctl = keys)
    }

    /// The cluster. It is judged as part of its platform, at the gate.
    pub fn build(self) -> Cluster {
        self.spec
    }
}
