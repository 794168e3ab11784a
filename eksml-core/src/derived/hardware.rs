//! What an instance type is made of and what it costs, in a reader's words.

use crate::catalog::{Accelerator, InstanceFacts};

/// An accelerator's model as its maker writes it: `H100`, `RTX PRO 4500`, `Trainium2`.
pub fn model_shown(facts: &InstanceFacts) -> String {
    let words = facts.accelerator_model.split('-');
    let shown: Vec<String> = match facts.accelerator {
        Accelerator::Nvidia => words.map(str::to_uppercase).collect(),
        _ => words.map(capitalised).collect(),
    };
    shown.join(" ")
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The accelerators of a type, for example `8 × H100`; `None` where it has none.
pub fn accelerators_shown(facts: &InstanceFacts) -> Option<String> {
    match (facts.accelerator, facts.accelerator_count) {
        (Accelerator::None, _) => None,
        (_, 0) => Some(format!("a part of one {}", model_shown(facts))),
        (_, count) => Some(format!("{count} × {}", model_shown(facts))),
    }
}

/// The shape of a type, for example `8 vCPU, 64 GiB, 1 × L40S`.
pub fn shape_shown(facts: &InstanceFacts) -> String {
    let memory = match (facts.memory_mib / 1024, facts.memory_mib % 1024) {
        (gib, 0) => format!("{gib} GiB"),
        _ => format!("{} MiB", facts.memory_mib),
    };
    let accelerators = accelerators_shown(facts).map(|shown| format!(", {shown}")).unwrap_or_default();
    format!("{} vCPU, {memory}{accelerators}", facts.vcpu)
}

/// The price of a type, for example `55.04 USD/h` (us-east-1, on-demand); `None` where the catalogue has none.
pub fn price_shown(facts: &InstanceFacts) -> Option<String> {
    // Half a cent up: 21.957642 is 21.96.
    let cents = (facts.micro_usd_per_hour? + 5_000) / 10_000;
    Some(format!("{}.{:02} USD/h", cents / 100, cents % 100))
}

/// Whether two types look alike to the Cluster Autoscaler: as many CPUs, as much memory, the same accelerators.
///
/// It reckons with the first type of a group alone (cluster-autoscaler `cloudprovider/aws/README.md`, "Using Mixed Instances").
pub fn same_shape(one: &InstanceFacts, other: &InstanceFacts) -> bool {
    let shape = |facts: &InstanceFacts| {
        (facts.vcpu, facts.memory_mib, facts.accelerator, facts.accelerator_model, facts.accelerator_count)
    };
    shape(one) == shape(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::InstanceType;

    fn facts(name: &str) -> InstanceFacts {
        InstanceType::lookup(name).unwrap()
    }

    #[test]
    fn types_are_described_as_their_makers_do() {
        assert_eq!(shape_shown(&facts("p5.48xlarge")), "192 vCPU, 2048 GiB, 8 × H100");
        assert_eq!(shape_shown(&facts("m7i.xlarge")), "4 vCPU, 16 GiB");
        assert_eq!(accelerators_shown(&facts("trn2.48xlarge")).as_deref(), Some("16 × Trainium2"));
        assert_eq!(accelerators_shown(&facts("g6f.large")).as_deref(), Some("a part of one L4"));
        assert_eq!(model_shown(&facts("g7.2xlarge")), "RTX PRO 4500");
        assert_eq!(model_shown(&facts("g4ad.xlarge")), "Radeon Pro V520");
    }

    #[test]
    fn prices_are_rounded_to_the_cent() {
        assert_eq!(price_shown(&facts("p4d.24xlarge")).as_deref(), Some("21.96 USD/h"));
        assert_eq!(price_shown(&facts("p5.48xlarge")).as_deref(), Some("55.04 USD/h"));
        assert_eq!(price_shown(&facts("p5e.48xlarge")), None);
    }

    #[test]
    fn a_shape_is_cpu_memory_and_accelerators() {
        assert!(same_shape(&facts("m7i.xlarge"), &facts("m6a.xlarge")));
        assert!(!same_shape(&facts("m7i.xlarge"), &facts("r7i.xlarge")));
        assert!(!same_shape(&facts("g5.xlarge"), &facts("g6.xlarge")));
    }
}
