//! The stacks of the whole platform, and the commands that deploy them.

use std::collections::BTreeMap;

use super::template::{Template, logical_id};
use super::{backup, kms, metrics, s3, sender};
use crate::catalog::Region;
use crate::derived;
use crate::output::ManifestSet;
use crate::render::RenderError;
use crate::spec::Platform;
use crate::yaml::Documents;

/// The folder of these templates; DR-08 keeps clusters from having its name.
const FOLDER: &str = derived::FLEET_FOLDER;

/// A stack of the platform: its name without the platform's, its region, its template.
struct Stack {
    name: String,
    region: Region,
    template: Template,
}

impl Stack {
    fn file(&self) -> String {
        format!("{FOLDER}/{}.cfn.yaml", self.name)
    }
}

/// Adds every template of the platform to `set`.
pub(in crate::render) fn render(platform: &Platform, set: &mut ManifestSet) -> Result<(), RenderError> {
    let stacks = stacks(platform);
    for stack in &stacks {
        let mut documents = Documents::new();
        documents.push(&stack.template)?;
        set.insert(stack.file(), documents.into_string())?;
    }
    if !stacks.is_empty() {
        set.insert(format!("{FOLDER}/README.md"), readme(platform))?;
    }
    Ok(())
}

/// The commands that deploy them, in order; `folder` is where the set is.
pub(in crate::render) fn commands(platform: &Platform, folder: &str) -> Vec<String> {
    let deploy = |stack: &Stack| {
        let name = format!("{}-{}", platform.name, stack.name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-'));
        let deploy = format!(
            "aws cloudformation deploy --region {} --stack-name {name} --template-file {folder}/{} --capabilities {} \
             --no-fail-on-empty-changeset",
            stack.region,
            stack.file(),
            stack.template.capability()
        );
        std::iter::once(deploy).chain(super::protection(&stack.template, stack.region, &name))
    };
    stacks(platform).iter().flat_map(deploy).collect()
}

/// What is copied to first, what is copied from afterwards: S3 takes a replication only to a bucket that is there.
fn stacks(platform: &Platform) -> Vec<Stack> {
    let mut copies: BTreeMap<Region, Template> = BTreeMap::new();
    let mut data: BTreeMap<Region, Template> = BTreeMap::new();
    for bucket in &platform.buckets {
        let Some(create) = &bucket.create else { continue };
        let region = *derived::bucket_region(platform, bucket);
        let there =
            data.entry(region).or_insert_with(|| Template::new(format!("Data of platform {} in {region}", platform.name)));
        s3::created(there, platform, bucket, create);
        if let Some(replica) = &create.replicate {
            let describe = || Template::new(format!("Copies that platform {} keeps in {}", platform.name, replica.to));
            s3::copy(copies.entry(replica.to).or_insert_with(describe), platform, bucket, create, replica);
        }
    }
    if let Some(workspace) = &platform.metrics_workspace {
        let region = workspace.region.unwrap_or(platform.region);
        let there =
            data.entry(region).or_insert_with(|| Template::new(format!("Data of platform {} in {region}", platform.name)));
        metrics::workspace(there, platform);
    }
    for cluster in platform.clusters.iter().filter(|cluster| cluster.own_secrets_key) {
        let region = *derived::region(platform, cluster);
        let there =
            data.entry(region).or_insert_with(|| Template::new(format!("Data of platform {} in {region}", platform.name)));
        // EKS makes its own grant on the key when whoever creates the cluster asks for it, and uses the key by that.
        let key = kms::Key {
            id: &logical_id("SecretsKey", cluster.name.as_str()),
            alias: &derived::secrets_key_alias(platform, cluster),
            purpose: format!("Kubernetes Secrets of cluster {}", cluster.name),
            service: None,
            others: Vec::new(),
            tags: super::tags(platform),
        };
        key.add(there);
    }
    for cluster in &platform.clusters {
        let Some((backup, copy)) = cluster.backup.as_ref().and_then(|backup| Some((backup, backup.copy.as_ref()?))) else {
            continue;
        };
        let describe = || Template::new(format!("Copies that platform {} keeps in {}", platform.name, copy.to));
        let vault = backup::vault(platform, cluster, backup, derived::kept_days(backup).1);
        copies.entry(copy.to).or_insert_with(describe).add(logical_id("Vault", cluster.name.as_str()), vault);
    }
    let stack = |name: &str, (region, template): (Region, Template)| Stack { name: format!("{name}-{region}"), region, template };
    let copies = copies.into_iter().map(|it| stack("00-copies", it));
    let data = data.into_iter().map(|it| stack("01-data", it));
    let roles = sender::template(platform).map(|it| stack("02-roles", it));
    copies.chain(data).chain(roles).collect()
}

fn readme(platform: &Platform) -> String {
    let mut text = format!(
        "# What platform {} shares\n\nGenerated by eksml; edit the platform, not these files. Deploy the stacks in this order, before any \
         cluster:\n\n```sh\n",
        platform.name
    );
    for command in commands(platform, "..") {
        text.push_str(&command);
        text.push('\n');
    }
    text.push_str("```\n\nBuckets, keys and metrics stay when their stack is deleted.\n");
    text
}
