//! The instance type table says exactly what the compiled facts say, line by line.
//!
//! `EKSML_INSTANCE_CSV` names the CSV of facts. With `EKSML_BLESS=1` the table is written anew from it instead of compared.

#![allow(clippy::print_stderr, reason = "what it says is its work")]
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use eksml_core::catalog::{Arch, InstanceType};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/catalog/instance_types.tsv");

/// The CSV's columns in the order of its header.
const HEADER: &str = "instance_type,arch,vcpu,memory_mib,accelerator,accelerator_model,accelerator_count,accelerator_memory_mib,\
                      neuron_cores,efa_interfaces,network_cards,enis,ipv4_per_eni,max_pods,allocatable_cpu_m,allocatable_memory_mib,\
                      local_nvme_gb,network_mbps,bare_metal,hypervisor,eksctl_known,capacity_block,us_east_1_on_demand_usd_per_hour";

/// The facts, or `None` when the environment names none.
fn csv() -> Option<String> {
    let Some(path) = env::var_os("EKSML_INSTANCE_CSV") else {
        eprintln!("SKIPPED: EKSML_INSTANCE_CSV is not set, so the instance table was compared with nothing");
        return None;
    };
    Some(fs::read_to_string(Path::new(&path)).expect("EKSML_INSTANCE_CSV names a readable file"))
}

/// The CSV's rows; it quotes nothing.
fn rows(csv: &str) -> impl Iterator<Item = Vec<&str>> {
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some(HEADER), "the CSV has other columns than the table was made for");
    lines.map(|line| line.split(',').collect())
}

/// An exact decimal number of USD as millionths.
fn micros(usd: &str) -> String {
    if usd.is_empty() {
        return String::new();
    }
    let (whole, fraction) = usd.split_once('.').unwrap_or((usd, ""));
    assert!(fraction.len() <= 6, "{usd} is finer than a millionth");
    let micros: u64 = format!("{whole}{fraction:0<6}").parse().expect("a price is a number");
    micros.to_string()
}

/// The table's line for one row of the CSV.
fn line(row: &[&str]) -> String {
    let flag = |cell: &str| match cell {
        "true" => "1",
        "false" => "0",
        other => panic!("`{other}` is neither true nor false"),
    };
    let mut line = String::new();
    for (index, cell) in row.iter().enumerate() {
        let cell = match (index, *cell) {
            (4, "none") => "",
            // The one type in this class carries Qualcomm's AI 100 and nothing of Habana's.
            (4, "habana") if row[5] == "qualcomm-ai100" => "qualcomm",
            // False for every type, metal or not, so the name is asked instead.
            (18, _) => continue,
            (20 | 21, cell) => flag(cell),
            (22, usd) => &micros(usd),
            (_, cell) => cell,
        };
        let separator = if index == 0 { "" } else { "\t" };
        write!(line, "{separator}{cell}").expect("writing to a string cannot fail");
    }
    line
}

#[test]
fn the_table_is_what_the_facts_make_of_it() {
    let Some(csv) = csv() else { return };
    let mut table: Vec<String> = rows(&csv).map(|row| line(&row)).collect();
    table.sort_unstable();
    let table = table.join("\n") + "\n";
    if env::var_os("EKSML_BLESS").is_some() {
        fs::write(TABLE, &table).expect("the table can be written");
    }
    assert!(fs::read_to_string(TABLE).expect("the table can be read") == table, "EKSML_BLESS=1 writes the table anew");
}

#[test]
fn every_fact_is_read_back_as_it_was() {
    let Some(csv) = csv() else { return };
    let mut count = 0;
    for row in rows(&csv) {
        let facts = InstanceType::lookup(row[0]).unwrap_or_else(|| panic!("{} is not in the table", row[0]));
        let text = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
        let small = |number: Option<u32>| text(number.map(u64::from));
        let arch = if facts.arch == Arch::Arm64 { "arm64" } else { "amd64" };
        let accelerator = match format!("{:?}", facts.accelerator).to_lowercase().as_str() {
            "qualcomm" => "habana".to_owned(),
            other => other.to_owned(),
        };
        let read = [
            facts.name.to_owned(),
            arch.to_owned(),
            facts.vcpu.to_string(),
            facts.memory_mib.to_string(),
            accelerator,
            facts.accelerator_model.to_owned(),
            facts.accelerator_count.to_string(),
            text(facts.accelerator_memory_mib),
            small(Some(facts.neuron_cores).filter(|cores| *cores > 0)),
            facts.efa_interfaces.to_string(),
            small(facts.network_cards),
            small(facts.enis),
            small(facts.ipv4_per_eni),
            facts.max_pods.to_string(),
            facts.allocatable_cpu_m.to_string(),
            facts.allocatable_memory_mib.to_string(),
            facts.local_nvme_gb.to_string(),
            text(facts.network_mbps),
            row[18].to_owned(),
            facts.hypervisor.map(|hypervisor| format!("{hypervisor:?}").to_lowercase()).unwrap_or_default(),
            facts.eksctl_known.to_string(),
            facts.capacity_block.to_string(),
            text(facts.micro_usd_per_hour),
        ];
        let mut expected: Vec<String> = row.iter().map(|cell| (*cell).to_owned()).collect();
        expected[22] = micros(row[22]);
        assert_eq!(read.as_slice(), expected.as_slice());
        assert_eq!(facts.bare_metal, row[0].contains(".metal"));
        count += 1;
    }
    assert_eq!(InstanceType::all().count(), count);
}
