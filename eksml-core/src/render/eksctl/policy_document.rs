//! IAM policy statements as the JSON document that eksctl hands to IAM.

use serde_json::{Map, Value, json};

use crate::derived::{Condition, Statement};
use crate::eksctl::InlineDocument;

/// The document with these statements.
pub(super) fn document(statements: &[Statement]) -> InlineDocument {
    let statements: Vec<Value> = statements.iter().map(statement).collect();
    [("Version", Value::from("2012-10-17")), ("Statement", Value::from(statements))].into_iter().collect()
}

fn statement(of: &Statement) -> Value {
    let mut statement = Map::new();
    statement.insert("Sid".to_owned(), json!(of.sid));
    statement.insert("Effect".to_owned(), json!("Allow"));
    statement.insert("Action".to_owned(), json!(of.actions));
    statement.insert("Resource".to_owned(), json!(of.resources));
    if let Some(Condition { operator, key, values }) = &of.condition {
        statement.insert("Condition".to_owned(), json!({ *operator: { key: values } }));
    }
    Value::Object(statement)
}
