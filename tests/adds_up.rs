//! Arithmetic over what the examples emit, independent of the rules: no LimitRange, quota or queue refuses what stands beside it.

mod emitted;

use std::collections::BTreeMap;
use std::path::Path;

use emitted::{clusters, objects};
use serde_json::Value;

/// Amounts by resource, in thousandths.
type Amounts = BTreeMap<String, i128>;

fn millis(value: &Value) -> i128 {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.parse::<eksml::units::Quantity>().unwrap_or_else(|error| panic!("{text}: {error:?}")).as_millis()
}

fn amounts(value: &Value) -> Amounts {
    value.as_object().into_iter().flatten().map(|(resource, amount)| (resource.clone(), millis(amount))).collect()
}

fn namespace(object: &Value) -> &str {
    object["metadata"]["namespace"].as_str().unwrap_or_default()
}

/// Every Pod template below a value, with the number of Pods that are made of it at once.
fn templates<'a>(value: &'a Value, times: i128, found: &mut Vec<(&'a Value, i128)>) {
    let count = |key: &str| value[key].as_i64().map(i128::from);
    if let Value::Object(entries) = value {
        if value["containers"].is_array() {
            found.push((value, times));
            return;
        }
        // How many: of a Deployment, a Job, a JobSet's jobs, a Ray worker group, the nodes of a replica.
        let parallel = count("parallelism").unwrap_or(1).min(count("completions").unwrap_or(i128::MAX));
        let own = count("replicas").or(count("numNodes")).unwrap_or(1) * parallel;
        let size = count("size").unwrap_or(1);
        for (key, value) in entries {
            // The leader of a group is one of its Pods.
            let of_group = match key.as_str() {
                "workerTemplate" if entries.contains_key("leaderTemplate") => size - 1,
                "workerTemplate" => size,
                _ => 1,
            };
            templates(value, times * own * of_group, found);
        }
    } else if let Value::Array(items) = value {
        for item in items {
            templates(item, times, found);
        }
    }
}

fn asked(pod: &Value, part: &str) -> Amounts {
    let mut sum = Amounts::new();
    for container in pod["containers"].as_array().into_iter().flatten() {
        for (resource, amount) in amounts(&container["resources"][part]) {
            *sum.entry(resource).or_default() += amount;
        }
    }
    sum
}

fn kind(object: &Value) -> &str {
    object["kind"].as_str().unwrap_or_default()
}

#[test]
fn every_container_fits_the_limits_of_its_namespace() {
    let mut judged = 0;
    for cluster in clusters() {
        let objects = objects(&cluster);
        for range in objects.iter().filter(|object| kind(object) == "LimitRange") {
            for limit in range["spec"]["limits"].as_array().into_iter().flatten() {
                let most = amounts(&limit["max"]);
                for (resource, amount) in amounts(&limit["default"]) {
                    assert!(most.get(&resource).is_none_or(|most| amount <= *most), "{}: default {resource}", cluster.display());
                }
                for object in objects.iter().filter(|object| namespace(object) == namespace(range)) {
                    let mut found = Vec::new();
                    templates(object, 1, &mut found);
                    for container in found.iter().flat_map(|(pod, _)| pod["containers"].as_array().into_iter().flatten()) {
                        judged += 1;
                        for (resource, amount) in amounts(&container["resources"]["limits"]) {
                            let fits = most.get(&resource).is_none_or(|most| amount <= *most);
                            assert!(fits, "{}: {resource} of {}", cluster.display(), object["metadata"]["name"]);
                        }
                    }
                }
            }
        }
    }
    assert!(judged > 5, "only {judged} containers under limits");
}

#[test]
fn what_always_runs_and_each_job_beside_it_fit_the_quotas() {
    let mut judged = 0;
    for cluster in clusters() {
        let objects = objects(&cluster);
        for quota in objects.iter().filter(|object| kind(object) == "ResourceQuota" && object["metadata"]["name"] == "quota") {
            let hard = amounts(&quota["spec"]["hard"]);
            let own = || objects.iter().filter(|object| namespace(object) == namespace(quota));
            let mut standing = Amounts::new();
            let always = ["Deployment", "StatefulSet", "LeaderWorkerSet"];
            for object in own().filter(|object| always.contains(&kind(object))) {
                add(&mut standing, &needs(object));
            }
            for claim in own().filter(|object| kind(object) == "PersistentVolumeClaim") {
                *standing.entry("requests.storage".to_owned()).or_default() +=
                    millis(&claim["spec"]["resources"]["requests"]["storage"]);
            }
            for template in own().flat_map(|object| object["spec"]["volumeClaimTemplates"].as_array().into_iter().flatten()) {
                *standing.entry("requests.storage".to_owned()).or_default() +=
                    millis(&template["spec"]["resources"]["requests"]["storage"]);
            }
            fits(&cluster, "what always runs", &standing, &hard);
            for job in own().filter(|object| ["Job", "JobSet", "RayJob"].contains(&kind(object))) {
                judged += 1;
                let mut together = standing.clone();
                add(&mut together, &needs(job));
                fits(&cluster, &job["metadata"]["name"].to_string(), &together, &hard);
            }
        }
    }
    assert!(judged > 3, "only {judged} jobs under quotas");
}

fn add(sum: &mut Amounts, more: &Amounts) {
    for (resource, amount) in more {
        *sum.entry(resource.clone()).or_default() += amount;
    }
}

/// What all Pods of an object ask for, by the names of a quota.
fn needs(object: &Value) -> Amounts {
    let (mut found, mut sum) = (Vec::new(), Amounts::new());
    templates(&object["spec"], 1, &mut found);
    for (pod, times) in found {
        *sum.entry("pods".to_owned()).or_default() += times * 1000;
        for (resource, amount) in asked(pod, "requests") {
            *sum.entry(format!("requests.{resource}")).or_default() += amount * times;
        }
    }
    sum
}

fn fits(cluster: &Path, what: &str, needed: &Amounts, hard: &Amounts) {
    for (resource, most) in hard {
        let needed = needed.get(resource).copied().unwrap_or(0);
        assert!(needed <= *most, "{}: {what} needs {needed} of {resource}, the quota is {most} (thousandths)", cluster.display());
    }
}

/// GPUs by queue: of its own, and what the others lend.
#[test]
fn each_job_of_a_queue_fits_beside_what_always_stands_in_it() {
    const GPU: &str = "requests.nvidia.com/gpu";
    let mut judged = 0;
    for cluster in clusters() {
        let objects = objects(&cluster);
        let queues: Vec<&Value> = objects.iter().filter(|object| kind(object) == "ClusterQueue").collect();
        let of_queue = |object: &Value, queue: &Value| {
            object["metadata"]["labels"]["kueue.x-k8s.io/queue-name"] == queue["metadata"]["name"]
        };
        let standing = |queue: &Value| -> i128 {
            let own = objects.iter().filter(|object| kind(object) == "LeaderWorkerSet" && of_queue(object, queue));
            own.map(|object| needs(object).get(GPU).copied().unwrap_or(0)).sum()
        };
        for queue in &queues {
            let own = nominal(queue, "nominalQuota");
            let lent: i128 = queues
                .iter()
                .filter(|other| other["metadata"]["name"] != queue["metadata"]["name"])
                .map(|other| {
                    let nominal_of = nominal(other, "nominalQuota");
                    let most = if has(other, "lendingLimit") { nominal(other, "lendingLimit") } else { nominal_of };
                    most.min(nominal_of - standing(other))
                })
                .sum();
            let reach = own + lent - standing(queue);
            for job in
                objects.iter().filter(|object| ["Job", "JobSet", "RayJob"].contains(&kind(object)) && of_queue(object, queue))
            {
                let needed = needs(job).get(GPU).copied().unwrap_or(0);
                judged += i32::from(needed > 0);
                assert!(
                    needed <= reach,
                    "{}: {} needs {needed}, {reach} are in reach",
                    cluster.display(),
                    job["metadata"]["name"]
                );
            }
        }
    }
    assert!(judged > 1, "only {judged} jobs in queues");
}

fn gpus(queue: &Value) -> impl Iterator<Item = &Value> {
    let groups = queue["spec"]["resourceGroups"].as_array().into_iter().flatten();
    let flavors = groups.flat_map(|group| group["flavors"].as_array().into_iter().flatten());
    let resources = flavors.flat_map(|flavor| flavor["resources"].as_array().into_iter().flatten());
    resources.filter(|resource| resource["name"] == "nvidia.com/gpu")
}

fn nominal(queue: &Value, key: &str) -> i128 {
    gpus(queue).filter(|resource| !resource[key].is_null()).map(|resource| millis(&resource[key])).sum()
}

fn has(queue: &Value, key: &str) -> bool {
    gpus(queue).any(|resource| !resource[key].is_null())
}
