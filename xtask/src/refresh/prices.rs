//! Prices, out of `aws pricing get-products` or of the price list's file for a region.
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::facts::Facts;

/// What tells the price we mean from the others of a type.
const WANTED: [(&str, &str); 4] =
    [("operatingSystem", "Linux"), ("tenancy", "Shared"), ("preInstalledSw", "NA"), ("capacitystatus", "Used")];

pub(super) fn take(facts: &mut Facts, region: &str, list: &Value) -> Result<Vec<String>, String> {
    if facts.table("regions")?.find("name", region)?.is_none() {
        return Err(format!("prices-{region}.json: facts/regions.tsv has no region `{region}`"));
    }
    let found = match list["PriceList"].as_array() {
        Some(entries) => of_entries(entries)?,
        None => of_file(list).ok_or_else(|| format!("prices-{region}.json: neither `PriceList` nor `products` and `terms`"))?,
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

/// The price of a product we want, by the name of its type.
fn price(product: &Value, terms: &Value) -> Option<(String, String)> {
    let attributes = &product["attributes"];
    if WANTED.iter().any(|(key, value)| attributes[*key].as_str().is_some_and(|there| there != *value)) {
        return None;
    }
    let of_term = |term: &Value| term["priceDimensions"].as_object()?.values().next()?.pointer("/pricePerUnit/USD").cloned();
    let usd = terms.as_object()?.values().find_map(of_term)?;
    let usd = usd.as_str()?.trim_end_matches('0').trim_end_matches('.');
    // A type that cannot be bought on demand costs nothing there.
    (!usd.is_empty() && usd != "0").then(|| Some((attributes["instanceType"].as_str()?.to_owned(), usd.to_owned())))?
}

fn of_entries(entries: &[Value]) -> Result<BTreeMap<String, String>, String> {
    let mut found = BTreeMap::new();
    for entry in entries {
        // The command prints each product as JSON within a text.
        let product: Value = match entry.as_str() {
            Some(text) => serde_json::from_str(text).map_err(|error| format!("a product in `PriceList`: {error}"))?,
            None => entry.clone(),
        };
        found.extend(price(&product["product"], &product["terms"]["OnDemand"]));
    }
    Ok(found)
}

fn of_file(list: &Value) -> Option<BTreeMap<String, String>> {
    let terms = list["terms"]["OnDemand"].as_object()?;
    let products = list["products"].as_object()?;
    Some(products.iter().filter_map(|(sku, product)| price(product, terms.get(sku)?)).collect())
}
