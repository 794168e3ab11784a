//! Queues promise what the groups have, in every resource that a Pod asks for, and every job waits in one.

use eksml::render::Gate as _;
use eksml::spec::*;
use serde_json::Value;

use crate::rendered::{objects, parsed, platform};

fn with(queues: Queues) -> Platform {
    let mut platform = platform();
    platform.clusters[0].queues = Some(queues);
    platform
}

fn resources(queue: &Value) -> Vec<(String, Vec<(String, String)>)> {
    let group = &queue["spec"]["resourceGroups"][0];
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let quotas = |flavor: &Value| {
        let all = flavor["resources"].as_array().expect("resources").iter();
        all.map(|resource| (text(&resource["name"]), text(&resource["nominalQuota"]))).collect()
    };
    let flavors = group["flavors"].as_array().expect("flavors").iter();
    flavors.map(|flavor| (text(&flavor["name"]), quotas(flavor))).collect()
}

#[test]
fn flavors_cover_every_resource_that_jobs_ask_for() {
    let mut platform = platform();
    let cache = Cache { name: parsed("shards"), at: "/cache".to_owned(), size: parsed("20Gi") };
    platform.clusters[0].training.iter_mut().for_each(|job| job.caches.push(cache.clone()));
    let objects = objects(&platform);
    let queue = objects.get("ClusterQueue", "ml-training");
    let covered: Vec<&str> =
        queue["spec"]["resourceGroups"][0]["coveredResources"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for (job, path) in [("pretrain", "/spec/replicatedJobs/0/template/spec/template"), ("tokenize", "/spec/template")] {
        let kind = if job == "pretrain" { "JobSet" } else { "Job" };
        let asked = objects.get(kind, job).pointer(&format!("{path}/spec/containers/0/resources/requests")).unwrap();
        let asked = asked.as_object().unwrap();
        assert!(asked.contains_key("ephemeral-storage"), "{job} has a cache: {asked:?}");
        for resource in asked.keys() {
            assert!(covered.contains(&resource.as_str()), "{job} asks for {resource}, covered are {covered:?}");
        }
    }
    for (flavor, quotas) in resources(queue) {
        let names: Vec<_> = quotas.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, covered, "the API server refuses {flavor} otherwise");
    }
}

#[test]
fn a_queue_is_sure_of_whole_nodes() {
    let share = Share { group: parsed("pretrain"), nodes: 4, borrow: Some(0), ..Share::default() };
    let queue = Queue { name: parsed("ml-training"), shares: vec![share], ..Queue::default() };
    let objects = objects(&platform_with_only_large_jobs(Queues { queues: vec![queue], ..Queues::default() }));
    let queue = objects.get("ClusterQueue", "ml-training");
    let [(flavor, quotas)] = &resources(queue)[..] else { panic!("one flavor") };
    let of = |name: &str| quotas.iter().find(|(resource, _)| resource == name).map(|(_, quota)| quota.as_str());
    assert_eq!(flavor, "pretrain");
    assert_eq!((of("nvidia.com/gpu"), of("vpc.amazonaws.com/efa")), (Some("32"), Some("128")));
    assert_eq!(queue["spec"]["resourceGroups"][0]["flavors"][0]["resources"][0]["borrowingLimit"], "0");
    // `borrowingLimit` without a cohort is refused; a queue without a selector takes no job at all.
    assert_eq!(queue["spec"]["cohortName"], "training");
    assert_eq!(queue["spec"]["namespaceSelector"]["matchExpressions"][0]["values"][0], "ml-training");
    assert_eq!(objects.get("LocalQueue", "ml-training")["metadata"]["namespace"], "ml-training");
    assert_eq!(objects.get("Cohort", "training")["spec"], serde_json::json!({}));
}

fn platform_with_only_large_jobs(queues: Queues) -> Platform {
    let mut platform = with(queues);
    platform.clusters[0].training.truncate(1);
    platform
}

#[test]
fn flavors_are_the_nodes_of_their_groups() {
    let objects = objects(&platform());
    let flavor = objects.get("ResourceFlavor", "pretrain");
    assert_eq!(flavor["spec"]["nodeLabels"]["eksml/node-group"], "pretrain");
    assert_eq!(flavor["spec"]["nodeTaints"][0]["key"], "nvidia.com/gpu");
    // A flavor that tolerates a device's taint for everybody lets anybody onto its nodes.
    assert!(flavor["spec"].get("tolerations").is_none());
}

#[test]
fn jobs_wait_in_their_queue_and_are_not_stopped_by_a_second_apply() {
    let objects = objects(&platform());
    for (kind, name) in [("JobSet", "pretrain"), ("Job", "tokenize")] {
        let job = objects.get(kind, name);
        assert_eq!(job["metadata"]["labels"]["kueue.x-k8s.io/queue-name"], "ml-training");
        assert_eq!(job["metadata"]["labels"]["kueue.x-k8s.io/priority-class"], "training");
        assert!(job["spec"].get("suspend").is_none(), "Kueue's webhook suspends it while it is created, and never again");
    }
    assert_eq!(objects.get("WorkloadPriorityClass", "training")["value"], 100_000);
}

#[test]
fn classes_follow_from_what_a_workload_is() {
    let objects = objects(&platform());
    assert_eq!(objects.get("Deployment", "chat").pointer("/spec/template/spec/priorityClassName").unwrap(), "inference");
    assert_eq!(objects.get("Job", "tokenize").pointer("/spec/template/spec/priorityClassName").unwrap(), "training");
    let value = |name| objects.get("PriorityClass", name)["value"].as_i64().expect("a value");
    assert!(value("inference") > value("training"));
    assert_eq!(objects.get("PriorityClass", "training")["preemptionPolicy"], "Never");
}

#[test]
fn kueue_is_installed_before_its_objects_and_knows_no_job_without_a_queue() {
    let platform = with(Queues { ready_within: Some(parsed("1h")), ..Queues::default() });
    let set = platform.manifests().expect("sound");
    let readme = set.get("shared/README.md").expect("a README");
    let (kueue, apply) = (readme.find("helmfile sync").unwrap(), readme.find("kubectl apply -k").unwrap());
    assert!(kueue < apply);
    let values: Value = serde_yaml::from_str(set.get("shared/values/kueue.yaml").expect("its settings")).unwrap();
    let config = values["managerConfig"]["controllerManagerConfigYaml"].as_str().unwrap();
    let config: Value = serde_yaml::from_str(config).unwrap();
    assert_eq!(config["manageJobsWithoutQueueName"], false);
    assert_eq!(config["waitForPodsReady"]["timeout"], "1h");
}

/// A service of two nodes and work in parts in the namespace that trains, on its nodes.
fn with_others(queues: Queues) -> Platform {
    let mut platform = with(queues);
    let cluster = &mut platform.clusters[0];
    let training = || parsed("ml-training");
    // The service never leaves its two; the largest job needs four beside them.
    cluster.node_groups[1].scale.max = 6;
    cluster.inference.push(Inference {
        name: parsed("judge"),
        namespace: training(),
        placement: Placement::On(parsed("pretrain")),
        gpus: Some(8),
        replicas: 1,
        over: Some(NodesPerReplica { nodes: 2, ..NodesPerReplica::default() }),
        ..crate::rendered::service()
    });
    cluster.processing.push(Processing {
        name: parsed("score"),
        namespace: training(),
        placement: Placement::On(parsed("pretrain")),
        gpus: Some(1),
        parts: Some(40),
        at_once: Some(8),
        schedule: Some(parsed("0 3 * * *")),
        cpu: parsed("1"),
        memory: parsed("2Gi"),
        image: parsed("123456789012.dkr.ecr.us-west-2.amazonaws.com/score:v1.4.2"),
        caches: vec![Cache { name: parsed("scratch"), at: "/scratch".to_owned(), size: parsed("10Gi") }],
        ..Processing::default()
    });
    platform
}

#[test]
fn services_of_several_nodes_and_data_processing_wait_as_jobs_do() {
    let objects = objects(&with_others(Queues::default()));
    let labels = &objects.get("LeaderWorkerSet", "judge")["metadata"]["labels"];
    assert_eq!(labels["kueue.x-k8s.io/queue-name"], "ml-training");
    assert_eq!(labels["kueue.x-k8s.io/priority-class"], "inference");
    assert_eq!(objects.get("WorkloadPriorityClass", "inference")["value"], 1_000_000);
    // Kueue suspends Jobs, not CronJobs: each run has the label.
    let schedule = objects.get("CronJob", "score");
    assert_eq!(schedule["metadata"]["labels"].get("kueue.x-k8s.io/queue-name"), None);
    let run = &schedule["spec"]["jobTemplate"];
    assert_eq!(run["metadata"]["labels"]["kueue.x-k8s.io/queue-name"], "ml-training");
    // Whatever a Pod asks for and no queue covers is never admitted, the disk of its caches among it.
    let asked = run.pointer("/spec/template/spec/containers/0/resources/requests").unwrap().as_object().unwrap();
    let covered = &objects.get("ClusterQueue", "ml-training")["spec"]["resourceGroups"][0]["coveredResources"];
    assert!(asked.contains_key("ephemeral-storage"), "{asked:?}");
    for resource in asked.keys() {
        assert!(covered.as_array().unwrap().iter().any(|it| it == resource), "{resource} is not among {covered}");
    }
    let deployment = &objects.get("Deployment", "chat")["metadata"]["labels"];
    assert_eq!(deployment.get("kueue.x-k8s.io/queue-name"), None, "its Pods start one by one");
}

#[test]
fn a_leader_is_kept_together_with_its_workers() {
    let mut platform = with_others(Queues { close_together: vec![parsed("pretrain")], ..Queues::default() });
    platform.clusters[0].node_groups[1].scale.min = 6;
    let objects = objects(&platform);
    let set = &objects.get("LeaderWorkerSet", "judge")["spec"]["leaderWorkerTemplate"];
    for template in ["leaderTemplate", "workerTemplate"] {
        let annotations = &set[template]["metadata"]["annotations"];
        assert_eq!(annotations["kueue.x-k8s.io/podset-preferred-topology"], "topology.k8s.aws/network-node-layer-3");
        assert_eq!(annotations["kueue.x-k8s.io/podset-group-name"], "replica");
    }
    let run = objects.get("CronJob", "score").pointer("/spec/jobTemplate/spec/template/metadata/annotations").unwrap();
    assert!(run.get("kueue.x-k8s.io/podset-preferred-topology").is_some(), "Kueue gives no place there to who asks for none");
}

#[test]
fn the_head_of_a_ray_job_is_kept_with_its_workers() {
    let of = |nodes| {
        let mut platform = with_others(Queues { close_together: vec![parsed("pretrain")], ..Queues::default() });
        platform.clusters[0].node_groups[1].scale.min = 6;
        let job = &mut platform.clusters[0].training[0];
        (job.run_as, job.nodes, job.command) = (RunAs::RayJob, Some(nodes), vec!["python".to_owned(), "train.py".to_owned()]);
        objects(&platform).get("RayJob", "pretrain")["spec"]["rayClusterSpec"].clone()
    };
    let cluster = of(4);
    for template in ["/headGroupSpec/template", "/workerGroupSpecs/0/template"] {
        let annotations = &cluster.pointer(template).unwrap()["metadata"]["annotations"];
        assert_eq!(annotations["kueue.x-k8s.io/podset-preferred-topology"], "topology.k8s.aws/network-node-layer-3");
        assert_eq!(annotations["kueue.x-k8s.io/podset-group-name"], "nodes");
    }
    // A group of one set is refused by Kueue's webhook.
    let alone = of(1);
    assert!(alone.get("workerGroupSpecs").is_none());
    assert!(
        alone.pointer("/headGroupSpec/template/metadata/annotations").unwrap().get("kueue.x-k8s.io/podset-group-name").is_none()
    );
}

#[test]
fn a_model_that_waits_has_time_to_load() {
    let within = |platform: &Platform| {
        let set = platform.manifests().expect("sound");
        let values: Value = serde_yaml::from_str(set.get("shared/values/kueue.yaml").expect("its settings")).unwrap();
        let config: Value =
            serde_yaml::from_str(values["managerConfig"]["controllerManagerConfigYaml"].as_str().unwrap()).unwrap();
        config["waitForPodsReady"]["timeout"].as_str().map(str::to_owned)
    };
    assert_eq!(within(&platform()).as_deref(), Some("30m"));
    assert_eq!(within(&with_others(Queues::default())).as_deref(), Some("1h"));
}

#[test]
fn what_a_queue_cannot_give_is_told_at_the_word_that_asks_for_it() {
    let problems = |change: &dyn Fn(&mut Cluster)| {
        let mut platform = with_others(Queues::default());
        change(&mut platform.clusters[0]);
        let report = platform.check();
        report.findings().iter().map(|finding| format!("{} {}", finding.rule, finding.problem)).collect::<Vec<_>>()
    };
    let told = |change: &dyn Fn(&mut Cluster), rule: &str, part: &str| {
        let all = problems(change);
        assert!(all.iter().any(|problem| problem.starts_with(rule) && problem.contains(part)), "{rule} {part}: {all:#?}");
    };
    let of_queues = |problem: &String| ["SCH-09", "SCH-10", "SCH-22"].iter().any(|rule| problem.starts_with(rule));
    assert_eq!(problems(&|_| {}).into_iter().filter(of_queues).collect::<Vec<_>>(), [""; 0]);
    told(&|cluster| cluster.inference[0].queue = Some(parsed("ml-training")), "SCH-09", "Deployment");
    told(&|cluster| cluster.processing[0].queue = Some(parsed("nowhere")), "SCH-09", "does not exist");
    told(&|cluster| cluster.processing[0].at_once = Some(40), "SCH-10", "4 nodes of `pretrain`, which take 32");
    // `chat` holds its nodes whatever Kueue thinks of them.
    let squat = |cluster: &mut Cluster| {
        cluster.inference[0].placement = Placement::On(parsed("pretrain"));
        cluster.inference[0].replicas = 9;
    };
    told(&squat, "SCH-10", "sure of 6 nodes of `pretrain`, which has 6 at most, and `chat` always stands on 2 of them");
    let share = |nodes| Share { group: parsed("pretrain"), nodes, ..Share::default() };
    let two = |cluster: &mut Cluster| {
        let queue = |name: &str, nodes| Queue { name: parsed(name), shares: vec![share(nodes)], ..Queue::default() };
        let (own, other) = (queue("ml-training", 1), Queue { namespaces: vec![parsed("ml-inference")], ..queue("other", 3) });
        cluster.queues = Some(Queues { queues: vec![own, other], ..Queues::default() });
    };
    told(&two, "SCH-10", "is sure of 1 of `pretrain`");
    // What always stands is nobody's to wait for.
    let short = |cluster: &mut Cluster| cluster.node_groups[1].scale.max = 5;
    told(&short, "SCH-10", "can have 3 of `pretrain`, borrowed ones included; `judge` always stands on 2 of its own");
    told(
        &|cluster| cluster.queues = Some(Queues { ready_within: Some(parsed("20m")), ..Queues::default() }),
        "SCH-22",
        "has 30 minutes to load its model",
    );
}
