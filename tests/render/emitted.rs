//! A small sound platform for the tests of renderers, and what is emitted for it, parsed.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::str::FromStr;

use eksml::render::Gate as _;
use eksml::spec::{Access, Bucket, Cluster, Environment, NodeGroup, Platform, Scale, Use, Vpc};
use serde_yaml::Value;

/// A unit from its text.
pub(crate) fn unit<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// A cluster with a system group and nothing else.
pub(crate) fn cluster() -> Cluster {
    Cluster {
        name: unit("shared"),
        version: unit("1.35"),
        environment: Environment::Development,
        vpc: Vpc { cidr: unit("10.0.0.0/16"), ..Vpc::default() },
        access: Access { admins: vec![unit("arn:aws:iam::111122223333:role/platform-admin")], ..Access::default() },
        node_groups: vec![group("system", "m7i.xlarge", Use::System)],
        ..Cluster::default()
    }
}

/// A node group of three nodes.
pub(crate) fn group(name: &str, instance: &str, serves: Use) -> NodeGroup {
    NodeGroup {
        name: unit(name),
        instances: vec![unit(instance)],
        scale: Scale { min: 3, max: 3 },
        serves,
        ..NodeGroup::default()
    }
}

/// A platform of this cluster, with the buckets `data` (with a key) and `models`.
pub(crate) fn platform(cluster: Cluster) -> Platform {
    let key = unit("arn:aws:kms:us-west-2:111122223333:key/2f0c3a5e-8d7b-4e6f-9a1b-3c4d5e6f7a8b");
    Platform {
        name: unit("acme-ml"),
        region: unit("us-west-2"),
        account: Some(unit("111122223333")),
        buckets: vec![
            Bucket { name: unit("data"), s3: unit("acme-data"), key: Some(key), create: None },
            Bucket { name: unit("models"), s3: unit("acme-models"), key: None, create: None },
        ],
        clusters: vec![cluster],
        ..Platform::default()
    }
}

/// The emitted files of the platform's first cluster: name → text.
pub(crate) fn files(platform: &Platform) -> BTreeMap<String, String> {
    let set = platform.manifests().unwrap_or_else(|refusal| panic!("the test's platform is not sound:\n{refusal}"));
    let folder = format!("{}/", platform.clusters[0].name);
    set.iter().filter_map(|(path, text)| Some((path.to_string().strip_prefix(&folder)?.to_owned(), text.to_owned()))).collect()
}

/// The objects of one emitted file; none, if there is no such file.
pub(crate) fn objects(platform: &Platform, file: &str) -> Vec<Value> {
    let text = files(platform).remove(file).unwrap_or_default();
    serde_yaml::Deserializer::from_str(&text)
        .map(|document| serde::Deserialize::deserialize(document).unwrap_or_else(|error| panic!("{file}: {error}")))
        .filter(|value: &Value| !value.is_null())
        .collect()
}

/// The value at a path such as `spec/ingress/0/from`; null where there is none.
pub(crate) fn at(value: &Value, path: &str) -> Value {
    let step = |value: &Value, step: &str| match step.parse::<usize>() {
        Ok(index) if value.is_sequence() => value.get(index).cloned(),
        _ => value.get(step).cloned(),
    };
    path.split('/').try_fold(value.clone(), |value, of| step(&value, of)).unwrap_or_default()
}

/// The elements of the list at a path.
pub(crate) fn list(value: &Value, path: &str) -> Vec<Value> {
    at(value, path).as_sequence().cloned().unwrap_or_default()
}

/// The object whose `metadata.name` (and `metadata.namespace`, before a slash) it is; null where there is none.
pub(crate) fn named(objects: &[Value], name: &str) -> Value {
    let (namespace, name) = name.split_once('/').map_or((None, name), |(namespace, name)| (Some(namespace), name));
    let matches = |object: &&Value| {
        at(object, "metadata/name").as_str() == Some(name) && at(object, "metadata/namespace").as_str() == namespace
    };
    objects.iter().find(matches).cloned().unwrap_or_default()
}

/// A YAML value.
pub(crate) fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}
