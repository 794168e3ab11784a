//! What a gp3 volume can do: its own limits and those between its numbers.

/// The I/O operations per second a gp3 volume may have (EBS user guide, "General Purpose SSD volumes"; eksctl `validation.go:1005`).
pub const IOPS: std::ops::RangeInclusive<u32> = 3_000..=16_000;

/// The MiB/s a gp3 volume may have (EBS user guide, "General Purpose SSD volumes"; eksctl `validation.go:1009`).
pub const THROUGHPUT: std::ops::RangeInclusive<u32> = 125..=1_000;

/// The least I/O operations per second for a throughput in MiB/s: four for each MiB/s, within [`IOPS`].
pub fn iops_for(throughput: u32) -> u32 {
    throughput.saturating_mul(4).clamp(*IOPS.start(), *IOPS.end())
}

/// The least size in GiB for so many I/O operations per second: one GiB for every 500.
pub fn size_for(iops: u32) -> u32 {
    iops.div_ceil(500)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ask_for_each_other() {
        assert_eq!((iops_for(125), iops_for(750), iops_for(1_000), iops_for(u32::MAX)), (3_000, 3_000, 4_000, 16_000));
        assert_eq!((size_for(3_000), size_for(16_000), size_for(3_001)), (6, 32, 7));
    }
}
