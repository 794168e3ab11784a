//! GitOps: everything that is emitted has an owner, comes in order, and Argo CD may do what it has to and no more.

use std::collections::BTreeSet;

use eksml_core::output::ManifestSet;
use eksml_core::patterns::{Ground, Site, Team, hub_and_spoke};
use eksml_core::render;
use eksml_core::spec::*;
use serde_json::Value;

fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect(text)
}

/// A hub and two spokes; one of them trains on several nodes, for which it needs JobSet.
fn fleet(gitops: GitOps) -> Platform {
    let ground = Ground::new(
        parsed("acme"),
        parsed("us-west-2"),
        parsed("111122223333"),
        parsed("arn:aws:iam::111122223333:role/platform-admin"),
        parsed("arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6"),
    );
    let spoke = |name: &str, vpc: &str| {
        let role = format!("arn:aws:iam::111122223333:role/{name}");
        (Team::new(parsed(name), parsed(&role)), Site::new(parsed(name), parsed(vpc)))
    };
    let spokes = [spoke("vision", "10.65.0.0/16"), spoke("language", "10.66.0.0/16")];
    let mut platform = hub_and_spoke(&ground, &Site::new(parsed("tools"), parsed("10.64.0.0/16")), spokes);
    platform.gitops = Some(gitops);
    platform.clusters[2].training.push(Training {
        name: parsed("pretrain"),
        namespace: parsed("ml-training"),
        placement: Placement::On(parsed("training-gpu")),
        nodes: Some(2),
        gpus: Some(4),
        cpu: parsed("40"),
        memory: parsed("300Gi"),
        image: parsed("registry.example.com/ml/train@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        identity: Some(parsed("trainer")),
        checkpoint: Some(Checkpoint { every: parsed("15m"), to: Store::Bucket(parsed("language-models")) }),
        ..Training::default()
    });
    platform
}

fn argo(reach: Reach, capability: bool) -> GitOps {
    GitOps::ArgoCd(ArgoCd {
        repo: "https://github.com/acme/platform".to_owned(),
        role: Some(parsed("arn:aws:iam::111122223333:role/argocd")),
        reach,
        capability: capability.then(|| ArgoCdCapability {
            identity_center: "arn:aws:sso:::instance/ssoins-7223abcd12345678".to_owned(),
            ..ArgoCdCapability::default()
        }),
        ..ArgoCd::default()
    })
}

fn flux() -> GitOps {
    GitOps::Flux(Flux { repo: "https://github.com/acme/platform".to_owned(), folder: Some("out".to_owned()), ..Flux::default() })
}

fn emitted(gitops: GitOps) -> ManifestSet {
    render::manifests(&fleet(gitops)).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn objects(set: &ManifestSet, path: &str) -> Vec<Value> {
    let text = set.get(path).unwrap_or_else(|| panic!("no {path}"));
    text.split("\n---\n").map(|document| serde_yaml::from_str(document).expect("YAML")).collect()
}

/// The files with Kubernetes objects of a cluster.
fn files(set: &ManifestSet, cluster: &str) -> Vec<String> {
    let listed: Value = objects(set, &format!("{cluster}/kustomization.yaml")).remove(0);
    listed["resources"].as_array().expect("a list").iter().map(|file| file.as_str().expect("text").to_owned()).collect()
}

fn text<'a>(object: &'a Value, pointer: &str) -> &'a str {
    object.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

#[test]
fn the_clusters_own_folders_are_the_same_with_and_without_flux() {
    let (with, mut without) = (emitted(flux()), fleet(flux()));
    without.gitops = None;
    let without = without.manifests().expect("sound");
    for (path, before) in without.iter().filter(|(path, _)| !path.as_str().ends_with("README.md")) {
        assert_eq!(with.get(path.as_str()), Some(before), "{path}");
    }
}

#[test]
fn every_file_of_a_cluster_is_in_one_layer_of_flux_and_layers_wait_for_each_other() {
    let set = emitted(flux());
    for cluster in ["tools", "vision", "language"] {
        let sync = objects(&set, &format!("gitops/flux/{cluster}/sync.yaml"));
        let (mut held, mut before) = (Vec::new(), None);
        for layer in sync.iter().filter(|object| object["kind"] == "Kustomization") {
            let waits = layer.pointer("/spec/dependsOn/0/name").and_then(Value::as_str).map(str::to_owned);
            assert_eq!(waits, before, "{cluster}");
            before = Some(text(layer, "/metadata/name").to_owned());
            let folder = text(layer, "/spec/path").strip_prefix("./out/").expect("below the set's folder");
            let inner = objects(&set, &format!("{folder}/kustomization.yaml")).remove(0);
            for resource in inner["resources"].as_array().expect("a list") {
                let resource = resource.as_str().expect("text");
                if let Some(file) = resource.strip_prefix(&format!("../../../../{cluster}/")) {
                    held.push(file.to_owned());
                }
            }
        }
        assert_eq!(held, files(&set, cluster), "{cluster}");
    }
}

#[test]
fn operators_come_before_everything_and_only_where_they_are_needed() {
    let set = emitted(flux());
    let first = |cluster: &str| {
        let sync = objects(&set, &format!("gitops/flux/{cluster}/sync.yaml"));
        let layer = sync.into_iter().find(|object| object["kind"] == "Kustomization").expect("a layer");
        text(&layer, "/metadata/name").to_owned()
    };
    assert_eq!((first("vision").as_str(), first("language").as_str()), ("foundation", "operators"));
    let releases = objects(&set, "gitops/flux/language/0-operators/releases.yaml");
    let release = releases.iter().find(|object| object["kind"] == "HelmRelease").expect("a release");
    assert_eq!(text(release, "/spec/targetNamespace"), "jobset-system");
    let readme = set.get("language/README.md").expect("a README");
    assert!(readme.contains("kubectl apply -k ../gitops/flux/language") && !readme.contains("JobSet 0.12"), "{readme}");
}

#[test]
fn argo_cd_applies_namespaces_first_and_workloads_last() {
    let set = emitted(argo(Reach::OwnObjects, true));
    for file in files(&set, "language") {
        for object in objects(&set, &format!("language/{file}")) {
            let wave = text(&object, "/metadata/annotations/argocd.argoproj.io~1sync-wave");
            let wanted = match object["kind"].as_str().expect("a kind") {
                "Namespace" | "StorageClass" | "NetworkPolicy" | "ServiceAccount" if !file.starts_with(['4', '5', '7']) => "1",
                "JobSet" => "3",
                _ if file == "13-gitops-access.yaml" => "",
                _ => wave,
            };
            assert_eq!(wave, wanted, "{file}: {object}");
            let skipped = text(&object, "/metadata/annotations/argocd.argoproj.io~1hook") == "Skip";
            assert_eq!(skipped, file == "13-gitops-access.yaml", "{file}: {object}");
            assert!(skipped || !wave.is_empty(), "{file}: {object}");
        }
    }
}

#[test]
fn the_projects_allow_what_the_clusters_have_and_nothing_else() {
    let set = emitted(argo(Reach::OwnObjects, true));
    let projects = objects(&set, "gitops/argocd/00-projects.yaml");
    assert_eq!(projects.len(), 2, "the hub is not kept by what runs in it");
    for project in projects {
        let cluster = text(&project, "/metadata/name").strip_prefix("acme-").expect("the platform's").to_owned();
        let mut there = BTreeSet::new();
        for file in files(&set, &cluster) {
            for object in objects(&set, &format!("{cluster}/{file}")) {
                let group = text(&object, "/apiVersion").split_once('/').map_or("", |(group, _)| group).to_owned();
                let list = if object.pointer("/metadata/namespace").is_some() { "namespace" } else { "cluster" };
                there.insert((list, group, text(&object, "/kind").to_owned()));
            }
        }
        let mut allowed = BTreeSet::new();
        for list in ["cluster", "namespace"] {
            for kind in project["spec"][format!("{list}ResourceWhitelist")].as_array().expect("a list") {
                allowed.insert((list, text(kind, "/group").to_owned(), text(kind, "/kind").to_owned()));
            }
        }
        assert_eq!(allowed, there, "{cluster}");
        let elsewhere =
            project["spec"]["destinations"].as_array().expect("a list").iter().filter(|it| it["name"] != cluster.as_str());
        assert_eq!(elsewhere.count(), 0);
    }
}

/// Argo CD must not be able to give itself more than it has: no rule without names lets it change roles or bind them.
#[test]
fn argo_cd_cannot_raise_itself() {
    let set = emitted(argo(Reach::OwnObjects, true));
    for role in objects(&set, "vision/13-gitops-access.yaml").iter().filter(|object| object["kind"] == "ClusterRole") {
        for rule in role["rules"].as_array().expect("rules") {
            let has = |list: &str, word: &str| rule[list].as_array().is_some_and(|all| all.iter().any(|it| it == word));
            assert!(!has("resources", "*") && !has("verbs", "*") && !has("apiGroups", "*"), "{rule}");
            let risky = ["escalate", "bind", "update", "patch", "delete"].iter().any(|verb| has("verbs", verb));
            if has("apiGroups", "rbac.authorization.k8s.io") && risky {
                let names = rule["resourceNames"].as_array().expect("by name alone");
                assert!(names.iter().all(|name| !name.as_str().expect("text").starts_with("eksml-gitops")), "{rule}");
            }
        }
    }
    let config = &objects(&set, "vision/00-cluster.eksctl.yaml")[0];
    let entries = config["accessConfig"]["accessEntries"].as_array().expect("entries");
    let entry = entries.iter().find(|entry| entry["principalARN"] == "arn:aws:iam::111122223333:role/argocd").expect("an entry");
    assert_eq!(entry["kubernetesGroups"][0], "eksml:gitops");
    assert_eq!(entry["accessPolicies"][0]["policyARN"], "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy");
}

#[test]
fn with_the_whole_cluster_argo_cd_installs_operators_too() {
    let set = emitted(argo(Reach::WholeCluster, true));
    assert_eq!(set.get("vision/13-gitops-access.yaml"), None);
    let sets = objects(&set, "gitops/argocd/20-application-sets.yaml");
    let jobset = sets.iter().find(|set| text(set, "/spec/template/spec/source/chart") == "jobset").expect("an operator");
    let wanted = jobset["spec"]["generators"][0]["clusters"]["selector"]["matchLabels"].as_object().expect("labels").clone();
    let chosen = |registration: &&Value| {
        let labels = registration["metadata"]["labels"].as_object().expect("labels");
        wanted.iter().all(|(key, value)| labels.get(key) == Some(value))
    };
    let registrations = objects(&set, "gitops/argocd/10-clusters.yaml");
    let names: Vec<_> = registrations.iter().filter(chosen).map(|it| text(it, "/stringData/name")).collect();
    assert_eq!(names, ["language"]);
}

#[test]
fn an_argo_cd_of_ones_own_takes_its_role_by_pod_identity() {
    let set = emitted(argo(Reach::OwnObjects, false));
    let config = &objects(&set, "tools/00-cluster.eksctl.yaml")[0];
    assert_eq!(config.get("capabilities"), None);
    let associations = config["iam"]["podIdentityAssociations"].as_array().expect("associations");
    let accounts: Vec<_> = associations
        .iter()
        .filter(|it| it["roleARN"] == "arn:aws:iam::111122223333:role/argocd")
        .map(|it| (text(it, "/namespace"), text(it, "/serviceAccountName")))
        .collect();
    assert_eq!(accounts, [("argocd", "argocd-application-controller"), ("argocd", "argocd-server")]);
    assert_eq!(set.get("gitops/argocd/10-clusters.yaml"), None, "EKS alone knows the addresses");
    let readme = set.get("gitops/argocd/README.md").expect("a README");
    assert!(readme.contains("aws eks describe-cluster --name vision --region us-west-2 --query cluster.endpoint"), "{readme}");
}

/// DR-07: what a spoke runs names nothing of the hub's, so that it lives on without it.
#[test]
fn spokes_survive_the_loss_of_the_hub() {
    for gitops in [argo(Reach::OwnObjects, true), flux()] {
        let set = emitted(gitops);
        for cluster in ["vision", "language"] {
            for file in files(&set, cluster) {
                let text = set.get(&format!("{cluster}/{file}")).expect("listed");
                assert!(!text.contains("tools") && !text.contains("10.64."), "{cluster}/{file} names the hub");
            }
        }
    }
}
