//! Secrets in the whole set, text by text, before it is written: whatever way one took to get there.

use std::collections::BTreeSet;

use crate::derived;
use crate::findings::Finding;
use crate::output::ManifestSet;
use crate::rules;
use crate::source::Path;
use crate::spec::{self, Platform};

/// The secrets in the set that no rule about its parts has spoken of.
pub(crate) fn check(platform: &Platform, set: &ManifestSet, told: &[Finding]) -> Vec<Finding> {
    let Some(rule) = rules::find("SEC-15") else { return Vec::new() };
    if told.iter().any(|finding| finding.rule == rule.id) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut known: Option<BTreeSet<String>> = None;
    for (path, text) in set.iter() {
        for (number, line) in text.lines().enumerate() {
            let Some(secret) = derived::token_in(line) else { continue };
            // What the words say was judged there, and is waived if it is here all the same.
            let known = known.get_or_insert_with(|| of_words(platform));
            if known.iter().any(|known| known.contains(secret.text) || secret.text.contains(known.as_str())) {
                continue;
            }
            let problem = format!("{path} would have {} ({}) in line {}", secret.what, secret.hint(), number + 1);
            let fix = "take it out of what the line is made of, and name a Secret of yours instead";
            found.push(rule.finding(Path::root(), problem, fix));
        }
    }
    found
}

/// The secrets that stand in words and in objects of the user's own: other rules have judged them.
fn of_words(platform: &Platform) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let tree = spec::written_tree(platform);
    spec::texts::<Platform>(&tree, &mut |said| all.extend(derived::token_in(said.text).map(|secret| secret.text.to_owned())));
    for raw in platform.clusters.iter().flat_map(|cluster| &cluster.raw.0) {
        all.extend(derived::token_in(&raw.json).map(|secret| secret.text.to_owned()));
    }
    all
}
