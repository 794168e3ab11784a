//! The managed control plane: scaling tier, zonal shift, secrets encryption, and settings of its components.

use super::keyword::keyword;
use super::object::eksctl_object;

eksctl_object! {
    /// `controlPlaneScalingConfig`: a provisioned control plane.
    pub struct ControlPlaneScalingConfig {
        /// Tier; absent: `standard`.
        pub tier: Option<ControlPlaneTier>,
    }
}

keyword! {
    /// Size of a provisioned control plane (EKS API `ProvisionedControlPlaneTier`); eksctl does not check it.
    pub enum ControlPlaneTier {
        /// Scaled by EKS as the load asks.
        Standard = "standard",
        /// XL.
        Xl = "tier-xl",
        /// 2XL.
        Xl2 = "tier-2xl",
        /// 4XL.
        Xl4 = "tier-4xl",
        /// 8XL.
        Xl8 = "tier-8xl",
        /// Ultra.
        Ultra = "tier-ultra",
    }
}

eksctl_object! {
    /// `zonalShiftConfig`: whether traffic may be shifted away from an impaired zone.
    pub struct ZonalShiftConfig {
        /// Whether zonal shift is on; absent: it is not.
        pub enabled: Option<bool>,
    }
}

eksctl_object! {
    /// `secretsEncryption`: a customer-managed KMS key for Kubernetes secrets.
    pub struct SecretsEncryption {
        /// ARN of the KMS key; cannot be removed from a cluster later.
        #[doc(alias = "keyARN")]
        pub key_arn: String,
    }
}

eksctl_object! {
    /// `kubeAPIServerConfig`: settings of kube-apiserver; eksctl checks none of their values.
    pub struct KubeApiServerConfig {
        /// How long events are kept, as a Go duration such as `30m` or `1h`.
        #[doc(alias = "eventTTL")]
        pub event_ttl: Option<String>,
        /// Ports of NodePort services.
        pub service_node_port_range: Option<ServiceNodePortRange>,
    }
}

eksctl_object! {
    /// A range of ports, both ends included.
    pub struct ServiceNodePortRange {
        /// Lowest port.
        pub min_port: Option<u16>,
        /// Highest port.
        pub max_port: Option<u16>,
    }
}

eksctl_object! {
    /// `kubeSchedulerConfig`: settings of kube-scheduler.
    pub struct KubeSchedulerConfig {
        /// The plugin that scores nodes by their resources.
        pub node_resources_fit: Option<NodeResourcesFitConfig>,
    }
}

eksctl_object! {
    /// Settings of the NodeResourcesFit plugin.
    pub struct NodeResourcesFitConfig {
        /// How nodes are scored.
        pub scoring_strategy: Option<ScoringStrategy>,
    }
}

eksctl_object! {
    /// How the scheduler scores nodes by their resources.
    pub struct ScoringStrategy {
        /// `type` of the strategy; absent: `LeastAllocated`.
        #[doc(alias = "type")]
        pub kind: Option<ScoringStrategyType>,
        /// Weights of resources.
        pub resources: Vec<ResourceWeight>,
    }
}

keyword! {
    /// Which nodes the scheduler prefers.
    pub enum ScoringStrategyType {
        /// The emptiest: spreads pods.
        LeastAllocated = "LeastAllocated",
        /// The fullest: packs pods, so that GPU nodes can be emptied.
        MostAllocated = "MostAllocated",
    }
}

eksctl_object! {
    /// Weight of one resource in the score.
    pub struct ResourceWeight {
        /// Resource, such as `cpu` or `nvidia.com/gpu`.
        pub name: Option<String>,
        /// Weight, 1 to 100.
        pub weight: Option<u32>,
    }
}

eksctl_object! {
    /// `kubeControllerManagerConfig`: settings of kube-controller-manager.
    pub struct KubeControllerManagerConfig {
        /// The horizontal pod autoscaler.
        pub horizontal_pod_autoscaler_controller_config: Option<HorizontalPodAutoscalerControllerConfig>,
    }
}

eksctl_object! {
    /// Settings of the horizontal pod autoscaler.
    pub struct HorizontalPodAutoscalerControllerConfig {
        /// Time between two looks at the metrics, as a Go duration; absent: `15s`.
        pub horizontal_pod_autoscaler_sync_period: Option<String>,
    }
}
