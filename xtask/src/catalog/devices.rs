//! Accelerators: families that are gone or special, images that drive them, and how MIG cuts them.
use super::rust::{day, grouped, head, maybe_number, text, words};
use crate::facts::Facts;
use crate::table::Row;

fn accelerator(row: Row<'_>) -> Result<&'static str, String> {
    Ok(match row.cell("accelerator")? {
        "nvidia" => "Accelerator::Nvidia",
        "neuron" => "Accelerator::Neuron",
        "amd" => "Accelerator::Amd",
        "qualcomm" => "Accelerator::Qualcomm",
        _ => return Err(row.wrong("accelerator", "nvidia, neuron, amd or qualcomm")),
    })
}

fn arch(row: Row<'_>) -> Result<&'static str, String> {
    Ok(match row.cell("arch")? {
        "amd64" => "Arch::X86_64",
        "arm64" => "Arch::Arm64",
        _ => return Err(row.wrong("arch", "amd64 or arm64")),
    })
}

pub(super) fn devices(facts: &Facts) -> Result<String, String> {
    let mut text = head(
        "Accelerated instance families, the node images that boot them, and how MIG partitions their GPUs",
        &["retired_families", "unverified_types", "gpu_families", "accelerated_images", "mig_profiles"],
    );
    text.push_str(
        "use crate::catalog::ami::StockImage;\nuse crate::catalog::instance_types::{Accelerator, Arch, Unverified};\n\
         use crate::catalog::mig::MigProfile;\nuse crate::catalog::retired::{GpuFamily, Retired};\nuse crate::units::Date;\n",
    );
    for part in [retired(facts)?, unverified(facts)?, families(facts)?, stock(facts)?, mig(facts)?] {
        text.push('\n');
        text.push_str(&part);
    }
    Ok(text)
}

fn retired(facts: &Facts) -> Result<String, String> {
    let mut rows = String::new();
    for row in facts.table("retired_families")?.rows() {
        let by =
            if row.cell("migrate_by")?.is_empty() { "None".to_owned() } else { format!("Some({})", day(row.day("migrate_by")?)) };
        rows.push_str(&format!(
            "    Retired {{ family: {}, model: {}, why: {}, migrate_by: {by}, instead: {} }},\n",
            text(row.cell("family")?),
            text(row.cell("model")?),
            text(row.cell("why")?),
            text(row.cell("instead")?),
        ));
    }
    Ok(format!("/// Retired accelerated families; p3dn is not among them.\npub const RETIRED: &[Retired] = &[\n{rows}];\n"))
}

fn unverified(facts: &Facts) -> Result<String, String> {
    let mut rows = String::new();
    for row in facts.table("unverified_types")?.rows() {
        let name = text(row.cell("name")?);
        rows.push_str(&format!("    Unverified {{ name: {name}, arch: {}, accelerator: {} }},\n", arch(row)?, accelerator(row)?));
    }
    Ok(format!(
        "/// Types that some sources name and not all describe; nothing can be checked for them.\n\
         pub const UNVERIFIED: &[Unverified] = &[\n{rows}];\n"
    ))
}

fn families(facts: &Facts) -> Result<String, String> {
    let mut rows = String::new();
    for row in facts.table("gpu_families")?.rows() {
        rows.push_str(&format!(
            "    GpuFamily {{ name: {}, fractional: {}, driver_floor: {}, driver_ceiling: {} }},\n",
            text(row.cell("family")?),
            row.yes("fractional")?,
            maybe_number(row.maybe_number("driver_floor")?),
            maybe_number(row.maybe_number("driver_ceiling")?),
        ));
    }
    Ok(format!("pub(in crate::catalog) const GPU_FAMILIES: &[GpuFamily] = &[\n{rows}];\n"))
}

fn stock(facts: &Facts) -> Result<String, String> {
    let mut rows = String::new();
    for row in facts.table("accelerated_images")?.rows() {
        let bottlerocket = match row.cell("image")? {
            "amazon-linux-2023" => false,
            "bottlerocket" => true,
            _ => return Err(row.wrong("image", "amazon-linux-2023 or bottlerocket")),
        };
        rows.push_str(&format!(
            "    StockImage {{\n        bottlerocket: {bottlerocket}, accelerator: {}, arch: {},\n        families: {},\n    }},\n",
            accelerator(row)?,
            arch(row)?,
            words(row.cell("families")?),
        ));
    }
    Ok(format!("pub(in crate::catalog) const STOCK_IMAGES: &[StockImage] = &[\n{rows}];\n"))
}

fn mig(facts: &Facts) -> Result<String, String> {
    // Rows of one GPU stand together; the GPU with less memory comes first.
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for row in facts.table("mig_profiles")?.rows() {
        let up_to = row.maybe_number("up_to_mib")?.map_or("u64::MAX".to_owned(), grouped);
        let gpu = format!("{}, {up_to}", text(row.cell("model")?));
        let profile = format!("MigProfile {{ name: {}, most: {} }}", text(row.cell("profile")?), row.number("most")?);
        match groups.last_mut() {
            Some((last, profiles)) if *last == gpu => profiles.push(profile),
            _ => groups.push((gpu, vec![profile])),
        }
    }
    let mut rows = String::new();
    for (gpu, profiles) in groups {
        rows.push_str(&format!("    ({gpu}, &[\n        {},\n    ]),\n", profiles.join(",\n        ")));
    }
    Ok(format!(
        "/// The profiles of a GPU by its model and its greatest memory in MiB; the first entry that fits counts.\n\
         pub(in crate::catalog) const MIG_PROFILES: &[(&str, u64, &[MigProfile])] = &[\n{rows}];\n"
    ))
}
