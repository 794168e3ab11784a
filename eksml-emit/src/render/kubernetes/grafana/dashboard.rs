//! A dashboard in Grafana's JSON model, as much of it as ours need. Its queries are plain PromQL without Grafana's variables, so
//! that promtool can read them. Source: Grafana 12, "JSON model".

use serde::Serialize;

/// The data source's own name for itself, which panels refer to.
pub(super) const DATA_SOURCE: &str = "prometheus";

/// Panels stand two in a row of 24 columns.
const WIDTH: u32 = 12;
const HEIGHT: u32 = 8;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Dashboard {
    uid: &'static str,
    title: &'static str,
    tags: [&'static str; 1],
    timezone: &'static str,
    editable: bool,
    refresh: &'static str,
    schema_version: u32,
    time: Time,
    panels: Vec<Panel>,
}

#[derive(Serialize)]
struct Time {
    from: &'static str,
    to: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Panel {
    id: u32,
    r#type: &'static str,
    title: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'static str,
    datasource: Reference,
    grid_pos: Position,
    field_config: FieldConfig,
    targets: Vec<Target>,
}

#[derive(Serialize, Clone, Copy)]
struct Reference {
    r#type: &'static str,
    uid: &'static str,
}

#[derive(Serialize, Default)]
struct Position {
    x: u32,
    y: u32,
    w: u32,
    h: u32,
}

#[derive(Serialize)]
struct FieldConfig {
    defaults: Defaults,
    overrides: [u8; 0],
}

#[derive(Serialize)]
struct Defaults {
    unit: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Target {
    ref_id: String,
    datasource: Reference,
    expr: String,
    legend_format: String,
}

const PROMETHEUS: Reference = Reference { r#type: "prometheus", uid: DATA_SOURCE };

impl Dashboard {
    /// A dashboard of these panels, `None` where there are none to show.
    pub(super) fn of(uid: &'static str, title: &'static str, mut panels: Vec<Panel>) -> Option<Self> {
        for (index, panel) in (0_u32..).zip(&mut panels) {
            panel.id = index + 1;
            panel.grid_pos = Position { x: index % 2 * WIDTH, y: index / 2 * HEIGHT, w: WIDTH, h: HEIGHT };
        }
        (!panels.is_empty()).then_some(Self {
            uid,
            title,
            tags: ["eksml"],
            timezone: "browser",
            editable: false,
            refresh: "1m",
            schema_version: 39,
            time: Time { from: "now-6h", to: "now" },
            panels,
        })
    }
}

impl Panel {
    /// Lines over time, in one of Grafana's units.
    pub(super) fn lines(title: &'static str, unit: &'static str) -> Self {
        Self {
            id: 0,
            r#type: "timeseries",
            title,
            description: "",
            datasource: PROMETHEUS,
            grid_pos: Position::default(),
            field_config: FieldConfig { defaults: Defaults { unit }, overrides: [] },
            targets: Vec::new(),
        }
    }

    /// What the panel does not say by itself.
    pub(super) fn note(self, description: &'static str) -> Self {
        Self { description, ..self }
    }

    /// One query; its lines are called by the legend.
    pub(super) fn query(mut self, expr: impl Into<String>, legend: impl Into<String>) -> Self {
        let (expr, legend_format) = (expr.into(), legend.into());
        self.targets.push(Target { ref_id: format!("Q{}", self.targets.len() + 1), datasource: PROMETHEUS, expr, legend_format });
        self
    }

    /// Whether it has anything to show.
    pub(super) fn has_queries(&self) -> bool {
        !self.targets.is_empty()
    }
}
