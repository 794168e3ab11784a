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

/// The names of a ClusterConfig's add-ons.
fn add_ons(config: &Value) -> Vec<String> {
    config["addons"].as_array().into_iter().flatten().map(|add_on| add_on["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_add_on_that_needs_cert_manager_is_created_after_it() {
    let mut platform = alone();
    let adot = AddonChoice { name: catalog::Addon::Adot, version: None };
    platform.clusters[0].addons.chosen.push(adot);
    let release = yaml(&platform, "helmfile.yaml")["releases"][0].clone();
    assert_eq!((&release["name"], &release["createNamespace"]), (&"cert-manager".into(), &true.into()));
    let values = yaml(&platform, release["values"][0].as_str().unwrap());
    let nodes = "/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0";
    for part in ["", "/webhook", "/cainjector", "/startupapicheck"] {
        assert!(values.pointer(&format!("{part}{nodes}")).is_some(), "{part}: {values}");
    }
    assert_eq!(values["crds"]["enabled"], true);
    let name = "adot".to_owned();
    assert!(!add_ons(&yaml(&platform, "00-cluster.eksctl.yaml")).contains(&name));
    assert_eq!(add_ons(&yaml(&platform, "03-add-ons.eksctl.yaml")), [name]);
    let readme = file(&platform, "README.md");
    let (sync, create) = (readme.find("helmfile sync").unwrap(), readme.find("eksctl create addon -f ./03-add-ons").unwrap());
    assert!(sync < create, "{readme}");
}

#[test]
fn the_word_alone_brings_cert_manager_and_lets_teams_write_certificates() {
    let mut platform = alone();
    assert_eq!(file(&platform, "helmfile.yaml"), "");
    platform.clusters[0].cert_manager = true;
    assert_eq!(yaml(&platform, "helmfile.yaml")["releases"][0]["name"], "cert-manager");
    assert_eq!(file(&platform, "03-add-ons.eksctl.yaml"), "", "no add-on waits");
    let cluster = &platform.clusters[0];
    let kinds = eksml::derived::custom_resources_in(cluster, &cluster.namespaces[0].name);
    assert!(kinds.iter().any(|kinds| kinds.written.contains(&"certificates")));
}

#[test]
fn external_dns_writes_to_its_zones_and_to_no_others() {
    let mut platform = alone();
    let zones = vec![parsed("Z0123456789ABCDEFGHIJ"), parsed("Z1D633PJN98FT9")];
    platform.clusters[0].external_dns = Some(ExternalDns { zones, policy: RecordPolicy::UpsertOnly });
    let release = yaml(&platform, "helmfile.yaml")["releases"][0].clone();
    assert_eq!((&release["name"], &release["namespace"]), (&"external-dns".into(), &"external-dns".into()));
    let values = yaml(&platform, release["values"][0].as_str().unwrap());
    assert_eq!((&values["policy"], &values["txtOwnerId"]), (&"upsert-only".into(), &"shared".into()));
    assert_eq!(values["extraArgs"], json!(["--zone-id-filter=Z0123456789ABCDEFGHIJ", "--zone-id-filter=Z1D633PJN98FT9"]));
    let config = yaml(&platform, "00-cluster.eksctl.yaml");
    let associations = config["iam"]["podIdentityAssociations"].as_array().unwrap();
    let own = associations.iter().find(|it| it["serviceAccountName"] == values["serviceAccount"]["name"]).unwrap();
    assert_eq!((&own["namespace"], &own["createServiceAccount"]), (&"external-dns".into(), &false.into()));
    let statements = own["permissionPolicy"]["Statement"].as_array().unwrap();
    let writes: Vec<_> = statements.iter().filter(|it| it["Action"].to_string().contains("Change")).collect();
    let zones = ["Z0123456789ABCDEFGHIJ", "Z1D633PJN98FT9"].map(|zone| format!("arn:aws:route53:::hostedzone/{zone}"));
    assert_eq!(writes.iter().map(|it| &it["Resource"]).collect::<Vec<_>>(), [&json!(zones)]);
    platform.clusters[0].external_dns.as_mut().unwrap().policy = RecordPolicy::Sync;
    assert_eq!(yaml(&platform, "values/external-dns.yaml")["policy"], "sync");
}

/// All that the default settings of components' charts are told: no one of them is forgotten by who polices, mirrors or installs.
#[test]
fn each_component_of_a_chart_has_its_namespace_its_policy_and_its_mirror() {
    let mut platform = alone();
    let cluster = &mut platform.clusters[0];
    cluster.cert_manager = true;
    cluster.external_dns = Some(ExternalDns { zones: vec![parsed("Z0123456789ABCDEFGHIJ")], ..ExternalDns::default() });
    cluster.load_balancer_controller = Some(LoadBalancerController::default());
    cluster.image_mirror = Some("111122223333.dkr.ecr.us-west-2.amazonaws.com/mirror".to_owned());
    cluster.addons.network_policy = NetworkPolicyEnforcement::Strict;
    let cluster = platform.clusters[0].clone();
    let charts = eksml::components::charts(&cluster);
    assert_eq!(charts.len(), 3, "{charts:?}");
    let policies = crate::rendered::objects(&platform);
    for (component, chart) in charts {
        for (path, _) in component.mirrored {
            let values = yaml(&platform, &format!("values/{}.yaml", chart.name));
            let at = format!("/{}", path.replace('.', "/"));
            let told = values.pointer(&at).and_then(Value::as_str).unwrap_or_default();
            assert!(told.starts_with("111122223333.dkr.ecr"), "{component:?}: {values}");
        }
        let namespace = component.namespace.into();
        assert!(policies.has("NetworkPolicy", &namespace, &"eksml-allow-all".into()), "{component:?}");
        // A second one is refused, whichever it is.
        let again = Helm { name: parsed("again"), chart: chart.name.to_owned(), ..keda() };
        let twice = Platform { clusters: vec![Cluster { helm: vec![again], ..cluster.clone() }], ..platform.clone() };
        let report = eksml::rules::check(&twice, None);
        let told: Vec<_> = report.findings().iter().filter(|it| it.rule == "ADD-03").collect();
        assert_eq!(told.len(), 1, "{component:?}: {told:?}");
    }
}
