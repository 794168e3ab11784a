//! Alertmanager: who is told of alerts, and how often.

mod config;
mod stateful_set;

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ConfigMap;
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::pods::{owned, selector};
use super::prometheus;
use super::traffic::{dns, https_out, only_these, pod_identity_agent, pods_of, tcp, udp};
use crate::components::alertmanager;
use crate::render::{ClusterFiles, ClusterView, Remark, RenderError};
use crate::spec::{Alertmanager, Receiver};

/// Its name, and the label of its Pods.
pub(super) const NAME: &str = alertmanager::SERVICE_ACCOUNT;
/// The name of the port that Prometheus sends alerts to.
pub(super) const PORT_NAME: &str = "web";
const FILE: &str = "50-monitoring.yaml";
const PORT: u16 = 9093;
/// Where its Pods tell each other what was sent already, and what is silenced.
const MESH: u16 = 9094;
const CONFIG_MAP: &str = "alertmanager-config";
const WEBHOOK_DIR: &str = "/etc/alertmanager-webhook";

/// Adds it, if monitoring asks for it.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let Some(monitoring) = &view.cluster.monitoring else { return Ok(()) };
    let Some(settings) = &monitoring.alertmanager else { return Ok(()) };
    let namespace = prometheus::namespace(monitoring);
    let config = config::text(settings)?;
    stateful_set::render(view, namespace, settings, &config, files)?;
    files.add(
        FILE,
        &ConfigMap {
            metadata: owned(CONFIG_MAP, Some(namespace), NAME),
            data: Some(BTreeMap::from([("alertmanager.yml".to_owned(), config)])),
            ..ConfigMap::default()
        },
    )?;
    files.add(
        FILE,
        &PodDisruptionBudget {
            metadata: owned(NAME, Some(namespace), NAME),
            spec: Some(PodDisruptionBudgetSpec {
                max_unavailable: Some(IntOrString::Int(1)),
                selector: Some(selector(NAME)),
                ..PodDisruptionBudgetSpec::default()
            }),
            ..PodDisruptionBudget::default()
        },
    )?;
    let each_other = || (vec![pods_of(namespace, NAME)], vec![tcp(MESH), udp(MESH)]);
    let from = vec![(vec![pods_of(namespace, prometheus::NAME)], vec![tcp(PORT)]), each_other()];
    let mut to = vec![dns(view), each_other(), https_out(view)];
    if matches!(settings.to, Receiver::Sns(_)) {
        to.push(pod_identity_agent());
    }
    files.add(FILE, &only_these(NAME, namespace, from, to))
}

/// What must be there for alerts to arrive.
pub(super) fn remark(view: &ClusterView<'_>) -> Option<Remark> {
    let monitoring = view.cluster.monitoring.as_ref()?;
    let Alertmanager { to } = monitoring.alertmanager.as_ref()?;
    Some(match to {
        Receiver::Sns(topic) => Remark::Before(format!(
            "Alerts go to the SNS topic `{topic}`, which must be there. If it is encrypted with a key of yours, the key's policy must \
             let the role of `{NAME}` use `kms:GenerateDataKey` and `kms:Decrypt` through SNS."
        )),
        Receiver::Webhook(secret) => Remark::After(format!(
            "Alerts go to the address in the Secret `{secret}`, which is yours: `kubectl -n {} create secret generic {secret} \
             --from-literal=url=https://…`. Until it is there, Alertmanager's Pods wait. They reach port 443 alone, in the VPC and on the \
             internet.",
            prometheus::namespace(monitoring)
        )),
    })
}
