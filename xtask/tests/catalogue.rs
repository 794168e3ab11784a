//! The catalogue says what the tables of `facts/` say, and the tables do not contradict each other.
use eksml_core::catalog::{self, Accelerator, Addon, Arch, Hypervisor, InstanceType, KubernetesVersion, Region, charts, images};
use xtask::facts::{Facts, repository};
use xtask::{catalog as written, check};

fn facts() -> Facts {
    Facts::read(&repository()).expect("the tables can be read")
}

#[test]
fn the_tables_have_no_problem() -> Result<(), String> {
    let report = check::check(&facts(), None)?;
    assert!(report.problems.is_empty(), "{}", report.problems.join("\n"));
    Ok(())
}

#[test]
fn what_the_catalogue_includes_is_written_from_the_tables() -> Result<(), String> {
    let stale = written::stale(&facts(), &repository())?;
    assert!(stale.is_empty(), "{stale:?}: run `cargo xtask facts write`");
    Ok(())
}

#[test]
fn every_table_says_when_it_was_right_and_is_written_as_it_is_read() -> Result<(), String> {
    for table in facts().tables() {
        let path = repository().join("facts").join(format!("{}.tsv", table.name));
        assert_eq!(std::fs::read_to_string(path).map_err(|error| error.to_string())?, table.text());
        let sources = std::fs::read_to_string(repository().join("facts/SOURCES.md")).map_err(|error| error.to_string())?;
        assert!(sources.contains(&format!("`{}`", table.name)), "SOURCES.md does not say how {} is refreshed", table.name);
    }
    let dates: Vec<_> =
        written::OF_THE_CATALOGUE.iter().map(|name| facts().table(name).map(|table| table.as_of)).collect::<Result<_, _>>()?;
    assert_eq!(dates.iter().min().map(ToString::to_string), Some(catalog::AS_OF.to_string()));
    Ok(())
}

/// Every Rust file in a folder.
fn sources(folder: &std::path::Path, into: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            sources(&entry, into);
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            into.push(entry);
        }
    }
}

#[test]
fn no_comment_repeats_when_a_fact_was_right() {
    let mut files = Vec::new();
    for part in ["eksml-core/src", "eksml-emit/src", "eksml-import/src", "eksml-macros/src", "src"] {
        sources(&repository().join(part), &mut files);
    }
    assert!(files.len() > 300);
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a text");
        for line in text.lines().filter_map(|line| line.split_once("//").map(|(_, comment)| comment)) {
            let dated = ["as of 20", "(20", "; 20"].iter().any(|begins| line.contains(begins)) && line.contains('-');
            // A day is absolute, and said of a fact in the head of its table alone.
            let relative = [" more days", " days left", " days ago"].iter().any(|words| line.contains(words));
            assert!(!dated && !relative, "{}: {line}", file.display());
        }
    }
}

#[test]
fn every_instance_type_is_looked_up_as_it_stands_in_the_tables() -> Result<(), String> {
    let facts = facts();
    let table = facts.table("instance_types")?;
    assert!(table.rows.len() > 1000);
    for row in table.rows() {
        let name = row.cell("name")?;
        let found = InstanceType::lookup(name).ok_or_else(|| format!("{name} is not in the catalogue"))?;
        let text = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
        let small = |number: Option<u32>| text(number.map(u64::from));
        let flag = |flag: bool| if flag { "yes" } else { "no" }.to_owned();
        let read = [
            found.name.to_owned(),
            if found.arch == Arch::Arm64 { "arm64" } else { "amd64" }.to_owned(),
            found.vcpu.to_string(),
            found.memory_mib.to_string(),
            if found.accelerator == Accelerator::None {
                String::new()
            } else {
                format!("{:?}", found.accelerator).to_lowercase()
            },
            found.accelerator_model.to_owned(),
            found.accelerator_count.to_string(),
            text(found.accelerator_memory_mib),
            small(Some(found.neuron_cores).filter(|cores| *cores > 0)),
            found.efa_interfaces.to_string(),
            small(found.network_cards),
            small(found.enis),
            small(found.ipv4_per_eni),
            found.max_pods.to_string(),
            found.allocatable_cpu_m.to_string(),
            found.allocatable_memory_mib.to_string(),
            found.local_nvme_gb.to_string(),
            text(found.network_mbps),
            found.hypervisor.map(|hypervisor| format!("{hypervisor:?}").to_lowercase()).unwrap_or_default(),
            flag(found.eksctl_known),
            flag(found.capacity_block),
        ];
        for (column, cell) in table.columns.iter().zip(&read) {
            assert_eq!(row.cell(column)?, cell, "{name}: {column}");
        }
        assert_eq!(table.columns.len(), read.len());
        assert_eq!(found.bare_metal, name.contains(".metal"));
        assert!(!found.bare_metal || found.hypervisor.is_none_or(|hypervisor| hypervisor == Hypervisor::Nitro));
    }
    for row in facts.table("prices")?.rows().filter(|row| row.cell("region") == Ok("us-east-1")) {
        let name = row.cell("name")?;
        assert_eq!(InstanceType::lookup(name).and_then(|found| found.micro_usd_per_hour), written::price(row)?, "{name}");
    }
    assert_eq!(InstanceType::all().count(), table.rows.len());
    Ok(())
}

#[test]
fn what_is_pinned_is_what_the_tables_pin() -> Result<(), String> {
    let facts = facts();
    let everywhere = facts.table("images")?.rows().filter(|row| row.cell("repository").is_ok_and(written::has_registry));
    let tags: Vec<(&str, &str)> =
        everywhere.map(|row| Ok((row.cell("repository")?, row.cell("tag")?))).collect::<Result<_, String>>()?;
    assert!(images::ALL.iter().map(|image| (image.repository, image.tag)).eq(tags));
    for (row, chart) in facts.table("charts")?.rows().zip(charts::ALL) {
        assert_eq!((row.cell("chart")?, row.cell("repo")?, row.cell("version")?), (chart.name, chart.repo, chart.version));
    }
    for (row, version) in facts.table("kubernetes")?.rows().zip(KubernetesVersion::ALL) {
        assert_eq!(row.cell("version")?, version.as_str());
        assert_eq!(row.cell("standard_support_ends")?, version.standard_support_ends().to_string());
        assert_eq!(row.cell("extended_support_ends")?, version.extended_support_ends().to_string());
    }
    for (row, region) in facts.table("regions")?.rows().zip(Region::all()) {
        assert_eq!((row.cell("name")?, row.cell("partition")?), (region.as_str(), region.partition().as_str()));
        assert!(images::eks_registry(region).starts_with(row.cell("eks_registry")?));
    }
    for (row, addon) in facts.table("addons")?.rows().zip(Addon::ALL) {
        assert_eq!((row.cell("name")?, row.cell("provisioner")?), (addon.as_str(), addon.provisioner().unwrap_or_default()));
    }
    Ok(())
}
