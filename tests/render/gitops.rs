//! GitOps: everything that is emitted has an owner, comes in order, and Argo CD may do what it has to and no more.

use std::collections::BTreeSet;

use eksml::output::ManifestSet;
use eksml::patterns::{Ground, Site, Team, hub_and_spoke};
use eksml::render;
use eksml::render::Gate as _;
use eksml::spec::*;
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
    // Flux installs the releases itself.
    let of_helm = |path: &str| path.contains("/values/") || path.ends_with("helmfile.yaml");
    assert!(with.iter().all(|(path, _)| !of_helm(path.as_str())));
    let same = |path: &str| !path.ends_with("README.md") && !of_helm(path);
    for (path, before) in without.iter().filter(|(path, _)| same(path.as_str())) {
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

/// A fleet whose second spoke trains on several nodes, and has a chart of its own in a declared namespace.
fn with_charts(gitops: GitOps) -> ManifestSet {
    let mut fleet = fleet(gitops);
    let chart = |name: &str, repo: &str, values: Option<&str>| Helm {
        name: parsed(name),
        chart: "qdrant".to_owned(),
        repo: repo.to_owned(),
        version: "1.2.3+build".to_owned(),
        namespace: parsed("ml-training"),
        values: values.map(|text| serde_json::from_str(text).expect("JSON")),
        ..Helm::default()
    };
    fleet.clusters[1].helm = vec![chart("vectors", "https://charts.example.com", None)];
    fleet.clusters[2].helm = vec![
        chart("vectors", "oci://registry.example.com/charts", Some("{\"replicaCount\": 3}")),
        chart("second", "https://charts.example.com", None),
    ];
    render::manifests(&fleet).unwrap_or_else(|refusal| panic!("{refusal}"))
}

#[test]
fn flux_installs_operators_before_everything_and_declared_charts_after_their_namespaces() {
    let set = with_charts(flux());
    let sync = objects(&set, "gitops/flux/language/sync.yaml");
    let after = |name: &str| {
        let step = sync.iter().find(|it| it["kind"] == "Kustomization" && text(it, "/metadata/name") == name).expect(name);
        let names = step["spec"].get("dependsOn").and_then(Value::as_array).cloned().unwrap_or_default();
        names.iter().map(|it| text(it, "/name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((after("operators"), after("foundation")), (vec![], vec!["operators".to_owned()]));
    assert_eq!((after("releases"), after("services")), (vec!["foundation".to_owned()], vec!["foundation".to_owned()]));
    assert_eq!(after("workloads"), ["services", "releases"]);
    let operators = objects(&set, "gitops/flux/language/0-operators/releases.yaml");
    let homes: Vec<_> =
        operators.iter().filter(|it| it["kind"] == "HelmRelease").map(|it| text(it, "/spec/targetNamespace")).collect();
    assert_eq!(homes, ["kueue-system", "jobset-system"]);
    let declared = objects(&set, "gitops/flux/language/2-releases/releases.yaml");
    let kinds: Vec<_> = declared.iter().map(|it| text(it, "/kind")).collect();
    assert_eq!(kinds, ["OCIRepository", "HelmRelease", "HelmRepository", "HelmRelease"]);
    assert_eq!(text(&declared[0], "/spec/ref/tag"), "1.2.3_build");
    assert_eq!(
        (&declared[1]["spec"]["values"]["replicaCount"], &declared[1]["spec"]["install"]["createNamespace"]),
        (&3.into(), &false.into())
    );
    assert_eq!(
        (text(&declared[3], "/spec/chart/spec/version"), text(&declared[3], "/spec/chart/spec/sourceRef/kind")),
        ("1.2.3+build", "HelmRepository")
    );
    let readme = set.get("language/README.md").expect("a README");
    assert!(readme.contains("kubectl apply -k ../gitops/flux/language") && !readme.contains("helm"), "{readme}");
}

/// The same settings, whoever installs the chart.
#[test]
fn settings_do_not_depend_on_who_installs_a_chart() {
    let mut by_hand = fleet(flux());
    by_hand.gitops = None;
    let by_hand = by_hand.manifests().expect("sound");
    let kueue: Value = serde_yaml::from_str(by_hand.get("vision/values/kueue.yaml").expect("settings")).expect("YAML");
    let of_flux = objects(&emitted(flux()), "gitops/flux/vision/0-operators/releases.yaml");
    let release = of_flux.iter().find(|it| it["kind"] == "HelmRelease").expect("a release");
    assert_eq!(release["spec"]["values"], kueue);
    let of_argo = emitted(argo(Reach::WholeCluster, true));
    assert_eq!(of_argo.get("vision/values/kueue.yaml"), by_hand.get("vision/values/kueue.yaml"));
    assert!(of_argo.get("vision/helmfile.yaml").is_none() && by_hand.get("vision/helmfile.yaml").is_some());
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

/// Argo CD must not be able to give itself more than it has: it changes and binds no role beyond that, and none of its own.
#[test]
fn argo_cd_cannot_raise_itself() {
    let set = emitted(argo(Reach::OwnObjects, true));
    for role in objects(&set, "vision/13-gitops-access.yaml").iter().filter(|object| object["kind"] == "ClusterRole") {
        for rule in role["rules"].as_array().expect("rules") {
            let has = |list: &str, word: &str| rule[list].as_array().is_some_and(|all| all.iter().any(|it| it == word));
            assert!(!has("resources", "*") && !has("verbs", "*") && !has("apiGroups", "*"), "{rule}");
            assert!(!has("verbs", "escalate") && !has("verbs", "bind"), "{rule}");
            let risky = ["update", "patch", "delete"].iter().any(|verb| has("verbs", verb));
            if has("apiGroups", "rbac.authorization.k8s.io") && risky {
                let names = rule["resourceNames"].as_array().expect("by name alone");
                assert!(names.iter().all(|name| !name.as_str().expect("text").starts_with("eksml-gitops")), "{rule}");
            }
        }
    }
    has_what_the_roles_of_the_set_grant(&set, "vision");
    let config = &objects(&set, "vision/00-cluster.eksctl.yaml")[0];
    let entries = config["accessConfig"]["accessEntries"].as_array().expect("entries");
    let entry = entries.iter().find(|entry| entry["principalARN"] == "arn:aws:iam::111122223333:role/argocd").expect("an entry");
    assert_eq!(entry["kubernetesGroups"][0], "eksml:gitops");
    assert_eq!(entry["accessPolicies"][0]["policyARN"], "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy");
}

/// The API server refuses a role, or a binding to one, that grants what the writer lacks: the first sync would fail.
fn has_what_the_roles_of_the_set_grant(set: &ManifestSet, cluster: &str) {
    let rules = |role: &Value| role["rules"].as_array().cloned().unwrap_or_default();
    let own = objects(set, &format!("{cluster}/13-gitops-access.yaml"));
    let roles: Vec<Value> = files(set, cluster)
        .iter()
        .filter(|file| *file != "13-gitops-access.yaml")
        .flat_map(|file| objects(set, &format!("{cluster}/{file}")))
        .filter(|object| object["kind"] == "ClusterRole" || object["kind"] == "Role")
        .collect();
    assert!(roles.iter().any(|role| role["kind"] == "ClusterRole") && roles.iter().any(|role| role["kind"] == "Role"));
    for role in roles {
        let namespace = &role["metadata"]["namespace"];
        let name = if namespace.is_null() { "eksml-gitops-cluster" } else { "eksml-gitops-grants" };
        let held = own
            .iter()
            .find(|it| it["metadata"]["name"] == name && it["metadata"]["namespace"] == *namespace && !it["rules"].is_null());
        let held = rules(held.unwrap_or_else(|| panic!("nothing holds what {role} grants")));
        for rule in rules(&role) {
            assert!(held.contains(&rule), "{rule} of {}", role["metadata"]["name"]);
        }
    }
}

#[test]
fn with_the_whole_cluster_argo_cd_installs_charts_too() {
    let set = with_charts(argo(Reach::WholeCluster, true));
    assert_eq!(set.get("vision/13-gitops-access.yaml"), None);
    let sets = objects(&set, "gitops/argocd/20-application-sets.yaml");
    let registrations = objects(&set, "gitops/argocd/10-clusters.yaml");
    let projects = objects(&set, "gitops/argocd/00-projects.yaml");
    let mut installed = Vec::new();
    for of_release in &sets {
        let spec = &of_release["spec"]["template"]["spec"];
        let sources = spec["sources"].as_array().cloned().unwrap_or_else(|| vec![spec["source"].clone()]);
        let Some(chart) = sources[0].get("chart") else { continue };
        let key = text(of_release, "/spec/generators/0/clusters/selector/matchExpressions/0/key");
        let project = projects.iter().find(|it| it["metadata"]["name"] == spec["project"]).expect("a project");
        for source in &sources {
            assert!(project["spec"]["sourceRepos"].as_array().expect("repositories").contains(&source["repoURL"]), "{source}");
        }
        for registration in &registrations {
            let Some(version) = registration["metadata"]["labels"].get(key) else { continue };
            let name = text(registration, "/stringData/name");
            let home = serde_json::json!({ "name": name, "namespace": spec["destination"]["namespace"] });
            assert!(project["spec"]["destinations"].as_array().expect("destinations").contains(&home), "{home}");
            if let Some(file) = sources[0].pointer("/helm/valueFiles/0") {
                let file = file.as_str().expect("text").replace("{{.name}}", name);
                let file = file.strip_prefix("$values/manifests/").expect("below the set's folder");
                assert!(set.get(file).is_some(), "{file}");
                assert_eq!(sources[1]["ref"], "values");
            }
            installed.push(format!("{name}: {} {}", chart.as_str().expect("text"), version.as_str().expect("text")));
        }
        let version = format!("{{{{ index .metadata.labels \"{key}\" | replace \"_\" \"+\" }}}}");
        assert_eq!(text(&sources[0], "/targetRevision"), version);
    }
    installed.sort_unstable();
    let wanted = [
        "language: jobset 0.12.0",
        "language: kueue 0.19.2",
        "language: qdrant 1.2.3_build",
        "language: qdrant 1.2.3_build",
        "vision: kueue 0.19.2",
        "vision: qdrant 1.2.3_build",
    ];
    assert_eq!(installed, wanted);
}

/// The chart of the load balancer controller makes new certificates whenever it is rendered, and operators write theirs in.
#[test]
fn argo_cd_leaves_certificates_alone() {
    let set = emitted(argo(Reach::WholeCluster, true));
    let sets = objects(&set, "gitops/argocd/20-application-sets.yaml");
    let spec = sets[0].pointer("/spec/template/spec").expect("a template");
    let ignored: Vec<_> = spec["ignoreDifferences"].as_array().expect("a list").iter().map(|it| text(it, "/kind")).collect();
    assert!(ignored.contains(&"MutatingWebhookConfiguration") && ignored.contains(&"Secret"), "{ignored:?}");
    let options = spec.pointer("/syncPolicy/syncOptions").and_then(Value::as_array).expect("options");
    assert!(options.contains(&"RespectIgnoreDifferences=true".into()));
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

/// A fleet whose first spoke's team brings objects from two repositories.
fn with_tenants(gitops: GitOps) -> ManifestSet {
    let mut fleet = fleet(gitops);
    for team in &mut fleet.clusters[1].access.teams {
        team.repos = vec!["https://github.com/acme/vision".to_owned(), "ssh://git@github.com/acme/vision-private".to_owned()];
    }
    render::manifests(&fleet).unwrap_or_else(|refusal| panic!("{refusal}"))
}

/// A team has its namespaces of its clusters and its repositories, and none of what bounds it.
#[test]
fn teams_are_held_to_their_namespaces_by_argo_cd() {
    let set = with_tenants(argo(Reach::OwnObjects, true));
    let projects = objects(&set, "gitops/argocd/00-projects.yaml");
    let project = projects.iter().find(|it| text(it, "/metadata/name") == "acme.team-vision").expect("a project of the team");
    let spec = &project["spec"];
    assert_eq!(spec["sourceRepos"].as_array().map(Vec::len), Some(2));
    let homes: Vec<_> =
        spec["destinations"].as_array().expect("a list").iter().map(|it| (text(it, "/name"), text(it, "/namespace"))).collect();
    assert_eq!(homes, [("vision", "ml-training"), ("vision", "ml-inference")]);
    assert_eq!(spec["clusterResourceWhitelist"], Value::Array(Vec::new()), "nothing of the whole cluster's");
    assert_eq!(spec.get("namespaceResourceWhitelist"), None, "an empty list would allow nothing at all");
    let refused: Vec<_> =
        spec["namespaceResourceBlacklist"].as_array().expect("a list").iter().map(|it| text(it, "/kind")).collect();
    assert_eq!(refused, ["LimitRange", "ResourceQuota", "ApplicationNetworkPolicy", "NetworkPolicy", "Role", "RoleBinding"]);
    let rights = objects(&set, "vision/13-gitops-access.yaml");
    let edits: Vec<_> =
        rights.iter().filter(|it| text(it, "/roleRef/name") == "edit").map(|it| text(it, "/metadata/namespace")).collect();
    assert_eq!(edits, ["ml-inference", "ml-training"]);
    assert!(!set.get("language/13-gitops-access.yaml").expect("rights").contains("name: edit"));
}

/// Under the EKS capability whoever may look sees no Application but by a role of its project.
#[test]
fn who_signs_in_to_argo_cd_has_a_part_in_a_project() {
    let mut fleet = fleet(argo(Reach::OwnObjects, true));
    for team in &mut fleet.clusters[1].access.teams {
        team.repos = vec!["https://github.com/acme/vision".to_owned()];
        team.sign_in_groups = vec!["group-vision".to_owned()];
    }
    if let Some(GitOps::ArgoCd(ArgoCd { capability: Some(capability), .. })) = &mut fleet.gitops {
        capability.viewers = vec!["group-audit".to_owned()];
    }
    let set = render::manifests(&fleet).unwrap_or_else(|refusal| panic!("{refusal}"));
    let projects = objects(&set, "gitops/argocd/00-projects.yaml");
    for project in &projects {
        let viewer = project["spec"]["roles"].as_array().and_then(|roles| roles.last()).expect("a role");
        let name = text(project, "/metadata/name");
        assert_eq!(viewer["groups"][0], "group-audit");
        assert_eq!(viewer["policies"][0], format!("p, proj:{name}:viewer, applications, get, {name}/*, allow"));
    }
    let project = projects.iter().find(|it| text(it, "/metadata/name") == "acme.team-vision").expect("a project of the team");
    let role = &project["spec"]["roles"][0];
    assert_eq!((text(role, "/name"), text(role, "/groups/0")), ("team", "group-vision"));
    let may: Vec<_> = role["policies"].as_array().expect("policies").iter().filter_map(Value::as_str).collect();
    assert!(may.contains(&"p, proj:acme.team-vision:team, applications, sync, acme.team-vision/*, allow"), "{may:?}");
    assert!(may.iter().all(|policy| policy.contains(", acme.team-vision/*, ") && !policy.contains("exec")), "{may:?}");
}

#[test]
fn teams_are_held_to_their_namespaces_by_flux() {
    let set = with_tenants(flux());
    let of_team = objects(&set, "gitops/flux/vision/2-teams/teams.yaml");
    let shown: Vec<_> = of_team.iter().map(|it| (text(it, "/kind"), text(it, "/metadata/namespace"))).collect();
    let wanted = [
        ("ServiceAccount", "ml-training"),
        ("RoleBinding", "ml-training"),
        ("RoleBinding", "ml-inference"),
        ("GitRepository", "ml-training"),
        ("Kustomization", "ml-training"),
        ("GitRepository", "ml-training"),
        ("Kustomization", "ml-training"),
    ];
    assert_eq!(shown, wanted);
    for applied in of_team.iter().filter(|it| it["kind"] == "Kustomization") {
        assert_eq!(
            text(applied, "/spec/serviceAccountName"),
            text(&of_team[0], "/metadata/name"),
            "Flux itself may do everything"
        );
    }
    assert_eq!(text(&of_team[5], "/spec/secretRef/name"), "team-vision-2");
    let readme = set.get("vision/README.md").expect("a README");
    assert!(readme.contains("flux create secret git team-vision-2 --namespace ml-training --url ssh://"), "{readme}");
    assert_eq!(set.get("gitops/flux/language/2-teams/teams.yaml"), None);
}
