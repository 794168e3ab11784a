//! One literal, checked while compiling: `cidr!`, `name!`, `instance!` and their like.
//!
//! Each reads its text with the unit's own `FromStr`, the one that every other door uses, and becomes the parsed value. What it
//! refuses stands as an error under the literal.

use eksml_core::catalog::{Arch, InstanceType, Region};
use eksml_core::derived::{AcceleratorKind, COLD_DAYS};
use eksml_core::findings::{Applicability, Finding, Severity};
use eksml_core::rules;
use eksml_core::source::{Path, Value};
use eksml_core::units::{Invalid, Unit};
use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote;

use crate::{Complaint, complain};
use eksml_syntax::Words;

/// The value of type `path` (below `::eksml`) that the one literal in `input` is.
pub(crate) fn unit<T: Unit>(input: TokenStream, path: &TokenStream) -> TokenStream {
    read::<T>(input).map_or_else(|error| error, |(_, token)| value(&quote!(::eksml::#path), &token))
}

/// An instance type, with its accelerator, architecture and fabric in its type.
pub(crate) fn instance(input: TokenStream) -> TokenStream {
    read::<InstanceType>(input).map_or_else(
        |error| error,
        |(instance, token)| {
            let facts = instance.facts();
            let hardware = match AcceleratorKind::of(facts) {
                None => quote!(Cpu),
                Some(AcceleratorKind::Nvidia) => quote!(Nvidia),
                Some(AcceleratorKind::Neuron) => quote!(Neuron),
            };
            let processor = match facts.arch {
                Arch::X86_64 => quote!(X86_64),
                Arch::Arm64 => quote!(Arm64),
            };
            let fabric = if facts.efa_interfaces > 0 { quote!(Efa) } else { quote!(Ethernet) };
            let name = value(&quote!(::eksml::catalog::InstanceType), &token);
            quote! {
                ::eksml::builder::Instance::<
                    ::eksml::builder::#hardware<::eksml::builder::#processor>,
                    ::eksml::builder::#fabric,
                >::known(#name)
            }
        },
    )
}

/// From one region to another one, `"us-west-2" => "us-east-2"`: never to itself, nor to another partition (DR-01).
pub(crate) fn replication(input: TokenStream) -> TokenStream {
    let (mut from, mut to, mut arrows) = (TokenStream::new(), TokenStream::new(), 0);
    for token in input {
        match &token {
            TokenTree::Punct(punct) if matches!(punct.as_char(), '=' | '>') => arrows += 1,
            _ if arrows == 0 => from.extend([token]),
            _ => to.extend([token]),
        }
    }
    let place = match read::<Region>(from) {
        Ok(place) => place,
        Err(error) => return error,
    };
    let (target, token) = match read::<Region>(to) {
        Ok(target) => target,
        Err(error) => return error,
    };
    let (here, from) = place;
    let problem = match here.partition() == target.partition() {
        true if here == target => format!("the copy is in {target}, where the bucket is itself"),
        true => String::new(),
        false => format!("{here} is of partition `{}`, {target} of `{}`", here.partition(), target.partition()),
    };
    if !problem.is_empty() {
        let mut words = Words::default();
        let mark = words.token(&TokenTree::Literal(token));
        let fix = format!("write another region of partition `{}` behind `=>`", here.partition());
        return complain::error(&spoken("DR-01", problem, fix, mark), &words);
    }
    let (from, to) = (value(&quote!(::eksml::catalog::Region), &from), value(&quote!(::eksml::catalog::Region), &token));
    quote!(::eksml::builder::Replication::known(#from, #to))
}

/// When something goes to cold storage and when it ends, `30 => 120`: not before the days that are billed anyway (DR-03).
pub(crate) fn cold(input: TokenStream) -> TokenStream {
    let mut words = Words::default();
    let tokens: Vec<TokenTree> = input.into_iter().map(flat).collect();
    let days = |literal: &Literal| match eksml_syntax::literal(literal) {
        Some(Value::Int(days)) => u32::try_from(days).ok(),
        _ => None,
    };
    let read = match tokens.as_slice() {
        [TokenTree::Literal(after), TokenTree::Punct(one), TokenTree::Punct(two), TokenTree::Literal(end)]
            if one.as_char() == '=' && two.as_char() == '>' =>
        {
            days(after).zip(days(end)).map(|days| (days, after, end))
        }
        _ => None,
    };
    let Some(((after, end), first, last)) = read else {
        let span = tokens.first().map_or_else(proc_macro2::Span::call_site, TokenTree::span);
        let mark = words.stretch(span, span, TokenStream::new());
        return complain::error(
            &complain::new("DSL-03", mark, "this macro takes two numbers of days", "write `30 => 120`"),
            &words,
        );
    };
    let least = after.saturating_add(COLD_DAYS);
    if end < least {
        let mark = words.token(&TokenTree::Literal(last.clone()));
        let problem =
            format!("what goes to cold storage after {after} days ends after {end}, before the {COLD_DAYS} days it bills");
        return complain::error(&spoken("DR-03", problem, format!("write `{least}` behind `=>`"), mark), &words);
    }
    quote!(::eksml::builder::Cold::known(#first, #last))
}

fn value(ty: &TokenStream, token: &Literal) -> TokenStream {
    quote!(::eksml::__macro::unit::<#ty>(#token))
}

/// Reads the one literal of `input`; the error is what the macro then expands to.
fn read<T: Unit>(input: TokenStream) -> Result<(T, Literal), TokenStream> {
    let mut words = Words::default();
    let mut tokens = input.into_iter();
    let only = match (tokens.next(), tokens.next()) {
        (Some(token), None) => token,
        (Some(_), Some(second)) => {
            let mark = words.token(&second);
            let fix = format!("write {} and nothing else", T::EXPECTS);
            return Err(complain::error(&complain::new("DSL-03", mark, "this macro takes one quoted text", &fix), &words));
        }
        (None, _) => {
            let mark = words.stretch(proc_macro2::Span::call_site(), proc_macro2::Span::call_site(), TokenStream::new());
            let fix = format!("write {}", T::EXPECTS);
            return Err(complain::error(&complain::new("DSL-05", mark, "the text is missing", &fix), &words));
        }
    };
    let mark = words.token(&only);
    if let TokenTree::Literal(token) = flat(only)
        && let Some(Value::Str(text)) = eksml_syntax::literal(&token)
    {
        return match text.parse() {
            Ok(value) => Ok((value, token)),
            Err(invalid) => Err(complain::error(&complaint::<T>(invalid, mark), &words)),
        };
    }
    let fix = format!("write {}; what is only known when the program runs is read with `.parse()`", T::EXPECTS);
    Err(complain::error(&complain::new("DSL-02", mark, "this macro takes a quoted text", &fix), &words))
}

/// A `$text:literal` of somebody's `macro_rules!` arrives in a group without delimiters.
fn flat(token: TokenTree) -> TokenTree {
    match token {
        TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::None => {
            let mut inner = group.stream().into_iter();
            match (inner.next(), inner.next()) {
                (Some(token), None) => flat(token),
                _ => TokenTree::Group(group),
            }
        }
        other => other,
    }
}

fn complaint<T: Unit>(invalid: Invalid, mark: eksml_core::source::Mark) -> Complaint {
    let fix = match invalid.fix {
        // A value can be pasted as it is; a sentence cannot.
        Some(fix) if fix.parse::<T>().is_ok() => format!("write \"{fix}\""),
        Some(fix) if fix.split(", ").all(|one| one.parse::<T>().is_ok()) => {
            format!("write one of \"{}\"", fix.replace(", ", "\", \""))
        }
        Some(fix) => fix,
        None => format!("write {}", T::EXPECTS),
    };
    spoken(invalid.rule, invalid.problem, fix, mark)
}

/// What a rule says of the word at `mark`.
fn spoken(rule: &'static str, problem: String, fix: String, mark: eksml_core::source::Mark) -> Complaint {
    let why = rules::find(rule).map_or("", |rule| rule.why).to_owned();
    let finding = Finding {
        rule,
        severity: Severity::Error,
        path: Path::root(),
        problem,
        why,
        fix,
        keys: None,
        limit: None,
        edits: Vec::new(),
        applicability: Applicability::Decision,
    };
    Complaint { rule, mark, text: finding.message() }
}
