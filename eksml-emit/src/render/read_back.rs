//! What was rendered, read back as objects: for questions that only the whole set can answer.

use serde::Deserialize;
use serde_json::Value;

use super::eksctl::is_eksctls;
use crate::output::ManifestSet;
use crate::spec::Cluster;

/// Every Kubernetes object of a cluster, in apply order.
pub(crate) fn objects(cluster: &Cluster, set: &ManifestSet) -> Vec<Value> {
    let folder = format!("{}/", cluster.name);
    let mut all = Vec::new();
    for (path, text) in set.iter() {
        let path = path.to_string();
        // Only files of objects are numbered.
        let file = path.strip_prefix(&folder).filter(|file| file.starts_with(|c: char| c.is_ascii_digit()));
        if file.is_some_and(|file| !is_eksctls(file)) {
            // eksml wrote these texts itself: there is nothing in them that cannot be read.
            all.extend(serde_yaml::Deserializer::from_str(text).filter_map(|document| Value::deserialize(document).ok()));
        }
    }
    all
}
