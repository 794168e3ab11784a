//! The regions.
use super::rust::{head, maybe_text, text};
use crate::facts::Facts;

pub(super) fn regions(facts: &Facts) -> Result<String, String> {
    let table = facts.table("regions")?;
    let mut rows = Vec::new();
    for row in table.rows() {
        rows.push((
            row.cell("name")?,
            format!(
                "    Row {{ name: {}, place: {}, letters: {}, withheld: {}, without_control_plane: {}, registry: {} }},\n",
                text(row.cell("name")?),
                text(row.cell("place")?),
                text(row.cell("zones")?),
                text(row.cell("zones_of_some_accounts")?),
                maybe_text(row.cell("zone_id_without_control_plane")?),
                text(row.cell("eks_registry")?),
            ),
        ));
    }
    rows.sort_unstable();
    let lines: String = rows.iter().map(|(_, line)| line.as_str()).collect();
    Ok(format!(
        "{}use crate::catalog::regions::Row;\n\n/// In order of their names.\npub(in crate::catalog) static ROWS: [Row; {}] = [\n{lines}];\n",
        head(&table.about, &["regions"]),
        rows.len(),
    ))
}
