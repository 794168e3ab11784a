//! Reading one line of the instance type table.
use std::cmp::Ordering;
use std::str::FromStr;

use super::{Accelerator, Arch, Hypervisor, InstanceFacts};

/// The line of the type of that name, by binary search over the text.
pub(super) fn row<'t>(table: &'t str, wanted: &str) -> Option<&'t str> {
    let mut rest = table;
    while !rest.is_empty() {
        // The middle may fall inside a line; the line begins behind the last line break before it.
        let middle = floor_char_boundary(rest, rest.len() / 2);
        let start = rest[..middle].rfind('\n').map_or(0, |at| at + 1);
        let end = rest[start..].find('\n').map_or(rest.len(), |at| start + at);
        let line = &rest[start..end];
        match name(line).cmp(wanted) {
            Ordering::Equal => return Some(line),
            Ordering::Greater => rest = &rest[..start],
            Ordering::Less => rest = rest.get(end + 1..).unwrap_or_default(),
        }
    }
    None
}

fn floor_char_boundary(text: &str, mut index: usize) -> usize {
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

/// The name a line is about.
pub(super) fn name(line: &str) -> &str {
    line.split('\t').next().unwrap_or(line)
}

/// The facts in a line; `None` for a line that is not one of the table.
pub(super) fn facts(line: &'static str) -> Option<InstanceFacts> {
    let mut cells = line.split('\t');
    let mut cell = || cells.next();
    let name = cell()?;
    Some(InstanceFacts {
        name,
        arch: match cell()? {
            "amd64" => Arch::X86_64,
            "arm64" => Arch::Arm64,
            _ => return None,
        },
        vcpu: number(cell()?)?,
        memory_mib: number(cell()?)?,
        accelerator: match cell()? {
            "" => Accelerator::None,
            "nvidia" => Accelerator::Nvidia,
            "neuron" => Accelerator::Neuron,
            "amd" => Accelerator::Amd,
            "qualcomm" => Accelerator::Qualcomm,
            _ => return None,
        },
        accelerator_model: cell()?,
        accelerator_count: number(cell()?)?,
        accelerator_memory_mib: number(cell()?),
        neuron_cores: number(cell()?).unwrap_or(0),
        efa_interfaces: number(cell()?)?,
        network_cards: number(cell()?),
        enis: number(cell()?),
        ipv4_per_eni: number(cell()?),
        max_pods: number(cell()?)?,
        allocatable_cpu_m: number(cell()?)?,
        allocatable_memory_mib: number(cell()?)?,
        local_nvme_gb: number(cell()?)?,
        network_mbps: number(cell()?),
        bare_metal: name.split_once('.').is_some_and(|(_, size)| size.starts_with("metal")),
        hypervisor: match cell()? {
            "nitro" => Some(Hypervisor::Nitro),
            "xen" => Some(Hypervisor::Xen),
            _ => None,
        },
        eksctl_known: cell()? == "1",
        capacity_block: cell()? == "1",
        micro_usd_per_hour: number(cell()?),
    })
}

fn number<N: FromStr>(cell: &str) -> Option<N> {
    cell.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_finds_every_line_of_tables_of_every_length() {
        let names: Vec<String> = (0..20).map(|index| format!("x{index:02}.large")).collect();
        for length in 0..=names.len() {
            for last_break in ["", "\n"] {
                let table = names[..length].join("\tamd64\n") + last_break;
                for (index, name) in names.iter().enumerate() {
                    let found = row(&table, name).map(self::name);
                    assert_eq!(found, (index < length).then_some(name.as_str()), "{length} lines");
                }
            }
        }
    }

    #[test]
    fn a_line_that_is_not_of_the_table_has_no_facts() {
        assert_eq!(facts(""), None);
        assert_eq!(facts("p5.48xlarge"), None);
        assert_eq!(facts("p5.48xlarge\tmips\t1"), None);
    }
}
