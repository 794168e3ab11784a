//! Queues as they are written, for the rules about them.

use crate::rules::Scope;
use crate::spec::{At, Queue};
use crate::units::Name;

/// Whether jobs of a namespace may wait in a queue: it takes those of the namespaces it names, or else of the one it is called by.
pub(in crate::rules) fn takes(queue: &At<'_, Queue>, namespace: &Name) -> bool {
    let open = queue.namespaces();
    if open.is_empty() { *queue.name() == *namespace } else { open.iter().any(|other| *other == *namespace) }
}

/// The queues that are written.
pub(super) fn written<'a>(scope: &Scope<'a>) -> Vec<At<'a, Queue>> {
    scope.cluster.queues().get().map_or_else(Vec::new, |queues| queues.queues().iter().collect())
}
