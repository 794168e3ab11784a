//! What a pattern needs to know of its surroundings.

use crate::catalog::{KubernetesVersion, Region};
use crate::spec::{Alertmanager, AwsService, Bucket, Cluster, Environment, Monitoring, Platform, Receiver, Vpc};
use crate::units::{AccountId, BucketName, Cidr, KeyArn, Name, Partition, RoleArn};

/// What all clusters of a pattern stand on. Fields are public: change what does not suit.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// The platform's name; its clusters' names are the caller's.
    pub name: Name,
    /// The region of every cluster whose site names none.
    pub region: Region,
    /// The AWS account.
    pub account: AccountId,
    /// The Kubernetes minor of every cluster; the latest that eksctl makes.
    pub version: KubernetesVersion,
    /// The role that administers every cluster (CL-06).
    pub admin: RoleArn,
    /// The KMS key for Secrets of clusters whose site names none; it must be in their region (CL-08).
    pub secrets_key: KeyArn,
    /// Who is told of the alerts of every cluster; nobody when absent, of which production is warned (MON-12).
    pub alerts: Option<Receiver>,
}

impl Ground {
    /// A platform of this name in this region and account, administered by `admin`, with Secrets under `secrets_key`.
    pub fn new(name: Name, region: Region, account: AccountId, admin: RoleArn, secrets_key: KeyArn) -> Self {
        Self { name, region, account, version: KubernetesVersion::LATEST_IN_EKSCTL, admin, secrets_key, alerts: None }
    }

    /// The same with somebody who is told of alerts.
    pub fn alerting(self, to: Receiver) -> Self {
        Self { alerts: Some(to), ..self }
    }

    /// The metrics of a cluster, with the receiver of its alerts.
    pub(super) fn monitoring(&self, metrics: Monitoring) -> Monitoring {
        Monitoring { alertmanager: self.alerts.clone().map(|to| Alertmanager { to }), ..metrics }
    }

    /// The platform without a cluster.
    pub fn platform(&self) -> Platform {
        Platform { name: self.name.clone(), region: self.region, account: Some(self.account.clone()), ..Platform::default() }
    }

    /// A cluster at `site` with what no cluster goes without: version, admin, key, system nodes, a default storage class and metrics.
    pub fn cluster(&self, site: &Site, environment: Environment) -> Cluster {
        // What is in buckets is not billed by a NAT gateway (CST-21). Of China no endpoint has its name here (NET-11).
        let in_china = site.region.unwrap_or(self.region).partition() == Partition::AwsCn;
        let endpoints = if in_china { Vec::new() } else { vec![AwsService::S3] };
        Cluster {
            name: site.name.clone(),
            version: self.version,
            region: site.region,
            environment,
            vpc: Vpc { cidr: site.vpc, endpoints, ..Vpc::default() },
            access: crate::spec::Access { admins: vec![self.admin.clone()], ..Default::default() },
            secrets_key: Some(site.secrets_key.clone().unwrap_or_else(|| self.secrets_key.clone())),
            node_groups: vec![super::parts::system_nodes()],
            storage: vec![super::parts::default_storage()],
            monitoring: Some(self.monitoring(super::parts::metrics())),
            scaler: super::parts::autoscaler(),
            ..Cluster::default()
        }
    }

    /// A bucket `NAME` of the platform, `PLATFORM-ACCOUNT-NAME` in S3: the account keeps names apart that are global.
    pub(super) fn bucket(&self, name: &'static str) -> Bucket {
        let name = super::parts::name(name);
        let s3 = format!("{}-{}-{name}", self.name, self.account);
        let s3: BucketName = s3.parse().unwrap_or_else(|_| <BucketName as crate::spec::Spec>::stand_in());
        Bucket { name, s3, ..Bucket::default() }
    }
}

/// Where a cluster lies: its name and its addresses, and its region with a key of that region where it is not the ground's.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// The cluster's name.
    pub name: Name,
    /// The addresses of its VPC, disjoint from every other's (NET-14).
    pub vpc: Cidr,
    /// Its region, where it is not the ground's.
    pub region: Option<Region>,
    /// The KMS key for its Secrets, where it is not the ground's (CL-08).
    pub secrets_key: Option<KeyArn>,
}

impl Site {
    /// A cluster of this name with these addresses, in the ground's region.
    pub fn new(name: Name, vpc: Cidr) -> Self {
        Self { name, vpc, region: None, secrets_key: None }
    }

    /// The same in another region, with a key of that region for its Secrets.
    pub fn in_region(self, region: Region, secrets_key: KeyArn) -> Self {
        Self { region: Some(region), secrets_key: Some(secrets_key), ..self }
    }
}

/// A team with a role that its people assume; it edits in its own namespaces alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// What it is called; names that are built from it begin with it.
    pub name: Name,
    /// The role its people assume.
    pub role: RoleArn,
}

impl Team {
    /// A team of this name whose people assume this role.
    pub fn new(name: Name, role: RoleArn) -> Self {
        Self { name, role }
    }

    /// The team with edit rights in `namespaces`.
    pub fn edits(&self, namespaces: impl IntoIterator<Item = Name>) -> crate::spec::Team {
        crate::spec::Team {
            name: self.name.clone(),
            role: self.role.clone(),
            namespaces: namespaces.into_iter().collect(),
            ..Default::default()
        }
    }
}
