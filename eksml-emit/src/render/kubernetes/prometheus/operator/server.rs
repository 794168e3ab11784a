//! The Prometheus that the operator runs, with the settings of a plain one.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::api::{
    Alerting, AlertmanagerService, Claim, KeyOfSecret, Object, PrometheusSpec, RemoteWrite, SigV4, Storage, object,
};
use super::{JOBS, JOBS_KEY};
use crate::catalog::images;
use crate::render::ClusterView;
use crate::render::kubernetes::alertmanager;
use crate::render::kubernetes::nodes::system_home;
use crate::render::kubernetes::pods::selector;
use crate::render::kubernetes::prometheus::{NAME, PORT_NAME, config, interval, namespace, remote_write, stateful_set};
use crate::render::kubernetes::security::restricted_pod;
use crate::spec::{Monitoring, Prometheus};

/// The object.
pub(super) fn prometheus(view: &ClusterView<'_>, monitoring: &Monitoring, settings: &Prometheus) -> Object<PrometheusSpec> {
    let home = namespace(monitoring);
    let every = interval(settings);
    let (affinity, tolerations) = system_home(view);
    // The objects beside it carry the same labels, and nobody else's do.
    let beside = || LabelSelector { ..selector(NAME) };
    let alerting = monitoring.alertmanager.as_ref().map(|_| Alerting {
        alertmanagers: [AlertmanagerService {
            name: alertmanager::NAME,
            namespace: home.to_owned(),
            port: alertmanager::PORT_NAME,
            api_version: "v2",
        }],
    });
    let remote = |(url, region)| RemoteWrite { url, sigv4: SigV4 { region } };
    let spec = PrometheusSpec {
        image: images::PROMETHEUS.reference(),
        // The operator decides by it which settings this Prometheus knows.
        version: images::PROMETHEUS.tag,
        replicas: 1,
        service_account_name: NAME,
        automount_service_account_token: true,
        enable_service_links: false,
        security_context: restricted_pod(stateful_set::USER),
        affinity,
        tolerations,
        resources: stateful_set::resources(),
        retention: stateful_set::kept(settings).to_string(),
        retention_size: stateful_set::kept_size(settings),
        storage: Storage { volume_claim_template: Claim { spec: stateful_set::claim_spec(settings) } },
        port_name: PORT_NAME,
        scrape_interval: every.to_string(),
        scrape_timeout: config::timeout(every),
        evaluation_interval: every.to_string(),
        external_labels: BTreeMap::from([("cluster", view.cluster.name.to_string()), ("region", view.region().to_string())]),
        pod_monitor_selector: beside(),
        // None of ours; those of the raw door, with the same labels in the same namespace.
        service_monitor_selector: beside(),
        rule_selector: beside(),
        additional_scrape_configs: KeyOfSecret { name: JOBS, key: JOBS_KEY },
        alerting,
        remote_write: remote_write::address(view).map(remote).into_iter().collect(),
    };
    object("Prometheus", NAME, home, spec)
}
