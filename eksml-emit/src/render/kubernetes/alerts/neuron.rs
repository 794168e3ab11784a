//! Broken and idle Neuron devices, as the Neuron monitor sees them. Source: Neuron documentation, "Neuron Monitor User Guide".

use super::Alert;

/// The alerts.
pub(super) fn alerts() -> Vec<Alert> {
    vec![
        Alert::critical("NeuronUncorrectedEcc", r#"increase(hardware_ecc_events_total{event_type=~".*_uncorrected"}[15m]) > 0"#)
            .says(
                "Neuron device {{ $labels.neuron_device_index }} of {{ $labels.node }} has uncorrectable memory errors",
                "Results computed since may be wrong. Drain the node and let it be replaced.",
            ),
        Alert::warning("NeuronHeldIdle", "avg by (node) (avg_over_time(neuroncore_utilization_ratio[1h])) < 0.01")
            .lasting("15m")
            .says(
                "The runtime on {{ $labels.node }} has held idle NeuronCores for an hour",
                "The monitor speaks only of cores that a runtime holds: they are paid for and blocked, and do nothing.",
            ),
    ]
}
