//! Tokens that are known by their form, wherever they stand.

use super::Secret;

/// How a kind of token looks: where it begins, what follows, and how much of it at least.
struct Form {
    start: &'static str,
    what: &'static str,
    /// The characters that follow.
    of: fn(char) -> bool,
    least: usize,
}

const fn form(start: &'static str, what: &'static str, of: fn(char) -> bool, least: usize) -> Form {
    Form { start, what, of, least }
}

fn alphanumeric(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

fn upper(c: char) -> bool {
    c.is_ascii_uppercase() || c.is_ascii_digit()
}

fn hex(c: char) -> bool {
    c.is_ascii_hexdigit()
}

fn url_safe(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

fn dotted(c: char) -> bool {
    url_safe(c) || c == '.'
}

/// Sources: IAM user guide, unique identifiers; GitHub, GitLab, Slack, Stripe, SendGrid, npm, PyPI, Hugging Face, OpenAI, Anthropic and
/// NVIDIA on the form of their tokens; the public patterns of secret scanners (gitleaks, GitHub secret scanning).
const FORMS: &[Form] = &[
    form("AKIA", "an access key of AWS", upper, 12),
    form("ASIA", "an access key of AWS", upper, 12),
    form("hf_", "a token of Hugging Face", alphanumeric, 12),
    form("api_org_", "a token of Hugging Face", alphanumeric, 16),
    form("sk-ant-", "an API key of Anthropic", url_safe, 12),
    form("sk-proj-", "an API key of OpenAI", url_safe, 12),
    form("sk-svcacct-", "an API key of OpenAI", url_safe, 12),
    form("sk-or-", "an API key of OpenRouter", url_safe, 16),
    form("sk-", "an API key", alphanumeric, 16),
    form("sk_live_", "a key of Stripe", alphanumeric, 12),
    form("rk_live_", "a key of Stripe", alphanumeric, 12),
    form("sk_test_", "a key of Stripe", alphanumeric, 12),
    form("whsec_", "a secret of Stripe", alphanumeric, 16),
    form("ghp_", "a token of GitHub", alphanumeric, 12),
    form("gho_", "a token of GitHub", alphanumeric, 12),
    form("ghu_", "a token of GitHub", alphanumeric, 12),
    form("ghs_", "a token of GitHub", alphanumeric, 12),
    form("ghr_", "a token of GitHub", alphanumeric, 12),
    form("github_pat_", "a token of GitHub", url_safe, 12),
    form("glpat-", "a token of GitLab", url_safe, 12),
    form("gldt-", "a token of GitLab", url_safe, 12),
    form("glrt-", "a token of GitLab", url_safe, 12),
    form("xoxb-", "a token of Slack", url_safe, 10),
    form("xoxa-", "a token of Slack", url_safe, 10),
    form("xoxp-", "a token of Slack", url_safe, 10),
    form("xoxr-", "a token of Slack", url_safe, 10),
    form("xoxs-", "a token of Slack", url_safe, 10),
    form("xapp-", "a token of Slack", url_safe, 10),
    form("AIza", "an API key of Google", url_safe, 35),
    form("ya29.", "a token of Google", dotted, 20),
    form("npm_", "a token of npm", alphanumeric, 30),
    form("pypi-", "a token of PyPI", url_safe, 40),
    form("dop_v1_", "a token of DigitalOcean", hex, 32),
    form("dapi", "a token of Databricks", hex, 32),
    form("nvapi-", "an API key of NVIDIA", url_safe, 20),
    form("gsk_", "an API key of Groq", alphanumeric, 30),
    form("r8_", "a token of Replicate", alphanumeric, 30),
    form("lsv2_", "an API key of LangSmith", url_safe, 30),
    form("pplx-", "an API key of Perplexity", alphanumeric, 30),
    form("tskey-", "a key of Tailscale", url_safe, 16),
    form("hvs.", "a token of Vault", url_safe, 20),
    form("hvb.", "a token of Vault", url_safe, 20),
    form("glsa_", "a token of Grafana", url_safe, 20),
    form("glc_", "a token of Grafana Cloud", url_safe, 30),
    form("dckr_pat_", "a token of Docker", url_safe, 16),
    form("ATATT3", "a token of Atlassian", url_safe, 30),
    form("shpat_", "a token of Shopify", hex, 32),
    form("AGE-SECRET-KEY-1", "a private key of age", upper, 40),
];

/// The first token in a text.
pub(super) fn find(text: &str) -> Option<Secret<'_>> {
    if let Some(key) = private_key(text) {
        return Some(key);
    }
    words(text).find_map(|word| known(word).or_else(|| web_token(word)).or_else(|| send_grid(word)))
}

/// The stretches of a text that a token can be: letters, digits, `-`, `_`, `.`.
fn words(text: &str) -> impl Iterator<Item = &str> {
    // Nothing shorter than the shortest token.
    text.split(|c: char| !dotted(c)).map(|word| word.trim_matches('.')).filter(|word| word.len() >= 15)
}

fn known(word: &str) -> Option<Secret<'_>> {
    FORMS.iter().find_map(|form| {
        let rest = word.strip_prefix(form.start)?;
        let length = rest.find(|c| !(form.of)(c)).unwrap_or(rest.len());
        // What goes on in another way is a word that only begins alike.
        let ends = rest.get(length..).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        (length >= form.least && ends).then(|| Secret::new(form.what, word.get(..form.start.len() + length).unwrap_or(word)))
    })
}

/// A JSON Web Token: three parts, of which the first two are objects in base64.
fn web_token(word: &str) -> Option<Secret<'_>> {
    let mut parts = word.splitn(3, '.');
    let (head, body, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let is_part = |part: &str, least| part.len() >= least && part.chars().all(url_safe);
    let is_token =
        head.starts_with("eyJ") && body.starts_with("eyJ") && is_part(head, 12) && is_part(body, 8) && is_part(signature, 8);
    is_token.then(|| Secret::new("a JSON Web Token", word))
}

/// `SG.` and two parts.
fn send_grid(word: &str) -> Option<Secret<'_>> {
    let (first, second) = word.strip_prefix("SG.")?.split_once('.')?;
    let is_part = |part: &str| part.len() >= 16 && part.chars().all(url_safe);
    (is_part(first) && is_part(second)).then(|| Secret::new("an API key of SendGrid", word))
}

/// A private key in PEM.
fn private_key(text: &str) -> Option<Secret<'_>> {
    let begin = text.find("-----BEGIN ")?;
    let rest = text.get(begin..)?;
    let head = rest.get(11..)?.split("-----").next()?;
    if head.ends_with("PRIVATE KEY") || head.ends_with("PRIVATE KEY BLOCK") {
        return Some(Secret::new("a private key", rest));
    }
    // A certificate may stand before it.
    private_key(text.get(begin + 11..)?)
}
