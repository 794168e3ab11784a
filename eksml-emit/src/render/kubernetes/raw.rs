//! Objects of the user's own, as they came in.

use serde_json::Value;

use crate::render::{ClusterFiles, ClusterView, RenderError};

const FILE: &str = "80-raw.yaml";

/// Adds them. What came in by the raw door was read there; a spec from elsewhere may hold what is no object, which is left out
/// nowhere: it is written as the text it is, and the API server says so.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    for object in &view.cluster.raw.0 {
        match serde_json::from_str::<Value>(&object.json) {
            Ok(value) => files.add(FILE, &value)?,
            Err(_) => files.add(FILE, &object.json)?,
        }
    }
    Ok(())
}
