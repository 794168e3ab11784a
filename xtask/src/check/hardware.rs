//! Instance types and their prices: what cannot be so, and what is missing.
use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use crate::facts::Facts;
use crate::refresh::allocatable::{cpu_m, max_pods, memory_mib};
use crate::table::Row;

pub(super) fn check(facts: &Facts, report: &mut Report) -> Result<(), String> {
    let mut names = BTreeSet::new();
    for row in facts.table("instance_types")?.rows() {
        names.insert(row.cell("name")?);
        possible(row, report)?;
    }
    prices(facts, &names, report)?;
    let families: BTreeSet<&str> = names.iter().filter_map(|name| Some(name.split_once('.')?.0)).collect();
    for row in facts.table("retired_families")?.rows() {
        if families.contains(row.cell("family")?) {
            report.problems.push(format!("{}: facts/instance_types.tsv has types of it", row.place()));
        }
    }
    for row in facts.table("unverified_types")?.rows() {
        let name = row.cell("name")?;
        if names.contains(name) || name.strip_suffix('.').is_some_and(|family| families.contains(family)) {
            report.problems.push(format!("{}: facts/instance_types.tsv describes it", row.place()));
        }
    }
    for row in facts.table("accelerated_images")?.rows() {
        let unverified = facts.table("unverified_types")?;
        for family in row.cell("families")?.split(' ') {
            let known = families.contains(family)
                || unverified.rows().any(|row| row.cell("name").is_ok_and(|name| name.trim_end_matches('.') == family))
                || facts.table("retired_families")?.find("family", family)?.is_some();
            if !known {
                report.problems.push(format!("{}: no table has a family `{family}`", row.place()));
            }
        }
    }
    Ok(())
}

/// What no machine can be.
fn possible(row: Row<'_>, report: &mut Report) -> Result<(), String> {
    let mut wrong = |problem: String| report.problems.push(format!("{}: {problem}", row.place()));
    let (vcpu, memory) = (row.number("vcpu")?, row.number("memory_mib")?);
    let (cpu, left) = (row.number("allocatable_cpu_m")?, row.number("allocatable_memory_mib")?);
    if left >= memory || left == 0 {
        wrong(format!("{left} MiB are left for Pods of {memory} MiB"));
    }
    let expected = memory_mib(memory, row.cell("arch")? == "arm64", row.number("max_pods")?);
    if left != expected && left < memory && left > 0 {
        wrong(format!("{left} MiB are left for Pods of {memory} MiB; EKS leaves {expected}"));
    }
    if cpu != cpu_m(vcpu) {
        wrong(format!("{cpu} millicores are left for Pods of {vcpu} vCPUs; EKS leaves {}", cpu_m(vcpu)));
    }
    let pods = row.number("max_pods")?;
    if let (Some(enis), Some(addresses)) = (row.maybe_number("enis")?, row.maybe_number("ipv4_per_eni")?)
        && max_pods(enis, addresses) != pods
    {
        wrong(format!("{pods} Pods, but {enis} interfaces of {addresses} addresses make {}", max_pods(enis, addresses)));
    }
    let (accelerator, count, model) =
        (row.cell("accelerator")?, row.number("accelerator_count")?, row.cell("accelerator_model")?);
    if accelerator.is_empty() != model.is_empty() || (accelerator.is_empty() && count > 0) {
        wrong(format!("accelerator `{accelerator}`, model `{model}`, {count} of them"));
    }
    if (accelerator == "neuron") != (row.maybe_number("neuron_cores")?.unwrap_or(0) > 0) {
        wrong("NeuronCores and the accelerator `neuron` go together".to_owned());
    }
    if !["", "nvidia", "neuron", "amd", "qualcomm"].contains(&accelerator) {
        wrong(format!("there is no accelerator `{accelerator}`"));
    }
    if !["amd64", "arm64"].contains(&row.cell("arch")?) || !["", "nitro", "xen"].contains(&row.cell("hypervisor")?) {
        wrong("architecture or hypervisor is none that is known".to_owned());
    }
    if row.number("efa_interfaces")? > row.maybe_number("network_cards")?.unwrap_or(u64::MAX) {
        wrong("more EFA interfaces than network cards".to_owned());
    }
    if row.yes("capacity_block")? && accelerator.is_empty() {
        wrong("a Capacity Block of a type without an accelerator".to_owned());
    }
    row.yes("eksctl_known")?;
    Ok(())
}

/// Every type has a row in every region of the table, and every row is of a type and a region there is.
fn prices(facts: &Facts, names: &BTreeSet<&str>, report: &mut Report) -> Result<(), String> {
    let mut priced: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut without: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in facts.table("prices")?.rows() {
        let (name, region) = (row.cell("name")?, row.cell("region")?);
        priced.entry(region).or_default().insert(name);
        if !names.contains(name) {
            report.problems.push(format!("{}: facts/instance_types.tsv has no such type", row.place()));
        }
        if crate::catalog::price(row)?.is_none() {
            without.entry(region).or_default().push(name);
        }
    }
    for (region, there) in priced {
        if facts.table("regions")?.find("name", region)?.is_none() {
            report.problems.push(format!("facts/prices.tsv: facts/regions.tsv has no region `{region}`"));
        }
        for name in names.difference(&there) {
            report
                .problems
                .push(format!("facts/prices.tsv: {name} has no row for {region}; an empty price says that none is known"));
        }
    }
    report.notes.extend(without.iter().map(|(region, names)| format!("no price is known in {region} for {}", names.join(", "))));
    Ok(())
}
