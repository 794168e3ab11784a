//! The hub sends jobs to its spokes with no credential that is copied, and with no more rights than that takes.

use eksml::output::ManifestSet;
use eksml::patterns::{Ground, Site, Team, hub_and_spoke, share_idle_nodes};
use eksml::render::Gate as _;
use eksml::spec::*;
use serde_json::{Value, json};

fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a value")
}

fn fleet() -> Platform {
    let ground = Ground::new(
        parsed("acme-ml"),
        parsed("us-west-2"),
        parsed("111122223333"),
        parsed("arn:aws:iam::111122223333:role/platform-admin"),
        parsed("arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6"),
    );
    let spoke = |name: &str, cidr: &str| {
        let role = format!("arn:aws:iam::111122223333:role/ml-{name}");
        (Team::new(parsed(name), parsed(&role)), Site::new(parsed(name), parsed(cidr)))
    };
    let spokes = [spoke("vision", "10.65.0.0/16"), spoke("language", "10.66.0.0/16")];
    let mut platform = hub_and_spoke(&ground, &Site::new(parsed("hub"), parsed("10.64.0.0/16")), spokes);
    share_idle_nodes(&mut platform, &parsed("batch"));
    platform
}

fn emitted() -> ManifestSet {
    fleet().manifests().expect("a sound platform")
}

/// Every object of a cluster's folder, wherever it is written.
fn objects(set: &ManifestSet, folder: &str) -> Vec<Value> {
    let files = set.iter().filter(|(path, _)| {
        path.as_str().starts_with(&format!("{folder}/"))
            && std::path::Path::new(path.as_str()).extension().is_some_and(|it| it == "yaml")
    });
    files.flat_map(|(_, text)| text.split("\n---\n")).map(|document| serde_yaml::from_str(document).expect("YAML")).collect()
}

fn find<'a>(objects: &'a [Value], kind: &str, name: &str) -> &'a Value {
    let found = |object: &&Value| object["kind"] == kind && object["metadata"]["name"] == name;
    objects.iter().find(found).unwrap_or_else(|| panic!("no {kind} {name}"))
}

#[test]
fn the_queue_of_the_hub_leads_to_every_spoke() {
    let hub = objects(&emitted(), "hub");
    let queue = find(&hub, "ClusterQueue", "batch");
    assert_eq!(queue["spec"]["admissionChecksStrategy"]["admissionChecks"], json!([{ "name": "batch" }]));
    let check = find(&hub, "AdmissionCheck", "batch");
    assert_eq!(check["spec"]["controllerName"], "kueue.x-k8s.io/multikueue");
    assert_eq!(check["spec"]["parameters"]["kind"], "MultiKueueConfig");
    let config = find(&hub, "MultiKueueConfig", check["spec"]["parameters"]["name"].as_str().unwrap());
    assert_eq!(config["spec"]["clusters"], json!(["vision", "language"]));
    for spoke in ["vision", "language"] {
        let secret = &find(&hub, "MultiKueueCluster", spoke)["spec"]["clusterSource"]["kubeConfig"];
        assert_eq!(*secret, json!({ "location": format!("multikueue-{spoke}"), "locationType": "Secret" }));
    }
    // 16 nodes of four GPUs in each of two spokes, all of them borrowed.
    let quotas = queue["spec"]["resourceGroups"][0]["flavors"][0]["resources"].as_array().expect("quotas");
    let gpus = quotas.iter().find(|quota| quota["name"] == "nvidia.com/gpu").expect("GPUs");
    assert_eq!(gpus["nominalQuota"], "128");
}

#[test]
fn nothing_runs_in_the_hub() {
    let hub = objects(&emitted(), "hub");
    assert_eq!(find(&hub, "ResourceQuota", "jobs-run-elsewhere")["spec"]["hard"], json!({ "pods": "0" }));
    let team = hub.iter().find(|object| object["kind"] == "RoleBinding" && object["metadata"]["namespace"] == "batch");
    assert!(team.is_some(), "a team cannot create JobSets by EKS's own policy");
}

#[test]
fn no_credential_is_written_or_copied() {
    let set = emitted();
    let hub = objects(&set, "hub");
    assert!(!hub.iter().any(|object| object["kind"] == "Secret"));
    let role = find(&hub, "Role", "multikueue-credentials");
    let named = json!(["multikueue-vision", "multikueue-language"]);
    assert!(role["rules"].as_array().unwrap().iter().any(|rule| rule["resourceNames"] == named && rule["verbs"][1] == "patch"));
    let stack = objects(&set, "fleet").into_iter().find(|it| it["Resources"]["QueuesOfTheHub"].is_object()).expect("a role");
    let properties = &stack["Resources"]["QueuesOfTheHub"]["Properties"];
    let statement = &properties["Policies"][0]["PolicyDocument"]["Statement"][0];
    assert_eq!(statement["Action"], "eks:DescribeCluster");
    assert_eq!(statement["Resource"].as_array().unwrap().len(), 2);
    let trust = &properties["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]["StringEquals"];
    assert_eq!(trust["aws:RequestTag/kubernetes-service-account"], "multikueue-credentials");
    // The role the fleet makes is the one that the hub's Pod takes and that the spokes let in.
    let name = properties["RoleName"].as_str().unwrap();
    let config = find(&hub, "ClusterConfig", "hub");
    let association = config["iam"]["podIdentityAssociations"].as_array().unwrap().iter();
    let roles: Vec<_> = association.filter_map(|it| it["roleARN"].as_str()).collect();
    assert_eq!(roles, [format!("arn:aws:iam::111122223333:role/{name}")]);
}

#[test]
fn the_hub_writes_jobs_of_its_queue_and_reads_no_more_than_jobs() {
    let vision = objects(&emitted(), "vision");
    let config = find(&vision, "ClusterConfig", "vision");
    let entries = config["accessConfig"]["accessEntries"].as_array().unwrap();
    let hub: Vec<_> = entries.iter().filter(|entry| entry["kubernetesGroups"][0] == "eksml:queues-of-the-hub").collect();
    assert!(hub.len() == 1 && hub[0].get("accessPolicies").is_none(), "{hub:?}");
    // Its way in: the private endpoint takes nobody from another network otherwise.
    assert_eq!(config["vpc"]["extraCIDRs"], json!(["10.64.0.0/16"]));
    let seen = find(&vision, "ClusterRole", "eksml-queues-of-the-hub")["rules"].as_array().unwrap();
    assert!(seen.iter().all(|rule| rule["verbs"] == json!(["get", "list", "watch"])), "{seen:?}");
    let bound: Vec<_> = vision
        .iter()
        .filter(|object| {
            object["kind"] == "RoleBinding"
                && object["roleRef"]["name"] == "eksml-jobs-of-the-hub"
                && object["roleRef"]["kind"] == "Role"
        })
        .map(|object| object["metadata"]["namespace"].as_str().unwrap())
        .collect();
    assert_eq!(bound, ["batch"], "not the team's own namespace");
}

#[test]
fn spokes_queue_their_own_jobs_without_the_hub() {
    let mut alone = fleet();
    let kept: Vec<_> = alone.clusters.drain(..).filter(|cluster| cluster.name.as_str() == "vision").collect();
    let own = |set: &ManifestSet| {
        let all = objects(set, "vision");
        all.into_iter().filter(|it| it["metadata"]["name"] == "ml-training").collect::<Vec<_>>()
    };
    alone.clusters = kept;
    (alone.hub, alone.metrics_workspace) = (None, None);
    for cluster in &mut alone.clusters {
        cluster.queues.as_mut().expect("queues").from_hub = false;
        cluster.monitoring.as_mut().expect("monitoring").remote_write = None;
    }
    let without = own(&alone.manifests().expect("a sound platform"));
    assert_eq!(own(&emitted()), without, "the team's queue does not know of the hub");
    assert!(without.iter().any(|object| object["kind"] == "ClusterQueue"));
}

#[test]
fn kueue_in_the_hub_watches_only_what_every_spoke_serves() {
    let set = emitted();
    let text = set.get("hub/values/kueue.yaml").expect("settings");
    let frameworks = text.split("frameworks:").nth(1).expect("frameworks");
    assert!(frameworks.contains("jobset.x-k8s.io/jobset") && !frameworks.contains("ray.io"), "{frameworks}");
    for cluster in ["hub", "vision", "language"] {
        let charts = set.get(&format!("{cluster}/helmfile.yaml")).expect("charts");
        assert!(charts.contains("jobset"), "{cluster} serves JobSets");
    }
}

#[test]
fn a_queue_that_people_send_jobs_by_is_not_called_unused() {
    let unused = |platform: &Platform| platform.check().findings().iter().filter(|finding| finding.rule == "SCH-18").count();
    assert_eq!(unused(&fleet()), 0);
    let mut nobody = fleet();
    nobody.clusters.iter_mut().filter_map(|cluster| cluster.queues.as_mut()).for_each(|queues| queues.from_hub = false);
    assert_eq!(unused(&nobody), 2, "what the hub does not send, nobody puts into a spoke's queue");
}

#[test]
fn a_spoke_that_is_out_of_reach_is_told_once() {
    let mut platform = fleet();
    for cluster in &mut platform.clusters {
        (cluster.endpoint, cluster.vpc.peers) = (Endpoint::Private, Vec::new());
    }
    let told = |platform: &Platform| platform.check().findings().iter().filter(|finding| finding.rule == "FL-07").count();
    assert_eq!(told(&platform), 2, "by jobs");
    let role = Some(parsed("arn:aws:iam::111122223333:role/argo-cd"));
    let argo = ArgoCd { repo: "https://github.com/acme/platform".to_owned(), role, ..ArgoCd::default() };
    platform.gitops = Some(GitOps::ArgoCd(argo));
    assert_eq!(told(&platform), 2, "by Argo CD and by jobs, from the same cluster");
}
