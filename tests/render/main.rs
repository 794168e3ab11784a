//! What is emitted does what it promises, one file per concern. One program, because linking costs more than testing.

mod admission;
mod alerts;
mod cloudformation;
mod devices;
mod eksctl;
mod emitted;
mod gitops;
mod helm;
mod karpenter;
mod kubernetes;
mod monitoring;
mod node_security;
mod planes;
mod private;
mod queues;
mod rendered;
mod scaling;
mod sent_jobs;
mod services;
mod told;
mod volumes;
mod workloads;
