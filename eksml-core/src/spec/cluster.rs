//! One EKS cluster and everything that lives in it.

use super::declare::spec;
use super::{
    Accelerators, Access, Addons, Admission, Backup, DataVolume, Deletion, Endpoint, ExternalDns, Helm, Identity, Inference,
    LoadBalancerController, Logs, Monitoring, Namespace, NetworkPolicy, NodeGroup, Notebook, Priority, Processing, Queues,
    RawObjects, Scaler, SecurityGroups, Storage, Training, Vpc, Waiver,
};
use crate::catalog::{KubernetesVersion, Region};
use crate::eksctl::ClusterBlock;
use crate::units::{KeyArn, MonthlyBudget, Name};

spec! {
    /// One EKS cluster.
    pub struct Cluster {
        /// Its name in EKS, unique in account and region (CL-02).
        name: Name = name;
        /// The Kubernetes minor of its control plane and nodes (CL-03, CL-04).
        version: KubernetesVersion = required;
        /// Its region, where it is not the platform's.
        region: Option<Region> = optional;
        /// How much depends on it: production is held to more rules (CL-08, NET-10, CST-01).
        environment: Environment = optional;
        /// What happens when standard support of the version ends (CL-04).
        support: Support = optional;
        /// Its network.
        vpc: Vpc = required;
        /// Which security groups its nodes have: who is let in by what lies outside them (NET-18).
        security_groups: SecurityGroups = optional;
        /// Who reaches its API server (CL-09).
        endpoint: Endpoint = optional;
        /// Who may do what with it (CL-05, CL-06).
        access: Access = optional;
        /// The KMS key that encrypts Kubernetes Secrets in etcd (CL-08).
        secrets_key: Option<KeyArn> = optional;
        /// Whether the platform creates that key; it must name its account then (CL-08).
        own_secrets_key: bool = optional;
        /// Control-plane logs in CloudWatch (CL-10).
        logs: Logs = optional;
        /// What adds and removes nodes; exactly one (NG-31).
        scaler: Scaler = optional;
        /// The most its nodes may cost in a month, such as `50000 USD/month` (CST-12).
        budget: Option<MonthlyBudget> = optional;
        /// The settings of EKS add-ons that eksml derives but lets you override.
        addons: Addons = optional;
        /// How accelerators are offered to Pods (ACC-01).
        accelerators: Accelerators = optional;
        /// Groups of worker nodes.
        node_groups: Vec<NodeGroup> = each "node_group";
        /// Namespaces with their security level, quota and isolation.
        namespaces: Vec<Namespace> = each "namespace";
        /// Storage classes.
        storage: Vec<Storage> = each "storage";
        /// Data that workloads mount by name.
        volumes: Vec<DataVolume> = each "volume";
        /// Service accounts with AWS permissions.
        identities: Vec<Identity> = each "identity";
        /// Network policies beside the ones every namespace gets.
        network_policies: Vec<NetworkPolicy> = each "network_policy";
        /// Training jobs.
        training: Vec<Training> = each "training";
        /// Inference services.
        inference: Vec<Inference> = each "inference";
        /// Priority classes beside those that follow from what a workload is (SCH-11).
        priorities: Vec<Priority> = each "priority";
        /// Queues for training jobs: who has how much for sure, and all nodes of a job or none (SCH-08).
        queues: Option<Queues> = optional;
        /// Data processing.
        processing: Vec<Processing> = each "processing";
        /// Development notebooks.
        notebooks: Vec<Notebook> = each "notebook";
        /// Where the images that eksml emits are copied to: an ECR registry of the cluster's region and a path in it, such as
        /// `111122223333.dkr.ecr.us-west-2.amazonaws.com/mirror`. Nodes of a fully private cluster reach no other registry (SEC-23).
        image_mirror: Option<String> = optional;
        /// What the API server refuses of Pods in the declared namespaces (SEC-04).
        admission: Admission = optional;
        /// Objects of the user's own; `Platform::with_object` and `Platform::with_yaml` add them.
        raw: RawObjects = hidden;
        /// The AWS Load Balancer Controller, with its permissions and its IngressClass.
        load_balancer_controller: Option<LoadBalancerController> = optional;
        /// cert-manager, for certificates of your own: `Certificate` and `Issuer` objects, which teams then may write. What needs it brings
        /// it by itself: the add-on `adot`.
        cert_manager: bool = optional;
        /// ExternalDNS, which points the hosts of exposed services at their load balancers (ADD-07).
        external_dns: Option<ExternalDns> = optional;
        /// Helm releases (ADD-01).
        helm: Vec<Helm> = each "helm";
        /// Metrics.
        monitoring: Option<Monitoring> = optional;
        /// eksctl's own keys, where no word covers them; added to the ClusterConfig and judged there.
        eksctl: ClusterBlock = optional;
        /// Backups of the cluster and of what its claims hold (DR-03, DR-04).
        backup: Option<Backup> = optional;
        /// Whether EKS lets it be deleted; protected in production when absent (DR-09).
        deletion: Option<Deletion> = optional;
        /// Rules set aside for this cluster.
        waivers: Vec<Waiver> = each "waive";
        /// The base it is made from (DSL-06). What it has otherwise is said in its block, and what it has not in
        /// `without: [node_group training_gpu]`; the emitted README lists both.
        inherits: Option<super::Inherits> = optional;
    }
    refuses {
        "deletion_protection" by "EM-07": "eksctl has no word for it, so that it comes as a call to EKS beside the ClusterConfig",
            "write `deletion: Protected`";
        "termination_protection" by "EM-07": "eksctl protects its own stacks; of the cluster EKS is told by a call beside the ClusterConfig",
            "write `deletion: Protected`";
        "pod_security_policy" by "CL-15": "PodSecurityPolicy was removed in Kubernetes 1.25",
            "give the namespace a level: `namespace … { pod_security: Restricted }`";
        "auth" by "CL-05": "clusters are always in authentication mode API: access entries, not the aws-auth ConfigMap",
            "declare principals: `access { admins: [\"arn:aws:iam::…:role/…\"] }`";
        "authentication_mode" by "CL-05": "clusters are always in authentication mode API: access entries, not the aws-auth ConfigMap",
            "declare principals: `access { admins: [\"arn:aws:iam::…:role/…\"] }`";
        "node_groups_self_managed" by "NG-01": "self-managed groups are node groups with another management",
            "write `node_group … { management: SelfManaged { … } }`";
        "auto_mode" by "CL-13": "EKS Auto Mode is what adds and removes nodes, and excludes any other", "write `scaler: AutoMode`";
        "karpenter" by "NG-28": "Karpenter is what adds and removes nodes, and excludes any other", "write `scaler: Karpenter`";
        "node_pool" by "NG-28": "a pool is a node group that Karpenter or EKS Auto Mode runs",
            "write `node_group … { management: NodePool }` and `scaler: Karpenter`";
        "resource_claim" by "CL-16": "claims follow from what a workload asks for, on clusters that serve resource.k8s.io/v1",
            "write `accelerators { plane: Dra }`, and ask by number: `training … { gpus: 8 }`";
        "zonal_shift" by "DR-05": "clusters in production take part in zonal shift by themselves",
            "write `environment: Production`, and `zone_failure: Survived` in the node groups that go on without a zone";
        "public_access" by "CL-09": "who reaches the API server is one choice", "write `endpoint: Private`";
    }
}

spec! {
    /// How much depends on a cluster.
    pub enum Environment {
        /// Users notice at once.
        Production,
        /// Rehearsal for production.
        Staging,
        /// Nothing outside the team depends on it.
        Development,
    }
}

spec! {
    /// What EKS does when standard support of the cluster's version ends.
    pub enum Support {
        /// EKS upgrades the cluster by itself: no surprise on the bill (0.10 USD/h instead of 0.60 USD/h).
        Standard,
        /// The cluster stays, at six times the price per hour.
        Extended,
    }
}
