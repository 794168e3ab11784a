//! Everyone against everyone: the reachability of a cluster at a glance.

use std::fmt;

use super::{End, Network, Pod};

/// Who reaches whom in a cluster: a row for each caller, a column for each port that someone listens on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The called, each on a port.
    pub columns: Vec<String>,
    /// The callers, with whether each of the called is reached.
    pub rows: Vec<(String, Vec<bool>)>,
}

impl Matrix {
    pub(super) fn of(network: &Network) -> Self {
        let mut called: Vec<(String, End, u16)> = Vec::new();
        for pod in network.pods() {
            for (port, _) in &pod.ports {
                let name = format!("{}:{port}", shown(pod));
                if !called.iter().any(|(known, ..)| *known == name) {
                    called.push((name, End::Pods(pod.clone(), Some(*port)), *port));
                }
            }
        }
        called.push(("internet:443".to_owned(), End::Internet(Some(443)), 443));
        called.sort_by(|one, other| one.0.cmp(&other.0));
        let mut callers: Vec<(String, End)> =
            network.pods().iter().map(|pod| (shown(pod), End::Pods(pod.clone(), None))).collect();
        callers.push(("internet".to_owned(), End::Internet(None)));
        callers.sort_by(|one, other| one.0.cmp(&other.0));
        callers.dedup_by(|one, other| one.0 == other.0);
        let row = |caller: &End| called.iter().map(|(_, to, port)| network.verdict(caller, to, *port).passes).collect();
        Self {
            rows: callers.iter().map(|(name, caller)| (name.clone(), row(caller))).collect(),
            columns: called.into_iter().map(|(name, ..)| name).collect(),
        }
    }

    /// Whether the caller of this row reaches the called of this column; `None` where there is no such row or column.
    pub fn reaches(&self, row: &str, column: &str) -> Option<bool> {
        let column = self.columns.iter().position(|name| name == column)?;
        self.rows.iter().find(|(name, _)| name == row).map(|(_, cells)| cells[column])
    }
}

fn shown(pod: &Pod) -> String {
    format!("{}/{}", pod.namespace, pod.name)
}

/// One line for each caller: whom it reaches.
impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (caller, cells) in &self.rows {
            let reached: Vec<&str> =
                self.columns.iter().zip(cells).filter(|(_, cell)| **cell).map(|(column, _)| column.as_str()).collect();
            writeln!(f, "{caller} → {}", if reached.is_empty() { "nobody".to_owned() } else { reached.join(", ") })?;
        }
        Ok(())
    }
}
