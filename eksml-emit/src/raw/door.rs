//! How objects come in.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::spec::{Platform, RawObject};
use crate::units::Name;

/// Why something is no Kubernetes object, or has no cluster to go to.
#[derive(Debug)]
pub struct NotAnObject(String);

impl fmt::Display for NotAnObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotAnObject {}

/// The raw door of a platform, as its methods.
pub trait RawDoor: Sized {
    /// Adds a typed object, such as any of `k8s-openapi`, to the cluster of this name.
    ///
    /// # Errors
    /// When there is no such cluster, or the object has no name.
    fn with_object<T>(self, cluster: &Name, object: &T) -> Result<Self, NotAnObject>
    where
        T: k8s_openapi::Resource + Serialize;

    /// Adds every object of a YAML text to the cluster of this name.
    ///
    /// # Errors
    /// When there is no such cluster, the text is no YAML, or a document of it is no Kubernetes object.
    fn with_yaml(self, cluster: &Name, text: &str) -> Result<Self, NotAnObject>;
}

impl RawDoor for Platform {
    fn with_object<T>(self, cluster: &Name, object: &T) -> Result<Self, NotAnObject>
    where
        T: k8s_openapi::Resource + Serialize,
    {
        let value = serde_json::to_value(object).map_err(|error| NotAnObject(format!("the object is no plain data: {error}")))?;
        with(self, cluster, vec![value])
    }

    fn with_yaml(self, cluster: &Name, text: &str) -> Result<Self, NotAnObject> {
        let mut all = Vec::new();
        for document in serde_yaml::Deserializer::from_str(text) {
            let value = Value::deserialize(document).map_err(|error| NotAnObject(format!("this is no YAML: {error}")))?;
            if !value.is_null() {
                all.push(value);
            }
        }
        if all.is_empty() {
            return Err(NotAnObject("there is no object in this text".to_owned()));
        }
        with(self, cluster, all)
    }
}

fn with(mut platform: Platform, cluster: &Name, objects: Vec<Value>) -> Result<Platform, NotAnObject> {
    let names: Vec<String> = platform.clusters.iter().map(|cluster| format!("`{}`", cluster.name)).collect();
    let Some(home) = platform.clusters.iter_mut().find(|own| own.name == *cluster) else {
        return Err(NotAnObject(format!("there is no cluster `{cluster}`; there are {}", names.join(", "))));
    };
    for object in objects {
        home.raw.0.push(read(&object)?);
    }
    Ok(platform)
}

/// A List would be taken apart by kubectl alone, after every check.
fn read(object: &Value) -> Result<RawObject, NotAnObject> {
    let text = |path: &str| object.pointer(path).and_then(Value::as_str).filter(|text| !text.is_empty());
    let (Some(_), Some(kind)) = (text("/apiVersion"), text("/kind")) else {
        return Err(NotAnObject("a Kubernetes object has `apiVersion` and `kind`".to_owned()));
    };
    if kind.ends_with("List") && object["items"].is_array() {
        return Err(NotAnObject(format!("`{kind}` is a list of objects: give them one by one")));
    }
    let Some(name) = text("/metadata/name") else {
        return Err(NotAnObject(format!(
            "this `{kind}` has no `metadata.name`, and a name made up by the API server has no selector"
        )));
    };
    Ok(RawObject { shown: format!("{kind} `{name}`"), json: object.to_string() })
}
