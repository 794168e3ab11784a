//! `AWS::APS::Workspace`: where the metrics of all clusters come together.

use serde_json::json;

use super::tags;
use super::template::{Resource, Template, get_att};
use crate::spec::Platform;

/// Adds the workspace. It stays when its stack goes: what is in it is nowhere else.
pub(super) fn workspace(template: &mut Template, platform: &Platform) {
    let properties = json!({ "Alias": platform.name.as_str(), "Tags": tags(platform) });
    template.add("MetricsWorkspace", Resource::kept("AWS::APS::Workspace", properties));
    template.output(
        "MetricsWorkspace",
        "The id of the workspace that all clusters send their metrics to",
        get_att("MetricsWorkspace", "WorkspaceId"),
    );
}
