//! Every device agent runs on exactly the groups with its device, tolerates what they carry, and reads what configures it.

use eksml::spec::*;
use serde_json::Value;

use crate::rendered::{environment, gpu_group, group, groups_of, objects, parsed, platform, tolerates};

fn groups(platform: &Platform, daemon_set: &str) -> Vec<String> {
    let objects = objects(platform);
    let groups = groups_of(&objects.get("DaemonSet", daemon_set)["spec"]["template"]);
    groups.into_iter().map(str::to_owned).collect()
}

#[test]
fn every_device_has_one_plugin_on_each_of_its_groups() {
    let platform = platform();
    assert_eq!(groups(&platform, "nvidia-device-plugin"), ["pretrain", "serving"]);
    assert_eq!(groups(&platform, "nvidia-device-plugin-time-slicing-4"), ["notebooks"]);
    assert_eq!(groups(&platform, "nvidia-device-plugin-mps-2"), ["small"]);
    assert_eq!(groups(&platform, "nvidia-mps-control-daemon-2"), ["small"]);
    assert_eq!(groups(&platform, "neuron-device-plugin"), ["trainium"]);
    assert_eq!(groups(&platform, "aws-efa-k8s-device-plugin"), ["pretrain"]);
    assert_eq!(groups(&platform, "aws-efa-k8s-device-plugin-neuron"), ["trainium"]);
    assert_eq!(groups(&platform, "dcgm-exporter"), ["pretrain", "serving", "notebooks", "small"]);
}

#[test]
fn every_agent_tolerates_every_taint_of_its_groups() {
    let platform = platform();
    let objects = objects(&platform);
    let mut checked = 0;
    for (object, template) in objects.templates() {
        if object["kind"] != "DaemonSet" {
            continue;
        }
        let named = groups_of(template);
        let bound = |group: &&NodeGroup| named.is_empty() || named.contains(&group.name.as_str());
        for taint in platform.clusters[0].node_groups.iter().filter(bound).flat_map(|group| &group.taints) {
            assert!(tolerates(template, taint), "{} does not tolerate {}", object["metadata"]["name"], taint.shown());
            checked += 1;
        }
    }
    assert!(checked > 10);
}

#[test]
fn a_written_list_of_tolerations_is_all_there_is() {
    let mut platform = platform();
    platform.clusters[0].accelerators.tolerate =
        Tolerate::Only(vec![parsed("nvidia.com/gpu"), parsed("aws.amazon.com/neuron"), parsed("example.com/team")]);
    let objects = objects(&platform);
    let tolerations = &objects.get("DaemonSet", "nvidia-device-plugin")["spec"]["template"]["spec"]["tolerations"];
    let keys: Vec<_> =
        tolerations.as_array().unwrap().iter().map(|one| (&one["key"], &one["operator"], &one["effect"])).collect();
    let exists = Value::from("Exists");
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|(_, operator, effect)| **operator == exists && effect.is_null()));
}

#[test]
fn a_sharing_configuration_is_read_by_the_plugin_of_its_groups() {
    let objects = objects(&platform());
    for (name, way, replicas) in [("time-slicing-4", "timeSlicing", 4), ("mps-2", "mps", 2)] {
        let text = objects.get("ConfigMap", &format!("nvidia-sharing-{name}"))["data"]["config.yaml"].as_str().unwrap();
        let config: Value = serde_yaml::from_str(text).unwrap();
        assert_eq!(config["version"], "v1");
        assert_eq!(config["sharing"].as_object().unwrap().keys().collect::<Vec<_>>(), [way]);
        assert_eq!(config["sharing"][way]["failRequestsGreaterThanOne"], true);
        assert_eq!(config["sharing"][way]["resources"][0]["replicas"], replicas);

        let template = &objects.get("DaemonSet", &format!("nvidia-device-plugin-{name}"))["spec"]["template"];
        let container = &template["spec"]["containers"][0];
        let file = &environment(container)["CONFIG_FILE"];
        let mount = container["volumeMounts"].as_array().unwrap().iter().find(|mount| mount["name"] == "config").unwrap();
        assert_eq!(file, &format!("{}/config.yaml", mount["mountPath"].as_str().unwrap()));
        assert!(template["metadata"]["annotations"]["eksml/config"].is_string());
    }
    let whole = &objects.get("DaemonSet", "nvidia-device-plugin")["spec"]["template"]["spec"]["containers"][0];
    assert!(!environment(whole).contains_key("CONFIG_FILE"));
}

#[test]
fn a_changed_sharing_rolls_its_plugin() {
    let mark = |pods| {
        let mut platform = platform();
        platform.clusters[0].node_groups[4].sharing = Sharing::TimeSlicing(pods);
        let objects = objects(&platform);
        let name = format!("nvidia-device-plugin-time-slicing-{pods}");
        objects.get("DaemonSet", &name)["spec"]["template"]["metadata"]["annotations"]["eksml/config"].clone()
    };
    assert_eq!(mark(4), mark(4));
    assert_ne!(mark(4), mark(3));
}

#[test]
fn bottlerocket_keeps_its_own_plugin_and_cut_gpus_get_none() {
    let mut platform = platform();
    let cluster = &mut platform.clusters[0];
    cluster.training.clear();
    cluster.inference.clear();
    if let Some(monitoring) = &mut cluster.monitoring {
        monitoring.neuron_monitor = false;
    }
    cluster.node_groups = vec![
        NodeGroup { serves: Use::System, ..group("system", "m7i.xlarge", 3, 6) },
        NodeGroup { ami: parsed("Bottlerocket"), ..gpu_group("bottled", "g6e.2xlarge", 1, 2) },
    ];
    let objects = objects(&platform);
    assert!(objects.find("DaemonSet", "nvidia-device-plugin").is_none());
    assert_eq!(groups_of(&objects.get("DaemonSet", "dcgm-exporter")["spec"]["template"]), ["bottled"]);
}

#[test]
fn only_what_needs_privileges_has_them() {
    let objects = objects(&platform());
    let privileged: Vec<&str> = objects
        .templates()
        .into_iter()
        .filter(|(_, template)| {
            template["spec"]["containers"].as_array().unwrap().iter().any(|one| one["securityContext"]["privileged"] == true)
        })
        .map(|(object, _)| object["metadata"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(privileged, ["nvidia-mps-control-daemon-2", "aws-efa-k8s-device-plugin-neuron", "neuron-monitor"]);
    let rules = objects.get("ClusterRole", "neuron-device-plugin")["rules"].to_string();
    assert!(!rules.contains("proxy"));
}
