//! Capacity that ends on a day that is known.

use super::Alert;
use crate::render::ClusterView;
use crate::units::Date;

const DAY: i64 = 86_400;
/// A Capacity Block ends at 11:30 UTC. Source: EC2 user guide, "How Capacity Blocks work".
const END_OF_BLOCK: i64 = (11 * 60 + 30) * 60;

/// The alerts: two days ahead, while there is time to buy the next block, and four hours ahead, for the last checkpoint.
pub(super) fn alerts(view: &ClusterView<'_>) -> Vec<Alert> {
    let mut alerts = Vec::new();
    for group in &view.cluster.node_groups {
        let Some(day) = group.block_ends else { continue };
        let end = day.days_since(Date::UNIX_EPOCH) * DAY + END_OF_BLOCK;
        let within = |seconds: i64| format!("{end} - vector(time()) > 0 < {seconds}");
        let summary =
            format!("The Capacity Block of node group {} ends in {{{{ $value | humanizeDuration }}}}, on {day}", group.name);
        alerts.push(
            Alert::warning("CapacityBlockEnding", within(2 * DAY))
                .says(summary.clone(), "Buy the next block now if the work has to go on; afterwards the group has no nodes.")
                .label("node_group", group.name.to_string()),
        );
        alerts.push(
            Alert::critical("CapacityBlockEndsToday", within(DAY / 6))
                .says(summary, "EC2 ends the instances half an hour before: let jobs write their last checkpoint.")
                .label("node_group", group.name.to_string()),
        );
    }
    alerts
}
