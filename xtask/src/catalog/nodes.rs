//! What stands on a node: the releases of its image, what EKS's own Pods ask for, AWS's policies for it; and the retentions of logs.
use std::collections::BTreeMap;

use super::rust::{constant, grouped, head, text};
use crate::facts::Facts;

pub(super) fn nodes(facts: &Facts) -> Result<String, String> {
    let mut file = head(
        "Nodes: the releases of their images, what EKS's own Pods ask for, AWS's policies for them, and the retentions of logs",
        &["node_images", "node_agents", "node_policies", "log_retention"],
    );
    file.push_str("use crate::catalog::node_agents::Asks;\n");
    for row in facts.table("node_images")?.rows() {
        let release = text(row.cell("release")?);
        file.push_str(&format!("\n/// {}\npub const {}: &str = {release};\n", row.cell("what")?, constant(row.cell("name")?)));
        if let Some(driver) = row.maybe_number("nvidia_driver")? {
            file.push_str(&format!(
                "\n/// The NVIDIA driver branch of the stock accelerated AMIs.\npub const STOCK_NVIDIA_DRIVER: u16 = {driver};\n"
            ));
        }
    }
    // Several agents come with one add-on.
    let mut asked: BTreeMap<String, (u64, u64, Vec<&str>)> = BTreeMap::new();
    for row in facts.table("node_agents")?.rows() {
        let sum = asked.entry(constant(row.cell("with")?)).or_default();
        sum.0 += row.number("cpu_m")?;
        sum.1 += row.number("memory_mib")?;
        sum.2.push(row.cell("agent")?);
    }
    for (name, (cpu, memory, agents)) in asked {
        let agents = agents.join(", ");
        file.push_str(&format!("\n/// What is asked for by {agents}.\npub const {name}: Asks = Asks::new({cpu}, {memory});\n"));
    }
    let (mut join, mut others) = (Vec::new(), Vec::new());
    for row in facts.table("node_policies")?.rows() {
        if row.yes("joins")? { &mut join } else { &mut others }.push(text(row.cell("name")?));
    }
    for (doc, name, list) in [("Without one of these a node does not join.", "JOIN", join), ("The others.", "OTHERS", others)] {
        let (count, list) = (list.len(), list.join(",\n    "));
        file.push_str(&format!("\n/// {doc}\npub(in crate::catalog) const {name}: [&str; {count}] = [\n    {list},\n];\n"));
    }
    let days =
        facts.table("log_retention")?.rows().map(|row| Ok(grouped(row.number("days")?))).collect::<Result<Vec<_>, String>>()?;
    file.push_str(&format!(
        "\n/// The retentions that CloudWatch Logs offers, in days.\npub const LOG_RETENTION_DAYS: [u16; {}] = [{}];\n",
        days.len(),
        days.join(", ")
    ));
    Ok(file)
}
