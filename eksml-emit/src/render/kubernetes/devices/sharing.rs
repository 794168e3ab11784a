//! How a GPU is offered to several Pods: one configuration of the NVIDIA device plugin per way of sharing (ACC-05, ACC-06).

use serde::Serialize;

use crate::render::RenderError;
use crate::spec::Sharing;
use crate::yaml;

/// A way of offering GPUs that one DaemonSet of the device plugin serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Offer {
    /// Each GPU to one Pod.
    Whole,
    /// Each GPU to so many Pods in turn.
    TimeSlicing(u32),
    /// Each GPU to so many Pods at once, by NVIDIA MPS.
    Mps(u32),
}

impl Offer {
    /// How a group's GPUs are offered. MIG is nobody's here: the plugin cuts no GPUs, which is the GPU Operator's to do (ACC-23).
    pub(super) fn of(sharing: &Sharing) -> Option<Self> {
        match sharing {
            Sharing::None => Some(Self::Whole),
            Sharing::TimeSlicing(pods) => Some(Self::TimeSlicing(*pods)),
            Sharing::Mps(pods) => Some(Self::Mps(*pods)),
            Sharing::Mig(_) => None,
        }
    }

    /// What is behind the plugin's name.
    pub(super) fn suffix(self) -> String {
        match self {
            Self::Whole => String::new(),
            Self::TimeSlicing(pods) => format!("-time-slicing-{pods}"),
            Self::Mps(pods) => format!("-mps-{pods}"),
        }
    }

    /// The configuration of GPUs that are whole, or cut by MIG into resources of their own.
    pub(super) fn mixed() -> Result<String, RenderError> {
        let config = Config { version: "v1", flags: Flags { mig_strategy: "mixed" }, sharing: SharingConfig::default() };
        Ok(yaml::to_string(&config)?)
    }

    /// The plugin's configuration file, if it needs one. Source: k8s-device-plugin v0.20.0 README, "Shared Access to GPUs".
    pub(super) fn config(self) -> Result<Option<String>, RenderError> {
        let shared = |replicas| Shared {
            rename_by_default: false,
            // A second replica gives no more of the GPU, so asking for two is always a mistake (ACC-08).
            fail_requests_greater_than_one: true,
            resources: [Replicated { name: "nvidia.com/gpu", replicas }],
        };
        let sharing = match self {
            Self::Whole => return Ok(None),
            Self::TimeSlicing(pods) => SharingConfig { time_slicing: Some(shared(pods)), mps: None },
            Self::Mps(pods) => SharingConfig { time_slicing: None, mps: Some(shared(pods)) },
        };
        let config = Config { version: "v1", flags: Flags { mig_strategy: "none" }, sharing };
        Ok(Some(yaml::to_string(&config)?))
    }
}

#[derive(Serialize)]
struct Config {
    version: &'static str,
    flags: Flags,
    #[serde(skip_serializing_if = "SharingConfig::is_empty")]
    sharing: SharingConfig,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Flags {
    mig_strategy: &'static str,
}

#[derive(Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct SharingConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    time_slicing: Option<Shared>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mps: Option<Shared>,
}

impl SharingConfig {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Shared {
    rename_by_default: bool,
    fail_requests_greater_than_one: bool,
    resources: [Replicated; 1],
}

#[derive(PartialEq, Serialize)]
struct Replicated {
    name: &'static str,
    replicas: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_config_shares_in_one_way_and_refuses_double_requests() {
        let config = Offer::TimeSlicing(4).config().unwrap().unwrap();
        let read: serde_json::Value = serde_yaml::from_str(&config).unwrap();
        let time_slicing = serde_json::json!({
            "renameByDefault": false,
            "failRequestsGreaterThanOne": true,
            "resources": [{ "name": "nvidia.com/gpu", "replicas": 4 }],
        });
        let whole = serde_json::json!({
            "version": "v1",
            "flags": { "migStrategy": "none" },
            "sharing": { "timeSlicing": time_slicing },
        });
        assert_eq!(read, whole);
        assert!(Offer::Mps(2).config().unwrap().is_some_and(|config| config.contains("mps:") && !config.contains("timeSlicing")));
        assert_eq!(Offer::Whole.config().unwrap(), None);
        assert_eq!(Offer::of(&Sharing::Mig("1g.10gb".to_owned())), None);
    }
}
