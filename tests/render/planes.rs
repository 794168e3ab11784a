//! Device planes: the GPU Operator without driver and toolkit, MIG that somebody cuts, GPUs that are claimed; one owner each time.

use eksml::catalog::KubernetesVersion;
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

/// A cluster whose groups have three planes: `old` of the device plugin, `cut` of the operator, `new` of the DRA driver.
fn of_three_planes() -> Platform {
    let cut = NodeGroup {
        sharing: Sharing::Mig("1g.10gb".to_owned()),
        plane: Some(DevicePlane::GpuOperator),
        ..gpu_group("cut", "p5.48xlarge", 1, 2)
    };
    let new = NodeGroup { plane: Some(DevicePlane::Dra), ..gpu_group("new", "g6.2xlarge", 2, 4) };
    let mut platform = under(DevicePlane::DevicePlugin, vec![gpu_group("old", "g6.2xlarge", 1, 4), cut, new]);
    let cluster = &mut platform.clusters[0];
    cluster.version = KubernetesVersion::V1_35;
    let on =
        |group: &str| Inference { name: parsed(group), placement: Placement::On(parsed(group)), ..cluster.inference[0].clone() };
    cluster.inference = vec![on("old"), on("cut"), on("new")];
    platform
}

fn groups_in(affinity: &Value) -> Value {
    let terms = affinity.pointer("/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms").unwrap();
    terms[0]["matchExpressions"][0]["values"].clone()
}

#[test]
fn each_plane_keeps_to_its_own_groups() {
    let platform = of_three_planes();
    let all = objects(&platform);
    let plugins: Vec<&Value> = all
        .0
        .iter()
        .filter(|it| {
            it["kind"] == "DaemonSet" && it["metadata"]["name"].as_str().is_some_and(|name| name.contains("device-plugin"))
        })
        .collect();
    assert_eq!(plugins.len(), 1, "{plugins:?}");
    assert_eq!(groups_in(&plugins[0]["spec"]["template"]["spec"]["affinity"]), json!(["old"]));
    // The operator's plugin has an account of this name in the same namespace, and needs its token.
    assert_ne!(plugins[0]["spec"]["template"]["spec"]["serviceAccountName"], "nvidia-device-plugin");
    assert!(all.find("ServiceAccount", "nvidia-device-plugin").is_none());
    let driver = values(&platform, "values/dra-driver-nvidia-gpu.yaml");
    assert_eq!(groups_in(&driver["kubeletPlugin"]["affinity"]), json!(["new"]));
    let operator = values(&platform, "values/gpu-operator.yaml");
    assert_eq!(groups_in(&operator["node-feature-discovery"]["worker"]["affinity"]), json!(["cut"]));
    let kept_away = |group| labels_of(&platform, group).get("nvidia.com/gpu.deploy.operands").cloned();
    assert_eq!((kept_away("old"), kept_away("new"), kept_away("cut")), (Some(json!("false")), Some(json!("false")), None));
    let waits_for_a_gpu = |group| labels_of(&platform, group).get("k8s.amazonaws.com/accelerator").is_some();
    assert!(waits_for_a_gpu("old") && !waits_for_a_gpu("new"));
    let config = file(&platform, "00-cluster.eksctl.yaml").unwrap();
    assert_eq!(config.matches("nvidia.com/gpu.deploy.operands").count(), 2, "{config}");
}

#[test]
fn pods_get_what_the_plane_of_their_group_offers() {
    let all = objects(&of_three_planes());
    let limits = |name| all.get("Deployment", name)["spec"]["template"]["spec"]["containers"][0]["resources"]["limits"].clone();
    assert_eq!(limits("old")["nvidia.com/gpu"], "1");
    assert_eq!(limits("cut")["nvidia.com/mig-1g.10gb"], "1");
    assert!(limits("new").as_object().unwrap().keys().all(|key| !key.starts_with("nvidia.com/")));
    let claims = |name| all.get("Deployment", name)["spec"]["template"]["spec"].get("resourceClaims").is_some();
    assert_eq!((claims("old"), claims("cut"), claims("new")), (false, false, true));
    let templates = all.0.iter().filter(|it| it["kind"] == "ResourceClaimTemplate").count();
    assert_eq!(templates, 1);
}

#[test]
fn what_is_claimed_is_counted_admitted_and_watched_beside_what_is_asked_for() {
    let mut platform = of_three_planes();
    let cluster = &mut platform.clusters[0];
    cluster.namespaces[0].quota = Some(Quota { nvidia_gpu: Some(4), ..Quota::default() });
    cluster.monitoring = Some(Monitoring {
        dcgm: Some(Dcgm::default()),
        kube_state_metrics: true,
        prometheus: Some(Prometheus::default()),
        ..Monitoring::default()
    });
    let all = objects(&platform);
    let hard = &all.get("ResourceQuota", "quota")["spec"]["hard"];
    assert_eq!(
        (&hard["requests.nvidia.com/gpu"], &hard["gpu.nvidia.com.deviceclass.resource.k8s.io/devices"]),
        (&json!("4"), &json!("4"))
    );
    let readme = |platform: &Platform| file(platform, "README.md").unwrap();
    assert!(readme(&platform).contains("counts claimed GPUs and `nvidia.com/gpu` apart"));
    // Its Pods tolerate the taint of GPU nodes and have no limit of any device.
    let asks = all.get("ValidatingAdmissionPolicy", "eksml-accelerators")["spec"]["variables"].to_string();
    assert!(asks.contains("object.spec.resourceClaims"), "{asks}");
    let exporter = all.get("DaemonSet", "dcgm-exporter")["spec"]["template"]["spec"].clone();
    let variables = exporter["containers"][0]["env"].to_string();
    assert!(variables.contains("KUBERNETES_ENABLE_DRA"), "{variables}");
    assert_eq!(exporter["automountServiceAccountToken"], true);
    assert_eq!(all.get("ClusterRole", "dcgm-exporter")["rules"][0]["resources"], json!(["resourceslices"]));
    let alerts = all.0.iter().map(ToString::to_string).find(|text| text.contains("AcceleratorPodsPending")).expect("the alert");
    assert!(alerts.contains("kube_pod_tolerations") && alerts.contains("nvidia_com_.+"), "{alerts}");
    platform.clusters[0].version = KubernetesVersion::V1_36;
    assert!(!readme(&platform).contains("apart"), "one number holds both");
    // Where nothing is claimed, none of this is there.
    for group in &mut platform.clusters[0].node_groups {
        group.plane = group.plane.take().filter(|plane| *plane != DevicePlane::Dra);
    }
    let all = objects(&platform);
    assert!(all.find("ClusterRole", "dcgm-exporter").is_none());
    assert!(!all.get("ValidatingAdmissionPolicy", "eksml-accelerators").to_string().contains("resourceClaims"));
    assert!(!all.0.iter().any(|object| object.to_string().contains("kube_pod_tolerations")));
}

#[test]
fn a_pod_claims_nothing_for_a_group_that_it_cannot_land_on() {
    let mut platform = of_three_planes();
    let cluster = &mut platform.clusters[0];
    let team = CustomTaint { key: parsed("team"), value: parsed("a"), ..CustomTaint::default() };
    cluster.node_groups.retain(|group| group.name.as_str() != "cut");
    cluster.node_groups.last_mut().unwrap().taints.push(Taint::Custom(team));
    cluster.inference.truncate(1);
    let labels = [(parsed("workload-type"), parsed("general"))].into_iter().collect();
    cluster.inference[0].placement = Placement::Select(Selection { labels, tolerate: vec![parsed("nvidia.com/gpu")] });
    for group in &mut cluster.node_groups[1..] {
        group.serves = Use::General;
    }
    let pod = objects(&platform).get("Deployment", "old")["spec"]["template"]["spec"].clone();
    assert!(pod.get("resourceClaims").is_none(), "{pod}");
    assert_eq!(pod["containers"][0]["resources"]["limits"]["nvidia.com/gpu"], "1");
}
