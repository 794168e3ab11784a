//! Helm releases are pinned and complete, the AWS Load Balancer Controller has its role, and add-ons have the versions that were chosen.

use eksml::catalog;
use eksml::eksctl::{InlineDocument, Json};
use eksml::render;
use eksml::spec::*;
use serde_json::{Value, json};

use crate::rendered::{parsed, platform};

/// A file of the first cluster.
fn file(platform: &Platform, name: &str) -> String {
    let set = render::manifests(platform).unwrap_or_else(|refusal| panic!("{refusal}"));
    let found = set.iter().find(|(path, _)| path.to_string() == format!("shared/{name}"));
    found.map(|(_, text)| text.to_owned()).unwrap_or_default()
}

fn yaml(platform: &Platform, name: &str) -> Value {
    serde_yaml::from_str(&file(platform, name)).unwrap()
}

/// A platform whose jobs need no operator.
fn alone() -> Platform {
    let mut platform = platform();
    platform.clusters[0].training.clear();
    platform.clusters[0].queues = None;
    platform
}

fn keda() -> Helm {
    let operator = Json::Object([("replicaCount".to_owned(), Json::Int(2))].into_iter().collect());
    Helm {
        name: parsed("keda"),
        chart: "keda".to_owned(),
        repo: "https://kedacore.github.io/charts".to_owned(),
        version: "2.18.1".to_owned(),
        namespace: parsed("ml-inference"),
        values: Some(InlineDocument(
            [("operator".to_owned(), operator), ("tag".to_owned(), Json::Text("1e3".to_owned()))].into_iter().collect(),
        )),
        ..Helm::default()
    }
}

#[test]
fn without_releases_there_is_no_helmfile() {
    let platform = alone();
    assert_eq!(file(&platform, "helmfile.yaml"), "");
    assert!(!file(&platform, "README.md").contains("helmfile"));
}

#[test]
fn a_release_is_what_was_written() {
    let mut platform = alone();
    let mirrored =
        Helm { name: parsed("mirrored"), repo: "oci://registry.example.com/charts".to_owned(), values: None, ..keda() };
    platform.clusters[0].helm = vec![keda(), Helm { name: parsed("second"), ..keda() }, mirrored];
    let helmfile = yaml(&platform, "helmfile.yaml");
    let repositories = json!([
        { "name": "keda", "url": "https://kedacore.github.io/charts" },
        { "name": "mirrored", "url": "registry.example.com/charts", "oci": true },
    ]);
    assert_eq!(helmfile["repositories"], repositories);
    let release = &helmfile["releases"][0];
    assert_eq!((&release["chart"], &release["version"]), (&"keda/keda".into(), &"2.18.1".into()));
    // A text stays one, whatever else YAML could take it for.
    assert_eq!(
        yaml(&platform, release["values"][0].as_str().unwrap()),
        json!({ "operator": { "replicaCount": 2 }, "tag": "1e3" })
    );
    assert_eq!(
        (&helmfile["releases"][1]["chart"], &helmfile["releases"][2]["chart"]),
        (&"keda/keda".into(), &"mirrored/keda".into())
    );
    assert_eq!(helmfile["helmDefaults"]["createNamespace"], false);
    let readme = file(&platform, "README.md");
    let (apply, sync) = (readme.find("kubectl apply -k").unwrap(), readme.find("helmfile sync --file ./helmfile.yaml").unwrap());
    assert!(apply < sync, "namespaces come first");
}

#[test]
fn the_load_balancer_controller_knows_where_it_is_and_has_a_role() {
    let mut platform = alone();
    platform.clusters[0].load_balancer_controller = Some(LoadBalancerController { default_class: true });
    let release = yaml(&platform, "helmfile.yaml")["releases"][0].clone();
    assert_eq!(release["version"], catalog::charts::LOAD_BALANCER_CONTROLLER.version);
    let values = yaml(&platform, release["values"][0].as_str().unwrap());
    assert_eq!((&values["clusterName"], &values["region"]), (&"shared".into(), &"us-west-2".into()));
    assert_eq!(values["vpcTags"]["Name"], "eksctl-shared-cluster/VPC");
    assert!(values.get("vpcId").is_none());
    assert_eq!(values["ingressClassConfig"]["default"], true);
    let nodes = values.pointer("/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0");
    assert_eq!(nodes.unwrap()["matchExpressions"][0]["values"][0], "system");
    let config = yaml(&platform, "00-cluster.eksctl.yaml");
    let associations = config["iam"]["podIdentityAssociations"].as_array().unwrap();
    let own = associations.iter().find(|it| it["serviceAccountName"] == values["serviceAccount"]["name"]).unwrap();
    assert_eq!(
        (&own["namespace"], &own["wellKnownPolicies"]["awsLoadBalancerController"]),
        (&"kube-system".into(), &true.into())
    );
}

#[test]
fn operators_come_before_the_objects_and_what_is_declared_after_them() {
    let mut platform = platform();
    platform.clusters[0].helm = vec![Helm { name: parsed("vector-db"), chart: "qdrant".to_owned(), ..keda() }];
    let helmfile = yaml(&platform, "helmfile.yaml");
    let stages: Vec<_> =
        helmfile["releases"].as_array().unwrap().iter().map(|it| (&it["name"], &it["labels"]["stage"])).collect();
    let wanted = [("kueue", "operators"), ("jobset", "operators"), ("vector-db", "releases")]
        .map(|(name, stage)| (json!(name), json!(stage)));
    assert_eq!(stages, wanted.each_ref().map(|(name, stage)| (name, stage)));
    // An operator's namespace is its own; every other one is declared, with its security level.
    assert_eq!(
        (&helmfile["releases"][0]["createNamespace"], &helmfile["releases"][2]["createNamespace"]),
        (&json!(true), &Value::Null)
    );
    let readme = file(&platform, "README.md");
    let at = |command: &str| readme.find(command).unwrap_or_else(|| panic!("{command}: {readme}"));
    assert!(
        at("--selector stage=operators") < at("kubectl apply -k") && at("kubectl apply -k") < at("--selector stage=releases")
    );
}

#[test]
fn the_prometheus_operator_is_installed_unless_its_stack_is_declared() {
    let mut platform = alone();
    let prometheus = Prometheus { class: Some(parsed("gp3")), form: Form::Operator, ..Prometheus::default() };
    platform.clusters[0].monitoring = Some(Monitoring { prometheus: Some(prometheus), ..Monitoring::default() });
    let name = |platform: &Platform| yaml(platform, "helmfile.yaml")["releases"][0]["name"].clone();
    assert_eq!(name(&platform), "kube-prometheus-stack");
    assert_eq!(yaml(&platform, "values/kube-prometheus-stack.yaml")["prometheus"]["enabled"], false);
    platform.clusters[0].helm = vec![Helm { name: parsed("stack"), chart: "kube-prometheus-stack".to_owned(), ..keda() }];
    assert_eq!(name(&platform), "stack");
}

#[test]
fn chosen_addons_are_added_and_versions_pinned() {
    let mut platform = platform();
    platform.clusters[0].addons.chosen = vec![
        AddonChoice { name: catalog::Addon::GuardDutyAgent, version: None },
        AddonChoice { name: catalog::Addon::CoreDns, version: Some(parsed("v1.12.4-eksbuild.1")) },
    ];
    let config = yaml(&platform, "00-cluster.eksctl.yaml");
    let addons = config["addons"].as_array().unwrap();
    let find = |name: &str| addons.iter().filter(|addon| addon["name"] == name).collect::<Vec<_>>();
    assert_eq!(find("aws-guardduty-agent").len(), 1);
    assert_eq!(find("coredns").len(), 1);
    assert_eq!(find("coredns")[0]["version"], "v1.12.4-eksbuild.1");
    assert!(find("kube-proxy")[0].get("version").is_none(), "EKS's own choice for the cluster's Kubernetes");
}

/// The API server takes no PodMonitor before somebody has defined it.
#[test]
fn a_prometheus_operator_of_the_users_comes_before_what_it_serves() {
    let mut platform = alone();
    let monitoring = platform.clusters[0].monitoring.get_or_insert_default();
    monitoring.prometheus.get_or_insert_default().form = Form::Operator;
    // There is one already, on the same port of every node (ADD-03).
    monitoring.node_exporter = false;
    platform.clusters[0].helm.push(Helm { chart: "kube-prometheus-stack".to_owned(), name: parsed("stack"), ..keda() });
    let readme = file(&platform, "README.md");
    let place = |what: &str| readme.find(what).unwrap_or_else(|| panic!("no {what} in {readme}"));
    assert!(place("helmfile sync") < place("kubectl apply -k"), "{readme}");
    let release = &yaml(&platform, "helmfile.yaml")["releases"][0];
    assert_eq!((&release["name"], &release["createNamespace"]), (&json!("stack"), &json!(true)));
    platform.clusters[0].monitoring.get_or_insert_default().prometheus.get_or_insert_default().form = Form::Plain;
    let readme = file(&platform, "README.md");
    assert!(readme.find("helmfile sync") > readme.find("kubectl apply -k"), "nothing waits for it: {readme}");
}

/// eksctl gives no name to a VPC that it has not made.
#[test]
fn the_load_balancer_controller_knows_a_vpc_that_is_there_by_its_id() {
    let mut platform = alone();
    platform.clusters[0].load_balancer_controller = Some(LoadBalancerController::default());
    let id = "vpc-0123456789abcdef0".to_owned();
    let subnets = platform.clusters[0].vpc.zones.names(&platform.region).into_iter().enumerate().map(|(at, zone)| {
        let id = Some(format!("subnet-0aaaaaaaaaaaaaaa{at}"));
        (zone.to_string(), eksml::eksctl::AzSubnetSpec { id, ..Default::default() })
    });
    let subnets = eksml::eksctl::ClusterSubnets { private: subnets.collect(), ..Default::default() };
    platform.clusters[0].eksctl.vpc =
        Some(eksml::eksctl::ClusterVpcBlock { id: Some(id.clone()), subnets: Some(subnets), ..Default::default() });
    let values = yaml(&platform, "values/aws-load-balancer-controller.yaml");
    assert_eq!(values["vpcId"], id);
    assert!(values.get("vpcTags").is_none(), "{values}");
}
