//! Pools: groups that Karpenter or EKS Auto Mode runs.

use super::{Check, Example, Findings, Rule, Scope};
use crate::derived;
use crate::findings::{Edit, Fix, Severity};
use crate::source::Node;
use crate::spec::{At, Budget, Consolidate, Environment, Management, NodeGroup, NodePool, Scaler, Use};

pub(super) const NG_28: Rule = Rule {
    id: "NG-28",
    name: "unsuitable-pool",
    title: "a pool has the form Karpenter takes",
    severity: Severity::Error,
    why: "Karpenter keeps no node without Pods, whatever least is written, and the API server refuses a budget that begins and never ends",
    source: "Karpenter 1.14 CRDs (karpenter.sh_nodepools.yaml, CEL); karpenter.sh, NodePools",
    check: Check::NodeGroup(form_is_taken),
    bad: Example::Cluster(
        "scaler: Karpenter,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 1..=4, taint: nvidia_gpu, management: NodePool }",
    ),
    good: Example::Cluster(
        "scaler: Karpenter,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu,\n\
             management: NodePool { budget { nodes: 0, schedule: \"0 8 * * mon-fri\", lasts: \"10h\" } } }",
    ),
};

/// The pool of a group, if it is one.
pub(in crate::rules) fn pool<'a>(group: &At<'a, NodeGroup>) -> Option<At<'a, NodePool>> {
    group.management().variant(|management| match management {
        Management::NodePool(pool) => Some(pool),
        Management::Managed | Management::SelfManaged(_) => None,
    })
}

fn form_is_taken(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let Some(pool) = pool(group) else { return };
    let (name, least, most) = (group.name(), group.scale().min(), group.scale().max());
    findings.scope(|findings| {
        if *least > 0 {
            findings.report(
                &least,
                format!("pool `{}` is to keep {} node{} at least", *name, *least, if *least == 1 { "" } else { "s" }),
                Fix::decision([Edit::set(&group.scale(), Node::range(0, *most))])
                    .saying("{}: Pods keep their nodes; nodes without Pods need a managed group"),
            );
        }
    });
    findings.scope(|findings| {
        if let Some(desired) = group.desired().get() {
            let problem = format!("pool `{}` is to begin with {} nodes", *name, *desired);
            findings.report(
                &desired,
                problem,
                Fix::decision([Edit::remove(&desired)]).saying("{}: nodes come with the Pods that need them"),
            );
        }
    });
    if let Some(weight) = pool.weight().get()
        && !(1..=100).contains(&*weight)
    {
        findings.report(&weight, format!("pool `{}` has the weight {}", *name, *weight), "write 1 to 100");
    }
    findings.each(pool.budgets().iter(), |budget, findings| {
        budget_is_taken(&name.to_string(), &budget, findings);
    });
}

fn budget_is_taken(pool: &str, budget: &At<'_, Budget>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        let (nodes, percent) = (budget.nodes().get(), budget.percent().get());
        match (&nodes, &percent) {
            (Some(_), Some(percent)) => {
                findings.report(
                    percent,
                    format!("a budget of pool `{pool}` is counted twice"),
                    "write `nodes` or `percent`, not both",
                );
            }
            (None, None) => {
                findings.report(budget, format!("a budget of pool `{pool}` has no number"), "write `nodes: 1` or `percent: 10`");
            }
            (None, Some(percent)) if **percent > 100 => {
                findings.report(percent, format!("a budget of pool `{pool}` is {} percent", **percent), "write 0 to 100");
            }
            _ => {}
        }
    });
    match (budget.schedule().get(), budget.lasts().get()) {
        (Some(schedule), None) => findings.report(
            &schedule,
            format!("a budget of pool `{pool}` begins at \"{}\" and does not say how long it holds", *schedule),
            "add `lasts: \"8h\"`",
        ),
        (None, Some(lasts)) => {
            findings.report(
                &lasts,
                format!("a budget of pool `{pool}` does not say when it begins"),
                "add `schedule: \"0 9 * * mon-fri\"`",
            );
        }
        (Some(_), Some(_)) | (None, None) => {}
    }
}

pub(super) const NG_29: Rule = Rule {
    id: "NG-29",
    name: "pool-image-unpinned",
    title: "the image of a pool is pinned, and one Karpenter knows",
    severity: Severity::Error,
    why: "with `latest` every release of the image replaces all nodes of the pool at once, on a day that AWS chooses",
    source: "karpenter.sh, NodeClasses: amiSelectorTerms, warning about @latest; CRD (CEL): families of aliases",
    check: Check::NodeGroup(image_is_pinned),
    bad: Example::Cluster(
        "scaler: Karpenter,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group batch { instances: [\"m7i.2xlarge\"], scale: 0..=4, management: NodePool { release: \"latest\" } }",
    ),
    good: Example::Cluster(
        "scaler: Karpenter,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group batch { instances: [\"m7i.2xlarge\"], scale: 0..=4, management: NodePool { release: \"v20260903\" } }",
    ),
};

/// The longest role name IAM takes, in characters (IAM `CreateRole`).
const LONGEST_ROLE_NAME: usize = 64;

/// Classes of nodes and access entries name the role of the nodes before it is anybody's; said once, at the first pool.
fn role_has_a_name(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let first = scope.cluster.node_groups().iter().find(|group| self::pool(group).is_some());
    if first.is_none_or(|first| !first.is_at(group)) {
        return;
    }
    let (management, cluster) = (group.management(), scope.cluster.name());
    findings.scope(|findings| {
        if scope.platform.account().get().is_none() {
            let problem = format!("nodes of pool `{}` join by a role, whose ARN needs the account", *group.name());
            findings.report(&management, problem, "add `account: \"111122223333\"`, with your own number, beside `region`");
        }
    });
    let role = derived::node_role_name(scope.cluster);
    if role.len() > LONGEST_ROLE_NAME {
        let problem = format!("the role of the nodes of `{}` would be `{role}`, {} characters long", *cluster, role.len());
        findings.report(&cluster, problem, format!("give the cluster a name of {} characters or fewer", LONGEST_ROLE_NAME - 15));
    }
}

fn image_is_pinned(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let Some(pool) = pool(group) else { return };
    findings.scope(|findings| {
        role_has_a_name(scope, group, findings);
    });
    let (name, ami) = (group.name(), group.ami());
    if derived::image_alias(group, pool).is_none() {
        findings.report(
            &ami,
            format!("pool `{}` is to boot {}, for which Karpenter has no alias", *name, ami.as_str()),
            "write `ami: AmazonLinux2023` or `ami: Bottlerocket`",
        );
        return;
    }
    let Some(release) = pool.release().get() else { return };
    let pinned = release.strip_prefix('v').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    let latest_is_fine = release.as_str() == "latest" && *scope.cluster.environment() == Environment::Development;
    if !pinned && !latest_is_fine {
        findings.report(
            &release,
            format!("pool `{}` boots release `{}`", *name, *release),
            "write a release such as `release: \"v20260903\"`, or remove the word for the catalogue's",
        );
    }
}

pub(super) const NG_30: Rule = Rule {
    id: "NG-30",
    name: "pool-interrupts-training",
    title: "no pool takes nodes from under training",
    severity: Severity::Error,
    why: "consolidation moves Pods to save a node, and expiry drains it whatever runs there: a job of eighteen hours starts again from \
          its last checkpoint",
    source: "AWS EKS best practices, aiml_compute: disable Karpenter consolidation for training; karpenter.sh, disruption",
    check: Check::NodeGroup(training_is_left_alone),
    bad: Example::Cluster(
        "scaler: Karpenter,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, serves: Training, taint: nvidia_gpu,\n\
             management: NodePool { consolidate: WhenUnderutilized } }",
    ),
    good: Example::Cluster(
        "scaler: Karpenter,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, serves: Training, taint: nvidia_gpu,\n\
             management: NodePool { consolidate: WhenEmpty, consolidate_after: \"1h\" } }",
    ),
};

fn training_is_left_alone(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let Some(pool) = pool(group) else { return };
    if *group.serves() != Use::Training {
        return;
    }
    let (name, consolidate) = (group.name(), pool.consolidate());
    findings.scope(|findings| {
        if *consolidate == Consolidate::WhenUnderutilized {
            findings.report(
                &consolidate,
                format!("pool `{}` serves training and gives back nodes that jobs still run on", *name),
                Fix::decision([Edit::set(&consolidate, Node::word("WhenEmpty"))]).saying("{}, or leave it out"),
            );
        }
    });
    if let Some(expire) = pool.expire_after().get() {
        let problem = format!("nodes of pool `{}`, which serves training, are drained when they are {} old", *name, expire.go());
        findings.report(
            &expire,
            problem,
            Fix::decision([Edit::remove(&expire)])
                .saying("{}: nodes of training go when they are empty, and with them old images"),
        );
    }
}

pub(super) const NG_42: Rule = Rule {
    id: "NG-42",
    name: "expiry-beside-budget",
    title: "what holds nodes back holds back their expiry",
    severity: Severity::Error,
    why: "budgets hold back what Karpenter does to save, and nothing else: a node that has expired is drained within the hours of the budget as well, and \
          after its grace period the Pods that must not be disturbed go, too",
    source: "karpenter.sh, disruption: NodePool Disruption Budgets do not prevent terminating expired nodes; karpenter-provider-aws #7797",
    check: Check::NodeGroup(budgets_hold_back_expiry),
    bad: Example::Cluster(
        "scaler: Karpenter,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group cpu { instances: [\"m7i.xlarge\"], scale: 0..=4,\n\
             management: NodePool { expire_after: \"7d\", budget { nodes: 0, schedule: \"0 8 * * mon-fri\", lasts: \"10h\" } } }",
    ),
    good: Example::Cluster(
        "scaler: Karpenter,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group cpu { instances: [\"m7i.xlarge\"], scale: 0..=4,\n\
             management: NodePool { budget { nodes: 0, schedule: \"0 8 * * mon-fri\", lasts: \"10h\" } } }",
    ),
};

fn budgets_hold_back_expiry(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let Some(pool) = pool(group) else { return };
    if let Some(expire) = pool.expire_after().get().filter(|_| crate::derived::holds_nodes_back(pool)) {
        findings.report(
            &expire,
            format!(
                "no node of pool `{}` is to go within its budget's hours, and those that are {} old go all the same",
                *group.name(),
                expire.go()
            ),
            "remove `expire_after`: where a budget holds nodes back they do not expire",
        );
    }
}

pub(super) const NG_31: Rule = Rule {
    id: "NG-31",
    name: "not-exactly-one-scaler",
    title: "every group that is to grow has exactly one scaler",
    severity: Severity::Error,
    why: "without a scaler Pods wait for nodes that nobody adds; two would undo each other's work",
    source: "AWS EKS best practices, cluster autoscaling",
    check: Check::Cluster(each_group_has_its_scaler),
    bad: Example::Cluster("scaler: Fixed,\nnode_group cpu { instances: [\"m7i.large\"], scale: 0..=4 }"),
    good: Example::Cluster("scaler: ClusterAutoscaler,\nnode_group cpu { instances: [\"m7i.large\"], scale: 0..=4 }"),
};

/// One finding for the groups of one kind, not one for each: they have one cause.
fn each_group_has_its_scaler(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let cluster = &scope.cluster;
    let scaler = cluster.scaler();
    let buys_pools = scaler.is(|scaler| matches!(scaler, Scaler::Karpenter(_) | Scaler::AutoMode(_)));
    let grows_groups = scaler.is(|scaler| matches!(scaler, Scaler::ClusterAutoscaler(_)));
    let (mut growing, mut pools) = (Vec::new(), Vec::new());
    for group in cluster.node_groups().iter() {
        let (min, max) = (*group.scale().min(), *group.scale().max());
        if pool(&group).is_some() {
            pools.push(group);
        } else if min < max {
            growing.push(format!("`{}` ({min} to {max} nodes)", *group.name()));
        }
    }
    // Of groups beside EKS Auto Mode CL-13 speaks.
    let is_auto = scaler.is(|scaler| matches!(scaler, Scaler::AutoMode(_)));
    // An autoscaler that its owners install grows them; who adds a second one gets two.
    if !growing.is_empty() && !grows_groups && !is_auto && !crate::derived::has_own_scaler(*cluster) {
        // To say that nothing does takes knowing all that might.
        let _ = scaler.whole();
        let (who, fix) = if buys_pools {
            (
                format!("{} buys nodes for pools alone", super::scaling::shown(&scaler)),
                "add `management: NodePool` to those groups, or give each one size: `scale: 3..=3`",
            )
        } else {
            (
                format!("nothing scales cluster `{}`", *cluster.name()),
                "write `scaler: ClusterAutoscaler`, or give each group one size: `scale: 3`",
            )
        };
        findings.report(&scaler, format!("{who}, but node groups are to grow: {}", growing.join(", ")), fix);
    }
    if !buys_pools {
        findings.each(&pools, |group, findings| {
            let problem =
                format!("`{}` is a pool, and nothing in cluster `{}` buys nodes for pools", *group.name(), *cluster.name());
            findings.report(&group.management(), problem, "write `scaler: Karpenter`, or leave `management` out");
        });
    } else if pools.is_empty() && !has_built_in_pool(&scaler) {
        let problem = format!("{} has no pool to buy nodes for", super::scaling::shown(&scaler));
        let fix = Fix::new(
            "add `management: NodePool` to a node group, or write `scaler: ClusterAutoscaler`",
            "add `general-purpose` to `nodePools`, or create node pools of your own once the cluster is there",
        );
        findings.report(&scaler, problem, fix);
    }
}

/// Whether EKS Auto Mode brings a pool for whatever fits no other.
fn has_built_in_pool(scaler: &At<'_, Scaler>) -> bool {
    scaler.is(|scaler| matches!(scaler, Scaler::AutoMode(settings) if settings.general_purpose.unwrap_or(true)))
}
