//! Where a node group's capacity comes from: reservations, capacity blocks, Spot distribution, placement.

use super::choice::choice;
use super::keyword::keyword;
use super::object::eksctl_object;

choice! {
    /// `capacityReservation`: how instances use reserved capacity; a preference or a target, never both.
    pub enum CapacityReservation {
        /// Any matching reservation, or none at all.
        Preference(CapacityReservationPreference) = "capacityReservationPreference",
        /// The named reservation.
        Target(CapacityReservationTarget) = "capacityReservationTarget",
    }
}

impl CapacityReservation {
    /// Exactly the reservation or capacity block with this ID (`cr-…`).
    pub fn id(id: impl Into<String>) -> Self {
        Self::Target(CapacityReservationTarget::Id(id.into()))
    }
}

keyword! {
    /// Whether instances may run in matching open reservations; EC2's `capacity-reservations-only` has no spelling in eksctl.
    pub enum CapacityReservationPreference {
        /// They may.
        Open = "open",
        /// They run on demand even if a reservation matches.
        None = "none",
    }
}

choice! {
    /// One reservation or one group of reservations.
    pub enum CapacityReservationTarget {
        /// ID of a reservation or capacity block (`cr-…`).
        Id(String) = "capacityReservationID",
        /// ARN of a resource group of reservations.
        ResourceGroupArn(String) = "capacityReservationResourceGroupARN",
    }
}

eksctl_object! {
    /// `instanceMarketOptions`: buys capacity blocks; needs `capacityReservation` with the block as target.
    ///
    /// A managed group with this and `spot: true` silently becomes a capacity-block group.
    pub struct InstanceMarketOptions {
        /// The market; absent: on demand.
        pub market_type: Option<MarketType>,
    }
}

keyword! {
    /// The market that instances are bought on.
    pub enum MarketType {
        /// Capacity Blocks for ML: GPU capacity bought ahead for a fixed time; one instance type per group.
        CapacityBlock = "capacity-block",
    }
}

eksctl_object! {
    /// `placement`: the EC2 placement group of instances.
    pub struct Placement {
        /// Name of an existing placement group; eksctl requires it in a node group.
        pub group_name: Option<String>,
        /// Spread of control-plane or etcd instances on Outposts: `host` or `rack`.
        pub spread_level: Option<String>,
    }
}

eksctl_object! {
    /// `instancesDistribution`: instance types and Spot share of a self-managed group.
    pub struct NodeGroupInstancesDistribution, builder {
        /// Instance types, 1 to 20, tried in this order by `capacity-optimized-prioritized`.
        pub instance_types: Vec<String>,
        /// Highest Spot price per instance in USD/h; absent: the on-demand price.
        pub max_price: Option<f64>,
        /// Instances that are always on demand; absent: 0.
        pub on_demand_base_capacity: Option<u32>,
        /// Share of on-demand instances above the base, 0 to 100 %; absent: 100, which means no Spot at all.
        pub on_demand_percentage_above_base_capacity: Option<u32>,
        /// Number of cheapest Spot pools to draw from, 1 to 20; absent: 2. Refused with the capacity-optimized strategies.
        pub spot_instance_pools: Option<u32>,
        /// How Spot pools are chosen; absent: EC2's `lowest-price`.
        pub spot_allocation_strategy: Option<SpotAllocationStrategy>,
        /// Whether instances at risk of interruption are replaced ahead of it; absent: they are not.
        pub capacity_rebalance: Option<bool>,
    }
}

keyword! {
    /// How EC2 Auto Scaling chooses Spot pools.
    pub enum SpotAllocationStrategy {
        /// The cheapest pools: the most interruptions.
        LowestPrice = "lowest-price",
        /// Evenly over all pools.
        Diversified = "diversified",
        /// The pools with most spare capacity.
        CapacityOptimized = "capacity-optimized",
        /// The same, in the order of the instance types where capacity allows.
        CapacityOptimizedPrioritized = "capacity-optimized-prioritized",
        /// The cheapest of the pools with most spare capacity: AWS's advice.
        PriceCapacityOptimized = "price-capacity-optimized",
    }
}

eksctl_object! {
    /// `instanceSelector`: instance types by their properties, resolved by eksctl against EC2 when it runs.
    pub struct InstanceSelector {
        /// Number of vCPUs.
        #[doc(alias = "vCPUs")]
        pub vcpus: Option<u32>,
        /// Memory, in GiB unless a unit is given.
        pub memory: Option<String>,
        /// Number of GPUs; 0 selects types without.
        pub gpus: Option<u32>,
        /// Number of Neuron devices; 0 selects types without.
        #[doc(alias = "neuron_devices")]
        pub neurons: Option<u32>,
        /// CPU architecture; absent: x86_64.
        pub cpu_architecture: Option<CpuArchitecture>,
        /// Regular expression of allowed instance types.
        pub allow: Option<String>,
        /// Regular expression of excluded instance types.
        pub deny: Option<String>,
    }
}

keyword! {
    /// CPU architecture in the words of the instance selector.
    pub enum CpuArchitecture {
        /// Intel and AMD, 64 bit.
        X86_64 = "x86_64",
        /// Another word for x86_64.
        Amd64 = "amd64",
        /// Graviton.
        Arm64 = "arm64",
    }
}
