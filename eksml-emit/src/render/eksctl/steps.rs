//! What must be done beside `eksctl create cluster -f`: flags, things that must exist before, and a step after.

use super::{add_ons, auto_mode, karpenter, node_groups};
use crate::derived::{self, AcceleratorKind};
use crate::render::{ClusterView, Remark};
use crate::spec::{Endpoint, NetworkPolicyEnforcement, Scaler};

/// The flags of `eksctl create cluster`, and of `eksctl create nodegroup` for the groups that come after the stack, that say what
/// ClusterConfig cannot: eksml's own device plugins are the only ones (ACC-01).
///
/// eksctl's EFA plugin has no such flag. It stays harmless: it tolerates only `aws.amazon.com/efa`, so it never runs on a node that an
/// accelerator's taint keeps for accelerator Pods, and eksml's own EFA plugin runs there (eksctl `pkg/addons/assets/efa-device-plugin.yaml`).
pub fn flags(view: &ClusterView<'_>, after_stack: bool) -> Vec<&'static str> {
    let has = |kind, not_on_bottlerocket| has(view, after_stack, kind, not_on_bottlerocket);
    let mut flags = Vec::new();
    // Bottlerocket brings the plugin along, and eksctl leaves it alone there.
    if has(AcceleratorKind::Nvidia, true) {
        flags.push("--install-nvidia-plugin=false");
    }
    if has(AcceleratorKind::Neuron, false) {
        flags.push("--install-neuron-plugin=false");
    }
    flags
}

/// Whether node groups come after the cluster's own stack: in a fully private cluster the VPC CNI has no credentials, and no node becomes
/// ready, before the endpoint of Pod Identity answers. eksctl does not wait for add-ons while there are no nodes (`pkg/actions/addon/tasks.go`).
pub fn nodes_wait_for_endpoints(view: &ClusterView<'_>) -> bool {
    let cluster = view.cluster;
    let made_by_eksctl = cluster.node_groups.iter().any(|group| derived::pool(group).is_none());
    derived::is_fully_private(cluster) && made_by_eksctl && !derived::own_endpoints(cluster).is_empty()
}

fn has(view: &ClusterView<'_>, after_stack: bool, kind: AcceleratorKind, not_on_bottlerocket: bool) -> bool {
    view.cluster.node_groups.iter().any(|group| {
        derived::pool(group).is_none()
            && derived::comes_after_stack(view.cluster, group) == after_stack
            && derived::accelerator(group).is_some_and(|(of, _)| of == kind)
            && !(not_on_bottlerocket && group.ami.is_bottlerocket())
    })
}

/// What is said about the cluster itself: what must exist, and from where commands work.
pub fn remarks(view: &ClusterView<'_>) -> Vec<Remark> {
    let (cluster, region) = (view.cluster, view.region());
    let mut notes = Vec::new();
    if !cluster.access.admins.is_empty() {
        let admins: Vec<_> = cluster.access.admins.iter().map(|role| format!("`{role}`")).collect();
        notes.push(Remark::Before(format!(
            "run the commands as {}: nobody else reaches the API server, not even who creates it",
            admins.join(" or ")
        )));
    }
    for name in cluster.node_groups.iter().filter_map(|group| derived::placement_group(view.cluster, group)) {
        notes.push(Remark::Before(format!(
            "before the cluster, its placement group: `aws ec2 create-placement-group --region {region} --group-name {name} --strategy cluster`"
        )));
    }
    let by_auto_scaling = cluster.node_groups.iter().filter(|group| derived::pool(group).is_none());
    for key in by_auto_scaling.filter_map(|group| group.volume.key.as_ref()) {
        let note = Remark::Before(format!(
            "the policy of key {key} lets EC2 Auto Scaling use it (AWSServiceRoleForAutoScaling: Encrypt, Decrypt, ReEncrypt*, \
             GenerateDataKey*, DescribeKey, CreateGrant), or no node starts"
        ));
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    if matches!(cluster.endpoint, Endpoint::Private) {
        notes.push(Remark::Before(format!(
            "the API server is reachable from inside the VPC only: run {} from a network that is connected to it",
            // It looks at the cluster's add-ons before it makes groups in a cluster that is there.
            if node_groups::create(view, ".").is_some() { "kubectl and `eksctl create nodegroup`" } else { "kubectl" }
        )));
    }
    if cluster.backup.is_some() {
        notes.push(Remark::Before(format!(
            "AWS Backup takes clusters, volumes and buckets once it is told to in {region}: `aws backup update-region-settings --region \
             {region} --resource-type-opt-in-preference EKS=true,EBS=true,EFS=true,S3=true`"
        )));
    }
    if !derived::offers_metrics_server(view.platform, cluster) {
        let image = if derived::is_fully_private(cluster) { ", with its image in your own registry" } else { "" };
        let remark = format!("install metrics-server from its own manifests{image}: EKS offers no such add-on in {region}");
        notes.push(Remark::After(remark));
    }
    notes
}

/// Commands for before the cluster is created: what its access entries name must be there.
pub fn before_create(view: &ClusterView<'_>, folder: &str) -> Vec<String> {
    let (name, template) = match view.cluster.scaler {
        Scaler::Karpenter(_) => ("karpenter", karpenter::STACK),
        Scaler::AutoMode(_) if derived::makes_node_role(view.cluster) => ("auto-mode", auto_mode::STACK),
        Scaler::Fixed | Scaler::ClusterAutoscaler(_) | Scaler::AutoMode(_) => return Vec::new(),
    };
    vec![format!(
        "aws cloudformation deploy --region {} --stack-name {}-{name} --template-file {folder}/{template} --capabilities CAPABILITY_NAMED_IAM",
        view.region(),
        view.cluster.name,
    )]
}

/// Commands for after the manifests are applied.
pub fn after_apply(view: &ClusterView<'_>, folder: &str) -> Vec<String> {
    let mut commands = add_ons::create(view, folder);
    if derived::is_deletion_protected(view.cluster) {
        commands.push(format!(
            "aws eks update-cluster-config --region {} --name {} --deletion-protection",
            view.region(),
            view.cluster.name
        ));
    }
    let own_cni = !derived::is_auto_mode(view.cluster);
    if own_cni && matches!(view.cluster.addons.network_policy, NetworkPolicyEnforcement::Strict) {
        commands.push(format!(
            "aws eks update-addon --region {} --cluster-name {} --addon-name vpc-cni --resolve-conflicts PRESERVE --configuration-values '{}'",
            view.region(),
            view.cluster.name,
            derived::vpc_cni(view.cluster, true)
        ));
    }
    commands
}
