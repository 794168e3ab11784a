//! The Kubernetes minors, and the API versions each serves.
use super::rust::{day, head, text};
use crate::facts::Facts;
use crate::table::Row;

/// The name of a minor's variant.
fn variant(row: Row<'_>) -> Result<String, String> {
    Ok(format!("V{}", row.cell("version")?.replace('.', "_")))
}

pub(super) fn kubernetes(facts: &Facts) -> Result<String, String> {
    let table = facts.table("kubernetes")?;
    let (mut variants, mut rows, mut names) = (String::new(), String::new(), Vec::new());
    let (mut latest_in_eksctl, mut eksctl_default) = (String::new(), String::new());
    for row in table.rows() {
        let (version, variant) = (row.cell("version")?, variant(row)?);
        let (standard, extended) = (row.day("standard_support_ends")?, row.day("extended_support_ends")?);
        variants.push_str(&format!(
            "    /// Kubernetes {version}: standard support until {standard}, extended support until {extended}.\n{}    {variant},\n",
            if row.yes("default")? { "    #[default]\n" } else { "" },
        ));
        let minor = version.split_once('.').map_or("", |(_, minor)| minor);
        let floor = row.cell("karpenter_floor")?.replace('.', ", ");
        rows.push_str(&format!(
            "    Row {{\n        version: KubernetesVersion::{variant}, text: {}, minor: {minor},\n        standard_ends: {}, extended_ends: {},\n        cluster_autoscaler: {}, karpenter_floor: ({floor}),\n    }},\n",
            text(version),
            day(standard),
            day(extended),
            text(row.cell("cluster_autoscaler")?),
        ));
        if row.yes("in_eksctl")? {
            latest_in_eksctl.clone_from(&variant);
        }
        if row.yes("eksctl_default")? {
            eksctl_default.clone_from(&variant);
        }
        names.push(variant);
    }
    let all: Vec<String> = names.iter().map(|name| format!("Self::{name}")).collect();
    Ok(format!(
        "{}use crate::catalog::kubernetes::Row;
use crate::units::Date;

/// A Kubernetes minor that EKS offers (`CL-03`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KubernetesVersion {{
{variants}}}

impl KubernetesVersion {{
    /// Every minor EKS offers, oldest first.
    pub const ALL: [Self; {}] = [{}];

    /// The newest minor EKS offers.
    pub const LATEST: Self = Self::{};

    /// The newest minor eksctl has a constant for; newer ones pass only because eksctl asks the API.
    pub const LATEST_IN_EKSCTL: Self = Self::{latest_in_eksctl};

    /// The minor eksctl takes where a ClusterConfig names none.
    pub const EKSCTL_DEFAULT: Self = Self::{eksctl_default};
}}

/// In the order of the variants.
pub(in crate::catalog) const ROWS: [Row; {}] = [
{rows}];
",
        head(&table.about, &["kubernetes"]),
        names.len(),
        all.join(", "),
        names.last().map_or("", String::as_str),
        names.len(),
    ))
}

pub(super) fn served(facts: &Facts) -> Result<String, String> {
    let table = facts.table("served_apis")?;
    let (mut removed, mut introduced) = (String::new(), String::new());
    for row in table.rows() {
        let common = format!(
            "api_version: {}, kind: {}, minor: {}",
            text(row.cell("api_version")?),
            text(row.cell("kind")?),
            row.number("minor")?
        );
        match row.cell("change")? {
            "removed" => removed.push_str(&format!("    Removed {{ {common}, instead: {} }},\n", text(row.cell("instead")?))),
            "introduced" => introduced.push_str(&format!("    Introduced {{ {common} }},\n")),
            _ => return Err(row.wrong("change", "removed or introduced")),
        }
    }
    Ok(format!(
        "{}use crate::catalog::served_apis::{{Introduced, Removed}};\n\n/// Removed APIs; the first entry that matches counts.\n\
         pub const REMOVED: &[Removed] = &[\n{removed}];\n\n/// APIs that came within or just before the minors EKS offers; the first \
         entry that matches counts.\npub const INTRODUCED: &[Introduced] = &[\n{introduced}];\n",
        head(&table.about, &["served_apis"])
    ))
}
