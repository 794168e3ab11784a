//! The id of a workspace of Amazon Managed Service for Prometheus.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{Invalid, Unit};

/// The id of a workspace of Amazon Managed Service for Prometheus (`MON-08`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WorkspaceId {
    text: String,
}

impl Unit for WorkspaceId {
    const EXPECTS: &'static str = "the id of a workspace, like \"ws-12345678-1234-1234-1234-123456789012\"";
}

impl FromStr for WorkspaceId {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let hex = |part: &str| part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let is_id = |id: &str| id.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && id.split('-').all(hex);
        if text.strip_prefix("ws-").is_some_and(is_id) {
            return Ok(Self { text: text.to_owned() });
        }
        let near = text.to_ascii_lowercase();
        let near = near.split("ws-").nth(1).and_then(|rest| rest.get(..36)).filter(|id| is_id(id));
        let problem = format!("`{text}` is not the id of a workspace: `ws-` and a UUID");
        Err(Invalid::new("MON-08", problem).maybe_fix(near.map(|id| format!("ws-{id}"))))
    }
}

stored_as_text!(WorkspaceId);

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "ws-0a1b2c3d-1234-1234-1234-0123456789ab";

    #[test]
    fn only_ids_are_taken() {
        assert_eq!(ID.parse::<WorkspaceId>().unwrap().to_string(), ID);
        for text in ["", "ws-", "ws-0a1b2c3d", "0a1b2c3d-1234-1234-1234-0123456789ab", "ws-0a1b2c3d-1234-1234-1234-0123456789ag"]
        {
            assert_eq!(text.parse::<WorkspaceId>().map_err(|invalid| invalid.rule), Err("MON-08"), "{text}");
        }
    }

    #[test]
    fn the_id_is_found_in_an_address() {
        let address = format!("https://aps-workspaces.us-west-2.amazonaws.com/workspaces/{ID}/api/v1/remote_write");
        assert_eq!(address.parse::<WorkspaceId>().unwrap_err().fix.as_deref(), Some(ID));
    }
}
