//! An open list or mapping: where its entries stand, and what its keys were.
use super::emitter::{Emitter, Place};
use super::error::{Error, ErrorKind};
use super::key::KeyText;
use super::text::{push_inline, push_spaces};
use serde_core::ser::{self, Serialize};
use std::collections::HashSet;

/// Readers give up on a `key:` whose colon is more than 1,024 characters away (YAML 1.2.2, section 7.4.2); longer keys use `? `.
const LONGEST_SIMPLE_KEY: usize = 1000;

#[derive(PartialEq, Eq)]
pub(super) enum Kind {
    List,
    Mapping,
}

/// An open list or mapping.
pub(super) struct Collection<'a> {
    pub(super) out: &'a mut String,
    pub(super) column: usize,
    pub(super) place: Place,
    pub(super) depth: usize,
    kind: Kind,
    count: usize,
    /// Asked, never iterated, so its order cannot reach the output.
    seen: HashSet<String>,
    key: String,
    /// The enum variant around this collection, for error paths.
    pub(super) closes: Option<&'static str>,
}

impl<'a> Collection<'a> {
    /// Opens a collection whose entries stand at `column`; nothing is written before the first of them.
    pub(super) fn open(out: &'a mut String, column: usize, place: Place, depth: usize, kind: Kind) -> Self {
        Self { out, column, place, depth, kind, count: 0, seen: HashSet::new(), key: String::new(), closes: None }
    }

    fn begin_entry(&mut self) {
        match (self.count, self.place) {
            (0, Place::Root) => (),
            (0, Place::AfterDash) => self.out.push(' '),
            (0, Place::AfterKey) => {
                self.out.push('\n');
                push_spaces(self.out, self.column);
            }
            _ => push_spaces(self.out, self.column),
        }
        self.count += 1;
    }

    pub(super) fn begin_key(&mut self, key: &str) -> Result<(), Error> {
        if !self.seen.insert(key.to_owned()) {
            return Err(Error::new(ErrorKind::DuplicateKey(key.to_owned())));
        }
        self.begin_entry();
        let start = self.out.len();
        push_inline(self.out, key);
        if self.out.len() - start > LONGEST_SIMPLE_KEY {
            self.out.insert_str(start, "? ");
            self.out.push('\n');
            push_spaces(self.out, self.column);
        }
        self.out.push(':');
        Ok(())
    }

    fn entry_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(Emitter { out: self.out, column: self.column, place: Place::AfterKey, depth: self.depth })
    }

    pub(super) fn entry<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.begin_key(key)?;
        self.entry_value(value).map_err(|error| self.outer(error.within_key(key)))
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let index = self.count;
        self.begin_entry();
        self.out.push('-');
        value
            .serialize(Emitter { out: self.out, column: self.column, place: Place::AfterDash, depth: self.depth })
            .map_err(|error| self.outer(error.within_item(index)))
    }

    fn outer(&self, error: Error) -> Error {
        match self.closes {
            Some(variant) => error.within_key(variant),
            None => error,
        }
    }

    fn close(self) {
        if self.count == 0 {
            if self.place != Place::Root {
                self.out.push(' ');
            }
            self.out.push_str(if self.kind == Kind::List { "[]\n" } else { "{}\n" });
        }
    }
}

macro_rules! lists {
    ($($family:ident: $method:ident),* $(,)?) => {
        $(impl ser::$family for Collection<'_> {
            type Ok = ();
            type Error = Error;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> { self.item(value) }
            fn end(self) -> Result<(), Error> { self.close(); Ok(()) }
        })*
    };
}

macro_rules! structs {
    ($($family:ident),* $(,)?) => {
        $(impl ser::$family for Collection<'_> {
            type Ok = ();
            type Error = Error;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> { self.entry(key, value) }
            fn end(self) -> Result<(), Error> { self.close(); Ok(()) }
        })*
    };
}

lists! {
    SerializeSeq: serialize_element, SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field, SerializeTupleVariant: serialize_field,
}
structs! { SerializeStruct, SerializeStructVariant }

impl ser::SerializeMap for Collection<'_> {
    type Ok = ();
    type Error = Error;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        let key = key.serialize(KeyText)?;
        self.begin_key(&key)?;
        self.key = key;
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.entry_value(value).map_err(|error| error.within_key(&self.key))
    }
    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}
