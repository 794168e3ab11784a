//! IAM policy statements as the JSON document that eksctl hands to IAM.

use crate::derived::{Condition, Statement};
use crate::eksctl::{InlineDocument, Json};

/// The document with these statements.
pub(super) fn document(statements: &[Statement]) -> InlineDocument {
    let statements: Vec<Json> = statements.iter().map(statement).collect();
    [("Version", Json::from("2012-10-17")), ("Statement", Json::from(statements))].into_iter().collect()
}

/// Its keys are in alphabetical order, as they always were in the files that people have committed.
fn statement(of: &Statement) -> Json {
    let texts = |texts: &[String]| Json::texts(texts.iter().map(String::as_str));
    let condition = of.condition.as_ref().map(|Condition { operator, key, values }| {
        ("Condition", Json::object([(*operator, Json::object([(key.as_str(), texts(values))]))]))
    });
    let rest = [("Effect", Json::from("Allow")), ("Resource", texts(&of.resources)), ("Sid", Json::from(of.sid))];
    Json::object([("Action", Json::texts(of.actions.iter().copied()))].into_iter().chain(condition).chain(rest))
}
