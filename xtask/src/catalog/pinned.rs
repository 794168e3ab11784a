//! What is pinned to a version: charts, images, manifests; and the add-ons, whose versions EKS chooses.
use super::rust::{constant, head, maybe_text, text, words};
use crate::facts::Facts;
use crate::table::Row;

pub(super) fn charts(facts: &Facts) -> Result<String, String> {
    let table = facts.table("charts")?;
    let (mut charts, mut names) = (String::new(), Vec::new());
    for row in table.rows() {
        let name = constant(row.cell("name")?);
        charts.push_str(&format!(
            "\n/// {}\npub const {name}: PinnedChart = PinnedChart {{\n    name: {}, repo: {}, version: {},\n    source: {},\n}};\n",
            row.cell("what")?,
            text(row.cell("chart")?),
            text(row.cell("repo")?),
            text(row.cell("version")?),
            text(row.cell("source")?),
        ));
        names.push(name);
    }
    for row in facts.table("manifests")?.rows() {
        let url = row.cell("url")?.replace("{version}", row.cell("version")?);
        charts.push_str(&format!(
            "\n/// {} ({})\npub const {}: &str = {};\n",
            row.cell("what")?,
            row.cell("source")?,
            constant(row.cell("name")?),
            text(&url)
        ));
    }
    Ok(format!(
        "{}use crate::catalog::charts::PinnedChart;\n{charts}\n/// Every chart.\npub const ALL: [PinnedChart; {}] = [\n    {},\n];\n",
        head(&table.about, &["charts", "manifests"]),
        names.len(),
        names.join(",\n    ")
    ))
}

pub(super) fn images(facts: &Facts) -> Result<String, String> {
    let table = facts.table("images")?;
    let (mut images, mut everywhere) = (String::new(), Vec::new());
    for row in table.rows() {
        let (name, repository) = (constant(row.cell("name")?), row.cell("repository")?);
        images.push_str(&format!(
            "\n/// {}\npub const {name}: PinnedImage = PinnedImage {{\n    repository: {}, tag: {},\n    source: {},\n}};\n",
            row.cell("what")?,
            text(repository),
            text(row.cell("tag")?),
            text(row.cell("source")?),
        ));
        if has_registry(repository) {
            everywhere.push(name);
        }
    }
    Ok(format!(
        "{}use crate::catalog::images::PinnedImage;\n{images}\n/// Every image that is the same in all regions and for all versions.\n\
         pub const ALL: [PinnedImage; {}] = [\n    {},\n];\n",
        head(&table.about, &["images"]),
        everywhere.len(),
        everywhere.join(",\n    ")
    ))
}

/// Whether a repository says in which registry it is.
pub fn has_registry(repository: &str) -> bool {
    repository.split_once('/').is_some_and(|(host, _)| host.contains('.'))
}

/// What an add-on's controller needs of AWS.
fn identity(row: Row<'_>) -> Result<String, String> {
    let account = row.cell("service_account")?;
    Ok(if account.is_empty() {
        "None".to_owned()
    } else {
        format!(
            "Some(AddonIdentity {{ namespace: {}, service_account: {}, policies: {} }})",
            text(row.cell("namespace")?),
            text(account),
            words(row.cell("policies")?)
        )
    })
}

pub(super) fn addons(facts: &Facts) -> Result<String, String> {
    let table = facts.table("addons")?;
    let (mut variants, mut rows, mut names) = (String::new(), String::new(), Vec::new());
    for row in table.rows() {
        let variant = row.cell("variant")?;
        variants.push_str(&format!("    /// {}\n    {variant},\n", row.cell("what")?));
        rows.push_str(&format!(
            "    Row {{\n        name: {}, provisioner: {}, in_auto_mode: {}, eksctl_default: {},\n        identity: {},\n    }},\n",
            text(row.cell("name")?),
            maybe_text(row.cell("provisioner")?),
            row.yes("in_auto_mode")?,
            row.yes("eksctl_default")?,
            identity(row)?,
        ));
        names.push(format!("Self::{variant}"));
    }
    Ok(format!(
        "{}use crate::catalog::addons::{{AddonIdentity, Row}};

/// An EKS add-on owned by AWS (`CL-14`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Addon {{
{variants}}}

impl Addon {{
    /// Every add-on.
    pub const ALL: [Self; {}] = [
        {},
    ];
}}

/// In the order of the variants.
pub(in crate::catalog) static ROWS: [Row; {}] = [
{rows}];
",
        head("EKS add-ons of AWS", &["addons"]),
        names.len(),
        names.join(",\n        "),
        names.len(),
    ))
}
