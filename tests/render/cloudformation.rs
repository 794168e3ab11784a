//! Templates deploy in the order they are numbered in, keep what has data in it, and let in whom the platform names.

use std::collections::BTreeMap;

use eksml::render;
use eksml::render::Gate as _;
use eksml::spec::*;
use serde_json::Value;

use crate::rendered::{parsed, platform};

/// The templates of a platform, by path.
fn templates(platform: &Platform) -> BTreeMap<String, Value> {
    let set = render::manifests(platform).unwrap_or_else(|refusal| panic!("{refusal}"));
    let templates = set.iter().filter(|(path, _)| path.to_string().ends_with(".cfn.yaml"));
    templates.map(|(path, text)| (path.to_string(), serde_yaml::from_str(text).expect("YAML"))).collect()
}

fn bucket(name: &str, region: &str, to: &str) -> Bucket {
    Bucket {
        name: parsed(name),
        s3: parsed(&format!("acme-{name}")),
        create: Some(CreatedBucket {
            region: Some(parsed(region)),
            own_key: true,
            lifecycle: Some(Lifecycle { noncurrent_days: 30, ..Lifecycle::default() }),
            replicate: Some(Replica { to: parsed(to), s3: None }),
        }),
        ..Bucket::default()
    }
}

#[test]
fn copies_that_cross_wait_for_each_other_in_no_stack() {
    let mut platform = platform();
    platform.buckets.push(bucket("west", "us-west-2", "us-east-2"));
    platform.buckets.push(bucket("east", "us-east-2", "us-west-2"));
    let templates = templates(&platform);
    let paths: Vec<_> = templates.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "fleet/00-copies-us-east-2.cfn.yaml",
            "fleet/00-copies-us-west-2.cfn.yaml",
            "fleet/01-data-us-east-2.cfn.yaml",
            "fleet/01-data-us-west-2.cfn.yaml"
        ]
    );
    assert_eq!(templates[paths[1]]["Resources"]["CopyEast"]["Properties"]["BucketName"], "acme-east-us-west-2");
    let replicated = &templates[paths[3]]["Resources"]["BucketWest"]["Properties"]["ReplicationConfiguration"]["Rules"][0];
    assert_eq!(replicated["Destination"]["Bucket"]["Fn::Sub"], "arn:${AWS::Partition}:s3:::acme-west-us-east-2");
    let cluster = platform.clusters.first().expect("a cluster");
    let commands = render::commands(&render::ClusterView { platform: &platform, cluster }, "manifests/shared");
    let order: Vec<_> = commands.iter().map(|command| command.split(' ').next().unwrap_or_default()).collect();
    assert_eq!(order, ["aws", "aws", "aws", "aws", "aws", "aws", "aws", "aws", "eksctl", "helmfile", "kubectl"]);
    let protected = "aws cloudformation update-termination-protection --region us-east-2";
    assert!(commands[1].starts_with(protected) && commands[1].ends_with("--enable-termination-protection"), "{}", commands[1]);
    assert!(commands[0].contains("--template-file manifests/fleet/00-copies-us-east-2.cfn.yaml"), "{}", commands[0]);
}

#[test]
fn what_has_data_in_it_stays_when_its_stack_goes() {
    let mut platform = platform();
    platform.buckets.push(bucket("west", "us-west-2", "us-east-2"));
    let mut kept = 0;
    for (path, template) in templates(&platform) {
        for (id, resource) in template["Resources"].as_object().expect("resources") {
            let kind = resource["Type"].as_str().unwrap_or_default();
            let has_data = ["AWS::S3::Bucket", "AWS::KMS::Key"].contains(&kind);
            kept += usize::from(has_data);
            assert!(
                !has_data || resource["DeletionPolicy"] == "Retain" && resource["UpdateReplacePolicy"] == "Retain",
                "{path} {id}"
            );
        }
    }
    assert_eq!(kept, 4, "two buckets and their two keys");
}

#[test]
fn whoever_reads_a_bucket_uses_its_key_through_s3_alone() {
    let mut platform = platform();
    platform.buckets.push(bucket("west", "us-west-2", "us-east-2"));
    platform.clusters[0].identities[0].read.push(Store::Bucket(parsed("west")));
    let set = render::manifests(&platform).unwrap_or_else(|refusal| panic!("{refusal}"));
    let (_, text) = set.iter().find(|(path, _)| path.to_string().ends_with("00-cluster.eksctl.yaml")).expect("a ClusterConfig");
    let config: Value = serde_yaml::from_str(text).expect("YAML");
    let statements = config.pointer("/iam/podIdentityAssociations/0/permissionPolicy/Statement").and_then(Value::as_array);
    let own = statements.into_iter().flatten().find(|statement| statement["Sid"] == "DecryptOwnObjects").expect("a statement");
    assert_eq!(own["Condition"]["ForAnyValue:StringEquals"]["kms:ResourceAliases"][0], "alias/acme/bucket/west");
    let template = &templates(&platform)["fleet/01-data-us-west-2.cfn.yaml"];
    let alias = &template["Resources"]["KeyWestAlias"]["Properties"]["AliasName"];
    assert_eq!(alias, "alias/acme/bucket/west", "the identity's word and the key's are one");
    let uses = &template["Resources"]["KeyWest"]["Properties"]["KeyPolicy"]["Statement"][1];
    assert_eq!(uses["Condition"]["StringEquals"]["kms:ViaService"]["Fn::Sub"], "s3.${AWS::Region}.${AWS::URLSuffix}");
}

/// Daily backups with a copy and a drill, over the checkpoints of `pretrain`.
fn with_backups() -> Platform {
    let mut platform = platform();
    let west = bucket("checkpoints", "us-west-2", "us-east-2");
    platform.buckets = vec![west];
    platform.clusters[0].backup = Some(Backup {
        copy: Some(BackupCopy { to: parsed("us-east-2"), keep_days: Some(90) }),
        buckets: vec![Store::Bucket(parsed("checkpoints"))],
        locked: true,
        drill: Some(Drill { newest_within: Some(parsed("8d")), ..Drill::default() }),
        ..Backup::default()
    });
    platform
}

#[test]
fn backups_are_copied_to_a_vault_that_is_there_before() {
    let templates = templates(&with_backups());
    let vault = &templates["fleet/00-copies-us-east-2.cfn.yaml"]["Resources"]["VaultShared"]["Properties"];
    let infra = &templates["shared/01-infra.cfn.yaml"]["Resources"];
    let rule = &infra["BackupPlan"]["Properties"]["BackupPlan"]["BackupPlanRule"][0];
    let copied_to = rule["CopyActions"][0]["DestinationBackupVaultArn"]["Fn::Sub"].as_str().unwrap_or_default();
    let name = vault["BackupVaultName"].as_str().unwrap_or_default();
    assert_eq!(copied_to, format!("arn:${{AWS::Partition}}:backup:us-east-2:${{AWS::AccountId}}:backup-vault:{name}"));
    assert_eq!(
        (&rule["Lifecycle"]["DeleteAfterDays"], &rule["CopyActions"][0]["Lifecycle"]["DeleteAfterDays"]),
        (&35.into(), &90.into())
    );
    assert_eq!(vault["LockConfiguration"]["MinRetentionDays"], 90);
    let covered = infra["BackupSelection"]["Properties"]["BackupSelection"]["Resources"].as_array().map_or(0, Vec::len);
    assert_eq!(covered, 2, "the cluster and the bucket");
    let policies = infra["BackupRole"]["Properties"]["ManagedPolicyArns"].to_string();
    assert!(policies.contains("AWSBackupServiceRolePolicyForS3Backup"), "{policies}");
}

#[test]
fn the_drill_reads_here_and_there_and_changes_nothing() {
    let platform = with_backups();
    let objects = crate::rendered::objects(&platform);
    let pod = objects.get("CronJob", "eksml-restore-drill").pointer("/spec/jobTemplate/spec/template/spec").expect("a Pod");
    let script = pod["containers"][0]["args"][0].as_str().unwrap_or_default();
    assert!(script.contains("check pretrain acme-checkpoints pretrain us-west-2\n"), "{script}");
    assert!(script.contains("check pretrain acme-checkpoints-us-east-2 pretrain us-east-2\n"), "{script}");
    assert_eq!(crate::rendered::environment(&pod["containers"][0])["NEWEST_WITHIN_SECONDS"], "691200");
    let set = render::manifests(&platform).unwrap_or_else(|refusal| panic!("{refusal}"));
    let (_, text) = set.iter().find(|(path, _)| path.to_string().ends_with("00-cluster.eksctl.yaml")).expect("a ClusterConfig");
    let config: Value = serde_yaml::from_str(text).expect("YAML");
    let associations = config.pointer("/iam/podIdentityAssociations").and_then(Value::as_array).expect("associations");
    let drill = associations.iter().find(|it| it["serviceAccountName"] == "eksml-restore-drill").expect("the drill's");
    let actions: Vec<String> = drill["permissionPolicy"]["Statement"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|statement| statement["Action"].as_array().cloned().unwrap_or_default())
        .filter_map(|action| action.as_str().map(str::to_owned))
        .collect();
    assert_eq!(actions, ["s3:ListBucket", "s3:GetObject", "kms:Decrypt"]);
    assert!(text.contains("arn:aws:s3:::acme-checkpoints-us-east-2/*"), "the copy is read, too");
}

#[test]
fn the_runbook_speaks_of_this_cluster() {
    let set = render::manifests(&with_backups()).unwrap_or_else(|refusal| panic!("{refusal}"));
    let (_, runbook) = set.iter().find(|(path, _)| path.to_string() == "shared/RUNBOOK.md").expect("a runbook");
    for said in [
        "vault `eksml-shared`",
        "in us-east-2",
        "--prefix pretrain/",
        "- `pretrain` in us-west-2a, with capacity",
        "01-infra.cfn.yaml",
    ] {
        assert!(runbook.contains(said), "{said}\n{runbook}");
    }
}

#[test]
fn a_cluster_s_own_key_has_the_alias_that_its_cluster_config_names() {
    let mut platform = platform();
    platform.account = Some(parsed("123456789012"));
    platform.clusters[0].own_secrets_key = true;
    let set = render::manifests(&platform).unwrap_or_else(|refusal| panic!("{refusal}"));
    let (_, text) = set.iter().find(|(path, _)| path.to_string().ends_with("00-cluster.eksctl.yaml")).expect("a ClusterConfig");
    let config: Value = serde_yaml::from_str(text).expect("YAML");
    assert_eq!(config["secretsEncryption"]["keyARN"], "arn:aws:kms:us-west-2:123456789012:alias/acme/secrets/shared");
    let template = &templates(&platform)["fleet/01-data-us-west-2.cfn.yaml"]["Resources"];
    assert_eq!(template["SecretsKeySharedAlias"]["Properties"]["AliasName"], "alias/acme/secrets/shared");
    let statements = template["SecretsKeyShared"]["Properties"]["KeyPolicy"]["Statement"].to_string();
    assert!(!statements.contains("kms:Decrypt"), "only EKS decrypts, by its grant: {statements}");
}

#[test]
fn endpoints_are_in_the_vpc_that_eksctl_makes() {
    let mut platform = platform();
    platform.clusters[0].vpc.endpoints = vec![AwsService::S3, AwsService::Ecr];
    let infra = &templates(&platform)["shared/01-infra.cfn.yaml"];
    let endpoint = &infra["Resources"]["EndpointEcrRegistry"]["Properties"];
    assert_eq!(endpoint["VpcId"]["Fn::ImportValue"], "eksctl-shared-cluster::VPC");
    assert_eq!(endpoint["SubnetIds"]["Fn::Split"][1]["Fn::ImportValue"], "eksctl-shared-cluster::SubnetsPrivate");
    assert_eq!(infra["Resources"]["EndpointS3"]["Properties"]["RouteTableIds"]["Ref"], "PrivateRouteTables");
    let cluster = platform.clusters.first().expect("a cluster");
    let commands = render::commands(&render::ClusterView { platform: &platform, cluster }, ".");
    let deploy = commands.iter().find(|command| command.contains("01-infra")).expect("a command");
    assert!(deploy.contains("--parameter-overrides PrivateRouteTables=$(aws ec2 describe-route-tables"), "{deploy}");
}

#[test]
fn a_linked_file_system_uses_the_bucket_s_key_and_nothing_else_does() {
    let mut platform = platform();
    platform.buckets.push(bucket("corpus", "us-west-2", "us-east-2"));
    platform.buckets.push(bucket("models", "us-west-2", "us-east-2"));
    let lustre = Persistent2 {
        throughput: 250,
        size_gib: 2400,
        place: LustrePlace { zone: parsed("us-west-2a"), ..LustrePlace::default() },
        links: vec![Link { bucket: parsed("corpus"), at: "/corpus".to_owned(), sync: Sync::Import, ..Link::default() }],
        ..Persistent2::default()
    };
    let backend = Backend::FsxLustre(Lustre::Persistent2(lustre));
    platform.clusters[0].storage.push(Storage { name: parsed("fast"), backend, ..Storage::default() });
    let templates = templates(&platform);
    let link = &templates["shared/01-infra.cfn.yaml"]["Resources"]["LustreFastLinkCorpus"]["Properties"];
    assert_eq!((&link["FileSystemId"]["Ref"], &link["DataRepositoryPath"]), (&"LustreFast".into(), &"s3://acme-corpus".into()));
    assert!(link["S3"].get("AutoImportPolicy").is_some() && link["S3"].get("AutoExportPolicy").is_none());
    let file_system = &templates["shared/01-infra.cfn.yaml"]["Resources"]["LustreFast"]["Properties"];
    assert_eq!(file_system["SubnetIds"][0]["Ref"], "PrivateSubnetUsWestZ2a");
    assert_eq!(file_system["SecurityGroupIds"][0]["Fn::GetAtt"][0], "LustreFastSecurityGroup");
    let key = |id: &str| templates["fleet/01-data-us-west-2.cfn.yaml"]["Resources"][id]["Properties"]["KeyPolicy"].to_string();
    assert!(key("KeyCorpus").contains("AWSServiceRoleForFSxS3Access_fs-*") && !key("KeyModels").contains("FSx"));
}

/// Lustre opens connections in both directions, on 988 and 1018 to 1023; over EFA on everything. A subnet of eksctl's is looked up by its
/// zone, of a VPC that is there already it is known.
#[test]
fn file_systems_in_the_cluster_s_own_subnets_and_its_nodes_reach_each_other() {
    use eksml::eksctl::{AzSubnetSpec, ClusterSubnets, ClusterVpcBlock};
    let mut platform = platform();
    let scratch = |zone: &str| Scratch2 {
        place: LustrePlace { zone: parsed(zone), ..LustrePlace::default() },
        size_gib: 1200,
        mirrors: None,
    };
    let class = |name: &str, lustre| Storage { name: parsed(name), backend: Backend::FsxLustre(lustre), ..Storage::default() };
    let fast =
        Persistent2 { place: scratch("us-west-2a").place, throughput: 1000, size_gib: 4800, efa: true, ..Persistent2::default() };
    platform.clusters[0]
        .storage
        .extend([class("scratch", Lustre::Scratch2(scratch("us-west-2a"))), class("fast", Lustre::Persistent2(fast))]);
    // An image of their own sets up LNet for EFA.
    let own_image =
        Waiver { rule: "STO-11".to_owned(), reason: "our image sets up LNet".to_owned(), until: parsed("2999-12-31") };
    platform.clusters[0].storage.iter_mut().for_each(|class| class.waivers.push(own_image.clone()));
    let infra = |platform: &Platform| templates(platform)["shared/01-infra.cfn.yaml"].clone();
    let template = infra(&platform);
    let ports = |id: &str| -> Vec<(i64, i64)> {
        let all = template["Resources"].as_object().expect("resources").iter();
        let rules = all.filter(|(name, _)| name.starts_with(id)).map(|(_, rule)| &rule["Properties"]);
        rules.map(|rule| (rule["FromPort"].as_i64().unwrap_or(-1), rule["ToPort"].as_i64().unwrap_or(-1))).collect()
    };
    for way in ["FromItself", "ToItself", "ToNodes"] {
        assert_eq!(ports(&format!("LustreScratchSecurityGroup{way}")), [(988, 988), (1018, 1023)], "{way}");
        assert_eq!(ports(&format!("LustreFastSecurityGroup{way}")), [(-1, -1)], "EFA sends past TCP: {way}");
    }
    let nodes = &template["Resources"]["LustreScratchSecurityGroupToNodes0"]["Properties"];
    assert_eq!(nodes["GroupId"]["Fn::ImportValue"], "eksctl-shared-cluster::ClusterSecurityGroupId");
    assert_eq!(nodes["SourceSecurityGroupId"]["Fn::GetAtt"][0], "LustreScratchSecurityGroup");

    let view = |platform: &Platform| {
        let cluster = platform.clusters.first().expect("a cluster");
        render::commands(&render::ClusterView { platform, cluster }, ".").join("\n")
    };
    assert_eq!(view(&platform).matches("PrivateSubnetUsWestZ2a=$(aws ec2 describe-subnets").count(), 1, "one for each zone");
    let set = render::manifests(&platform).unwrap();
    let waiting = set.get("shared/01-infra.objects.yaml").expect("objects that wait");
    for place in ["subnetId: \"@LustreScratchSubnet@\"", "securityGroupIds: \"@LustreFastSecurityGroup@\""] {
        assert!(waiting.contains(place), "{place} in {waiting}");
    }
    assert!(
        template["Outputs"].get("LustreScratchSubnet").is_some() && template["Outputs"].get("LustreFastSecurityGroup").is_some()
    );

    let zones = ["us-west-2a", "us-west-2b", "us-west-2c"];
    let ids = ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2", "subnet-0aaaaaaaaaaaaaaa3"];
    let subnet =
        |(zone, id): (&&str, &&str)| ((*zone).to_owned(), AzSubnetSpec { id: Some((*id).to_owned()), ..AzSubnetSpec::default() });
    platform.clusters[0].eksctl.vpc = Some(ClusterVpcBlock {
        id: Some("vpc-0123456789abcdef0".to_owned()),
        subnets: Some(ClusterSubnets { private: zones.iter().zip(&ids).map(subnet).collect(), ..ClusterSubnets::default() }),
        ..ClusterVpcBlock::default()
    });
    assert_eq!(infra(&platform)["Outputs"]["LustreScratchSubnet"]["Value"], ids[0]);
    assert!(!view(&platform).contains("describe-subnets"));
}

/// The id of a workspace is AWS's to make up: nothing is sent before it is known, and the README says how to learn it.
#[test]
fn samples_come_together_in_a_workspace_of_the_platform_once_it_is_known() {
    let mut platform = platform();
    platform.account = Some(parsed("123456789012"));
    platform.clusters[0].monitoring.get_or_insert_default().remote_write = Some(RemoteWrite::default());
    platform.metrics_workspace = Some(MetricsWorkspace { region: Some(parsed("us-east-2")), made: None });
    let workspace = templates(&platform)["fleet/01-data-us-east-2.cfn.yaml"]["Resources"]["MetricsWorkspace"].clone();
    assert_eq!((&workspace["Type"], &workspace["DeletionPolicy"]), (&"AWS::APS::Workspace".into(), &"Retain".into()));
    let text = |platform: &Platform, file: &str| {
        platform.manifests().expect("sound").get(&format!("shared/{file}")).expect(file).to_owned()
    };
    assert!(!text(&platform, "50-monitoring.yaml").contains("remote_write"));
    assert!(text(&platform, "README.md").contains("aws amp list-workspaces --region us-east-2"));
    platform.metrics_workspace = Some(MetricsWorkspace {
        region: Some(parsed("us-east-2")),
        made: Some(parsed("ws-0a1b2c3d-1234-1234-1234-0123456789ab")),
    });
    let config = text(&platform, "50-monitoring.yaml");
    assert!(
        config.contains("https://aps-workspaces.us-east-2.amazonaws.com/workspaces/ws-0a1b2c3d-1234-1234-1234-0123456789ab"),
        "{config}"
    );
    let role = text(&platform, "00-cluster.eksctl.yaml");
    assert!(
        role.contains(":aps:us-east-2:123456789012:workspace/ws-0a1b2c3d-1234-1234-1234-0123456789ab"),
        "one workspace alone"
    );
    assert!(!text(&platform, "README.md").contains("list-workspaces"));
}

#[test]
fn a_file_system_is_mounted_in_every_zone_and_its_id_is_copied_by_no_hand() {
    let mut platform = platform();
    let created = CreatedEfs { infrequent_after_days: Some(30), ..CreatedEfs::default() };
    let backend = Backend::Efs(Efs { source: EfsSource::Create(created) });
    platform.clusters[0].storage.push(Storage { name: parsed("team-home"), backend, ..Storage::default() });
    let templates = templates(&platform);
    let resources = &templates["shared/01-infra.cfn.yaml"]["Resources"];
    let file_system = &resources["EfsTeamHome"];
    assert_eq!(file_system["DeletionPolicy"], "Retain");
    assert_eq!(file_system["Properties"]["Encrypted"], true);
    assert_eq!(file_system["Properties"]["LifecyclePolicies"][0]["TransitionToIA"], "AFTER_30_DAYS");
    let targets = resources.as_object().expect("resources").values().filter(|it| it["Type"] == "AWS::EFS::MountTarget");
    let zones: Vec<_> = targets.map(|it| it["Properties"]["SubnetId"]["Fn::Select"][0].as_u64()).collect();
    assert_eq!(zones, [Some(0), Some(1), Some(2)]);
    let ingress = &resources["EfsTeamHomeSecurityGroup"]["Properties"]["SecurityGroupIngress"][0];
    assert_eq!(ingress["SourceSecurityGroupId"]["Fn::ImportValue"], "eksctl-shared-cluster::ClusterSecurityGroupId");
    let set = render::manifests(&platform).expect("sound");
    let joined = set.get("shared/01-infra.objects.yaml").expect("a class that waits");
    assert!(joined.contains("fileSystemId: \"@EfsTeamHome@\"") || joined.contains("fileSystemId: '@EfsTeamHome@'"), "{joined}");
    assert!(!set.get("shared/30-storage.yaml").is_some_and(|text| text.contains("team-home")));
    assert!(!set.get("shared/kustomization.yaml").expect("an index").contains("01-infra"));
    let cluster = platform.clusters.first().expect("a cluster");
    let commands = render::commands(&render::ClusterView { platform: &platform, cluster }, "manifests/shared");
    let at = |part: &str| commands.iter().position(|command| command.contains(part)).expect("a command");
    assert!(at("cloudformation deploy") < at("01-infra.objects.yaml"), "{commands:#?}");
}

#[test]
fn what_is_made_in_a_vpc_that_is_there_already_finds_its_subnets_by_their_ids() {
    use eksml::eksctl::{AzSubnetSpec, ClusterSubnets, ClusterVpcBlock};
    let mut platform = platform();
    let cluster = &mut platform.clusters[0];
    let subnet = |key: &str, az: &str, id: &str| {
        (key.to_owned(), AzSubnetSpec { id: Some(id.to_owned()), az: Some(az.to_owned()), ..AzSubnetSpec::default() })
    };
    let private = [
        subnet("nodes-a", "us-west-2a", "subnet-0aaaaaaaaaaaaaaa1"),
        subnet("pods-a", "us-west-2a", "subnet-0aaaaaaaaaaaaaaa2"),
        subnet("nodes-b", "us-west-2b", "subnet-0bbbbbbbbbbbbbbb1"),
    ];
    cluster.eksctl.vpc = Some(ClusterVpcBlock {
        id: Some("vpc-0123456789abcdef0".to_owned()),
        subnets: Some(ClusterSubnets { private: private.into_iter().collect(), ..ClusterSubnets::default() }),
        ..ClusterVpcBlock::default()
    });
    let backend = Backend::Efs(Efs { source: EfsSource::Create(CreatedEfs::default()) });
    cluster.storage.push(Storage { name: parsed("team-home"), backend, ..Storage::default() });
    cluster.vpc.endpoints = vec![AwsService::S3];
    let resources = &templates(&platform)["shared/01-infra.cfn.yaml"]["Resources"];
    let targets = resources.as_object().expect("resources").values().filter(|it| it["Type"] == "AWS::EFS::MountTarget");
    let subnets: Vec<_> = targets.map(|it| it["Properties"]["SubnetId"].clone()).collect();
    assert_eq!(subnets, ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0bbbbbbbbbbbbbbb1"], "one mount target in a zone");
    let view = render::ClusterView { platform: &platform, cluster: &platform.clusters[0] };
    let commands = render::commands(&view, "manifests/shared").join("\n");
    let by_subnet = "association.subnet-id,Values=subnet-0aaaaaaaaaaaaaaa1,subnet-0aaaaaaaaaaaaaaa2,subnet-0bbbbbbbbbbbbbbb1";
    assert!(commands.contains(by_subnet), "{commands}");
}
