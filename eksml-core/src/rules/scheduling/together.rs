//! SCH-25: what always runs finds place at once, and leaves enough for each job.

use super::held::always_runs;
use super::room::{Demand, capacity, cores, demand, gib};
use crate::derived;
use crate::findings::Severity;
use crate::rules::example::Example;
use crate::rules::home::groups;
use crate::rules::known::listed;
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::{At, NodeGroup};

pub(super) const SCH_25: Rule = Rule {
    id: "SCH-25",
    name: "standing-pods-without-room",
    title: "what always runs finds place at once",
    severity: Severity::Error,
    why: "services do not take turns: where the nodes at their most have no place for all of them, the last Pods stay Pending for ever, and a \
          job that needs what services hold never starts",
    source: "Kubernetes, scheduling: requests of all Pods against allocatable; cluster-autoscaler FAQ, maximum size of a group",
    check: Check::Cluster(all_find_place),
    bad: Example::Cluster(concat!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu }\n",
        "namespace ml { serves: Inference }\nidentity one { namespace: ml }\n",
        "inference one { namespace: ml, identity: one, image: \"registry.example.com/ml/vllm:0.9@sha256:",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\", on: gpu, replicas: 3, gpus: 1,\n",
        "    cpu: \"2\", memory: \"8Gi\", port: 8000, health: \"/health\" }\n",
        "inference two { namespace: ml, identity: one, image: \"registry.example.com/ml/vllm:0.9@sha256:",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\", on: gpu, replicas: 3, gpus: 1,\n",
        "    cpu: \"2\", memory: \"8Gi\", port: 8000, health: \"/health\" }",
    )),
    good: Example::Cluster(concat!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=6, taint: nvidia_gpu }\n",
        "namespace ml { serves: Inference }\nidentity one { namespace: ml }\n",
        "inference one { namespace: ml, identity: one, image: \"registry.example.com/ml/vllm:0.9@sha256:",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\", on: gpu, replicas: 3, gpus: 1,\n",
        "    cpu: \"2\", memory: \"8Gi\", port: 8000, health: \"/health\" }\n",
        "inference two { namespace: ml, identity: one, image: \"registry.example.com/ml/vllm:0.9@sha256:",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\", on: gpu, replicas: 3, gpus: 1,\n",
        "    cpu: \"2\", memory: \"8Gi\", port: 8000, health: \"/health\" }",
    )),
};

/// A workload with the groups that can take it.
struct Placed<'a> {
    workload: Workload<'a>,
    groups: Vec<At<'a, NodeGroup>>,
}

impl Placed<'_> {
    /// What all its Pods ask for: of a service those it always has.
    fn all(&self) -> Demand {
        let pods = match &self.workload {
            Workload::Inference(service) => {
                service.replicas().saturating_mul(service.over().get().map_or(1, |over| *over.nodes()))
            }
            // One part at a time must find place.
            Workload::Processing(_) => 1,
            workload => workload.pods(),
        };
        demand(&self.workload).times(u64::from(pods))
    }
}

fn all_find_place(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let placed: Vec<Placed<'_>> = Workload::all(&scope.cluster)
        .map(|workload| {
            let groups = groups(scope, &workload);
            Placed { workload, groups }
        })
        .filter(|placed| !placed.groups.is_empty())
        .collect();
    let mut told: Vec<String> = Vec::new();
    findings.each(&placed, |placed_here, findings| {
        // Whatever can only run where this one can takes from the same nodes: a set of groups is judged once, at its last workload.
        let home = &placed_here.groups;
        let within = |other: &&Placed<'_>| other.groups.iter().all(|group| home.iter().any(|own| *own.name() == *group.name()));
        let standing: Vec<&Placed<'_>> = placed.iter().filter(|other| always_runs(&other.workload)).filter(within).collect();
        let has = home.iter().fold(Demand::default(), |sum, group| sum.plus(&capacity(scope, group)));
        let is_job = !always_runs(&placed_here.workload);
        let job = if is_job { placed_here.all() } else { Demand::default() };
        let sum = standing.iter().fold(job, |sum, other| sum.plus(&other.all()));
        let Some(short) = sum.exceeds(&has) else { return };
        // One alone that does not fit is SCH-01's.
        let alone = placed_here.all().exceeds(&has).is_some();
        let others: Vec<&&Placed<'_>> =
            standing.iter().filter(|other| other.workload.name().path() != placed_here.workload.name().path()).collect();
        if alone || others.is_empty() || others.iter().any(|other| other.all().exceeds(&has).is_some()) {
            return;
        }
        // A job waits in a queue for what its queue can have: SCH-10 counts there.
        if is_job && scope.cluster.queues().get().is_some() {
            return;
        }
        let key: Vec<String> = home.iter().map(|group| group.name().to_string()).collect();
        let key = if is_job { format!("{}/{}", key.join(","), *placed_here.workload.name()) } else { key.join(",") };
        let is_last =
            is_job || standing.last().is_some_and(|last| last.workload.name().path() == placed_here.workload.name().path());
        if !is_last || told.contains(&key) {
            return;
        }
        told.push(key);
        report(scope, placed_here, (&others, home), (&sum, &has, short), findings);
    });
}

fn report(
    scope: &Scope<'_>,
    here: &Placed<'_>,
    (others, home): (&[&&Placed<'_>], &[At<'_, NodeGroup>]),
    (sum, has, short): (&Demand, &Demand, &'static str),
    findings: &mut Findings<'_>,
) {
    let (needed, there) = (sum.shown(short), has.shown(short));
    let names: Vec<String> = others.iter().map(|other| other.workload.name().to_string()).collect();
    let nodes: Vec<String> =
        home.iter().map(|group| format!("{} nodes of `{}`", derived::most_nodes(scope.cluster, group), *group.name())).collect();
    let verb = if names.len() == 1 { "runs" } else { "run" };
    let grow = match home {
        [group] => {
            let least = *group.scale().min();
            let wanted = sum.nodes_of(has, u64::from(derived::most_nodes(scope.cluster, group)), short);
            format!("let the group grow: `scale: {least}..={wanted}`")
        }
        _ => "let the groups grow".to_owned(),
    };
    findings.report(
        &here.workload.pods_word(),
        format!(
            "{} and {}, which always {verb}, need {needed}{} at once; {} have {there} at most",
            here.workload.shown(),
            listed(&names),
            Demand::noun(short),
            nodes.join(" and ")
        ),
        format!("{grow}, or let them ask for less"),
    );
}

impl Demand {
    /// An amount of a resource as people say it.
    fn shown(&self, resource: &'static str) -> String {
        match resource {
            "cpu" => cores(self.cpu_m),
            "memory" => gib(self.memory_mib),
            _ => self.devices.to_string(),
        }
    }

    fn noun(resource: &'static str) -> &'static str {
        match resource {
            "cpu" => " CPU",
            "memory" => " of memory",
            _ => " accelerators",
        }
    }
}
