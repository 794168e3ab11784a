//! Templates deploy in the order they are numbered in, keep what has data in it, and let in whom the platform names.

use std::collections::BTreeMap;

use eksml_core::render;
use eksml_core::spec::*;
use serde_json::Value;

mod rendered;
use rendered::{parsed, platform};

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
    assert_eq!(order, ["aws", "aws", "aws", "aws", "eksctl", "helm", "kubectl"]);
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
