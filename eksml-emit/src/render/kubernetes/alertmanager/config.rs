//! Alertmanager's configuration file. Source: Alertmanager 0.34, "Configuration".

use serde::Serialize;

use super::WEBHOOK_DIR;
use crate::render::RenderError;
use crate::spec::{Alertmanager, Receiver};
use crate::yaml;

#[derive(Serialize)]
struct Config {
    route: Route,
    inhibit_rules: [Inhibit; 2],
    receivers: [To; 1],
}

#[derive(Serialize, Default)]
struct Route {
    receiver: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    matchers: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    group_by: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group_wait: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group_interval: Option<&'static str>,
    repeat_interval: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    routes: Vec<Route>,
}

/// While one alert is raised, another says nothing new.
#[derive(Serialize)]
struct Inhibit {
    source_matchers: [&'static str; 1],
    target_matchers: [&'static str; 1],
    equal: Vec<&'static str>,
}

#[derive(Serialize)]
struct To {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sns_configs: Option<[Sns; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    webhook_configs: Option<[Webhook; 1]>,
}

#[derive(Serialize)]
struct Sns {
    topic_arn: String,
    sigv4: SigV4,
    send_resolved: bool,
}

#[derive(Serialize)]
struct SigV4 {
    region: String,
}

#[derive(Serialize)]
struct Webhook {
    url_file: String,
    send_resolved: bool,
}

const RECEIVER: &str = "platform";

/// The file's text: alerts of one kind come together; the critical ones again every hour, the rest twice a day.
pub(super) fn text(settings: &Alertmanager) -> Result<String, RenderError> {
    let critical =
        Route { receiver: RECEIVER, matchers: vec![r#"severity="critical""#], repeat_interval: "1h", ..Route::default() };
    let route = Route {
        receiver: RECEIVER,
        group_by: vec!["cluster", "alertname", "node_group"],
        group_wait: Some("30s"),
        group_interval: Some("5m"),
        repeat_interval: "12h",
        routes: vec![critical],
        ..Route::default()
    };
    let inhibit_rules = [
        Inhibit {
            source_matchers: [r#"alertname="NodeNotRepaired""#],
            target_matchers: [r#"alertname="NodeBroken""#],
            equal: vec!["node", "condition"],
        },
        Inhibit {
            source_matchers: [r#"alertname="CapacityBlockEndsToday""#],
            target_matchers: [r#"alertname="CapacityBlockEnding""#],
            equal: vec!["node_group"],
        },
    ];
    Ok(yaml::to_string(&Config { route, inhibit_rules, receivers: [receiver(settings)] })?)
}

fn receiver(settings: &Alertmanager) -> To {
    let mut to = To { name: RECEIVER, sns_configs: None, webhook_configs: None };
    match &settings.to {
        Receiver::Sns(topic) => {
            let sigv4 = SigV4 { region: topic.region().to_owned() };
            to.sns_configs = Some([Sns { topic_arn: topic.to_string(), sigv4, send_resolved: true }]);
        }
        Receiver::Webhook(_) => {
            to.webhook_configs = Some([Webhook { url_file: format!("{WEBHOOK_DIR}/url"), send_resolved: true }]);
        }
    }
    to
}
