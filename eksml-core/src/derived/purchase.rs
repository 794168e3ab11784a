//! How the nodes of a group are really bought, whichever word says so.

use crate::spec::{Management, Purchase};

/// Whether a node of the group may be a Spot node: bought so, or by the distribution of a self-managed group.
pub fn may_use_spot(purchase: &Purchase, management: &Management) -> bool {
    if *purchase == Purchase::Spot {
        return true;
    }
    let Management::SelfManaged(own) = management else { return false };
    own.distribution.as_ref().is_some_and(|distribution| distribution.on_demand_percent < 100)
}

/// How many of the group's least `min` nodes nobody takes back: Spot is taken at two minutes' notice, a Capacity Block at its end.
pub fn always_on_demand(purchase: &Purchase, management: &Management, min: u32) -> u32 {
    match (purchase, management) {
        (Purchase::Spot | Purchase::CapacityBlock(_), _) => 0,
        (_, Management::SelfManaged(own)) if may_use_spot(purchase, management) => {
            own.distribution.as_ref().map_or(min, |distribution| distribution.on_demand_base.min(min))
        }
        _ => min,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{InstancesDistribution, SelfManaged};

    #[test]
    fn a_distribution_may_buy_spot_too() {
        let mixed = |on_demand_base, on_demand_percent| {
            let distribution = InstancesDistribution { on_demand_base, on_demand_percent, ..InstancesDistribution::default() };
            Management::SelfManaged(SelfManaged { distribution: Some(distribution) })
        };
        let bought = Purchase::OnDemand;
        assert!(may_use_spot(&bought, &mixed(2, 0)) && !may_use_spot(&bought, &mixed(0, 100)));
        assert!(may_use_spot(&Purchase::Spot, &Management::Managed) && !may_use_spot(&bought, &Management::Managed));
        assert_eq!(always_on_demand(&bought, &mixed(2, 0), 5), 2);
        assert_eq!(always_on_demand(&bought, &Management::Managed, 5), 5);
        assert_eq!(always_on_demand(&Purchase::Spot, &Management::Managed, 5), 0);
    }
}
