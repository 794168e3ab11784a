//! An alerting rule in Prometheus' own form, which a rule file and a PrometheusRule share.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

type Text = Cow<'static, str>;

/// Alerts that are evaluated together.
#[derive(Debug, Serialize)]
pub(in crate::render::kubernetes) struct Group {
    /// Its name, unique in the file.
    pub(in crate::render::kubernetes) name: &'static str,
    /// Its alerts.
    pub(in crate::render::kubernetes) rules: Vec<Alert>,
}

/// One alert.
#[derive(Debug, Serialize)]
pub(in crate::render::kubernetes) struct Alert {
    #[serde(rename = "alert")]
    name: &'static str,
    expr: Text,
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pending: Option<&'static str>,
    labels: BTreeMap<&'static str, Text>,
    annotations: Annotations,
}

#[derive(Debug, Serialize)]
struct Annotations {
    summary: Text,
    description: Text,
}

impl Alert {
    /// Somebody has to act now.
    pub(super) fn critical(name: &'static str, expr: impl Into<Text>) -> Self {
        Self::new("critical", name, expr)
    }

    /// Somebody has to act on a working day.
    pub(super) fn warning(name: &'static str, expr: impl Into<Text>) -> Self {
        Self::new("warning", name, expr)
    }

    fn new(severity: &'static str, name: &'static str, expr: impl Into<Text>) -> Self {
        Self {
            name,
            expr: expr.into(),
            pending: None,
            labels: BTreeMap::from([("severity", severity.into())]),
            annotations: Annotations { summary: "".into(), description: "".into() },
        }
    }

    /// How long it must hold before somebody is told.
    pub(super) fn lasting(self, pending: &'static str) -> Self {
        Self { pending: Some(pending), ..self }
    }

    /// What has happened, and what to do about it.
    pub(super) fn says(self, summary: impl Into<Text>, description: impl Into<Text>) -> Self {
        Self { annotations: Annotations { summary: summary.into(), description: description.into() }, ..self }
    }

    /// One more label.
    pub(super) fn label(mut self, name: &'static str, value: impl Into<Text>) -> Self {
        self.labels.insert(name, value.into());
        self
    }
}
