//! The part of SCH-10 about what a namespace holds at once: what always runs there, and what starts beside it.

use super::room::{cores, gib};
use crate::derived::AcceleratorKind;
use crate::rules::{Findings, Scope, Workload};
use crate::spec::{At, Namespace, Quota};

/// A resource that a quota counts.
struct Counted<'a> {
    /// The word of the quota.
    word: &'static str,
    /// What a message calls it.
    noun: String,
    /// The word's value, to report at.
    at: At<'a, ()>,
    /// The most of it, in its unit.
    most: u64,
    /// What a Pod of a workload asks for of it.
    of: Box<dyn Fn(&Workload<'a>) -> u64 + 'a>,
    /// An amount as people say it.
    shown: fn(u64) -> String,
    /// An amount as it is written.
    written: fn(u64) -> String,
}

/// Whether what a namespace runs fits its quota.
pub(super) fn fits_the_quota<'a>(
    scope: &Scope<'a>,
    namespace: &At<'a, Namespace>,
    quota: &At<'a, Quota>,
    findings: &mut Findings<'_>,
) {
    findings.each(counted(scope, quota), |counted, findings| {
        let own = || Workload::all(&scope.cluster).filter(|workload| *workload.namespace() == *namespace.name());
        let standing: Vec<Held> =
            own().filter(always_runs).map(|workload| held(&counted, &workload)).filter(|held| held.each > 0).collect();
        let sum: u64 = standing.iter().map(Held::all).sum();
        // A Deployment that rolls out starts a Pod before it lets one go, and waits until it may.
        let rolling = own()
            .filter(|workload| always_runs(workload) && rolls(workload))
            .map(|workload| (counted.of)(&workload))
            .max()
            .unwrap_or(0);
        if sum.saturating_add(rolling) > counted.most {
            if !standing.is_empty() {
                too_much_stands(namespace, &counted, &standing, rolling, findings);
            }
            return;
        }
        let mut together = sum;
        let mut gangs = standing.clone();
        findings.each(own().filter(|workload| !always_runs(workload)), |workload, findings| {
            let (one, shown) = (held(&counted, &workload), workload.shown());
            if one.each == 0 {
                return;
            }
            if sum.saturating_add(one.all()) > counted.most {
                never_starts(namespace, &counted, (&one, &shown), (&standing, sum), findings);
            } else if takes_part_in_a_deadlock(scope, &workload) {
                together = together.saturating_add(one.all());
                gangs.push(one);
            }
        });
        if together > counted.most && gangs.len() > standing.len() + 1 {
            start_in_each_others_way(namespace, &counted, &gangs, together, findings);
        }
    });
}

fn counted<'a>(scope: &Scope<'a>, quota: &At<'a, Quota>) -> Vec<Counted<'a>> {
    let mut all = Vec::new();
    if let Some(cpu) = quota.cpu().get() {
        all.push(Counted {
            word: "cpu",
            noun: "CPU".to_owned(),
            most: u64::try_from(cpu.as_millis()).unwrap_or(u64::MAX),
            at: cpu.below(&crate::source::Path::root()),
            of: Box::new(|workload| u64::try_from(workload.cpu().as_millis()).unwrap_or(u64::MAX)),
            shown: cores,
            written: |millis| format!("\"{}\"", millis.div_ceil(1000)),
        });
    }
    if let Some(memory) = quota.memory().get() {
        all.push(Counted {
            word: "memory",
            noun: "memory".to_owned(),
            most: mib(memory.bytes()),
            at: memory.below(&crate::source::Path::root()),
            of: Box::new(|workload| mib_up(workload.memory().bytes())),
            shown: gib,
            written: |mib| format!("\"{}Gi\"", mib.div_ceil(1024)),
        });
    }
    if let Some(pods) = quota.pods().get() {
        all.push(Counted {
            word: "pods",
            noun: "Pods".to_owned(),
            most: u64::from(*pods),
            at: pods.below(&crate::source::Path::root()),
            of: Box::new(|_| 1),
            shown: |count| count.to_string(),
            written: |count| count.to_string(),
        });
    }
    for kind in [AcceleratorKind::Nvidia, AcceleratorKind::Neuron] {
        let Some(devices) = super::quota::limit(quota, kind).get() else { continue };
        let scope = Scope { platform: scope.platform, cluster: scope.cluster };
        all.push(Counted {
            word: super::quota::word(kind),
            noun: format!("`{}`", kind.resource()),
            most: u64::from(*devices),
            at: devices.below(&crate::source::Path::root()),
            of: Box::new(
                move |workload| {
                    if super::quota::asks_for(&scope, workload, kind) { u64::from(workload.devices()) } else { 0 }
                },
            ),
            shown: |count| count.to_string(),
            written: |count| count.to_string(),
        });
    }
    all
}

fn mib(bytes: u128) -> u64 {
    u64::try_from(bytes / (1024 * 1024)).unwrap_or(u64::MAX)
}

fn mib_up(bytes: u128) -> u64 {
    u64::try_from(bytes.div_ceil(1024 * 1024)).unwrap_or(u64::MAX)
}

/// What a workload holds of a resource.
#[derive(Clone)]
struct Held {
    name: String,
    pods: u64,
    each: u64,
}

impl Held {
    fn all(&self) -> u64 {
        self.pods.saturating_mul(self.each)
    }
}

fn held<'a>(counted: &Counted<'a>, workload: &Workload<'a>) -> Held {
    let pods = match workload {
        // What it always has; what load adds gives way to the quota.
        Workload::Inference(service) => service.replicas().saturating_mul(service.over().get().map_or(1, |over| *over.nodes())),
        // Parts wait for each other: one at a time must fit.
        Workload::Processing(_) => 1,
        Workload::Training(_) | Workload::Notebook(_) => workload.pods(),
    };
    Held { name: workload.name().to_string(), pods: u64::from(pods), each: (counted.of)(workload) }
}

/// Whether a workload runs until somebody stops it.
pub(super) fn always_runs(workload: &Workload<'_>) -> bool {
    matches!(workload, Workload::Inference(_) | Workload::Notebook(_))
}

/// Whether a new Pod comes before an old one goes: not where both would need the same accelerator or volume.
fn rolls(workload: &Workload<'_>) -> bool {
    match workload {
        Workload::Inference(service) => service.over().get().is_none() && workload.devices() == 0 && workload.mounts().is_empty(),
        _ => false,
    }
}

/// Whether a job of several nodes starts without a queue: of two, each may get a part of what both need.
fn takes_part_in_a_deadlock(scope: &Scope<'_>, workload: &Workload<'_>) -> bool {
    matches!(workload, Workload::Training(_)) && workload.pods() > 1 && scope.cluster.queues().get().is_none()
}

fn parts(held: &[Held], counted: &Counted<'_>) -> String {
    let one = |held: &Held| match counted.word {
        "pods" => format!("`{}` {}", held.name, held.pods),
        _ => format!("`{}` {} × {}", held.name, held.pods, (counted.shown)(held.each)),
    };
    held.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn too_much_stands(
    namespace: &At<'_, Namespace>,
    counted: &Counted<'_>,
    standing: &[Held],
    rolling: u64,
    findings: &mut Findings<'_>,
) {
    let sum: u64 = standing.iter().map(Held::all).sum();
    let needed = sum.saturating_add(rolling);
    let more =
        if rolling > 0 { format!(", and {} more while one of them rolls out", (counted.shown)(rolling)) } else { String::new() };
    findings.report(
        &counted.at,
        format!(
            "what always runs in `{}` needs {} of {}, and its quota is {}: {}{more}",
            *namespace.name(),
            (counted.shown)(needed),
            counted.noun,
            (counted.shown)(counted.most),
            parts(standing, counted)
        ),
        format!("write `{}: {}` or more, or let them ask for less", counted.word, (counted.written)(needed)),
    );
}

fn never_starts(
    namespace: &At<'_, Namespace>,
    counted: &Counted<'_>,
    (one, shown): (&Held, &str),
    (standing, sum): (&[Held], u64),
    findings: &mut Findings<'_>,
) {
    let beside = if standing.is_empty() {
        String::new()
    } else {
        format!(", beside {} that always run: {}", (counted.shown)(sum), parts(standing, counted))
    };
    let asked = one.all();
    findings.report(
        &counted.at,
        format!(
            "{shown} needs {} of {} at once ({} × {}); the quota of `{}` allows {}{beside}",
            (counted.shown)(asked),
            counted.noun,
            one.pods,
            (counted.shown)(one.each),
            *namespace.name(),
            (counted.shown)(counted.most)
        ),
        format!("write `{}: {}`, or let the workload ask for less", counted.word, (counted.written)(sum.saturating_add(asked))),
    );
}

fn start_in_each_others_way(
    namespace: &At<'_, Namespace>,
    counted: &Counted<'_>,
    gangs: &[Held],
    together: u64,
    findings: &mut Findings<'_>,
) {
    findings.report(
        &counted.at,
        format!(
            "jobs of several nodes in `{}` start together and need {} of {}, and its quota is {}: each gets a part and waits for the \
             rest ({})",
            *namespace.name(),
            (counted.shown)(together),
            counted.noun,
            (counted.shown)(counted.most),
            parts(gangs, counted)
        ),
        format!("add `queues` to the cluster, so that a job starts whole, or write `{}: {}`", counted.word, (counted.written)(together)),
    );
}
