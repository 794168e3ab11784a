//! What EFA counts, beside the node exporter: bytes, retransmissions and errors of every EFA device as metrics (MON-06).
//!
//! The node exporter reads no EFA device itself (prometheus/node_exporter pull request 3670); its collector of text files takes what a
//! few lines of shell find in `/sys`, under the names that AWS' own exporter has, so that its dashboards fit
//! (awslabs/awsome-distributed-ai, `3.efa-node-exporter`).

use k8s_openapi::api::core::v1::{Container, ExecAction, Probe, ResourceRequirements, Volume};

use super::pods::{amounts, mount, mount_read_only, requests, scratch};
use super::security::sealed_container;
use crate::catalog::images;
use crate::derived::EFA_COUNTERS;
use crate::render::ClusterView;

/// The volume between the two containers, and where it is mounted.
const VOLUME: &str = "counters";
const DIRECTORY: &str = "/counters";

/// A file that is not written anew within two minutes is nobody's: the shell hangs, and the figures are old.
const IS_FRESH: &str = "test -n \"$(find /counters/efa.prom -mmin -2)\"";

/// One line for each counter of each port; a node without EFA devices has an empty file. It is renamed, so that no half of it is read.
const SCRIPT: &str = r#"devices=/host/sys/class/infiniband
while true; do
  for file in "$devices"/*/ports/*/hw_counters/*; do
    [ -r "$file" ] && read -r value < "$file" || continue
    counter=${file##*/} device=${file#"$devices"/} port=${file#*/ports/}
    printf 'node_amazonefa_%s{device="%s",port="%s"} %s\n' "$counter" "${device%%/*}" "${port%%/*}" "$value"
  done > /counters/efa.next
  mv /counters/efa.next /counters/efa.prom
  sleep 15
done
"#;

/// Whether some group has EFA devices.
pub(super) fn are_there(view: &ClusterView<'_>) -> bool {
    view.cluster.node_groups.iter().any(|group| group.efa)
}

/// What the node exporter is told.
pub(super) fn argument() -> String {
    format!("--collector.textfile.directory={DIRECTORY}")
}

/// The container, of the exporter's own image; `sys` is the volume with the node's `/sys`.
pub(super) fn container(sys: &str) -> Container {
    let command = |text: &str| Some(["/bin/sh", "-c", text].map(str::to_owned).to_vec());
    let fresh = Probe {
        exec: Some(ExecAction { command: command(IS_FRESH) }),
        initial_delay_seconds: Some(30),
        period_seconds: Some(60),
        timeout_seconds: Some(10),
        ..Probe::default()
    };
    Container {
        name: "efa-counters".to_owned(),
        image: Some(images::NODE_EXPORTER.reference()),
        command: command(SCRIPT),
        resources: Some(ResourceRequirements {
            requests: Some(requests(EFA_COUNTERS)),
            limits: Some(amounts([("memory", "64Mi")])),
            ..ResourceRequirements::default()
        }),
        security_context: Some(sealed_container()),
        readiness_probe: Some(fresh.clone()),
        liveness_probe: Some(fresh),
        volume_mounts: Some(vec![mount_read_only(sys, "/host/sys"), mount(VOLUME, DIRECTORY)]),
        ..Container::default()
    }
}

/// How the exporter sees what is counted.
pub(super) fn seen() -> k8s_openapi::api::core::v1::VolumeMount {
    mount_read_only(VOLUME, DIRECTORY)
}

/// The volume between them.
pub(super) fn volume() -> Volume {
    scratch(VOLUME)
}
