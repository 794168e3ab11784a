//! Relabelling rules of Prometheus: which targets stay, where they are, and what they are called.

use serde::Serialize;

/// One relabelling rule.
#[derive(Serialize)]
pub(super) struct Relabel {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    source_labels: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    regex: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_label: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replacement: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<&'static str>,
}

fn on(sources: &[&str]) -> Relabel {
    let source_labels = sources.iter().map(|label| (*label).to_owned()).collect();
    Relabel { source_labels, regex: None, target_label: None, replacement: None, action: None }
}

/// Only targets whose labels, joined by `;`, match.
pub(super) fn keep(sources: &[&str], regex: impl Into<String>) -> Relabel {
    Relabel { regex: Some(regex.into()), action: Some("keep"), ..on(sources) }
}

/// No targets whose labels, joined by `;`, match.
pub(super) fn drop(sources: &[&str], regex: impl Into<String>) -> Relabel {
    Relabel { regex: Some(regex.into()), action: Some("drop"), ..on(sources) }
}

/// The label `target` with the value of another.
pub(super) fn copy(source: &str, target: &'static str) -> Relabel {
    Relabel { target_label: Some(target), ..on(&[source]) }
}

/// The label `target` made of what matches.
pub(super) fn replace(sources: &[&str], regex: &str, target: &'static str, replacement: &'static str) -> Relabel {
    Relabel { regex: Some(regex.to_owned()), target_label: Some(target), replacement: Some(replacement), ..on(sources) }
}
