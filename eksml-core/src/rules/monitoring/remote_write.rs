//! Samples that leave the cluster go to one workspace, signed by a role of their own.

use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, Monitoring};

pub(super) const MON_08: Rule = Rule {
    id: "MON-08",
    name: "remote-write-unclear",
    title: "remote write goes to one workspace, in an account that is known",
    severity: Severity::Error,
    why: "the permission to write is for one workspace; without the account it would be for the workspaces of every account",
    source: "AWS service authorization reference, aps:RemoteWrite; Prometheus, remote_write sigv4",
    check: Check::Monitoring(the_workspace_is_known),
    bad: Example::Platform(
        "name: \"acme-ml\", region: \"us-west-2\",\n\
         cluster shared {\n\
             version: V1_35, vpc { cidr: \"10.0.0.0/16\", zones: 3 }\n\
             access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n\
             secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n\
             scaler: ClusterAutoscaler,\n\
             node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n\
             monitoring { prometheus, remote_write { workspace: \"ws-0a1b2c3d-1234-1234-1234-0123456789ab\" } }\n\
             storage gp3 { ebs_gp3, default: true }\n\
         }",
    ),
    good: Example::Cluster(
        "monitoring { prometheus, remote_write { workspace: \"ws-0a1b2c3d-1234-1234-1234-0123456789ab\" } }\n\
         storage gp3 { ebs_gp3, default: true }",
    ),
};

fn the_workspace_is_known(scope: &Scope<'_>, monitoring: &At<'_, Monitoring>, findings: &mut Findings<'_>) {
    let Some(remote) = monitoring.remote_write().get() else { return };
    let named = remote.workspace().get();
    if named.is_none() && scope.platform.metrics_workspace().get().is_none() {
        findings.report(
            &remote,
            "samples are to be sent on, and no workspace is named",
            "write `workspace: \"ws-…\"`, or `metrics_workspace,` in the platform, which creates one",
        );
    } else if scope.platform.account().get().is_none() {
        let shown = named.as_ref().map_or_else(|| "of the platform".to_owned(), |id| format!("`{}`", **id));
        findings.report(
            &remote,
            format!("the account of workspace {shown} is not known, so Prometheus would be let into every account's"),
            "add `account: \"111122223333\"`, with your own, to the platform",
        );
    }
}
