//! Family WV: waivers themselves.

use super::{Check, Example, Findings, Rule};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::{At, Platform};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "WV-01",
    name: "invalid-waiver",
    title: "a waiver names a rule and gives a reason",
    severity: Severity::Error,
    why: "a waiver of no rule silences nothing, and one without a reason cannot be reviewed",
    source: "-",
    check: Check::Platform(waivers_are_meant),
    bad: Example::Cluster("waive(NG-99, \"single-tenant cluster\", until: \"2027-03-31\")"),
    good: Example::Cluster("waive(NG-06, \"single-tenant cluster\", until: \"2027-03-31\")"),
}];

fn waivers_are_meant(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    for (_, waiver) in super::engine::waivers_at(platform) {
        let rule = waiver.rule();
        if super::find(&rule).is_none() {
            let near = super::nearest(&rule);
            let fix = near.map_or_else(
                || Fix::from("`cargo run -- explain` lists all rules"),
                |near| Fix::decision([Edit::set(&rule, near)]).saying(format!("did you mean `{near}`?")),
            );
            findings.report(&rule, format!("there is no rule `{}` to waive", *rule), fix);
        }
        if waiver.reason().trim().is_empty() {
            findings.report(
                &waiver.reason(),
                format!("the waiver of {} gives no reason", *rule),
                "say why this platform may do without the rule",
            );
        }
    }
}
