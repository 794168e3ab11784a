//! The one macro that says what an eksctl object is: its keys in eksctl's order, strict reading, absent means unwritten.

/// Declares the struct of one eksctl object.
///
/// Written as an ordinary struct; the kind of each field follows from its type, so the rule "an option that is not set is not
/// written" lives here once instead of at 422 fields. `pub struct Name, builder { … }` adds a builder:
///
/// | field | reading | writing | builder |
/// |---|---|---|---|
/// | `Option<T>` | may be absent | absent when `None` | takes a `T` or what converts into one |
/// | `Vec<T>`, `IndexMap<String, T>` | may be absent | absent when empty | takes any iterable of what converts into the items |
/// | anything else | required | always | required |
///
/// Builders cost compile time (one for every object: 2.7 s more on two cores), so small objects do without: they are written as
/// literals.
macro_rules! eksctl_object {
    ($(#[$($meta:tt)*])* pub struct $name:ident $(, $builder:ident)? { $($body:tt)* }) => {
        eksctl_object! { @fields [$(#[$($meta)*])*] [$($builder)?] $name [] $($body)* }
    };
    // A setter that converts would take the literal in `min_size(2)` for an i32, and refuse it.
    (@fields $meta:tt $mode:tt $name:ident [$($done:tt)*] $(#[$($field:tt)*])* pub $key:ident: Option<u32>, $($rest:tt)*) => {
        eksctl_object! { @fields $meta $mode $name [$($done)* (
            [$(#[$($field)*])* #[serde(default, skip_serializing_if = "Option::is_none")]]
            [builder(default, setter(strip_option))]
            $key [Option<u32>]
        )] $($rest)* }
    };
    (@fields $meta:tt $mode:tt $name:ident [$($done:tt)*] $(#[$($field:tt)*])* pub $key:ident: Option<$of:ty>, $($rest:tt)*) => {
        eksctl_object! { @fields $meta $mode $name [$($done)* (
            [$(#[$($field)*])* #[serde(default, skip_serializing_if = "Option::is_none")]]
            [builder(default, setter(into, strip_option))]
            $key [Option<$of>]
        )] $($rest)* }
    };
    (@fields $meta:tt $mode:tt $name:ident [$($done:tt)*] $(#[$($field:tt)*])* pub $key:ident: Vec<$of:ty>, $($rest:tt)*) => {
        eksctl_object! { @fields $meta $mode $name [$($done)* (
            [$(#[$($field)*])* #[serde(default, skip_serializing_if = "Vec::is_empty")]]
            [builder(default, setter(transform = |items: impl IntoIterator<Item = impl Into<$of>>| {
                items.into_iter().map(Into::into).collect::<Vec<$of>>()
            }))]
            $key [Vec<$of>]
        )] $($rest)* }
    };
    (@fields $meta:tt $mode:tt $name:ident [$($done:tt)*]
        $(#[$($field:tt)*])* pub $key:ident: IndexMap<String, $of:ty>, $($rest:tt)*) => {
        eksctl_object! { @fields $meta $mode $name [$($done)* (
            [$(#[$($field)*])* #[serde(default, skip_serializing_if = "IndexMap::is_empty")]]
            [builder(default, setter(transform = |entries: impl IntoIterator<Item = (impl Into<String>, impl Into<$of>)>| {
                entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect::<IndexMap<String, $of>>()
            }))]
            $key [IndexMap<String, $of>]
        )] $($rest)* }
    };
    (@fields $meta:tt $mode:tt $name:ident [$($done:tt)*] $(#[$($field:tt)*])* pub $key:ident: $of:ty, $($rest:tt)*) => {
        eksctl_object! { @fields $meta $mode $name [$($done)* (
            [$(#[$($field)*])*] [builder(setter(into))] $key [$of]
        )] $($rest)* }
    };
    (@fields [$($meta:tt)*] [builder] $name:ident [$(([$($attribute:tt)*] [$($setter:tt)*] $key:ident [$($of:tt)*]))*]) => {
        eksctl_object! { @emit [$($meta)* #[derive(typed_builder::TypedBuilder)]] $name
            [$([$($attribute)* #[$($setter)*]] $key [$($of)*])*] }
    };
    (@fields [$($meta:tt)*] [] $name:ident [$(([$($attribute:tt)*] [$($setter:tt)*] $key:ident [$($of:tt)*]))*]) => {
        eksctl_object! { @emit [$($meta)*] $name [$([$($attribute)*] $key [$($of)*])*] }
    };
    (@emit [$($meta:tt)*] $name:ident [$([$($attribute:tt)*] $key:ident [$($of:tt)*])*]) => {
        $($meta)*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name { $($($attribute)* pub $key: $($of)*,)* }
    };
}

pub(super) use eksctl_object;
