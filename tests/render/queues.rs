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
    let set = platform.manifests().expect("a sound platform");
    let values: Value = serde_yaml::from_str(set.get("shared/values/kueue.yaml").expect("its settings")).unwrap();
    let settings = values["managerConfig"]["controllerManagerConfigYaml"].as_str().expect("a configuration");
    let settings: Value = serde_yaml::from_str(settings).unwrap();
    let aside = settings["resources"]["excludeResourcePrefixes"].as_array().expect("what is not counted");
    assert_eq!(aside, &["ephemeral-storage"], "nothing else of what is bought by the node");
    let queue = objects.get("ClusterQueue", "ml-training");
    let covered: Vec<&str> =
        queue["spec"]["resourceGroups"][0]["coveredResources"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for (job, path) in [("pretrain", "/spec/replicatedJobs/0/template/spec/template"), ("tokenize", "/spec/template")] {
        let kind = if job == "pretrain" { "JobSet" } else { "Job" };
        let asked = objects.get(kind, job).pointer(&format!("{path}/spec/containers/0/resources/requests")).unwrap();
        let asked = asked.as_object().unwrap();
        assert!(asked.contains_key("ephemeral-storage"), "{job} has a cache: {asked:?}");
        for resource in asked.keys().filter(|resource| *resource != "ephemeral-storage") {
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
