//! SCH-19: who is kept together can be.

use crate::derived;
use crate::findings::Severity;
use crate::rules::example::job;
use crate::rules::known::instead;
use crate::rules::{Check, Findings, Rule, Scope};
use crate::units::Name;

pub(super) const SCH_19: Rule = Rule {
    id: "SCH-19",
    name: "togetherness-unknown",
    title: "jobs are kept together on groups whose nodes are there and known by their place",
    severity: Severity::Error,
    why: "Kueue places such jobs on nodes it sees, by labels that EC2 gives to some types alone: on a group that grows from nothing, or \
          whose nodes have no such labels, no job is ever admitted",
    source: "Kueue, topology aware scheduling; EC2 user guide, prerequisites for Amazon EC2 topology",
    check: Check::Cluster(groups_can_be_kept_together),
    bad: job!(
        "queues { close_together: [gpu] }",
        "node_group gpu { instances: [\"p5.48xlarge\"], scale: 0..=4, serves: Training, taint: nvidia_gpu, zone: \"us-west-2a\" }";
        "on: gpu, nodes: 2, gpus: 8, cpu: \"32\", memory: \"256Gi\""
    ),
    good: job!(
        "queues { close_together: [gpu] }",
        "node_group gpu { instances: [\"p5.48xlarge\"], scale: 4..=4, serves: Training, taint: nvidia_gpu, zone: \"us-west-2a\" }";
        "on: gpu, nodes: 2, gpus: 8, cpu: \"32\", memory: \"256Gi\""
    ),
};

fn groups_can_be_kept_together(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let Some(queues) = scope.cluster.queues().get() else { return };
    findings.each(queues.close_together().iter(), |name, findings| {
        let Some(group) = scope.node_group(&name) else {
            let groups = scope.cluster.node_groups();
            let declared: Vec<&Name> = groups.iter().map(|group| group.name().whole()).collect();
            let fix = instead(&name, &declared, &format!("declare `node_group {} {{ … }}`", name.word()));
            findings.report(&name, format!("jobs are to be kept together on `{}`, which is no node group", *name), fix);
            return;
        };
        let (min, max) = (*group.scale().min(), *group.scale().max());
        if min != max || min == 0 {
            let problem = format!("jobs are to be kept together on `{}`, which has {min} to {max} nodes", *name);
            findings.report(&name, problem, format!("give the group one size: `scale: {max}..={max}`, or remove it here"));
            return;
        }
        if let Some(stranger) = group.instances().iter().find(|instance| !derived::knows_its_place(**instance)) {
            let problem = format!("jobs are to be kept together on `{}`, but EC2 tells no place of {}", *name, *stranger);
            findings.report(&name, problem, "remove it: P and Trn types have a place in the network, others do not");
            return;
        }
        if !derived::queues(scope.cluster).iter().any(|queue| queue.groups().iter().any(|own| own.name() == name)) {
            let problem = format!("jobs are to be kept together on `{}`, of which no queue has a share", *name);
            findings.report(&name, problem, "let the group serve training, or remove it here");
        }
    });
}
