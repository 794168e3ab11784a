//! EM-10: texts stand in commands, templates and mount options as themselves.

use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule};
use crate::spec::{self, At, Platform};

/// A word that takes a text: the struct and its field, or the enum and its variant.
type Word = (&'static str, &'static str);

pub(super) const EM_10: Rule = Rule {
    id: "EM-10",
    name: "text-read-as-something-else",
    title: "a text holds nothing that is read as something else where it is put",
    severity: Severity::Error,
    why: "the set puts the text into commands, templates, URLs and mount options, where a space begins the next option, `$(…)` runs, and \
          Argo CD and helmfile fill in `{{`",
    source: "POSIX, Shell Command Language; Argo CD, ApplicationSet Go Template; helmfile, Templates; Mountpoint for S3 CSI driver, mountOptions",
    check: Check::Platform(texts_are_themselves),
    bad: Example::Beside("gitops: Flux { repo: \"https://github.com/acme/platform\", folder: \"$(id)\" },"),
    good: Example::Beside("gitops: Flux { repo: \"https://github.com/acme/platform\", folder: \"clusters/manifests\" },"),
};

/// What a text is for, and so which characters it may have beside letters and digits.
#[derive(Debug, Clone, Copy)]
enum Use {
    /// It has a form.
    Form(Form),
    /// A rule of its own takes letters, digits and harmless punctuation alone.
    Judged(#[cfg_attr(not(test), expect(dead_code, reason = "a test holds it against the rules"))] &'static str),
    /// It is for people, a program or a whole file, and is nowhere part of anything else.
    Free,
}

#[derive(Debug, Clone, Copy)]
struct Form {
    what: &'static str,
    beside: &'static str,
    example: &'static str,
}

const DIRECTORY: Use = form("a directory", "/._-+@=,~", "/data");
const URL_PATH: Use = form("the path of a URL", "/._-~%!&=?+,:@", "/health");
const ADDRESS: Use = form("the address of a repository", ":/._-~%@+=,?", "https://github.com/acme/platform");
const REVISION: Use = form("a branch or a tag", "/._-+@*", "main");
const FOLDER: Use = form("a folder of a repository", "/._-+@=,~", "manifests");
const CHART: Use = form("the name of a chart", "/._-", "keda");
const PREFIX: Use = form("a prefix of a bucket", "/._-+@=,:~!%", "models/");
const REGISTRY: Use = form("the address of a registry", ":/._-", "111122223333.dkr.ecr.us-west-2.amazonaws.com/mirror");
const VERSION: Use = form("a version", "._-+", "v20260903");
const ID: Use = form("an id", ":/._-@+=", "fs-0123456789abcdef0");

const fn form(what: &'static str, beside: &'static str, example: &'static str) -> Use {
    Use::Form(Form { what, beside, example })
}

/// Every word that takes a text. A test holds it against the declarations, so that none is forgotten.
const USES: &[(Word, Use)] = &[
    (("Admission", "Off"), Use::Free),
    (("AdmissionRules", "registries"), Use::Judged("SEC-04")),
    (("ArgoCd", "folder"), FOLDER),
    (("ArgoCd", "repo"), ADDRESS),
    (("ArgoCd", "revision"), REVISION),
    (("ArgoCdCapability", "admins"), ID),
    (("ArgoCdCapability", "identity_center"), ID),
    (("ArgoCdCapability", "viewers"), ID),
    (("Audience", "Internet"), Use::Free),
    (("BucketVolume", "prefix"), PREFIX),
    (("Cache", "at"), DIRECTORY),
    (("Cluster", "image_mirror"), REGISTRY),
    (("ClusterAutoscaler", "version"), Use::Judged("CL-17")),
    (("ConfigFiles", "at"), DIRECTORY),
    (("ConfigFiles", "files"), Use::Free),
    (("EfsSource", "FileSystem"), ID),
    (("FileSystem", "mount_name"), Use::Judged("STO-26")),
    (("Flux", "folder"), FOLDER),
    (("Flux", "repo"), ADDRESS),
    (("Flux", "revision"), REVISION),
    (("Helm", "chart"), CHART),
    (("Helm", "repo"), ADDRESS),
    (("Helm", "version"), Use::Judged("ADD-01")),
    (("Hours", "time_zone"), Use::Judged("SCH-15")),
    (("Idle", "time_zone"), Use::Judged("CST-20")),
    (("Imds", "PodsToo"), Use::Free),
    (("Imds", "Version1"), Use::Free),
    (("Inference", "command"), Use::Free),
    (("Inference", "env"), Use::Free),
    (("Inference", "health"), URL_PATH),
    (("Inference", "metrics"), URL_PATH),
    (("Inference", "spot_because"), Use::Free),
    (("Isolation", "Unrestricted"), Use::Free),
    (("Karpenter", "version"), Use::Judged("CL-17")),
    (("Link", "at"), DIRECTORY),
    (("Link", "prefix"), PREFIX),
    (("LoadQuery", "per_replica"), Use::Judged("SCH-15")),
    (("LoadQuery", "query"), Use::Free),
    (("Mount", "at"), DIRECTORY),
    (("NodeGroup", "tags"), Use::Free),
    (("NodePool", "release"), VERSION),
    (("NodesPerReplica", "worker_command"), Use::Free),
    (("Notebook", "command"), Use::Free),
    (("Notebook", "env"), Use::Free),
    (("Notebook", "health"), URL_PATH),
    (("OwnMetric", "name"), Use::Judged("SCH-15")),
    (("OwnMetric", "per_replica"), Use::Judged("SCH-15")),
    (("Peers", "Internet"), Use::Free),
    (("Processing", "command"), Use::Free),
    (("Processing", "env"), Use::Free),
    (("Processing", "time_zone"), Use::Judged("SCH-12")),
    (("SecretUse", "at"), DIRECTORY),
    (("Sharing", "Mig"), Use::Judged("ACC-10")),
    (("Team", "repos"), ADDRESS),
    (("Team", "sign_in_groups"), ID),
    (("Training", "command"), Use::Free),
    (("Training", "env"), Use::Free),
    (("Waiver", "reason"), Use::Free),
    (("Waiver", "rule"), Use::Free),
];

fn texts_are_themselves(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    // What is written stands there, whatever else is unknown; what stands in for the unknown has no texts.
    let tree = spec::written_tree(platform.any());
    spec::texts::<Platform>(&tree, &mut |said| {
        let Some((_, Use::Form(Form { what, beside, example }))) = USES.iter().find(|(own, _)| *own == said.word) else { return };
        let text = said.text;
        let odd = text.chars().find(|c| !(c.is_ascii_alphanumeric() || beside.contains(*c)));
        let problem = match odd {
            Some(odd) => format!("{text:?} has {odd:?} in it, which {what} cannot have here"),
            None if text.starts_with('-') => format!("{text:?} begins with `-`: programs take it for an option"),
            None => return,
        };
        let (at, word) = (platform.below(&said.path), said.word.1);
        let is_field = word.starts_with(|first: char| first.is_ascii_lowercase());
        let instead = if is_field { format!("`{word}: {example:?}`") } else { format!("`{example:?}`") };
        findings.report(&at, problem, format!("write letters, digits and `{beside}` alone, as in {instead}"));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;
    use crate::spec::texts::words_of_texts;
    use crate::spec::{Cluster, Flux, GitOps, Helm, Inference, Mount, Spec, Training};

    #[test]
    fn every_word_that_takes_a_text_says_what_it_is_for() {
        let words: Vec<Word> = words_of_texts(Platform::SHAPE).into_iter().collect();
        let known: Vec<Word> = USES.iter().map(|(word, _)| *word).collect();
        assert_eq!(words, known, "say in USES what the text of each word is for, in order");
    }

    /// What a platform with one text in each of some places is told by this rule, as paths.
    fn told(text: &str) -> Vec<String> {
        let text = || text.to_owned();
        let mount = Mount { at: text(), ..Mount::default() };
        let job = Training { mounts: vec![mount], command: vec![text()], ..Training::default() };
        let service = Inference { health: text(), metrics: Some(text()), spot_because: Some(text()), ..Inference::default() };
        let chart = Helm { chart: text(), ..Helm::default() };
        let cluster = Cluster { training: vec![job], inference: vec![service], helm: vec![chart], ..Cluster::default() };
        let gitops = GitOps::Flux(Flux { repo: text(), folder: Some(text()), ..Flux::default() });
        let platform = Platform { clusters: vec![cluster], gitops: Some(gitops), ..Platform::default() };
        let report = rules::check(&platform, None);
        report.findings().iter().filter(|finding| finding.rule == "EM-10").map(|finding| finding.path.to_string()).collect()
    }

    #[test]
    fn every_text_that_is_put_elsewhere_is_judged_and_no_other() {
        let all = [
            "clusters[0].helm[0].chart",
            "clusters[0].inference[0].health",
            "clusters[0].inference[0].metrics",
            "clusters[0].training[0].mounts[0].at",
            "gitops.0.folder",
            "gitops.0.repo",
        ];
        for text in
            ["/x\n", "a b", "$(id)", "`id`", "{{.name}}", "a'b", "a\"b", "a;b", "-a", "a/ --allow-other/", "\u{1b}[0m", "ü"]
        {
            let mut told = told(text);
            told.sort();
            assert_eq!(told, all, "{text:?}");
        }
        assert_eq!(told("/a-b_c.d/e"), [""; 0]);
    }

    #[test]
    fn rules_that_judge_a_text_are_there() {
        for (word, used) in USES.iter().copied() {
            if let Use::Judged(rule) = used {
                assert!(rules::all().any(|known| known.id == rule), "{word:?}: {rule}");
            }
        }
    }

    #[test]
    fn no_form_has_what_a_shell_or_a_template_reads() {
        for (word, used) in USES.iter().copied() {
            if let Use::Form(form) = used {
                assert!(!form.beside.contains(|c: char| c.is_whitespace() || "\"'`$\\{}<>|;()#^[]".contains(c)), "{word:?}");
                assert!(form.example.chars().all(|c| c.is_ascii_alphanumeric() || form.beside.contains(c)), "{word:?}");
            }
        }
    }
}
