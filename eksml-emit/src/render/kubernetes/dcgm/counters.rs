//! What the DCGM exporter counts. A file of our own, since the image's has no ECC counters and no count of XIDs.
//!
//! Source of the names: dcgm-exporter 4.8.3 `etc/default-counters.csv`.

/// Field, kind, help.
pub(super) const CSV: &str = "\
# Clocks, temperature, power
DCGM_FI_DEV_SM_CLOCK, gauge, SM clock frequency (in MHz).
DCGM_FI_DEV_MEM_CLOCK, gauge, Memory clock frequency (in MHz).
DCGM_FI_DEV_GPU_TEMP, gauge, GPU temperature (in C).
DCGM_FI_DEV_MEMORY_TEMP, gauge, Memory temperature (in C).
DCGM_FI_DEV_POWER_USAGE, gauge, Power draw (in W).
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION, counter, Energy consumed since boot (in mJ).

# Use
DCGM_FI_DEV_GPU_UTIL, gauge, GPU utilization (in %).
DCGM_FI_DEV_MEM_COPY_UTIL, gauge, Memory utilization (in %).
DCGM_FI_DEV_FB_FREE, gauge, Framebuffer memory free (in MiB).
DCGM_FI_DEV_FB_USED, gauge, Framebuffer memory used (in MiB).
DCGM_FI_PROF_GR_ENGINE_ACTIVE, gauge, Ratio of time the graphics engine is active.
DCGM_FI_PROF_SM_ACTIVE, gauge, Ratio of cycles in which an SM has work.
DCGM_FI_PROF_PIPE_TENSOR_ACTIVE, gauge, Ratio of cycles in which a tensor pipe is active.
DCGM_FI_PROF_DRAM_ACTIVE, gauge, Ratio of cycles in which the memory interface is active.
DCGM_FI_PROF_PCIE_TX_BYTES, gauge, Bytes sent over PCIe (per second).
DCGM_FI_PROF_PCIE_RX_BYTES, gauge, Bytes received over PCIe (per second).
DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL, gauge, NVLink bandwidth of all lanes.

# Faults
DCGM_FI_DEV_XID_ERRORS, gauge, Value of the last XID error.
DCGM_EXP_XID_ERRORS_COUNT, gauge, XID errors in the last five minutes by XID.
DCGM_FI_DEV_ECC_SBE_VOL_TOTAL, counter, Single-bit ECC errors since boot.
DCGM_FI_DEV_ECC_DBE_VOL_TOTAL, counter, Double-bit ECC errors since boot.
DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS, counter, Rows remapped for uncorrectable errors.
DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS, counter, Rows remapped for correctable errors.
DCGM_FI_DEV_ROW_REMAP_FAILURE, gauge, Whether remapping of rows has failed.
DCGM_FI_DEV_PCIE_REPLAY_COUNTER, counter, PCIe retries.

# On every metric
DCGM_FI_DRIVER_VERSION, label, Driver version.
";

#[cfg(test)]
mod tests {
    use super::CSV;

    #[test]
    fn every_line_has_the_two_commas_the_exporter_splits_at() {
        for line in CSV.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let fields: Vec<&str> = line.split(", ").collect();
            assert_eq!((fields.len(), line.matches(',').count()), (3, 2), "{line}");
            assert!(fields[0].starts_with("DCGM_") && ["gauge", "counter", "label"].contains(&fields[1]), "{line}");
        }
    }
}
