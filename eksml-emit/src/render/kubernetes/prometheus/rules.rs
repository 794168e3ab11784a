//! Prometheus' rule file.

use serde::Serialize;

use crate::render::kubernetes::alerts::{self, Group};
use crate::render::{ClusterView, RenderError};
use crate::spec::Monitoring;
use crate::yaml;

#[derive(Serialize)]
struct File {
    groups: Vec<Group>,
}

/// The file's text.
pub(super) fn text(view: &ClusterView<'_>, monitoring: &Monitoring) -> Result<String, RenderError> {
    Ok(yaml::to_string(&File { groups: alerts::groups(view, monitoring) })?)
}
