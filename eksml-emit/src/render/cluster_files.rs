//! The files of one cluster while they are being rendered: file name → objects in order.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::output::ManifestSet;
use crate::yaml::{self, Documents};

/// A file that could not be rendered. It is a fault of eksml's own, never of the platform.
#[derive(Debug)]
pub enum RenderError {
    /// An object could not be written as YAML.
    Yaml(yaml::Error),
    /// A path or a duplicate that the output refuses.
    Output(crate::output::Error),
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Yaml(error) => write!(f, "an object cannot be written as YAML: {error}"),
            Self::Output(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RenderError {}

impl From<yaml::Error> for RenderError {
    fn from(error: yaml::Error) -> Self {
        Self::Yaml(error)
    }
}

impl From<crate::output::Error> for RenderError {
    fn from(error: crate::output::Error) -> Self {
        Self::Output(error)
    }
}

/// The files of one cluster: each a sequence of YAML documents.
#[derive(Debug, Default)]
pub struct ClusterFiles {
    files: BTreeMap<&'static str, Documents>,
    texts: BTreeMap<String, String>,
}

impl ClusterFiles {
    /// Adds an object to the end of `file`, such as `10-namespaces.yaml`.
    ///
    /// # Errors
    /// When the object cannot be written as YAML.
    pub fn add<T: Serialize + ?Sized>(&mut self, file: &'static str, object: &T) -> Result<(), RenderError> {
        self.files.entry(file).or_default().push(object)?;
        Ok(())
    }

    /// Adds a file that is not a list of Kubernetes objects, such as a README.
    pub fn text(&mut self, file: impl Into<String>, text: String) {
        self.texts.insert(file.into(), text);
    }

    /// The names of the files with Kubernetes objects, in apply order.
    pub fn objects(&self) -> impl Iterator<Item = &'static str> {
        self.files.keys().copied()
    }

    /// The files with Kubernetes objects, each with its text.
    pub(super) fn object_texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.files.iter().map(|(file, documents)| (*file, documents.as_str()))
    }

    /// Gives every object of `file` an annotation more.
    pub(super) fn annotate(&mut self, file: &'static str, key: &str, value: &str) {
        if let Some(documents) = self.files.get_mut(file) {
            documents.annotate(key, value);
        }
    }

    /// Puts one image in the place of another in every object.
    pub(super) fn replace_image(&mut self, from: &str, to: &str) {
        self.files.values_mut().for_each(|documents| documents.replace_image(from, to));
    }

    /// Moves all files into `set`, below `folder`.
    ///
    /// # Errors
    /// When the set refuses a path.
    pub fn into_set(self, folder: &str, set: &mut ManifestSet) -> Result<(), RenderError> {
        for (file, documents) in self.files {
            set.insert(format!("{folder}/{file}"), documents.into_string())?;
        }
        for (file, text) in self.texts {
            set.insert(format!("{folder}/{file}"), text)?;
        }
        Ok(())
    }
}
