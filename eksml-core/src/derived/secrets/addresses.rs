//! Secrets in addresses: a password before the host, a token behind the question mark, a webhook that is a secret as a whole.

use super::{Secret, is_reference, names};

/// Addresses that whoever knows them may write to.
const WEBHOOKS: [(&str, &str); 4] = [
    ("https://hooks.slack.com/services/T", "a webhook of Slack, which is its own password"),
    ("https://discord.com/api/webhooks/", "a webhook of Discord, which is its own password"),
    ("https://discordapp.com/api/webhooks/", "a webhook of Discord, which is its own password"),
    ("https://events.pagerduty.com/integration/", "an integration key of PagerDuty"),
];

/// The first secret in an address of a text.
pub(super) fn find(text: &str) -> Option<Secret<'_>> {
    text.match_indices("://").find_map(|(at, _)| {
        let start =
            text.get(..at)?.rfind(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.')).map_or(0, |at| at + 1);
        let address = text.get(start..)?;
        let end = address.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | ';')).unwrap_or(address.len());
        let address = address.get(..end)?;
        let rest = address.split_once("://")?.1;
        webhook(address).or_else(|| password(rest)).or_else(|| query(rest))
    })
}

fn webhook(address: &str) -> Option<Secret<'_>> {
    let (start, what) = WEBHOOKS.iter().find(|(start, _)| address.starts_with(start))?;
    let rest = address.get(start.len()..)?;
    (rest.len() >= 16 && !is_reference(rest) && !rest.contains(['{', '<', '$'])).then(|| Secret::new(what, address))
}

/// `user:password@host`
fn password(rest: &str) -> Option<Secret<'_>> {
    let authority = rest.split(['/', '?', '#']).next()?;
    let user_info = authority.rsplit_once('@')?.0;
    let password = user_info.split_once(':')?.1;
    (!is_reference(password) && !password.contains("${") && !password.contains("$("))
        .then(|| Secret::new("an address with a password", password))
}

/// `?token=…`
fn query(rest: &str) -> Option<Secret<'_>> {
    let query = rest.split_once('?')?.1;
    query.split(['&', '#']).find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let is_key = matches!(name.to_ascii_lowercase().as_str(), "sig" | "signature" | "x-amz-signature" | "key" | "auth");
        let is_secret = value.len() >= 6 && !is_reference(value) && (is_key || names::is_named_secret(name, value));
        is_secret.then(|| Secret::new("an address with a token", value))
    })
}
