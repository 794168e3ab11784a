//! What Grafana finds when it starts: its data source, and where its dashboards are.

use serde::Serialize;

use super::DASHBOARDS_DIR;
use super::dashboard::DATA_SOURCE;
use crate::render::RenderError;
use crate::render::kubernetes::prometheus;
use crate::spec::Monitoring;
use crate::yaml;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sources {
    api_version: u8,
    datasources: [Source; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Source {
    name: &'static str,
    uid: &'static str,
    r#type: &'static str,
    access: &'static str,
    url: String,
    is_default: bool,
    editable: bool,
    json_data: JsonData,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonData {
    http_method: &'static str,
    time_interval: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Providers {
    api_version: u8,
    providers: [Provider; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Provider {
    name: &'static str,
    folder: &'static str,
    r#type: &'static str,
    disable_deletion: bool,
    allow_ui_updates: bool,
    options: Options,
}

#[derive(Serialize)]
struct Options {
    path: &'static str,
}

/// Prometheus, by its Service.
pub(super) fn datasources(monitoring: &Monitoring) -> Result<String, RenderError> {
    let every = monitoring.prometheus.as_ref().map_or(prometheus::INTERVAL, prometheus::interval);
    let service = monitoring.prometheus.as_ref().map_or(prometheus::NAME, prometheus::service);
    let source = Source {
        name: "Prometheus",
        uid: DATA_SOURCE,
        r#type: "prometheus",
        access: "proxy",
        url: format!("http://{service}.{}.svc:{}", prometheus::namespace(monitoring), prometheus::PORT),
        is_default: true,
        editable: false,
        json_data: JsonData { http_method: "POST", time_interval: every.to_string() },
    };
    Ok(yaml::to_string(&Sources { api_version: 1, datasources: [source] })?)
}

/// The folder with the dashboards. They are not edited in the window: the next start would undo it.
pub(super) fn providers() -> Result<String, RenderError> {
    let provider = Provider {
        name: "eksml",
        folder: "eksml",
        r#type: "file",
        disable_deletion: true,
        allow_ui_updates: false,
        options: Options { path: DASHBOARDS_DIR },
    };
    Ok(yaml::to_string(&Providers { api_version: 1, providers: [provider] })?)
}
