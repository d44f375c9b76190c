//! Names and identifiers: in a story a thing has a name, on the wire it has a UUID.
//!
//! Invariant: an identifier follows from the story and the name alone, so a story gives the same bytes
//! every time, and two stories never share a child.

use std::collections::BTreeMap;

use uuid::Uuid;

/// The names said so far in one story.
#[derive(Clone, Debug)]
pub struct Noms {
    story: String,
    names: BTreeMap<Uuid, String>,
    children: BTreeMap<String, Vec<String>>,
}

impl Noms {
    /// Nobody has been named yet.
    #[must_use]
    pub fn new(story: &str) -> Self {
        Self { story: story.to_owned(), names: BTreeMap::new(), children: BTreeMap::new() }
    }

    /// The identifier of what is named so.
    pub fn id(&mut self, name: &str) -> String {
        let id = self.derived(name);
        self.names.insert(id, name.to_owned());
        id.to_string()
    }

    /// An identifier nobody says, such as that of a command.
    #[must_use]
    pub fn derived(&self, what: &str) -> Uuid {
        Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{}/{what}", self.story).as_bytes())
    }

    /// The name of what is identified so.
    ///
    /// # Panics
    ///
    /// When the story never named it.
    #[must_use]
    pub fn name(&self, id: &str) -> &str {
        let id = id.parse().unwrap_or_else(|_| panic!("« {id} » is not an identifier"));
        self.names.get(&id).unwrap_or_else(|| panic!("the story never named {id}"))
    }

    /// Says that an object is about these children.
    pub fn about(&mut self, object: &str, children: &[String]) {
        let known = self.children.entry(object.to_owned()).or_default();
        known.extend(
            children.iter().filter(|child| !known.contains(child)).cloned().collect::<Vec<_>>(),
        );
    }

    /// The children an object was said to be about.
    #[must_use]
    pub fn children_of(&self, object: &str) -> Vec<String> {
        self.children.get(object).cloned().unwrap_or_default()
    }
}
