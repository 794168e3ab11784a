//! The DCGM exporter: the state of every NVIDIA GPU as metrics.

mod counters;
mod exporter;

pub(super) use exporter::{NAME, PORT_NAME, render};
