//! Prices, out of `aws pricing get-products` or of the price list's file for a region.
//!
//! Only what is looked at is kept: the file of a region has hundreds of megabytes.
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::facts::Facts;

/// Either form.
#[derive(Deserialize)]
pub(super) struct List {
    /// The command prints each product as JSON within a text.
    #[serde(rename = "PriceList")]
    entries: Option<Vec<String>>,
    products: Option<BTreeMap<String, Product>>,
    terms: Option<Terms>,
}

#[derive(Deserialize)]
struct Entry {
    product: Product,
    #[serde(default)]
    terms: Terms,
}

#[derive(Deserialize)]
struct Product {
    attributes: Attributes,
}

/// What tells the price we mean from the others of a type.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attributes {
    instance_type: Option<String>,
    operating_system: Option<String>,
    tenancy: Option<String>,
    pre_installed_sw: Option<String>,
    #[serde(rename = "capacitystatus")]
    capacity_status: Option<String>,
}

/// On-demand terms: in an entry by their code, in the file by product and code.
#[derive(Default, Deserialize)]
struct Terms {
    #[serde(rename = "OnDemand", default)]
    on_demand: BTreeMap<String, OfProduct>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OfProduct {
    Term(Term),
    Terms(BTreeMap<String, Term>),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Term {
    price_dimensions: BTreeMap<String, Dimension>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Dimension {
    price_per_unit: BTreeMap<String, String>,
}

pub(super) fn take(facts: &mut Facts, region: &str, list: List) -> Result<Vec<String>, String> {
    if facts.table("regions")?.find("name", region)?.is_none() {
        return Err(format!("prices-{region}.json: facts/regions.tsv has no region `{region}`"));
    }
    let found = match list {
        List { entries: Some(entries), .. } => of_entries(&entries)?,
        List { products: Some(products), terms: Some(terms), .. } => of_file(&products, &terms),
        _ => return Err(format!("prices-{region}.json: neither `PriceList` nor `products` and `terms`")),
    };
    if found.is_empty() {
        return Err(format!("prices-{region}.json has no on-demand price of Linux"));
    }
    let names: BTreeSet<String> =
        facts.table("instance_types")?.rows().map(|row| row.cell("name").map(str::to_owned)).collect::<Result<_, _>>()?;
    let table = facts.table_mut("prices")?;
    let (name_at, region_at, usd_at) = (table.column("name")?, table.column("region")?, table.column("usd_per_hour")?);
    let mut told = Vec::new();
    for name in &names {
        let usd = found.get(name).map_or("", String::as_str);
        let place = table.rows.iter().position(|row| row[name_at] == *name && row[region_at] == region);
        match place {
            None => table.push(&[("name", name), ("region", region), ("usd_per_hour", usd)])?,
            Some(row) if table.rows[row][usd_at] == usd => {}
            Some(row) => {
                told.push(format!("{name}: {} USD in {region} became {usd}", table.rows[row][usd_at]));
                table.set(row, "usd_per_hour", usd)?;
            }
        }
    }
    table.rows.sort_by(|one, other| (&one[name_at], &one[region_at]).cmp(&(&other[name_at], &other[region_at])));
    let strangers: Vec<&str> = found.keys().filter(|name| !names.contains(*name)).map(String::as_str).collect();
    if !strangers.is_empty() {
        told.push(format!("prices of {region}: not in facts/instance_types.tsv are {}", strangers.join(", ")));
    }
    told.push(format!("prices of {region}: {} taken", names.iter().filter(|name| found.contains_key(*name)).count()));
    Ok(told)
}

/// The price of a product, by the name of its type; none for another system, tenancy or license.
fn price<'t>(product: &Product, terms: impl Iterator<Item = &'t Term>) -> Option<(String, String)> {
    let of = &product.attributes;
    let wanted =
        [(&of.operating_system, "Linux"), (&of.tenancy, "Shared"), (&of.pre_installed_sw, "NA"), (&of.capacity_status, "Used")];
    if wanted.iter().any(|(there, wanted)| there.as_deref().is_some_and(|there| there != *wanted)) {
        return None;
    }
    let usd = terms.flat_map(|term| term.price_dimensions.values()).find_map(|dimension| dimension.price_per_unit.get("USD"))?;
    let usd = if usd.contains('.') { usd.trim_end_matches('0').trim_end_matches('.') } else { usd };
    // A type that cannot be bought on demand costs nothing there.
    let is_price = !usd.is_empty() && usd != "0";
    Some((of.instance_type.clone()?, usd.to_owned())).filter(|_| is_price)
}

impl OfProduct {
    fn terms(&self) -> Vec<&Term> {
        match self {
            Self::Term(term) => vec![term],
            Self::Terms(terms) => terms.values().collect(),
        }
    }
}

fn of_entries(entries: &[String]) -> Result<BTreeMap<String, String>, String> {
    let mut found = BTreeMap::new();
    for entry in entries {
        let entry: Entry = serde_json::from_str(entry).map_err(|error| format!("a product in `PriceList`: {error}"))?;
        found.extend(price(&entry.product, entry.terms.on_demand.values().flat_map(OfProduct::terms)));
    }
    Ok(found)
}

fn of_file(products: &BTreeMap<String, Product>, terms: &Terms) -> BTreeMap<String, String> {
    let of = |(sku, product): (&String, &Product)| price(product, terms.on_demand.get(sku)?.terms().into_iter());
    products.iter().filter_map(of).collect()
}
