//! Generates the manifests while the package is built: a platform that breaks a rule breaks the build.

#[path = "src/platform.rs"]
mod platform;

fn main() {
    eksml::build_script::emit(platform::platform(), "manifests");
}
