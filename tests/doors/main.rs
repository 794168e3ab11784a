//! Two doors, one platform: what the builders write is what `platform!` writes, `eksctl { … }` and expressions included.

mod data;
mod eksctl_block;
mod holes;
mod platform;
mod workloads;
