//! SCH-12: data processing ends, in numbers that make sense.

use crate::findings::{Edit, Fix, Severity};
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};

/// The most parts of an indexed Job that are retried one by one. Source: Kubernetes API, JobSpec, `backoffLimitPerIndex`.
const MOST_PARTS: u32 = 100_000;

pub(super) const SCH_12: Rule = Rule {
    id: "SCH-12",
    name: "invalid-data-processing",
    title: "data processing has parts, ends, and runs when it says",
    severity: Severity::Error,
    why: "a Job with no parts is done before it starts, one whose deadline is shorter than its schedule allows overlaps itself, and a time \
          zone nobody knows is refused",
    source: "Kubernetes API, JobSpec and CronJobSpec",
    check: Check::Workload(numbers_make_sense),
    bad: Example::Cluster(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 0..=9 }\nnamespace data { serves: General }\n\
         processing tokenize { namespace: data, on: cpu, parts: 100, at_once: 200, cpu: \"2\", memory: \"8Gi\",\n\
             image: \"registry.example.com/tokenize:1.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" }",
    ),
    good: Example::Cluster(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 0..=9 }\nnamespace data { serves: General }\n\
         processing tokenize { namespace: data, on: cpu, parts: 100, at_once: 20, cpu: \"2\", memory: \"8Gi\",\n\
             image: \"registry.example.com/tokenize:1.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" }",
    ),
};

fn numbers_make_sense(_: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    let Workload::Processing(of) = workload else { return };
    findings.scope(|findings| {
        if let Some(parts) = of.parts().get().filter(|parts| **parts == 0 || **parts > MOST_PARTS) {
            findings.report(
                &parts,
                format!("{} has {} parts", workload.shown(), *parts),
                format!("write 1 to {MOST_PARTS}, or leave the word out for work in one part"),
            );
        }
    });
    findings.scope(|findings| {
        if let Some(at_once) = of.at_once().get() {
            let parts = of.parts().get().map_or(1, |parts| *parts);
            if *at_once == 0 || *at_once > parts {
                findings.report(
                    &at_once,
                    format!("{} works on {} parts at once and has {parts}", workload.shown(), *at_once),
                    Fix::decision([Edit::set(&at_once, parts)]).saying("{} or less, or leave the word out"),
                );
            }
        }
    });
    findings.scope(|findings| {
        if let Some(zone) = of.time_zone().get() {
            findings.scope(|findings| {
                if of.schedule().get().is_none() {
                    findings.report(
                        &zone,
                        format!("{} has a time zone and no schedule", workload.shown()),
                        "write when it runs, such as `schedule: \"0 3 * * *\"`, or remove `time_zone`",
                    );
                }
            });
            is_a_zone(&zone, &workload.shown(), findings);
        }
    });
    if let Some(after) = of.give_up_after().get().filter(|after| after.seconds() == 0) {
        findings.report(&after, format!("{} is given up at once", workload.shown()), "write how long it may take: `\"6h\"`");
    }
}

/// The API server knows the names of the tz database; their form is all that can be told here.
pub(in crate::rules) fn is_a_zone(zone: &crate::spec::At<'_, String>, whose: &str, findings: &mut Findings<'_>) {
    let parts = |name: &str| {
        name.split('/').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "_+-".contains(c)))
    };
    let named = parts(zone) && (zone.contains('/') || matches!(zone.as_str(), "UTC" | "GMT"));
    if !named {
        findings.report(
            zone,
            format!("{whose} has the time zone {:?}, which is no name of the tz database", **zone),
            "write a name such as \"Europe/Berlin\" or \"Etc/UTC\"; abbreviations like CET do not say when summer time begins",
        );
    }
}
