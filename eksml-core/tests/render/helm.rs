//! Helm releases are pinned and complete, the AWS Load Balancer Controller has its role, and add-ons have the versions that were chosen.

use eksml_core::catalog;
use eksml_core::eksctl::{InlineDocument, Json};
use eksml_core::render;
use eksml_core::spec::*;
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
    let platform = platform();
    assert_eq!(file(&platform, "helmfile.yaml"), "");
    assert!(!file(&platform, "README.md").contains("helmfile"));
}

#[test]
fn a_release_is_what_was_written() {
    let mut platform = platform();
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
    assert_eq!(release["values"][0], json!({ "operator": { "replicaCount": 2 }, "tag": "1e3" }));
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
    let mut platform = platform();
    platform.clusters[0].load_balancer_controller = Some(LoadBalancerController { default_class: true });
    let release = yaml(&platform, "helmfile.yaml")["releases"][0].clone();
    assert_eq!(release["version"], catalog::charts::LOAD_BALANCER_CONTROLLER.version);
    let values = &release["values"][0];
    assert_eq!((&values["clusterName"], &values["region"]), (&"shared".into(), &"us-west-2".into()));
    assert_eq!(values["vpcTags"]["Name"], "eksctl-shared-cluster/VPC");
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
