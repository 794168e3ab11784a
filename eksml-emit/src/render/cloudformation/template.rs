//! A CloudFormation template as data, and the functions of its language in the long form that every YAML reader takes.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Value, json};

/// A template: resources by their logical ids, and what other stacks may know of them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Template {
    #[serde(rename = "AWSTemplateFormatVersion")]
    version: &'static str,
    description: String,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    parameters: IndexMap<String, Parameter>,
    resources: IndexMap<String, Resource>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    outputs: IndexMap<String, Output>,
}

/// One resource. Its tags, where its type has any, are among its properties.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Resource {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    depends_on: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deletion_policy: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    update_replace_policy: Option<&'static str>,
    properties: Value,
}

/// A value that is known when the stack is deployed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Parameter {
    r#type: &'static str,
    description: String,
}

/// A value that a stack shows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Output {
    description: String,
    value: Value,
    export: Value,
}

impl Template {
    /// An empty template.
    pub(super) fn new(description: String) -> Self {
        let (parameters, resources, outputs) = (IndexMap::new(), IndexMap::new(), IndexMap::new());
        Self { version: "2010-09-09", description, parameters, resources, outputs }
    }

    /// Adds a parameter, which `Ref` reads like a resource.
    pub(super) fn parameter(&mut self, id: &str, r#type: &'static str, description: &str) {
        self.parameters.insert(id.to_owned(), Parameter { r#type, description: description.to_owned() });
    }

    /// Adds a resource; its logical id is its identity and must never change.
    pub(super) fn add(&mut self, id: impl Into<String>, resource: Resource) {
        self.resources.insert(id.into(), resource);
    }

    /// Shows a value, and exports it under the stack's name as eksctl does.
    pub(super) fn output(&mut self, id: &str, description: impl Into<String>, value: Value) {
        let export = json!({ "Name": sub(&format!("${{AWS::StackName}}::{id}")) });
        self.outputs.insert(id.to_owned(), Output { description: description.into(), value, export });
    }
}

impl Template {
    /// Whether anything with data is in it.
    pub(super) fn has_data(&self) -> bool {
        self.resources.values().any(|resource| resource.deletion_policy.is_some())
    }

    /// What CloudFormation wants to be told before it makes the template's roles.
    pub(super) fn capability(&self) -> &'static str {
        let named = self.resources.values().any(|resource| resource.properties.get("RoleName").is_some());
        if named { "CAPABILITY_NAMED_IAM" } else { "CAPABILITY_IAM" }
    }

    /// Whether nothing is in it.
    pub(super) fn is_empty(&self) -> bool {
        self.resources.is_empty()
    }
}

impl Resource {
    /// A resource that goes with its stack.
    pub(super) fn new(r#type: &'static str, properties: Value) -> Self {
        Self { r#type, depends_on: Vec::new(), deletion_policy: None, update_replace_policy: None, properties }
    }

    /// The same, made after others that it does not refer to.
    pub(super) fn after(self, others: Vec<String>) -> Self {
        Self { depends_on: others, ..self }
    }

    /// A resource with data in it: it stays when its stack goes.
    pub(super) fn kept(r#type: &'static str, properties: Value) -> Self {
        Self { deletion_policy: Some("Retain"), update_replace_policy: Some("Retain"), ..Self::new(r#type, properties) }
    }
}

/// The physical id of a resource of the same template.
pub(super) fn reference(id: &str) -> Value {
    json!({ "Ref": id })
}

/// An attribute of a resource of the same template.
pub(super) fn get_att(id: &str, attribute: &str) -> Value {
    json!({ "Fn::GetAtt": [id, attribute] })
}

/// What another stack exports under this id, as eksctl's stacks do.
pub(super) fn import(stack: &str, id: &str) -> Value {
    json!({ "Fn::ImportValue": format!("{stack}::{id}") })
}

/// A text with `${…}` in it.
pub(super) fn sub(text: &str) -> Value {
    json!({ "Fn::Sub": text })
}

/// A logical id: a kind, and a name in words of letters and digits. Distinct names give distinct ids: a capital is a dash and its
/// letter, and `Z` is a dash alone unless `z` follows.
pub(super) fn logical_id(kind: &str, name: &str) -> String {
    let mut id = kind.to_owned();
    for part in name.split('-') {
        match part.chars().next() {
            Some(first) if first.is_ascii_lowercase() && first != 'z' => {
                id.push(first.to_ascii_uppercase());
                id.push_str(&part[1..]);
            }
            _ => id.extend(["Z", part]),
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_of_letters_and_digits_and_distinct() {
        let names =
            ["data", "training-data", "trainingdata", "a-1", "a1", "a-x1", "a--b", "a-b", "1a", "a-x-x1", "z1", "a-z1", "zz"];
        let ids: Vec<_> = names.iter().map(|name| logical_id("Bucket", name)).collect();
        assert_eq!(ids[..2], ["BucketData", "BucketTrainingData"]);
        for (at, id) in ids.iter().enumerate() {
            assert!(id.chars().all(|c| c.is_ascii_alphanumeric()) && !ids[..at].contains(id), "{id}");
        }
    }
}
