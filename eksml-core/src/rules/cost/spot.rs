//! Spot: who may run on capacity that is taken back at two minutes' notice.

use crate::derived;
use crate::findings::Severity;
use crate::rules::example::{Example, service};
use crate::rules::home::{groups, zones};
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::{At, Environment, Inference, Management, NodeGroup, SpotStrategy, Training};

pub(super) const CST_01: Rule = Rule {
    id: "CST-01",
    name: "unexplained-spot-inference",
    title: "production inference on Spot says why",
    severity: Severity::Error,
    why: "Spot nodes go at two minutes' notice, often many at once: a model that takes minutes to load is gone before its successor serves",
    source: "AWS EKS best practices, aiml_compute: Spot for fault-tolerant work",
    check: Check::Inference(production_is_not_on_spot),
    bad: service!(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=4, serves: Inference, purchase: Spot }";
        "on: cpu, replicas: 3, cpu: \"2\", memory: \"8Gi\""
    ),
    good: service!(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=4, serves: Inference, purchase: Spot }";
        "on: cpu, replicas: 3, cpu: \"2\", memory: \"8Gi\", spot_because: \"loads in 20 s; callers retry\""
    ),
};

fn production_is_not_on_spot(scope: &Scope<'_>, service: &At<'_, Inference>, findings: &mut Findings<'_>) {
    if *scope.cluster.environment() != Environment::Production {
        return;
    }
    let reason = service.spot_because();
    if reason.get().is_some_and(|reason| !reason.trim().is_empty()) {
        return;
    }
    let workload = Workload::Inference(*service);
    let Some(group) = groups(scope, &workload).into_iter().find(is_spot) else { return };
    let problem = format!("production service `{}` runs on `{}`, whose nodes are Spot", *service.name(), *group.name());
    let fix = "run it on an on-demand group, or say why it may be interrupted: `spot_because: \"…\"`";
    match reason.get() {
        Some(empty) => findings.report(&empty, problem, fix),
        None => findings.report(&workload.placement(), problem, fix),
    }
}

pub(super) const CST_02: Rule = Rule {
    id: "CST-02",
    name: "spot-training-without-checkpoint",
    title: "training on Spot saves its progress at least hourly",
    severity: Severity::Error,
    why: "when a Spot node is taken back, the job loses everything since its last checkpoint; without one, the whole run",
    source: "AWS EKS best practices, aiml_compute: implement checkpointing (hourly to durable storage)",
    check: Check::Training(progress_is_saved),
    bad: Example::Cluster(concat!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, serves: Training, purchase: Spot, taint: nvidia_gpu }\n",
        "namespace ml_training { serves: Training, https_to: [Internet(\"S3, over NAT\")] }\n",
        "identity trainer { namespace: ml_training }\n",
        "training pretrain { namespace: ml_training, identity: trainer, image: \"registry.example.com/ml/train:1.4@sha256:",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\n",
        "    on: gpu, gpus: 1, cpu: \"2\", memory: \"8Gi\" }",
    )),
    good: Example::Platform(concat!(
        "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\n",
        "bucket checkpoints { s3: \"acme-checkpoints\" }\n",
        "cluster shared {\n",
        "version: V1_35,\n",
        "vpc { cidr: \"10.0.0.0/16\", zones: 3 }\n",
        "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n",
        "secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n",
        "scaler: ClusterAutoscaler,\n",
        "node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n",
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, serves: Training, purchase: Spot, taint: nvidia_gpu }\n",
        "namespace ml_training { serves: Training, https_to: [Internet(\"S3, over NAT\")] }\n",
        "identity trainer { namespace: ml_training, write: bucket checkpoints }\n",
        "training pretrain { namespace: ml_training, identity: trainer, image: \"registry.example.com/ml/train:1.4@sha256:",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\n",
        "    on: gpu, gpus: 1, cpu: \"2\", memory: \"8Gi\", checkpoint { every: \"30m\", to: bucket checkpoints } }\n",
        "}",
    )),
};

/// The longest work that is worth losing at every interruption, in seconds.
const LONGEST: u64 = 3600;

fn progress_is_saved(scope: &Scope<'_>, training: &At<'_, Training>, findings: &mut Findings<'_>) {
    let workload = Workload::Training(*training);
    let Some(group) = groups(scope, &workload).into_iter().find(is_spot) else { return };
    let Some(checkpoint) = training.checkpoint().get() else {
        findings.report(
            &workload.placement(),
            format!("training job `{}` runs on Spot nodes (`{}`) and saves no checkpoint", *training.name(), *group.name()),
            "add `checkpoint { every: \"30m\", to: bucket NAME }`, or run it on an on-demand group",
        );
        return;
    };
    let every = checkpoint.every();
    if every.seconds() == 0 || every.seconds() > LONGEST {
        findings.report(
            &every,
            format!("training job `{}` runs on Spot nodes (`{}`) and saves every {}", *training.name(), *group.name(), *every),
            "write `every: \"30m\"`, or \"1h\" at most",
        );
    }
}

pub(super) const CST_03: Rule = Rule {
    id: "CST-03",
    name: "single-spot-pool",
    title: "Spot groups draw on several pools",
    severity: Severity::Warning,
    why: "a Spot pool is one instance type in one zone, and it is emptied at once: with fewer than three the whole group goes together",
    source: "AWS EKS best practices, cost optimization: diversify Spot over types and zones",
    check: Check::NodeGroup(pools_are_several),
    bad: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, zone: \"us-west-2a\", purchase: Spot }"),
    good: Example::Cluster("node_group cpu { instances: [\"m7i.large\", \"m6i.large\"], scale: 0..=4, purchase: Spot }"),
};

fn pools_are_several(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    if !is_spot(group) {
        return;
    }
    let (types, zones) = (group.instances().len(), zones(scope, group).len());
    // Types that nobody names are chosen elsewhere, and as many as there are.
    if types > 0 && types * zones < 3 {
        findings.report(
            &group.instances(),
            format!(
                "Spot group `{}` draws on {}: {types} instance type{} in {zones} zone{}",
                *group.name(),
                if types * zones == 1 { "one pool".to_owned() } else { format!("{} pools", types * zones) },
                if types == 1 { "" } else { "s" },
                if zones == 1 { "" } else { "s" },
            ),
            "list further instances of the same size, or further zones",
        );
    }
    let cheapest = match group.management().whole() {
        Management::SelfManaged(own) => {
            own.distribution.as_ref().is_some_and(|distribution| distribution.strategy == SpotStrategy::LowestPrice)
        }
        Management::Managed | Management::NodePool(_) => false,
    };
    if cheapest {
        findings.report(
            &group.management(),
            format!("Spot group `{}` takes the cheapest pools, which are interrupted most", *group.name()),
            "write `strategy: PriceCapacityOptimized`",
        );
    }
}

fn is_spot(group: &At<'_, NodeGroup>) -> bool {
    derived::may_use_spot(group)
}
