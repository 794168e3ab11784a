//! The Pod of a workload: where it runs, what it gets, and as whom.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Container, EnvVar, PodSpec, ResourceRequirements, Toleration};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Amount;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};

use super::told::Told;
use super::{FILE, claims, data, env};
use crate::derived::{
    self, AcceleratorKind, GROUP_LABEL, Workload, accelerator, efa_interfaces, homes, huge_pages_mib, on_spot, priority_of,
    taints,
};
use crate::render::kubernetes::nodes::{any_value, exactly};
use crate::render::kubernetes::pods::{in_memory, mount, owned, scratch, service_account};
use crate::render::kubernetes::security::{restricted_pod, sealed_container};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{At, Cache, Mount, NodeGroup, Placement, RunAs, Sharing};
use crate::units::{Image, Name, Quantity};

/// Any user but root: images that name none would otherwise be refused by the `restricted` level. Above 10,000 it is no user of the
/// node's own.
pub(in crate::render::kubernetes) const USER: i64 = 10_001;

/// What workloads of every kind have in common.
pub(super) struct Work<'a> {
    /// Its name.
    pub(super) name: &'a Name,
    /// Its namespace.
    pub(super) namespace: &'a str,
    /// `training`, `inference`, `processing` or `notebook`.
    pub(super) component: &'static str,
    /// The groups it may run on.
    pub(super) groups: Vec<At<'a, NodeGroup>>,
    placement: &'a Placement,
    accelerators: u32,
    cpu: &'a Quantity,
    memory: &'a Quantity,
    image: &'a Image,
    command: &'a [String],
    told: Told<'a>,
    identity: Option<&'a Name>,
    mounts: At<'a, Vec<Mount>>,
    caches: &'a [Cache],
    priority: String,
    /// Whether its processes keep what they exchange in shared memory, as Ray does.
    shares_memory: bool,
}

/// The labels of the Pods of a workload, and of nothing else in its namespace.
pub(super) fn labels_of(name: &str, component: &str) -> BTreeMap<String, String> {
    BTreeMap::from([
        ("app.kubernetes.io/name".to_owned(), name.to_owned()),
        ("app.kubernetes.io/component".to_owned(), component.to_owned()),
    ])
}

impl<'a> Work<'a> {
    /// That of a workload.
    pub(super) fn of(view: &ClusterView<'a>, workload: impl Into<Workload<'a>>) -> Self {
        let workload = workload.into();
        Self {
            name: workload.name().whole(),
            namespace: workload.namespace().whole().as_str(),
            component: workload.component(),
            groups: homes(view.cluster, workload.placement()),
            placement: workload.placement().whole(),
            accelerators: workload.devices(),
            cpu: workload.cpu().whole(),
            memory: workload.memory().whole(),
            image: workload.image().whole(),
            command: workload.command().whole(),
            told: Told { env: workload.env().whole(), secrets: workload.secrets().whole(), configs: workload.configs().whole() },
            identity: workload.identity().whole().as_ref(),
            mounts: workload.mounts(),
            caches: workload.caches().whole(),
            priority: priority_of(view.cluster, workload),
            shares_memory: matches!(workload, Workload::Training(job) if *job.run_as() == RunAs::RayJob),
        }
    }

    /// Whether its nodes may leave at two minutes' notice.
    pub(super) fn on_spot(&self) -> bool {
        on_spot(&self.groups)
    }

    /// Whether it mounts a volume that attaches to one node at a time.
    pub(super) fn holds_a_volume(&self, view: &ClusterView<'_>) -> bool {
        let mounted = derived::mounted(view.cluster, self.namespace, self.mounts);
        mounted.into_iter().any(|(_, volume)| derived::is_one_nodes(view.cluster, volume))
    }

    /// Accelerators of each Pod and whose they are.
    pub(super) fn accelerators(&self) -> Option<(AcceleratorKind, u32)> {
        let (kind, _) = self.groups.iter().find_map(accelerator)?;
        (self.accelerators > 0).then_some((kind, self.accelerators))
    }

    /// The EFA interfaces of each Pod, where it takes whole nodes that have any.
    pub(super) fn efa_interfaces(&self) -> Option<u32> {
        efa_interfaces(&self.groups, self.accelerators)
    }

    /// The labels of its Pods, and of nothing else in the namespace.
    pub(super) fn labels(&self) -> BTreeMap<String, String> {
        labels_of(self.name.as_str(), self.component)
    }

    /// Its Pods.
    pub(super) fn selector(&self) -> LabelSelector {
        LabelSelector { match_labels: Some(self.labels()), ..LabelSelector::default() }
    }

    /// Metadata of an object of this workload.
    pub(super) fn owned(&self, name: &str) -> ObjectMeta {
        let mut meta = owned(name, Some(self.namespace), self.name.as_str());
        meta.labels.get_or_insert_default().extend(self.labels());
        meta
    }

    /// Adds the service account, unless it is an identity's and so there already. Never `default`, which every Pod shares that
    /// names none.
    pub(super) fn add_service_account(&self, files: &mut ClusterFiles) -> Result<(), RenderError> {
        if self.identity.is_some() {
            return Ok(());
        }
        files.add(FILE, &service_account(&self.service_account(), self.namespace, self.name.as_str()))
    }

    /// Adds the template of what its Pods claim, where devices are claimed.
    pub(super) fn add_claim(&self, view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
        let Some(count) = self.claimed(view) else { return Ok(()) };
        files.add(FILE, &claims::template(self.owned(&self.claim()), count))
    }

    /// The GPUs that each Pod claims, where they are claimed and not offered by a plugin.
    fn claimed(&self, view: &ClusterView<'_>) -> Option<u32> {
        let claims = self.groups.iter().any(|group| derived::claims_devices(view.cluster, group));
        self.accelerators().filter(|_| claims).map(|(_, count)| count)
    }

    fn claim(&self) -> String {
        format!("{}-{}-gpus", self.name, self.component)
    }

    fn service_account(&self) -> String {
        self.identity.map_or_else(|| format!("{}-{}", self.name, self.component), ToString::to_string)
    }

    /// Adds its files.
    pub(super) fn add_configs(&self, files: &mut ClusterFiles) -> Result<(), RenderError> {
        self.told.render(self, files)
    }

    /// The annotation by which new content of its files, or of a `further` one, starts its Pods anew.
    pub(super) fn mark(&self, further: Option<&str>) -> Option<BTreeMap<String, String>> {
        self.told.mark(further)
    }

    /// The Pod with its one container, which finds `variables` and the user's own in its environment.
    pub(super) fn pod(&self, view: &ClusterView<'_>, variables: Vec<EnvVar>) -> PodSpec {
        let mut volumes = vec![scratch("tmp")];
        let mut mounts = vec![mount("tmp", "/tmp")];
        if let Some(size) = self.shared_memory() {
            volumes.push(in_memory("shm", size));
            mounts.push(mount("shm", "/dev/shm"));
        }
        let data = data::volumes(view, self.namespace, self.mounts).into_iter().chain(data::caches(self.caches));
        for (volume, mount) in data.chain(self.told.volumes(self)) {
            volumes.push(volume);
            mounts.push(mount);
        }
        PodSpec {
            service_account_name: Some(self.service_account()),
            // EKS Pod Identity brings its own token; the API server's is nobody's business here.
            automount_service_account_token: Some(false),
            enable_service_links: Some(false),
            priority_class_name: Some(self.priority.clone()),
            node_selector: Some(self.node_selector()),
            tolerations: self.tolerations(),
            security_context: Some(restricted_pod(USER)),
            containers: vec![Container {
                name: self.component.to_owned(),
                image: Some(self.image.to_string()),
                // A tag can be moved, and a node that has the old image would keep it; a digest cannot.
                image_pull_policy: self.image.digest().is_none().then(|| "Always".to_owned()),
                command: (!self.command.is_empty()).then(|| self.command.to_vec()),
                env: Some(self.told.variables(env::of_every_pod(view).into_iter().chain(env::of_efa(self)).chain(variables))),
                resources: Some(data::with_caches(self.resources(view), self.caches)),
                // `/tmp` is the home and is writable; little else in an image belongs to this user anyway.
                security_context: Some(sealed_container()),
                volume_mounts: Some(mounts),
                ..Container::default()
            }],
            volumes: Some(volumes),
            resource_claims: self.claimed(view).map(|_| vec![claims::of_pod(self.claim())]),
            ..PodSpec::default()
        }
    }

    fn node_selector(&self) -> BTreeMap<String, String> {
        match self.placement {
            Placement::On(group) => BTreeMap::from([(GROUP_LABEL.to_owned(), group.to_string())]),
            Placement::Select(selection) => {
                selection.labels.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect()
            }
        }
    }

    fn tolerations(&self) -> Option<Vec<Toleration>> {
        let all: Vec<Toleration> = match self.placement {
            Placement::On(_) => self.groups.iter().flat_map(taints).map(exactly).collect(),
            Placement::Select(selection) => selection.tolerate.iter().map(|key| any_value(key.as_str(), None)).collect(),
        };
        (!all.is_empty()).then_some(all)
    }

    /// Limits equal to requests throughout: the Pod is the last to be evicted, and a LimitRange's default cannot undercut it.
    fn resources(&self, view: &ClusterView<'_>) -> ResourceRequirements {
        let mut amounts = BTreeMap::from([
            ("cpu".to_owned(), Amount(self.cpu.to_string())),
            ("memory".to_owned(), Amount(self.memory.to_string())),
        ]);
        let claims = self.claimed(view).map(|_| vec![claims::of_container()]);
        if let Some((kind, count)) = self.accelerators().filter(|_| claims.is_none()) {
            // Where MIG cuts the GPUs, a Pod asks for its profile.
            let resource = self.groups.iter().find_map(derived::device_resource);
            amounts.insert(resource.unwrap_or_else(|| kind.resource().to_owned()), Amount(count.to_string()));
        }
        if let Some(interfaces) = self.efa_interfaces() {
            amounts.insert("vpc.amazonaws.com/efa".to_owned(), Amount(interfaces.to_string()));
            if let Some(pages) = huge_pages_mib(&self.groups) {
                amounts.insert("hugepages-2Mi".to_owned(), Amount(format!("{pages}Mi")));
            }
        }
        ResourceRequirements { requests: Some(amounts.clone()), limits: Some(amounts), claims }
    }

    /// MiB of shared memory, a quarter of the Pod's own: NCCL, data loaders and Ray need more than the 64 MiB a container has
    /// (ACC-15). None under MPS, where the device plugin mounts the control daemon's in its place.
    pub(super) fn shared_memory(&self) -> Option<u128> {
        let by_mps = self.groups.iter().any(|group| matches!(group.sharing, Sharing::Mps(_)));
        if by_mps || self.accelerators().is_none() && !self.shares_memory {
            return None;
        }
        Some((self.memory.bytes() / 4 / (1024 * 1024)).max(64))
    }
}
