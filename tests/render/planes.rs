//! Device planes: the GPU Operator without driver and toolkit, MIG that somebody cuts, GPUs that are claimed; one owner each time.

use eksml::render;
use eksml::spec::*;
use serde_json::{Value, json};

use crate::rendered::{gpu_group, group, objects, parsed, platform};

/// A cluster under `plane` with the given GPU groups, and one job on the first of them.
fn under(plane: DevicePlane, groups: Vec<NodeGroup>) -> Platform {
    let mut platform = platform();
    let cluster = &mut platform.clusters[0];
    let namespace = cluster.namespaces[0].name.clone();
    let service = Inference {
        name: parsed("ask"),
        namespace,
        placement: Placement::On(groups[0].name.clone()),
        replicas: 2,
        cpu: parsed("1"),
        memory: parsed("2Gi"),
        ..crate::rendered::service()
    };
    cluster.accelerators.plane = plane;
    cluster.node_groups = [vec![NodeGroup { serves: Use::System, ..group("system", "m7i.xlarge", 3, 6) }], groups].concat();
    (cluster.training, cluster.inference) = (Vec::new(), vec![service]);
    cluster.queues = None;
    cluster.monitoring = Some(Monitoring { dcgm: Some(Dcgm::default()), ..Monitoring::default() });
    platform
}

fn file(platform: &Platform, name: &str) -> Option<String> {
    let set = render::manifests(platform).unwrap_or_else(|refusal| panic!("{refusal}"));
    set.iter().find(|(path, _)| path.to_string().ends_with(name)).map(|(_, text)| text.to_owned())
}

fn values(platform: &Platform, name: &str) -> Value {
    serde_yaml::from_str(&file(platform, name).unwrap_or_else(|| panic!("no {name}"))).unwrap()
}

fn container(platform: &Platform) -> Value {
    objects(platform).get("Deployment", "ask")["spec"]["template"]["spec"]["containers"][0].clone()
}

fn labels_of(platform: &Platform, group: &str) -> Value {
    let config: Value = serde_yaml::from_str(&file(platform, "00-cluster.eksctl.yaml").unwrap()).unwrap();
    let groups = config["managedNodeGroups"].as_array().unwrap();
    groups.iter().find(|it| it["name"] == group).unwrap()["labels"].clone()
}

#[test]
fn the_operator_takes_the_plugins_place_and_brings_no_driver() {
    let mut slow = gpu_group("slow", "g6.2xlarge", 1, 4);
    slow.sharing = Sharing::TimeSlicing(4);
    slow.taints.push(Taint::Custom(CustomTaint { key: parsed("team"), value: parsed("a"), ..CustomTaint::default() }));
    let platform = under(DevicePlane::GpuOperator, vec![slow]);
    let all = objects(&platform);
    assert!(
        !all.0.iter().any(|object| object["metadata"]["name"].as_str().is_some_and(|it| it.starts_with("nvidia-device-plugin")))
    );
    let chart = values(&platform, "values/gpu-operator.yaml");
    for off in ["/driver/enabled", "/toolkit/enabled", "/dcgmExporter/enabled", "/migManager/enabled", "/cdi/enabled"] {
        assert_eq!(chart.pointer(off), Some(&json!(false)), "{off}");
    }
    for tolerations in ["/daemonsets/tolerations", "/node-feature-discovery/worker/tolerations"] {
        let keys: Vec<_> = chart.pointer(tolerations).unwrap().as_array().unwrap().iter().map(|it| it["key"].clone()).collect();
        assert_eq!(keys, ["nvidia.com/gpu", "team"], "{tolerations}");
    }
    let name = chart["devicePlugin"]["config"]["name"].as_str().unwrap();
    let configurations = &all.get("ConfigMap", name)["data"];
    assert!(configurations.get(chart["devicePlugin"]["config"]["default"].as_str().unwrap()).is_some());
    let chosen = labels_of(&platform, "slow")["nvidia.com/device-plugin.config"].clone();
    let config: Value = serde_yaml::from_str(configurations[chosen.as_str().unwrap()].as_str().unwrap()).unwrap();
    assert_eq!(config["sharing"]["timeSlicing"]["resources"][0]["replicas"], 4);
    let readme = file(&platform, "README.md").unwrap();
    assert!(readme.contains("--install-nvidia-plugin=false"), "{readme}");
    let helmfile = values(&platform, "helmfile.yaml");
    assert_eq!(
        (&helmfile["releases"][0]["name"], &helmfile["releases"][0]["version"]),
        (&json!("gpu-operator"), &json!("v26.7.0"))
    );
    let apply = readme.find("kubectl apply").unwrap();
    assert!(readme.find("helmfile sync").is_some_and(|helm| helm > apply), "the namespace and its configuration come first");
}

#[test]
fn what_mig_cuts_is_what_pods_ask_for() {
    let cut = NodeGroup { sharing: Sharing::Mig("1g.10gb".to_owned()), ..gpu_group("cut", "p5.48xlarge", 1, 2) };
    let platform = under(DevicePlane::GpuOperator, vec![cut, gpu_group("whole", "g6.2xlarge", 1, 2)]);
    assert_eq!(labels_of(&platform, "cut")["nvidia.com/mig.config"], "all-1g.10gb");
    let chart = values(&platform, "values/gpu-operator.yaml");
    assert_eq!((&chart["mig"]["strategy"], &chart["migManager"]["enabled"]), (&json!("mixed"), &json!(true)));
    let limits = &container(&platform)["resources"]["limits"];
    assert_eq!(limits["nvidia.com/mig-1g.10gb"], "1");
    assert!(limits.get("nvidia.com/gpu").is_none(), "{limits}");
    assert!(file(&platform, "README.md").is_some_and(|readme| readme.contains("the GPUs of `cut` are cut when")));
    // Who holds a GPU keeps it from being cut.
    let exporter = objects(&platform).get("DaemonSet", "dcgm-exporter")["spec"]["template"]["spec"]["affinity"].clone();
    let terms = exporter
        .pointer("/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms")
        .and_then(Value::as_array)
        .unwrap();
    assert_eq!(terms[0]["matchExpressions"][0]["values"], json!(["whole"]));
    assert_eq!(terms[1]["matchExpressions"][0]["values"], json!(["cut"]));
    assert_eq!(terms[1]["matchExpressions"][1]["key"], "nvidia.com/mig.config.state");
}

#[test]
fn the_operator_stays_away_from_bottlerocket() {
    let own = NodeGroup { ami: parsed("Bottlerocket"), ..gpu_group("own", "g6.2xlarge", 1, 2) };
    let platform = under(DevicePlane::GpuOperator, vec![own]);
    assert_eq!(labels_of(&platform, "own")["nvidia.com/gpu.deploy.operands"], "false");
    assert!(file(&platform, "values/gpu-operator.yaml").is_none(), "nobody for it to serve");
}

#[test]
fn claimed_gpus_are_claimed_and_asked_for_in_no_other_way() {
    let mut platform = under(DevicePlane::Dra, vec![gpu_group("gpu", "g6.2xlarge", 2, 4)]);
    platform.clusters[0].namespaces[0].quota = Some(Quota { nvidia_gpu: Some(4), ..Quota::default() });
    let all = objects(&platform);
    let template = all.get("ResourceClaimTemplate", "ask-inference-gpus");
    assert_eq!(template["apiVersion"], "resource.k8s.io/v1");
    assert_eq!(
        template["spec"]["spec"]["devices"]["requests"][0]["exactly"],
        json!({ "deviceClassName": "gpu.nvidia.com", "allocationMode": "ExactCount", "count": 1 })
    );
    let pod = &all.get("Deployment", "ask")["spec"]["template"]["spec"];
    let claim = &pod["resourceClaims"][0];
    assert_eq!(claim["resourceClaimTemplateName"], template["metadata"]["name"]);
    let container = container(&platform);
    assert_eq!(container["resources"]["claims"][0]["name"], claim["name"]);
    assert!(container["resources"]["limits"].get("nvidia.com/gpu").is_none());
    assert!(all.find("DaemonSet", "nvidia-device-plugin").is_none());
    assert_eq!(all.get("ResourceQuota", "quota")["spec"]["hard"]["gpu.nvidia.com.deviceclass.resource.k8s.io/devices"], "4");
    assert!(labels_of(&platform, "gpu").get("k8s.amazonaws.com/accelerator").is_none());
    let config = file(&platform, "00-cluster.eksctl.yaml").unwrap();
    assert!(!config.contains("node-template/label/k8s.amazonaws.com/accelerator"), "{config}");
    let scaler = all.get("Deployment", "cluster-autoscaler").to_string();
    assert!(scaler.contains("--enable-dynamic-resource-allocation=true"));
    let chart = values(&platform, "values/dra-driver-nvidia-gpu.yaml");
    assert_eq!((&chart["gpuResourcesEnabledOverride"], &chart["nvidiaDriverRoot"]), (&json!(true), &json!("/")));
}
