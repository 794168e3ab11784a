//! What a rule is.

use super::{Example, Findings, Workload};
use crate::applied::{Applied, Breaches};
use crate::catalog::Region;
use crate::eksctl::ClusterConfig;
use crate::findings::{Applicability, Finding, Severity};
use crate::source::Path;
use crate::spec::{
    At, Cluster, DataVolume, Identity, Inference, Monitoring, Namespace, NetworkPolicy, NodeGroup, Platform, Storage, Training,
};

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Its stable id, such as `NG-06`.
    pub id: &'static str,
    /// What the mistake is called, such as `untainted-accelerator`; taken wherever the id is.
    pub name: &'static str,
    /// What must hold, in one short sentence.
    pub title: &'static str,
    /// Whether a breach stops emission.
    pub severity: Severity,
    /// The failure it prevents.
    pub why: &'static str,
    /// Where the fact comes from.
    pub source: &'static str,
    /// The check.
    pub check: Check,
    /// What it refuses.
    pub bad: Example,
    /// The same, mended.
    pub good: Example,
}

/// What a rule looks at, one at a time.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// The form of the words: the reader refuses them, the wrong state has no spelling in the spec.
    Form,
    /// The whole platform.
    Platform(fn(&At<'_, Platform>, &mut Findings<'_>)),
    /// Each cluster.
    Cluster(fn(&Scope<'_>, &mut Findings<'_>)),
    /// Each node group.
    NodeGroup(fn(&Scope<'_>, &At<'_, NodeGroup>, &mut Findings<'_>)),
    /// Each namespace.
    Namespace(fn(&Scope<'_>, &At<'_, Namespace>, &mut Findings<'_>)),
    /// Each storage class.
    Storage(fn(&Scope<'_>, &At<'_, Storage>, &mut Findings<'_>)),
    /// Each volume.
    Volume(fn(&Scope<'_>, &At<'_, DataVolume>, &mut Findings<'_>)),
    /// Each identity.
    Identity(fn(&Scope<'_>, &At<'_, Identity>, &mut Findings<'_>)),
    /// Each network policy that was declared.
    NetworkPolicy(fn(&Scope<'_>, &At<'_, NetworkPolicy>, &mut Findings<'_>)),
    /// Each training job.
    Training(fn(&Scope<'_>, &At<'_, Training>, &mut Findings<'_>)),
    /// Each inference service.
    Inference(fn(&Scope<'_>, &At<'_, Inference>, &mut Findings<'_>)),
    /// Each workload of any kind.
    Workload(fn(&Scope<'_>, &Workload<'_>, &mut Findings<'_>)),
    /// Each eksctl ClusterConfig: the one a cluster is rendered to, or an imported one. Paths begin at the ClusterConfig.
    Config(fn(&At<'_, ClusterConfig>, &mut Findings<'_>)),
    /// Objects that are applied together, whoever wrote them.
    Applied(fn(&Applied<'_>, &mut Breaches<'_>)),
    /// Each cluster's monitoring.
    Monitoring(fn(&Scope<'_>, &At<'_, Monitoring>, &mut Findings<'_>)),
}

impl Rule {
    /// A breach of it with one sentence on how to mend it, in whatever language `path` is of.
    pub fn finding(&self, path: Path, problem: String, fix: impl Into<String>) -> Finding {
        Finding {
            rule: self.id,
            severity: self.severity,
            path,
            problem,
            why: self.why.to_owned(),
            fix: fix.into(),
            keys: None,
            limit: None,
            edits: Vec::new(),
            applicability: Applicability::Decision,
        }
    }
}

/// What is around the thing a rule looks at.
#[derive(Debug)]
pub struct Scope<'a> {
    /// The platform.
    pub platform: At<'a, Platform>,
    /// The cluster.
    pub cluster: At<'a, Cluster>,
}

impl<'a> Scope<'a> {
    /// The cluster's region: its own, or the platform's.
    pub fn region(&self) -> At<'a, Region> {
        self.cluster.region().get().unwrap_or_else(|| self.platform.region())
    }

    /// The node group of this name.
    pub fn node_group(&self, name: &crate::units::Name) -> Option<At<'a, NodeGroup>> {
        self.cluster.node_groups().iter().find(|group| *group.name() == *name)
    }

    /// The namespace of this name.
    pub fn namespace(&self, name: &crate::units::Name) -> Option<At<'a, Namespace>> {
        self.cluster.namespaces().iter().find(|namespace| *namespace.name() == *name)
    }
}
