//! The disk of Prometheus, and what it writes to it.

use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, Backend, Monitoring};
use crate::units::Name;

pub(super) const MON_05: Rule = Rule {
    id: "MON-05",
    name: "metrics-without-disk",
    title: "Prometheus and Grafana have a disk they can use",
    severity: Severity::Error,
    why: "without a storage class its volume is never made and the Pod stays Pending; on a network file system its database corrupts",
    source: "Prometheus, storage: NFS, EFS included, is not supported; EKS 1.30 and later mark no class as default",
    check: Check::Monitoring(databases_have_a_disk),
    bad: Example::Cluster("monitoring { prometheus }"),
    good: Example::Cluster("monitoring { prometheus }\nstorage gp3 { ebs_gp3, default: true }"),
};

pub(super) const MON_09: Rule = Rule {
    id: "MON-09",
    name: "samples-do-not-fit",
    title: "samples come often enough and fit the disk",
    severity: Severity::Error,
    why: "a series that is scraped too rarely has gaps in every query, and a full disk stops Prometheus altogether",
    source: "Prometheus, querying basics (staleness after 5 minutes) and storage (1 to 2 bytes per sample)",
    check: Check::Monitoring(samples_come_and_fit),
    bad: Example::Cluster("monitoring { prometheus { every: \"10m\" } }\nstorage gp3 { ebs_gp3, default: true }"),
    good: Example::Cluster("monitoring { prometheus { every: \"30s\" } }\nstorage gp3 { ebs_gp3, default: true }"),
};

fn databases_have_a_disk(scope: &Scope<'_>, monitoring: &At<'_, Monitoring>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        if let Some(prometheus) = monitoring.prometheus().get() {
            has_a_disk(scope, ("Prometheus", "prometheus"), prometheus.class().get(), &prometheus, findings);
        }
    });
    if let Some(grafana) = monitoring.grafana().get()
        && grafana.storage().get().is_some()
    {
        has_a_disk(scope, ("Grafana", "grafana"), grafana.class().get(), &grafana, findings);
    }
}

/// The class of a volume whose words stand in `block`.
fn has_a_disk<T>(
    scope: &Scope<'_>,
    (who, word): (&str, &str),
    class: Option<At<'_, Name>>,
    block: &At<'_, T>,
    findings: &mut Findings<'_>,
) {
    let classes: Vec<_> = scope.cluster.storage().iter().collect();
    let storage = match &class {
        // An undeclared name is EM-04's.
        Some(name) => classes.iter().find(|storage| *storage.name() == **name),
        None => classes.iter().find(|storage| *storage.default()),
    };
    let disks: Vec<_> =
        classes.iter().filter(|it| it.backend().is(|it| matches!(it, Backend::EbsGp3(_)))).map(|it| it.name().whole()).collect();
    let Some(storage) = storage else {
        if class.is_none() {
            let fix = disks.first().map_or_else(
                || "declare `storage gp3 { ebs_gp3, default: true }`".to_owned(),
                |disk| format!("write `class: {}` in `{word}`, or `default: true` in that class", disk.word()),
            );
            let problem = format!("the volume of {who} names no storage class, and the cluster has no default one");
            findings.report(block, problem, fix);
        }
        return;
    };
    if storage.backend().is(|it| matches!(it, Backend::EbsGp3(_))) {
        return;
    }
    let problem = format!("{who} would keep its database on `{}`, which is a network file system", *storage.name());
    let fix = match disks.first() {
        Some(disk) => format!("write `class: {}` in `{word}`", disk.word()),
        None => format!("declare `storage gp3 {{ ebs_gp3 }}` and write `class: gp3` in `{word}`"),
    };
    match class {
        Some(class) => findings.report(&class, problem, fix),
        None => findings.report(block, problem, fix),
    }
}

/// The longest interval between scrapes, in seconds: two of them within the five minutes after which a series counts as gone.
const LONGEST_INTERVAL: u64 = 120;

/// Series that the kubelet and its Pods expose on every node, at the very least.
const SERIES_PER_NODE: u64 = 1000;

/// What applies when nothing is said: 15 days in seconds, every 15 seconds, on 100 GiB.
const DEFAULT_RETENTION: u64 = 15 * 86_400;
const DEFAULT_INTERVAL: u64 = 15;

fn samples_come_and_fit(scope: &Scope<'_>, monitoring: &At<'_, Monitoring>, findings: &mut Findings<'_>) {
    let Some(prometheus) = monitoring.prometheus().get() else { return };
    let every = prometheus.every().get();
    if let Some(every) = &every {
        let seconds = every.seconds();
        if seconds == 0 || seconds > LONGEST_INTERVAL {
            let fix = "write `every: \"15s\"`, or \"2m\" at most";
            findings.report(every, format!("Prometheus scrapes every {}", **every), fix);
            return;
        }
    }
    let Some(disk) = prometheus.storage().get() else { return };
    let retention = prometheus.retention().get().map_or(DEFAULT_RETENTION, |retention| retention.seconds());
    let interval = every.map_or(DEFAULT_INTERVAL, |every| every.seconds());
    let nodes: u64 = scope.cluster.node_groups().iter().map(|group| u64::from(*group.scale().min())).sum();
    // One byte a sample, of the fewest series, on the fewest nodes: what does not fit even so, cannot.
    let needed = u128::from(retention / interval) * u128::from(nodes * SERIES_PER_NODE);
    if disk.bytes() < needed {
        findings.report(
            &disk,
            format!("{} does not hold {} days of samples every {interval} s from {nodes} nodes", *disk, retention / 86_400),
            format!("write `storage: \"{}Gi\"` or more, or a shorter `retention`", (needed * 2).div_ceil(1 << 30)),
        );
    }
}
