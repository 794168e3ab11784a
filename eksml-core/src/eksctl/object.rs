//! The one macro that says what an eksctl object is: its keys in eksctl's order, strict reading, absent means unwritten.

/// Declares the struct of one eksctl object, with its reader, its lens and its shape.
///
/// Written as an ordinary struct; the kind of each field follows from its type, so the rule "an option that is not set is not
/// written" lives here once instead of at 422 fields. `pub struct Name, builder { … }` adds a builder; a field `= only` has one word, which
/// needs no setter.
///
/// | field | reading | writing | builder |
/// |---|---|---|---|
/// | `Option<T>` | may be absent | absent when `None` | takes a `T` or what converts into one |
/// | `Vec<T>`, `IndexMap<String, T>` | may be absent | absent when empty | takes any iterable of what converts into the items |
/// | anything else | required | always | required |
///
/// `pub struct Name, block { … }` tells which of its fields are set.
/// `refuses { "privateNetworking" by "NG-03": "what is wrong", "what to write"; }` after the struct says why a key has no place in it.
///
/// Builders cost compile time (one for every object: 2.7 s more on two cores), so small objects do without: they are written as
/// literals.
macro_rules! eksctl_object {
    (
        $(#[$($meta:tt)*])* pub struct $name:ident $(, $builder:ident)? { $($body:tt)* }
        $(refuses { $($refused:literal by $rule:literal : $problem:literal, $fix:literal $(, in keys $keys:literal)? $(, limit $limit:literal)? ;)* })?
    ) => {
        eksctl_object! { @fields [$(#[$($meta)*])*] [$($builder)?] $name [] [] [] $($body)* }
        impl $name {
            const REFUSED: &'static [$crate::spec::shape::Refused] = &[$($($crate::spec::shape::Refused {
                word: $refused, rule: $rule, problem: $problem, fix: $fix, keys: $crate::spec::shape::keys!($($keys)?),
                        limit: $crate::spec::shape::keys!($($limit)?),
            },)*)?];
        }
    };
    // A setter that converts would take the literal in `min_size(2)` for an i32, and refuse it.
    (@fields $meta:tt $mode:tt $name:ident [$($done:tt)*] [$($set:tt)*] $must:tt $(#[$($field:tt)*])* pub $key:ident: Option<u32>, $($rest:tt)*) => {
        eksctl_object! { @fields $meta $mode $name [$($done)* (
            [$(#[$($field)*])*]
            Optional $key [Option<u32>]
        )] [$($set)* $key [u32]] $must $($rest)* }
    };
    (@fields $meta:tt $mode:tt $name:ident [$($done:tt)*] [$($set:tt)*] $must:tt $(#[$($field:tt)*])* pub $key:ident: Option<$of:ty>, $($rest:tt)*) => {
        eksctl_object! { @fields $meta $mode $name [$($done)* (
            [$(#[$($field)*])*]
            Optional $key [Option<$of>]
        )] [$($set)* $key [impl $crate::eksctl::object::Set<Option<$of>>]] $must $($rest)* }
    };
    (@fields $meta:tt $mode:tt $name:ident [$($done:tt)*] [$($set:tt)*] $must:tt $(#[$($field:tt)*])* pub $key:ident: Vec<$of:ty>, $($rest:tt)*) => {
        eksctl_object! { @fields $meta $mode $name [$($done)* (
            [$(#[$($field)*])*]
            Optional $key [Vec<$of>]
        )] [$($set)* $key [impl $crate::eksctl::object::Set<Vec<$of>>]] $must $($rest)* }
    };
    (@fields $meta:tt $mode:tt $name:ident [$($done:tt)*] [$($set:tt)*] $must:tt
        $(#[$($field:tt)*])* pub $key:ident: IndexMap<String, $of:ty>, $($rest:tt)*) => {
        eksctl_object! { @fields $meta $mode $name [$($done)* (
            [$(#[$($field)*])*]
            Optional $key [IndexMap<String, $of>]
        )] [$($set)* $key [impl $crate::eksctl::object::Set<IndexMap<String, $of>>]] $must $($rest)* }
    };
    // There is but one word to write.
    (@fields $meta:tt $mode:tt $name:ident [$($done:tt)*] $set:tt $must:tt $(#[$($field:tt)*])* pub $key:ident: $of:ty = only, $($rest:tt)*) => {
        eksctl_object! { @fields $meta $mode $name [$($done)* ([$(#[$($field)*])*] Required $key [$of])] $set $must $($rest)* }
    };
    (@fields $meta:tt $mode:tt $name:ident [$($done:tt)*] $set:tt [$($must:tt)*] $(#[$($field:tt)*])* pub $key:ident: $of:ty, $($rest:tt)*) => {
        eksctl_object! { @fields $meta $mode $name [$($done)* (
            [$(#[$($field)*])*] Required $key [$of]
        )] $set [$($must)* $key [$of]] $($rest)* }
    };
    (@fields $meta:tt [builder] $name:ident $fields:tt [$($set:ident [$($from:tt)*])*] [$($must:ident [$of:ty])*]) => {
        eksctl_object! { @fields $meta [] $name $fields [] [] }

        // A builder of typed-builder takes itself apart for every setter. So it is made of what must be set, and of all the rest as one:
        // with 54 keys in it a builder costs seconds to compile.
        const _: () = {
            #[derive(typed_builder::TypedBuilder)]
            #[builder(build_method(into = $name), mutators($(
                /// Sets the key of this name.
                #[allow(unreachable_pub, reason = "typed-builder puts the function into a block of its own as well")]
                pub fn $set(&mut self, value: $($from)*) { self.rest.$set = $crate::eksctl::object::Set::set(value); }
            )*))]
            pub struct Parts {
                $(#[builder(setter(into))] $must: $of,)*
                #[builder(via_mutators)]
                rest: $name,
            }

            impl From<Parts> for $name {
                fn from(parts: Parts) -> Self {
                    Self { $($must: parts.$must,)* ..parts.rest }
                }
            }

            impl $name {
                /// Begins a builder, with a setter for every key. Only when all that must be there is set, there is a `build`.
                pub fn builder() -> PartsBuilder<($($crate::eksctl::object::unset!($must),)* ($name,),)> {
                    Parts::builder()
                }
            }
        };
    };
    (@fields $meta:tt [block] $name:ident
        [$(([$($attribute:tt)*] $mode:ident $key:ident [$($of:tt)*]))*] $set:tt $must:tt) => {
        eksctl_object! { @fields $meta [] $name [$(([$($attribute)*] $mode $key [$($of)*]))*] [] [] }
        impl $name {
            /// Whether the field is set to anything: not to nothing, an empty list or an empty map.
            pub(crate) fn is_set(&self, field: &str) -> bool {
                $(if field == stringify!($key) {
                    return self.$key != <$($of)* as $crate::spec::Spec>::stand_in();
                })*
                false
            }
        }
    };
    (@fields [$($meta:tt)*] [] $name:ident
        [$(([$($attribute:tt)*] $mode:ident $key:ident [$($of:tt)*]))*] $set:tt $must:tt) => {
        eksctl_object! { @emit [$($meta)*] $name [$([$($attribute)*] $key [$($of)*])*] }
        eksctl_object! { @spec $name [$([$($attribute)*] $mode $key [$($of)*])*] }
    };
    (@emit [$($meta:tt)*] $name:ident [$([$($attribute:tt)*] $key:ident [$($of:tt)*])*]) => {
        $($meta)*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $($($attribute)* pub $key: $($of)*,)* }
    };
    (@spec $name:ident [$([$($attribute:tt)*] $mode:ident $key:ident [$($of:tt)*])*]) => {
        impl Default for $name {
            fn default() -> Self {
                Self { $($key: <$($of)* as $crate::spec::Spec>::stand_in(),)* }
            }
        }

        impl $crate::spec::Spec for $name {
            const SHAPE: &'static $crate::spec::shape::Shape = &$crate::spec::shape::Shape {
                rust: concat!("eksctl::", stringify!($name)),
                kind: $crate::spec::shape::Kind::Struct {
                    fields: &[$($crate::spec::shape::Field {
                        name: stringify!($key),
                        key: $crate::eksctl::object::eksctl_key!($($attribute)*),
                        mode: $crate::spec::shape::Mode::$mode,
                        shape: <$($of)* as $crate::spec::Spec>::SHAPE,
                    },)*],
                    refused: Self::REFUSED,
                },
            };

            fn stand_in() -> Self {
                Self::default()
            }

            fn read(node: &$crate::source::Node, path: &$crate::source::Path, reader: &mut $crate::spec::Reader) -> Self {
                let block = reader.block(node, None, path, Self::SHAPE);
                Self { $($key: block.take(stringify!($key), node, path, reader),)* }
            }

            fn write(&self) -> $crate::source::Node {
                $crate::spec::plain_data::block_of(Self::SHAPE, vec![$($crate::spec::Spec::write(&self.$key),)*])
            }
        }

        $crate::spec::plain_data!($name, Eksctl);

        impl<'a> $crate::spec::At<'a, $name> {
            $(
                #[doc = concat!("The lens on [`", stringify!($key), "`](", stringify!($name), "::", stringify!($key), ").")]
                pub fn $key(&self) -> $crate::spec::At<'a, $($of)*> {
                    self.field(stringify!($key), |value| &value.$key)
                }
            )*
        }
    };
}

/// The key of a field among its attributes: its alias, by which rustdoc finds it too, or else its name in camel case.
macro_rules! eksctl_key {
    (#[doc(alias = $key:literal)] $($rest:tt)*) => { $crate::spec::shape::Key::Named($key) };
    (#[$($other:tt)*] $($rest:tt)*) => { $crate::eksctl::object::eksctl_key!($($rest)*) };
    () => { $crate::spec::shape::Key::Camel };
}

/// What a builder counts for a key that must be set and is not set yet.
macro_rules! unset {
    ($key:ident) => {
        ()
    };
}

pub(super) use unset;
pub(super) use {eksctl_key, eksctl_object};

/// What a builder takes for a key that need not be set: a value or what converts into one, or any iterable of what converts into the
/// items.
pub trait Set<T> {
    /// The value in its place.
    fn set(self) -> T;
}

impl<T, V: Into<T>> Set<Option<T>> for V {
    fn set(self) -> Option<T> {
        Some(self.into())
    }
}

impl<T, I: IntoIterator<Item: Into<T>>> Set<Vec<T>> for I {
    fn set(self) -> Vec<T> {
        self.into_iter().map(Into::into).collect()
    }
}

impl<K: Into<String>, V: Into<T>, T, I: IntoIterator<Item = (K, V)>> Set<indexmap::IndexMap<String, T>> for I {
    fn set(self) -> indexmap::IndexMap<String, T> {
        self.into_iter().map(|(key, value)| (key.into(), value.into())).collect()
    }
}
