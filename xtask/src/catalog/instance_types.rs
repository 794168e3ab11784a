//! The table of instance types with its prices, as a lookup searches it: sorted, without a head, as short as it can be.
use std::collections::BTreeMap;

use crate::facts::Facts;
use crate::table::Row;

/// The region whose prices the catalogue has.
const REGION: &str = "us-east-1";

pub(super) fn compact(facts: &Facts) -> Result<String, String> {
    let mut prices = BTreeMap::new();
    for row in facts.table("prices")?.rows() {
        if row.cell("region")? == REGION {
            prices.insert(row.cell("name")?, price(row)?.map(|millionths| millionths.to_string()).unwrap_or_default());
        }
    }
    let table = facts.table("instance_types")?;
    let flags = [table.column("eksctl_known")?, table.column("capacity_block")?];
    let mut lines = Vec::new();
    for (row, cells) in table.rows().zip(&table.rows) {
        let (known, block) = (row.yes("eksctl_known")?, row.yes("capacity_block")?);
        let mut line: Vec<&str> =
            cells.iter().enumerate().filter(|(at, _)| !flags.contains(at)).map(|(_, cell)| cell.as_str()).collect();
        let digit = |flag: bool| if flag { "1" } else { "0" };
        line.extend([digit(known), digit(block), prices.get(row.cell("name")?).map_or("", String::as_str)]);
        lines.push(line.join("\t"));
    }
    lines.sort_unstable();
    Ok(lines.join("\n") + "\n")
}

/// A price in millionths of a USD; none where the source has none.
pub fn price(row: Row<'_>) -> Result<Option<u64>, String> {
    let usd = row.cell("usd_per_hour")?;
    if usd.is_empty() {
        return Ok(None);
    }
    let (whole, fraction) = usd.split_once('.').unwrap_or((usd, ""));
    match format!("{whole}{fraction:0<6}").parse::<u64>() {
        Ok(millionths) if fraction.len() <= 6 && !whole.is_empty() && millionths > 0 => Ok(Some(millionths)),
        _ => Err(row.wrong("usd_per_hour", "a price in USD with at most six decimals")),
    }
}
