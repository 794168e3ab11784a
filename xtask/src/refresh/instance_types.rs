//! Instance types, out of `aws ec2 describe-instance-types`.
use serde_json::Value;

use super::allocatable::{cpu_m, max_pods, memory_mib};
use crate::facts::Facts;

pub(super) fn take(facts: &mut Facts, described: &Value) -> Result<Vec<String>, String> {
    let types = described["InstanceTypes"].as_array().ok_or("describe-instance-types: no `InstanceTypes`")?;
    let (mut added, mut changed) = (Vec::new(), Vec::new());
    for description in types {
        let name = description["InstanceType"].as_str().ok_or("describe-instance-types: a type has no name")?;
        if facts.table("retired_families")?.find("family", name.split('.').next().unwrap_or(name))?.is_some() {
            continue;
        }
        let cells = cells(name, description)?;
        let table = facts.table_mut("instance_types")?;
        let at = table.column("name")?;
        let row = match table.rows.iter().position(|row| row[at] == name) {
            Some(row) => row,
            None => {
                table.push(&[("name", name), ("accelerator_count", "0"), ("eksctl_known", "no"), ("capacity_block", "no")])?;
                added.push(name);
                table.rows.len() - 1
            }
        };
        let is_new = added.last() == Some(&name);
        for (column, cell) in cells {
            let there = table.rows[row][table.column(column)?].clone();
            // Where the description is silent or counts otherwise, what is there stays; a new type takes all it gets.
            let kept = match column {
                "accelerator_model" | "network_mbps" | "neuron_cores" => !there.is_empty(),
                // Not every region sells every block.
                "capacity_block" => there == "yes",
                "allocatable_memory_mib" | "allocatable_cpu_m" | "max_pods" => !is_new,
                _ => false,
            };
            if !kept && !cell.is_empty() && table.set(row, column, &cell)? && !is_new {
                changed.push(format!("{name}: {column} was {there}, is {cell}"));
            }
        }
    }
    let table = facts.table_mut("instance_types")?;
    let at = table.column("name")?;
    table.rows.sort_by(|one, other| one[at].cmp(&other[at]));
    if !added.is_empty() {
        changed.push(format!(
            "instance_types: new are {}; look at the accelerators' models, and add their prices",
            added.join(", ")
        ));
    }
    changed.push(format!("instance_types: {} described", types.len()));
    Ok(changed)
}

/// The cells that a description fills.
fn cells(name: &str, described: &Value) -> Result<Vec<(&'static str, String)>, String> {
    let missing = |what: &str| format!("describe-instance-types: {name} has no {what}");
    let number = |pointer: &str| described.pointer(pointer).and_then(Value::as_u64);
    let architectures = described.pointer("/ProcessorInfo/SupportedArchitectures").and_then(Value::as_array);
    let arm = architectures.ok_or_else(|| missing("architecture"))?.iter().any(|arch| arch == "arm64");
    let vcpu = number("/VCpuInfo/DefaultVCpus").ok_or_else(|| missing("vCPUs"))?;
    let memory = number("/MemoryInfo/SizeInMiB").ok_or_else(|| missing("memory"))?;
    let network = &described["NetworkInfo"];
    let cards = network["NetworkCards"].as_array();
    let default_card = network["DefaultNetworkCardIndex"].as_u64().unwrap_or(0);
    let card = cards.and_then(|cards| cards.iter().find(|card| card["NetworkCardIndex"].as_u64() == Some(default_card)));
    let enis = card.and_then(|card| card["MaximumNetworkInterfaces"].as_u64()).or(network["MaximumNetworkInterfaces"].as_u64());
    let addresses = network["Ipv4AddressesPerInterface"].as_u64();
    let baseline: Option<f64> = cards.map(|cards| cards.iter().filter_map(|card| card["BaselineBandwidthInGbps"].as_f64()).sum());
    let text = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let mut cells = vec![
        ("arch", if arm { "arm64" } else { "amd64" }.to_owned()),
        ("vcpu", vcpu.to_string()),
        ("memory_mib", memory.to_string()),
        ("efa_interfaces", number("/NetworkInfo/EfaInfo/MaximumEfaInterfaces").unwrap_or(0).to_string()),
        ("network_cards", text(network["MaximumNetworkCards"].as_u64())),
        ("enis", text(enis)),
        ("ipv4_per_eni", text(addresses)),
        ("local_nvme_gb", number("/InstanceStorageInfo/TotalSizeInGB").unwrap_or(0).to_string()),
        ("network_mbps", baseline.filter(|gbps| *gbps > 0.0).map(|gbps| format!("{:.0}", gbps * 1000.0)).unwrap_or_default()),
        ("hypervisor", described["Hypervisor"].as_str().unwrap_or_default().to_owned()),
        ("allocatable_cpu_m", cpu_m(vcpu).to_string()),
    ];
    if let (Some(enis), Some(addresses)) = (enis, addresses) {
        let pods = max_pods(enis, addresses);
        cells.extend([("max_pods", pods.to_string()), ("allocatable_memory_mib", memory_mib(memory, arm, pods).to_string())]);
    }
    let usage = described["SupportedUsageClasses"].as_array();
    let block = usage.is_some_and(|classes| classes.iter().any(|class| class == "capacity-block"));
    cells.push(("capacity_block", if block { "yes" } else { "no" }.to_owned()));
    cells.extend(accelerator(described));
    Ok(cells)
}

fn accelerator(described: &Value) -> Vec<(&'static str, String)> {
    let gpus = described.pointer("/GpuInfo/Gpus").and_then(Value::as_array);
    let neurons = described.pointer("/NeuronInfo/NeuronDevices").and_then(Value::as_array);
    let model = |device: &Value| device["Name"].as_str().unwrap_or_default().to_lowercase().replace(' ', "-");
    let count = |device: &Value| device["Count"].as_u64().unwrap_or(0);
    if let Some(gpu) = gpus.and_then(|gpus| gpus.first()) {
        let maker = gpu["Manufacturer"].as_str().unwrap_or_default().to_lowercase();
        let is_part = gpu["GpuPartitionSize"].as_f64().is_some_and(|size| size < 1.0);
        let memory = gpu.pointer("/MemoryInfo/SizeInMiB").and_then(Value::as_u64).map(|mib| mib.to_string()).unwrap_or_default();
        return vec![
            ("accelerator", maker),
            ("accelerator_model", model(gpu)),
            // A part of a GPU is counted as none.
            ("accelerator_count", if is_part { 0 } else { count(gpu) }.to_string()),
            ("accelerator_memory_mib", memory),
        ];
    }
    if let Some(device) = neurons.and_then(|devices| devices.first()) {
        let cores = device.pointer("/CoreInfo/Count").and_then(Value::as_u64).unwrap_or(0) * count(device);
        return vec![
            ("accelerator", "neuron".to_owned()),
            ("accelerator_model", model(device)),
            ("accelerator_count", count(device).to_string()),
            ("neuron_cores", cores.to_string()),
        ];
    }
    // Other makers' accelerators stand elsewhere in the description, or nowhere.
    Vec::new()
}
