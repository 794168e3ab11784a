//! How the nodes of a group are really bought, whichever word says so.

use crate::spec::{At, InstancesDistribution, Lens, Management, NodeGroup, Purchase, variant};

/// Whether a node of the group may be a Spot node: bought so, or by the distribution of a self-managed group.
pub fn may_use_spot<'a>(group: impl Lens<'a, NodeGroup>) -> bool {
    let group = group.into();
    group.purchase().is(|it| matches!(it, Purchase::Spot))
        || distribution(group).is_some_and(|distribution| *distribution.on_demand_percent() < 100)
}

/// How many of the group's least nodes nobody takes back: Spot is taken at two minutes' notice, a Capacity Block at its end.
pub fn always_on_demand<'a>(group: impl Lens<'a, NodeGroup>) -> u32 {
    let group = group.into();
    if group.purchase().is(|it| matches!(it, Purchase::Spot | Purchase::CapacityBlock(_))) {
        return 0;
    }
    let min = *group.scale().min();
    let mixed = distribution(group).filter(|distribution| *distribution.on_demand_percent() < 100);
    mixed.map_or(min, |distribution| distribution.on_demand_base().min(min))
}

fn distribution(group: At<'_, NodeGroup>) -> Option<At<'_, InstancesDistribution>> {
    variant!(group.management(), Management::SelfManaged)?.distribution().get()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Scale, SelfManaged};

    #[test]
    fn a_distribution_may_buy_spot_too() {
        let group =
            |purchase, management| NodeGroup { purchase, management, scale: Scale { min: 5, max: 5 }, ..NodeGroup::default() };
        let mixed = |on_demand_base, on_demand_percent| {
            let distribution = InstancesDistribution { on_demand_base, on_demand_percent, ..InstancesDistribution::default() };
            let management = Management::SelfManaged(SelfManaged { distribution: Some(distribution) });
            group(Purchase::OnDemand, management)
        };
        let (bought, spot) = (group(Purchase::OnDemand, Management::Managed), group(Purchase::Spot, Management::Managed));
        assert!(may_use_spot(&mixed(2, 0)) && !may_use_spot(&mixed(0, 100)));
        assert!(may_use_spot(&spot) && !may_use_spot(&bought));
        assert_eq!([&mixed(2, 0), &bought, &spot].map(always_on_demand), [2, 5, 0]);
    }
}
