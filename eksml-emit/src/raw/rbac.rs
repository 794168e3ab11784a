//! What the rules say of raw roles and bindings: nothing is given wholesale, and every name leads somewhere.

use serde_json::Value;

use super::check::{Seen, text};
use super::pod::list;
use crate::findings::Finding;

/// Verbs by which whoever holds them takes rights that nobody gave. Source: Kubernetes, RBAC good practices.
const OF_ESCALATION: [&str; 3] = ["escalate", "bind", "impersonate"];

/// The ClusterRoles of every cluster that a binding may name. `cluster-admin` is not among them.
const BUILT_IN: [&str; 3] = ["view", "edit", "admin"];

pub(super) fn judge(seen: &Seen<'_>, kind: &str, findings: &mut Vec<Finding>) {
    match kind {
        "Role" | "ClusterRole" => list(seen.object, "/rules").for_each(|rule| is_narrow(seen, rule, findings)),
        "RoleBinding" | "ClusterRoleBinding" => {
            role_is_there(seen, findings);
            list(seen.object, "/subjects").for_each(|subject| subject_is_there(seen, subject, findings));
        }
        _ => {}
    }
}

fn is_narrow(seen: &Seen<'_>, rule: &Value, findings: &mut Vec<Finding>) {
    let has = |key: &str, value: &str| list(rule, key).any(|own| own == value);
    for (key, what) in [("/verbs", "verb"), ("/resources", "resource"), ("/apiGroups", "API group")] {
        if has(key, "*") {
            let problem = format!("gives every {what}, those included that are added later");
            let verbs = "list what is needed: `verbs: [get, list, watch]` reads";
            seen.found("SEC-16", &problem, if what == "verb" { verbs } else { "list what is needed" }, findings);
        }
    }
    if let Some(verb) = OF_ESCALATION.into_iter().find(|verb| has("/verbs", verb)) {
        let problem = format!("gives `{verb}`, by which its holder takes any other right");
        seen.found("SEC-16", &problem, format!("remove `{verb}`"), findings);
    }
}

fn role_is_there(seen: &Seen<'_>, findings: &mut Vec<Finding>) {
    let (kind, name) = (text(seen.object, "/roleRef/kind").unwrap_or("?"), text(seen.object, "/roleRef/name").unwrap_or("?"));
    let there = match kind {
        "Role" => seen.has("Role", name),
        _ => {
            let built_in = BUILT_IN.contains(&name) || name.starts_with("system:");
            built_in || seen.all.iter().any(|other| other["kind"] == "ClusterRole" && other["metadata"]["name"] == name)
        }
    };
    if name == "cluster-admin" {
        let fix = "bind a role with what is needed; people who administer the cluster belong into `access { admins: […] }`";
        seen.found("SEC-16", "gives everything: `cluster-admin`", fix, findings);
    } else if !there {
        let problem = format!("gives {kind} `{name}`, which nobody declares");
        seen.found("SEC-16", &problem, format!("add that {kind}, or name one that is there"), findings);
    }
}

/// Users and groups are IAM's; a service account is somebody's here, or of a chart that is installed into its namespace.
fn subject_is_there(seen: &Seen<'_>, subject: &Value, findings: &mut Vec<Finding>) {
    if subject["kind"] != "ServiceAccount" {
        return;
    }
    let (name, home) = (text(subject, "/name").unwrap_or("?"), text(subject, "/namespace").unwrap_or_else(|| seen.namespace()));
    let by_chart = seen.cluster.helm.iter().any(|release| release.namespace.as_str() == home);
    let there = seen.all.iter().any(|other| {
        other["kind"] == "ServiceAccount"
            && other["metadata"]["name"] == name
            && text(other, "/metadata/namespace").unwrap_or("default") == home
    });
    if name == "default" {
        let problem = format!("gives rights to the service account `default` of `{home}`, which every Pod has that names none");
        seen.found("SEC-16", &problem, "give them to an `identity` of their own", findings);
    } else if !there && !by_chart && !home.starts_with("kube-") {
        let problem = format!("gives rights to service account `{name}` of `{home}`, which nobody declares");
        let fix = format!("declare `identity {name} {{ namespace: {home} }}`, or name one that is there");
        seen.found("SEC-16", &problem, fix, findings);
    }
}
