//! One cluster's Pods and policies, read back from what was emitted.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use k8s_openapi::api::networking::v1::{IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use serde_json::Value;

use super::pods::{labels_of, pods_of};
use super::{End, Matrix, Pod, Verdict};
use crate::output::ManifestSet;
use crate::render::objects;
use crate::spec::Cluster;
use crate::units::Cidr;

/// Public addresses from both ends of the address space: a block that holds them both, without exception, is the internet.
const PUBLIC: [Ipv4Addr; 2] = [Ipv4Addr::new(1, 0, 0, 1), Ipv4Addr::new(223, 255, 255, 254)];

/// One cluster's Pods and policies.
#[derive(Debug)]
pub struct Network {
    /// The cluster's name.
    pub cluster: String,
    pods: Vec<Pod>,
    policies: Vec<NetworkPolicy>,
    namespaces: BTreeMap<String, BTreeMap<String, String>>,
    vpc: Cidr,
}

/// Which end of a connection a policy is asked about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Out,
    In,
}

impl Network {
    /// Reads what was emitted for `cluster`.
    pub(super) fn of(cluster: &Cluster, set: &ManifestSet) -> Self {
        let mut network = Self {
            cluster: cluster.name.to_string(),
            // EKS installs CoreDNS; nothing of it is emitted here.
            pods: vec![Pod {
                namespace: "kube-system".to_owned(),
                name: "kube-dns".to_owned(),
                labels: [("k8s-app".to_owned(), "kube-dns".to_owned())].into(),
                ports: vec![(53, None)],
                on_host_network: false,
            }],
            policies: Vec::new(),
            namespaces: BTreeMap::new(),
            vpc: cluster.vpc.cidr,
        };
        for object in objects(cluster, set) {
            network.add(&object);
        }
        network
    }

    fn add(&mut self, object: &Value) {
        match object["kind"].as_str() {
            Some("NetworkPolicy") => self.policies.extend(serde_json::from_value(object.clone())),
            Some("Namespace") => {
                let name = object["metadata"]["name"].as_str().unwrap_or_default().to_owned();
                self.namespaces.insert(name, labels_of(&object["metadata"]["labels"]));
            }
            _ => self.pods.extend(pods_of(object)),
        }
    }

    /// Its Pods.
    pub fn pods(&self) -> &[Pod] {
        &self.pods
    }

    /// Every workload against every port that a workload listens on.
    pub fn matrix(&self) -> Matrix {
        Matrix::of(self)
    }

    /// Whether `from` can open a connection to `to`.
    ///
    /// # Errors
    /// When an end is nobody the cluster knows, or the called has no port.
    pub fn connection(&self, from: &str, to: &str) -> Result<Verdict, String> {
        let (caller, called) = (End::read(from, &self.pods)?, End::read(to, &self.pods)?);
        let Some(port) = called.port() else { return Err(format!("`{to}` needs a port: write `{to}:443`")) };
        Ok(self.verdict(&caller, &called, port))
    }

    /// The same of two ends.
    pub(super) fn verdict(&self, caller: &End, called: &End, port: u16) -> Verdict {
        self.one_way(Way::Out, caller, called, port).and(self.one_way(Way::In, called, caller, port))
    }

    /// What the policies of `own` say of a connection with `other`.
    fn one_way(&self, way: Way, own: &End, other: &End, port: u16) -> Verdict {
        let End::Pods(pod, _) = own else {
            return Verdict { passes: true, because: format!("no policy reaches {own}") };
        };
        if pod.on_host_network {
            return Verdict { passes: true, because: format!("{own} is on its node's network, where no policy reaches it") };
        }
        let selecting: Vec<&NetworkPolicy> = self.policies.iter().filter(|policy| selects(policy, pod, way)).collect();
        let (verb, side) = if way == Way::Out { ("out of", "out") } else { ("in to", "in") };
        if selecting.is_empty() {
            return Verdict { passes: true, because: format!("no policy says who may come {verb} {own}") };
        }
        // A port's name is the called Pod's own.
        let called = if way == Way::Out { other } else { own };
        let allowing = selecting.iter().find(|policy| self.allows(policy, way, other, called, port));
        let name = |policy: &NetworkPolicy| policy.metadata.name.clone().unwrap_or_default();
        if let Some(policy) = allowing {
            return Verdict { passes: true, because: format!("`{}` lets it {verb} {own}", name(policy)) };
        }
        let names: Vec<String> = selecting.iter().map(|policy| format!("`{}`", name(policy))).collect();
        let because = format!("nothing lets it {side}: of the policies on {own}, {}, none allows it", names.join(", "));
        Verdict { passes: false, because }
    }

    fn allows(&self, policy: &NetworkPolicy, way: Way, other: &End, called: &End, port: u16) -> bool {
        let Some(spec) = &policy.spec else { return false };
        let home = policy.metadata.namespace.as_deref().unwrap_or_default();
        let peers = |peers: &Option<Vec<NetworkPolicyPeer>>| {
            // An empty list, like none, is everyone.
            peers.as_ref().is_none_or(|peers| peers.is_empty() || peers.iter().any(|peer| self.is_peer(peer, home, other)))
        };
        let on = |ports: &Option<Vec<NetworkPolicyPort>>| {
            ports.as_ref().is_none_or(|ports| ports.is_empty() || ports.iter().any(|open| is_port(open, called, port)))
        };
        match way {
            Way::In => spec.ingress.iter().flatten().any(|rule| peers(&rule.from) && on(&rule.ports)),
            Way::Out => spec.egress.iter().flatten().any(|rule| peers(&rule.to) && on(&rule.ports)),
        }
    }

    fn is_peer(&self, peer: &NetworkPolicyPeer, home: &str, other: &End) -> bool {
        if let Some(block) = &peer.ip_block {
            return self.is_in(block, other);
        }
        let End::Pods(pod, _) = other else { return false };
        let namespace = match &peer.namespace_selector {
            Some(selector) => {
                let mut labels = self.namespaces.get(&pod.namespace).cloned().unwrap_or_default();
                labels.insert("kubernetes.io/metadata.name".to_owned(), pod.namespace.clone());
                matches(selector, &labels)
            }
            None => pod.namespace == home,
        };
        // A Pod on its node's network has the node's address, which no selector knows.
        !pod.on_host_network && namespace && peer.pod_selector.as_ref().is_none_or(|selector| matches(selector, &pod.labels))
    }

    /// Whether a block holds all addresses an end can have.
    fn is_in(&self, block: &IPBlock, end: &End) -> bool {
        let parsed = |text: &str| text.parse::<Cidr>().ok();
        let Some(cidr) = parsed(&block.cidr) else { return false };
        let except: Vec<Cidr> = block.except.iter().flatten().filter_map(|text| parsed(text)).collect();
        let holds = |address: Ipv4Addr| {
            let single = parsed(&format!("{address}/32"));
            single.is_some_and(|single| cidr.contains(single) && !except.iter().any(|other| other.contains(single)))
        };
        match end {
            End::Pods(..) => cidr.contains(self.vpc) && !except.iter().any(|other| other.overlaps(self.vpc)),
            End::Address(address, _) => holds(*address),
            End::Internet(_) => PUBLIC.into_iter().all(holds),
        }
    }
}

fn selects(policy: &NetworkPolicy, pod: &Pod, way: Way) -> bool {
    let Some(spec) = &policy.spec else { return false };
    policy.metadata.namespace.as_deref() == Some(pod.namespace.as_str())
        && is_about(spec, way)
        && spec.pod_selector.as_ref().is_none_or(|selector| matches(selector, &pod.labels))
}

/// Whether a policy isolates its Pods this way. Without types it does so for connections in, and out where it speaks of those.
fn is_about(spec: &NetworkPolicySpec, way: Way) -> bool {
    let word = if way == Way::In { "Ingress" } else { "Egress" };
    match spec.policy_types.as_deref() {
        Some(types) if !types.is_empty() => types.iter().any(|own| own == word),
        _ => way == Way::In || spec.egress.is_some(),
    }
}

/// Whether a selector selects; an empty one selects everything.
fn matches(selector: &LabelSelector, labels: &BTreeMap<String, String>) -> bool {
    let equal = selector.match_labels.iter().flatten().all(|(key, value)| labels.get(key) == Some(value));
    let expressions = selector.match_expressions.iter().flatten().all(|expression| {
        let own = labels.get(&expression.key);
        let among = || own.is_some_and(|own| expression.values.iter().flatten().any(|value| value == own));
        match expression.operator.as_str() {
            "In" => among(),
            "NotIn" => !among(),
            "Exists" => own.is_some(),
            "DoesNotExist" => own.is_none(),
            _ => false,
        }
    });
    equal && expressions
}

fn is_port(open: &NetworkPolicyPort, called: &End, port: u16) -> bool {
    if open.protocol.as_deref().is_some_and(|protocol| protocol != "TCP") {
        return false;
    }
    let port = i32::from(port);
    match &open.port {
        None => true,
        Some(IntOrString::Int(first)) => (*first..=open.end_port.unwrap_or(*first)).contains(&port),
        Some(IntOrString::String(name)) => match called {
            End::Pods(pod, _) => {
                pod.ports.iter().any(|(number, own)| i32::from(*number) == port && own.as_deref() == Some(name.as_str()))
            }
            _ => false,
        },
    }
}
