//! Keys out of a schema: eksctl's JSON schema, or the OpenAPI schema of a CustomResourceDefinition. Names, types, words and numbers
//! are taken; texts are not.
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Type;

/// Rows of a table of keys.
pub(super) type Rows = Vec<Vec<String>>;

/// What says nothing about which documents are right.
const IGNORED: [&str; 10] = [
    "description",
    "x-intellij-html-description",
    "title",
    "default",
    "format",
    "example",
    "nullable",
    "preferredOrder",
    "externalDocs",
    "x-kubernetes-group-version-kind",
];

/// Numbers that limit a value, and what the tables call them.
const LIMITS: [(&str, &str); 10] = [
    ("minimum", "min"),
    ("maximum", "max"),
    ("minLength", "min-length"),
    ("maxLength", "max-length"),
    ("minItems", "min-items"),
    ("maxItems", "max-items"),
    ("minProperties", "min-keys"),
    ("maxProperties", "max-keys"),
    ("uniqueItems", "unique"),
    ("multipleOf", "multiple-of"),
];

/// What eksctl's schema demands and eksctl's own code and examples do not.
const NOT_REQUIRED: [(&str, &str); 1] = [("RemoteNetworkConfig", "vpcGatewayID")];

/// The keys of a ClusterConfig, out of what `eksctl utils schema` prints.
pub fn eksctl(schema: &Value) -> Result<Rows, String> {
    let definitions = schema["definitions"].as_object().ok_or("eksctl's schema has no definitions")?;
    let top = schema["$ref"].as_str().and_then(local).ok_or("eksctl's schema names no object at its top")?;
    let mut walk = Walk { definitions: Some(definitions), ..Walk::default() };
    walk.defined(top)?;
    Ok(walk.rows())
}

/// The keys of a custom resource, out of its OpenAPI schema; what its controller reports is left out.
pub fn custom_resource(kind: &str, schema: &Value, into: &mut Objects) -> Result<(), String> {
    let mut schema = schema.clone();
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.remove("status");
        // Every object has these; the API server knows what is in them.
        for (key, value) in [("apiVersion", "string"), ("kind", "string"), ("metadata", "object")] {
            properties.insert(key.to_owned(), serde_json::json!({ "type": value }));
        }
    }
    let required = schema["required"].as_array().into_iter().flatten().filter(|key| *key != "status");
    let required: Vec<Value> = required.cloned().chain(["apiVersion", "kind", "metadata"].map(Value::from)).collect();
    schema["required"] = required.into();
    let mut walk = Walk { objects: std::mem::take(into), ..Walk::default() };
    let done = walk.object(kind, &schema, true).map_err(|problem| format!("{kind}: {problem}"));
    *into = walk.objects;
    done.map(drop)
}

/// Objects by their rows, so that one that is the same is not written twice.
#[derive(Default)]
pub struct Objects {
    /// The first place of each form.
    forms: BTreeMap<String, String>,
    /// The shortest place of each, by its first.
    names: BTreeMap<String, String>,
    found: Vec<(String, Rows)>,
}

impl Objects {
    /// All their rows, by the shortest place each object has.
    pub fn rows(self) -> Rows {
        let name = |first: &str| self.names.get(first).map_or(first, String::as_str).to_owned();
        let mut named = Vec::new();
        for (first, mut rows) in self.found {
            for row in &mut rows {
                row[0] = name(&first);
                if let Some(object) = Type::parse(&row[2]).object() {
                    row[2] = row[2].replace(object, &name(object));
                }
            }
            named.push((name(&first), rows));
        }
        named.sort_by(|one, other| one.0.cmp(&other.0));
        named.into_iter().flat_map(|(_, rows)| rows).collect()
    }

    /// Takes an object in a place and gives the first place of its form; `top` has a name of its own.
    fn take(&mut self, place: &str, rows: Rows, top: bool) -> String {
        let form = rows.iter().map(|row| row[1..].join("\t")).collect::<Vec<_>>().join("\n");
        if !top && let Some(first) = self.forms.get(&form) {
            if let Some(name) = self.names.get_mut(first) {
                let shorter = (place.len(), place) < (name.len(), name.as_str());
                if shorter {
                    place.clone_into(name);
                }
            }
            return first.clone();
        }
        // What stands at the top keeps its name, and lends it to none.
        if !top {
            self.forms.insert(form, place.to_owned());
            self.names.insert(place.to_owned(), place.to_owned());
        }
        self.found.push((place.to_owned(), rows));
        place.to_owned()
    }
}

#[derive(Default)]
struct Walk<'s> {
    definitions: Option<&'s Map<String, Value>>,
    objects: Objects,
    /// Definitions that are written, or being written.
    begun: Vec<String>,
}

fn local(reference: &str) -> Option<&str> {
    reference.strip_prefix("#/definitions/")
}

impl Walk<'_> {
    fn rows(self) -> Rows {
        self.objects.rows()
    }

    /// A definition: the name of an object, or the type that stands for it.
    fn defined(&mut self, name: &str) -> Result<Value, String> {
        let definition = self.definitions.and_then(|all| all.get(name)).ok_or_else(|| format!("no definition `{name}`"))?;
        if definition.get("properties").is_none() {
            return Ok(definition.clone());
        }
        if !self.begun.iter().any(|begun| begun == name) {
            self.begun.push(name.to_owned());
            self.object(name, definition, true)?;
        }
        Ok(Value::Null)
    }

    /// Writes an object and gives its name; `named` keeps its name even if another is the same.
    fn object(&mut self, name: &str, schema: &Value, named: bool) -> Result<String, String> {
        let properties = schema["properties"].as_object().ok_or("an object has no properties")?;
        known(
            schema,
            &["properties", "required", "additionalProperties", "type", "oneOf", "x-kubernetes-preserve-unknown-fields"],
        )?;
        let mut keys: Vec<(&str, &Value)> = match schema["preferredOrder"].as_array() {
            Some(order) => {
                let ordered = |key: &Value| properties.get_key_value(key.as_str()?).map(|(key, value)| (key.as_str(), value));
                order.iter().filter_map(ordered).collect()
            }
            None => properties.iter().map(|(key, value)| (key.as_str(), value)).collect(),
        };
        if keys.len() != properties.len() {
            return Err(format!("{name} does not order all of its keys"));
        }
        let mut required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        // Of several kinds of object there is one: eksctl's code reads its keys beside the one that names the kind.
        if let Some(variants) = schema["oneOf"].as_array() {
            let [only] = variants.as_slice() else { return Err(format!("{name} is one of several objects")) };
            let variant = only["$ref"].as_str().and_then(local).and_then(|name| self.definitions?.get(name));
            let variant = variant.ok_or_else(|| format!("{name} is one of unknown objects"))?;
            let order = variant["preferredOrder"].as_array().into_iter().flatten().filter_map(Value::as_str);
            keys.extend(order.filter_map(|key| Some((key, variant["properties"].get(key)?))));
            required.extend(variant["required"].as_array().into_iter().flatten().filter_map(Value::as_str));
        }
        let mut rows = Rows::new();
        for (key, value) in keys {
            let required = required.contains(&key) && !NOT_REQUIRED.contains(&(name, key));
            self.position(name, key, value, required, &mut rows).map_err(|problem| format!("{name}.{key}: {problem}"))?;
        }
        match &schema["additionalProperties"] {
            Value::Bool(true) => rows.push(row(name, "*", "any", false)),
            rest @ Value::Object(_) => self.position(name, "*", rest, false, &mut rows)?,
            _ if schema["x-kubernetes-preserve-unknown-fields"] == true => rows.push(row(name, "*", "any", false)),
            _ => {}
        }
        if rows.is_empty() {
            return Ok("object".to_owned());
        }
        Ok(self.objects.take(name, rows, named))
    }

    /// Writes the rows of one position: its own, and one for what is inside if that has limits.
    fn position(&mut self, object: &str, key: &str, schema: &Value, required: bool, rows: &mut Rows) -> Result<(), String> {
        let mut resolved = schema.clone();
        let mut reference = None;
        while let Some(name) = resolved["$ref"].as_str().and_then(local).map(str::to_owned) {
            resolved = self.defined(&name)?;
            reference = Some(name);
        }
        let mut row = row(object, key, "", required);
        (row[4], row[5], row[6]) = (words(&resolved)?, limits(&resolved)?, pattern(&resolved)?);
        let of = reference.as_deref().filter(|_| resolved.is_null());
        let name = format!("{object}.{}", key.replace("[]", "").replace("{}", ""));
        let (mut inner, ending) = (Rows::new(), if resolved["type"] == "array" { "[]" } else { "{}" });
        row[2] = match (of, resolved["type"].as_str()) {
            (Some(name), _) => name.to_owned(),
            _ if resolved["x-kubernetes-int-or-string"] == true => {
                known(&resolved, &["x-kubernetes-int-or-string", "anyOf", "type", "enum", "pattern"])?;
                "int-or-string".to_owned()
            }
            _ if resolved.get("properties").is_some() => self.object(&name, &resolved, false)?,
            (_, Some("array")) if resolved.get("items").is_none() => "[any]".to_owned(),
            (_, Some("array")) => {
                known(&resolved, &["type", "items", "pattern"])?;
                self.position(object, &format!("{key}[]"), &resolved["items"], false, &mut inner)?;
                "list".to_owned()
            }
            (_, Some("object")) if resolved["additionalProperties"].as_object().is_some_and(|values| !values.is_empty()) => {
                known(&resolved, &["type", "additionalProperties", "x-kubernetes-preserve-unknown-fields"])?;
                self.position(object, &format!("{key}{{}}"), &resolved["additionalProperties"], false, &mut inner)?;
                "map".to_owned()
            }
            (_, Some("object")) => {
                known(&resolved, &["type", "additionalProperties", "x-kubernetes-preserve-unknown-fields"])?;
                "object".to_owned()
            }
            (_, Some(plain @ ("string" | "integer" | "number" | "boolean"))) => {
                known(&resolved, &["type", "enum", "pattern"])?;
                plain.to_owned()
            }
            (_, None) if reference.as_deref().is_some_and(|name| name.ends_with("ARN")) => "arn".to_owned(),
            (_, None) => {
                known(&resolved, &["x-kubernetes-preserve-unknown-fields"])?;
                "any".to_owned()
            }
            (_, Some(other)) => return Err(format!("there is no type `{other}`")),
        };
        // Without limits of its own, what is inside needs no row.
        if let [only] = inner.as_slice()
            && only[4..].iter().all(String::is_empty)
        {
            row[2] = if ending == "[]" { format!("[{}]", only[2]) } else { format!("{{{}}}", only[2]) };
            inner.clear();
        }
        rows.push(row);
        rows.append(&mut inner);
        Ok(())
    }
}

fn row(object: &str, key: &str, kind: &str, required: bool) -> Vec<String> {
    let required = if required { "yes" } else { "" };
    [object, key, kind, required, "", "", ""].map(str::to_owned).to_vec()
}

/// Refuses what would be lost without a word.
fn known(schema: &Value, here: &[&str]) -> Result<(), String> {
    let unknown = schema.as_object().into_iter().flatten().map(|(word, _)| word.as_str()).find(|word| {
        let marks_lists_and_maps = word.starts_with("x-kubernetes-list") || word.starts_with("x-kubernetes-map");
        let is_limit = LIMITS.iter().any(|(name, _)| name == word);
        !(here.contains(word)
            || IGNORED.contains(word)
            || is_limit
            || marks_lists_and_maps
            || *word == "x-kubernetes-validations")
    });
    unknown.map_or(Ok(()), |word| Err(format!("`{word}` has no place in a table of keys")))
}

fn words(schema: &Value) -> Result<String, String> {
    let mut words = Vec::new();
    for word in schema["enum"].as_array().into_iter().flatten() {
        words.push(match word {
            Value::String(word) if word.is_empty() => "\"\"".to_owned(),
            Value::String(word) if word.contains(['|', '\t', '\n']) => return Err(format!("`{word}` does not fit among words")),
            Value::String(word) => word.clone(),
            Value::Bool(_) | Value::Number(_) => word.to_string(),
            _ => return Err(format!("{word} is not a word")),
        });
    }
    Ok(words.join("|"))
}

fn limits(schema: &Value) -> Result<String, String> {
    let mut limits = Vec::new();
    for (word, short) in LIMITS {
        match &schema[word] {
            Value::Null | Value::Bool(false) => {}
            Value::Bool(true) => limits.push(short.to_owned()),
            Value::Number(number) => limits.push(format!("{short}={number}")),
            other => return Err(format!("`{word}` is {other}")),
        }
    }
    Ok(limits.join(" "))
}

fn pattern(schema: &Value) -> Result<String, String> {
    let pattern = schema["pattern"].as_str().unwrap_or_default();
    if pattern.contains(['\t', '\n']) { Err("a pattern of several lines".to_owned()) } else { Ok(pattern.to_owned()) }
}
