//! What a workload's container is and asks for.

use crate::units::{Image, Quantity};

/// A container: its image and what it asks of its node.
#[derive(Debug, Clone)]
pub struct Container {
    /// The image (SEC-14).
    pub image: Image,
    /// CPU, as request.
    pub cpu: Quantity,
    /// Memory, as request and limit.
    pub memory: Quantity,
}

/// How an inference service is reached.
#[derive(Debug, Clone, Copy)]
pub struct Service<'a> {
    /// Pods at all times.
    pub replicas: u32,
    /// The port it serves HTTP on.
    pub port: u16,
    /// The path that answers 200 when a Pod can serve.
    pub health: &'a str,
}
