//! What is said beside the commands that bring a cluster up: what is to be done before them, what after them, and what to know.

use super::ClusterView;

/// One remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// To be done before the first command, or one of them fails.
    Before(String),
    /// To be done after the last command; what it speaks of waits until then.
    After(String),
    /// How it works, and how to get at it.
    Know(String),
}

/// The remarks on one cluster, each under the heading it belongs to, in the order in which they are read.
pub fn remarks(view: &ClusterView<'_>) -> [(&'static str, Vec<String>); 3] {
    let mut all = super::eksctl::remarks(view);
    all.extend(super::kubernetes::remarks(view));
    all.extend(super::mirror::remarks(view));
    all.extend(super::helm::remark(view));
    all.extend(super::cloudformation::remarks(view));
    let [mut before, mut after, mut know] = [const { Vec::new() }; 3];
    for remark in all {
        match remark {
            Remark::Before(text) => before.push(text),
            Remark::After(text) => after.push(text),
            Remark::Know(text) => know.push(text),
        }
    }
    [("before", before), ("after", after), ("to know", know)]
}
