//! From the value tree to struct literals of the spec, made of the user's own tokens.
//!
//! Field names and enum variants keep the user's spans, so that completion, hover and go-to-definition work inside the macro.
//! What could not be read becomes a stand-in: its error is already there, and a second one would only hide it.

use eksml_core::source::{Entry, Mark, Node, Value};
use eksml_core::spec::shape::{Field, Kind, Mode, Shape, Variant};
use eksml_core::spec::{Bases, Cluster, Platform, Spec};
use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use eksml_syntax::Words;

/// The platform's struct literal, and the statements that make its bases before it.
pub(crate) fn platform(node: &Node, bases: &Bases, words: &Words) -> (TokenStream, TokenStream) {
    let expander = Expander { words, bases };
    let of_bases = bases.iter().enumerate().map(|(at, base)| {
        let (variable, literal) = (variable(at), expander.block(&base.entries, None, Cluster::SHAPE));
        quote!(let #variable = #literal;)
    });
    (expander.value(node, Platform::SHAPE), quote!(#(#of_bases)*))
}

/// What a base is called in the expansion.
fn variable(at: usize) -> Ident {
    Ident::new(&format!("__base_{at}"), Span::mixed_site())
}

struct Expander<'a> {
    words: &'a Words,
    bases: &'a Bases,
}

impl Expander<'_> {
    fn value(&self, node: &Node, shape: &'static Shape) -> TokenStream {
        match &node.value {
            Value::Hole(hole) => return self.hole(*hole, node.mark),
            Value::Broken => return stand_in(),
            _ => {}
        }
        match &shape.kind {
            Kind::Optional(inner) => {
                let value = self.value(node, inner);
                quote!(::core::option::Option::Some(#value))
            }
            Kind::Struct { .. } => match &node.value {
                Value::Block(entries) => self.block(entries, None, shape),
                Value::Present => self.block(&[], None, shape),
                _ => stand_in(),
            },
            Kind::Enum(..) => self.variant(node, shape),
            Kind::Unit { .. } => match &node.value {
                Value::Str(_) => self.unit(node.mark),
                Value::Word(word) => self.spelled(word, node.mark),
                Value::Int(number) => self.spelled(&number.to_string(), node.mark),
                _ => stand_in(),
            },
            Kind::Text => match &node.value {
                Value::Str(text) => {
                    let text = self.text(text, node.mark);
                    quote!(::std::string::String::from(#text))
                }
                _ => stand_in(),
            },
            Kind::Int { min, max } => match node.value {
                Value::Int(number) if (*min..=*max).contains(&number) => self.number(number, node.mark),
                _ => stand_in(),
            },
            Kind::Bool => match node.value {
                Value::Bool(truth) => quote!(#truth),
                Value::Present => quote!(true),
                _ => stand_in(),
            },
            Kind::Scale => self.scale(node),
            Kind::List(inner) => self.list(node, inner),
            Kind::CountOrList(inner) => self.count_or_list(node, shape, inner),
            Kind::Map(inner) => self.map(node, inner),
            Kind::Base => self.base(node),
            Kind::Choice(_) => self.choice(node, shape),
            Kind::Number => self.float(node),
            Kind::Document => {
                let Value::Block(entries) = &node.value else { return stand_in() };
                let entries = self.document(entries);
                quote!(::eksml::eksctl::InlineDocument(#entries))
            }
        }
    }

    fn block(&self, entries: &[Entry], name: Option<&(String, Mark)>, shape: &'static Shape) -> TokenStream {
        let Kind::Struct { fields, .. } = &shape.kind else { return stand_in() };
        let ty = type_of(shape);
        let mut literals: Vec<TokenStream> = fields.iter().filter_map(|field| self.field(field, entries, name, shape)).collect();
        literals.extend(entries.iter().filter_map(|entry| self.half_typed(entry, shape)));
        quote!(#ty { #(#literals,)* ..::core::default::Default::default() })
    }

    /// One field of a struct literal; `None` where nothing was written for it.
    fn field(
        &self,
        field: &Field,
        entries: &[Entry],
        name: Option<&(String, Mark)>,
        shape: &'static Shape,
    ) -> Option<TokenStream> {
        if let (Mode::Name, Some((text, mark))) = (field.mode, name) {
            let ident = Ident::new(field.name, self.words.span(*mark));
            let value = self.spelled(text, *mark);
            return Some(quote!(#ident: #value));
        }
        let mine: Vec<(&Entry, Option<&'static Variant>)> = entries
            .iter()
            .filter_map(|entry| {
                let (known, variant) = shape.field(&entry.key)?;
                (known.name == field.name).then_some((entry, variant))
            })
            .collect();
        let (first, variant) = *mine.first()?;
        let ident = Ident::new(field.name, self.words.span(first.key_mark));
        if let Mode::Each(word) = field.mode {
            let value = self.each(word, &mine, field.shape);
            return Some(quote!(#ident: #value));
        }
        let value = match variant {
            Some(variant) => self.chosen(variant, first.key_mark, Some(&first.value), field.shape),
            None => self.named(&first.value, first.name.as_ref(), field.shape),
        };
        Some(quote!(#ident: #value))
    }

    fn named(&self, node: &Node, name: Option<&(String, Mark)>, shape: &'static Shape) -> TokenStream {
        match (&shape.kind, &node.value) {
            (Kind::Struct { .. }, Value::Block(entries)) => self.block(entries, name, shape),
            (Kind::Struct { .. }, Value::Present) => self.block(&[], name, shape),
            _ => self.value(node, shape),
        }
    }

    /// A list written one element at a time, after the list that was written at once, if any.
    fn each(&self, word: &str, mine: &[(&Entry, Option<&'static Variant>)], shape: &'static Shape) -> TokenStream {
        let Kind::List(inner) = &shape.kind else { return stand_in() };
        let elements: Vec<_> = mine
            .iter()
            .filter(|(entry, _)| entry.key == word)
            .map(|(entry, _)| self.named(&entry.value, entry.name.as_ref(), inner))
            .collect();
        match mine.iter().find(|(entry, _)| entry.key != word) {
            None => quote!(::std::vec![#(#elements),*]),
            Some((whole, _)) => {
                let whole = self.value(&whole.value, shape);
                quote!(::eksml::__macro::extended(#whole, ::std::vec![#(#elements),*]))
            }
        }
    }

    /// The word of an unfinished key, for completion only: rustc never sees it.
    fn half_typed(&self, entry: &Entry, shape: &'static Shape) -> Option<TokenStream> {
        if shape.field(&entry.key).is_some() {
            return None;
        }
        let mut ident: Ident = syntactic_ident(&entry.key)?;
        ident.set_span(self.words.span(entry.key_mark));
        Some(quote!(#[cfg(rust_analyzer)] #ident: ::core::default::Default::default()))
    }

    fn variant(&self, node: &Node, shape: &'static Shape) -> TokenStream {
        let (word, mark, payload) = match &node.value {
            Value::Word(word) | Value::Str(word) => (word, node.mark, None),
            Value::Tagged(word, mark, payload) => (word, *mark, Some(payload.as_ref())),
            _ => return stand_in(),
        };
        match shape.variant(word) {
            Some(variant) => self.chosen(variant, mark, payload, shape),
            None => stand_in(),
        }
    }

    fn chosen(&self, variant: &'static Variant, mark: Mark, payload: Option<&Node>, shape: &'static Shape) -> TokenStream {
        let ty = type_of(shape);
        let ident = Ident::new(variant.name, self.words.span(mark));
        match (variant.payload, payload) {
            (None, _) => quote!(#ty::#ident),
            (Some(inner), Some(node)) => {
                let value = self.value(node, inner);
                quote!(#ty::#ident(#value))
            }
            (Some(inner), None) => {
                let value = match inner.kind {
                    Kind::Struct { .. } => self.block(&[], None, inner),
                    _ => stand_in(),
                };
                quote!(#ty::#ident(#value))
            }
        }
    }

    fn list(&self, node: &Node, inner: &'static Shape) -> TokenStream {
        let elements: Vec<_> = match &node.value {
            Value::List(nodes) => nodes.iter().map(|node| self.value(node, inner)).collect(),
            _ => vec![self.value(node, inner)],
        };
        quote!(::std::vec![#(#elements),*])
    }

    fn count_or_list(&self, node: &Node, shape: &'static Shape, inner: &'static Shape) -> TokenStream {
        let ty = type_of(shape);
        match &node.value {
            Value::Int(number) if u32::try_from(*number).is_ok() => {
                let number = self.number(*number, node.mark);
                quote!(#ty::Count(#number))
            }
            Value::List(_) => {
                let list = self.list(node, inner);
                quote!(#ty::Named(#list))
            }
            _ => stand_in(),
        }
    }

    fn map(&self, node: &Node, inner: &'static Shape) -> TokenStream {
        let Value::Block(entries) = &node.value else { return stand_in() };
        let pairs = entries.iter().map(|entry| {
            let key = self.text(&entry.key, entry.key_mark);
            let value = self.value(&entry.value, inner);
            quote!((::eksml::__macro::key(#key), #value))
        });
        quote!(::eksml::__macro::map([#(#pairs),*]))
    }

    /// A block of which exactly one key is set.
    fn choice(&self, node: &Node, shape: &'static Shape) -> TokenStream {
        let Value::Block(entries) = &node.value else { return stand_in() };
        let chosen = entries.iter().find_map(|entry| Some((shape.variant(&entry.key)?, entry)));
        match chosen {
            Some((variant, entry)) => self.chosen(variant, entry.key_mark, Some(&entry.value), shape),
            None => stand_in(),
        }
    }

    fn float(&self, node: &Node) -> TokenStream {
        let number: Option<f64> = match &node.value {
            Value::Int(number) => number.to_string().parse().ok(),
            Value::Float(text) => text.replace('_', "").parse().ok(),
            _ => None,
        };
        let Some(number) = number.filter(|number| number.is_finite()) else { return stand_in() };
        let mut literal = Literal::f64_suffixed(number);
        literal.set_span(self.words.span(node.mark));
        TokenTree::from(literal).into()
    }

    /// The entries of a document that is handed on unread.
    fn document(&self, entries: &[Entry]) -> TokenStream {
        let pairs = entries.iter().map(|entry| {
            let key = self.text(&entry.key, entry.key_mark);
            let value = self.json(&entry.value);
            quote!((::std::string::String::from(#key), #value))
        });
        quote!(::eksml::__macro::map([#(#pairs),*]))
    }

    fn json(&self, node: &Node) -> TokenStream {
        match &node.value {
            Value::Bool(truth) => quote!(::eksml::eksctl::Json::Bool(#truth)),
            Value::Int(number) => {
                let number = self.number(*number, node.mark);
                quote!(::eksml::eksctl::Json::Int(#number))
            }
            Value::Float(_) => {
                let number = self.float(node);
                quote!(::eksml::eksctl::Json::Float(#number))
            }
            Value::Str(text) => {
                let text = self.text(text, node.mark);
                quote!(::eksml::eksctl::Json::Text(::std::string::String::from(#text)))
            }
            Value::List(items) => {
                let items = items.iter().map(|item| self.json(item));
                quote!(::eksml::eksctl::Json::List(::std::vec![#(#items),*]))
            }
            Value::Block(entries) => {
                let entries = self.document(entries);
                quote!(::eksml::eksctl::Json::Object(#entries))
            }
            Value::Hole(hole) => self.hole(*hole, node.mark),
            _ => quote!(::eksml::eksctl::Json::Null),
        }
    }

    /// What a cluster inherits, as it is without the cluster's own words.
    fn base(&self, node: &Node) -> TokenStream {
        let (Value::Word(name) | Value::Str(name)) = &node.value else { return stand_in() };
        let Some(at) = self.bases.position(name) else { return stand_in() };
        let (base, variable) = (self.spelled(name, node.mark), variable(at));
        quote!(::eksml::spec::Inherits { base: #base, cluster: ::std::boxed::Box::new(::core::clone::Clone::clone(&#variable)) })
    }

    fn scale(&self, node: &Node) -> TokenStream {
        let bound = |node: &Node| match &node.value {
            Value::Int(number) if u32::try_from(*number).is_ok() => self.number(*number, node.mark),
            Value::Hole(hole) => self.hole(*hole, node.mark),
            _ => stand_in(),
        };
        match &node.value {
            Value::Range { from, to, inclusive } => {
                let (from, to) = (bound(from), bound(to));
                if *inclusive {
                    quote!(::eksml::spec::Scale::from(#from..=#to))
                } else {
                    quote!(::eksml::spec::Scale::from(#from..#to))
                }
            }
            Value::Int(_) => {
                let bound = bound(node);
                quote!(::eksml::spec::Scale::from(#bound))
            }
            _ => stand_in(),
        }
    }

    fn hole(&self, hole: usize, mark: Mark) -> TokenStream {
        let expression = self.words.expression(hole);
        let span = self.words.span(mark);
        // Statements need a block; around a lone expression rustc would call the braces unused.
        let statements =
            expression.clone().into_iter().any(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';'));
        if statements {
            quote_spanned!(span=> ::eksml::__macro::fill({ #expression }))
        } else {
            quote_spanned!(span=> ::eksml::__macro::fill(#expression))
        }
    }

    /// A unit from a quoted text, in the user's own token.
    fn unit(&self, mark: Mark) -> TokenStream {
        let token = self.words.get(mark).map(|word| word.tokens.clone()).unwrap_or_default();
        quote!(::eksml::__macro::unit(#token))
    }

    /// A unit or a name from a bare word or a text.
    fn spelled(&self, text: &str, mark: Mark) -> TokenStream {
        let text = self.text(text, mark);
        quote!(::eksml::__macro::word(#text))
    }

    fn text(&self, text: &str, mark: Mark) -> Literal {
        let mut literal = Literal::string(text);
        literal.set_span(self.words.span(mark));
        literal
    }

    fn number(&self, number: i128, mark: Mark) -> TokenStream {
        let mut literal = Literal::i128_unsuffixed(number);
        literal.set_span(self.words.span(mark));
        TokenTree::from(literal).into()
    }
}

/// The path of a type: of the spec, unless it names another module of the facade.
fn type_of(shape: &'static Shape) -> TokenStream {
    let (module, name) = shape.rust.split_once("::").unwrap_or(("spec", shape.rust));
    let (module, name) = (Ident::new(module, Span::call_site()), Ident::new(name, Span::call_site()));
    quote!(::eksml::#module::#name)
}

fn stand_in() -> TokenStream {
    quote!(::eksml::__macro::stand_in())
}

/// `text` as an identifier, if it is one and no keyword.
fn syntactic_ident(text: &str) -> Option<Ident> {
    let mut tokens = text.parse::<TokenStream>().ok()?.into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(ident)), None) if !matches!(text, "type" | "match" | "self" | "_" | "fn") => Some(ident),
        _ => None,
    }
}
