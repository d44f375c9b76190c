//! Sentences told by rows: which words call which RPC, and which clause fills which field.
//!
//! ```text
//! émettre C1 pour Léa : information des parents, à représentants légaux, objet I1, le 2026-01-12
//! └words┘ └head: the object and its children┘ └value┘ └ clauses ───────────────┘ └ day of the act ┘
//! ```
//!
//! One file a chapter, one row a command; a command whose sentence has another shape has its function
//! in [`super::commandes`].
//!
//! Invariant: a field that no clause names stays empty; a clause that no row names stops the test.

mod autonomie;
mod competence;
mod decision;
mod departement;
pub(super) mod dossier;
mod ecrit;
mod evaluation;
mod identite;
mod information;
mod justice;
mod mesure;
mod personne;
mod projet;
mod sante;
mod situation;
mod statut;

use proto::reprise::v1::Commande;
use serde_json::{Map, Value, json};

use super::commandes::{Lecture, when};
use super::phrase::{day, list};

pub(super) use projet::contenu;

/// One command and its words.
pub(super) struct Ligne {
    /// The words the sentence begins with.
    pub(super) mots: &'static str,
    /// `area.Service/Method`.
    pub(super) rpc: &'static str,
    /// The field of the request that holds what is said of the children; empty: the request itself.
    pub(super) charge: &'static str,
    /// What the head names.
    pub(super) tete: Tete,
    /// Clause, field (dots go inside a message), how it is read. The clause « : » is the value.
    pub(super) champs: &'static [(&'static str, &'static str, Lire)],
}

/// What the head of a sentence names.
#[derive(Clone, Copy)]
pub(super) enum Tete {
    /// Children: « Léa et Tom ».
    Enfants,
    /// An object, whose identifier fills a field, and its children: « C1 pour Léa et Tom ».
    Objet(&'static str),
    /// Neither: its words fill a field.
    Texte(&'static str),
    /// An object whose identifier fills a field, and a list of what is said of each child: « J1 : jugement,
    /// le … ; pour Léa, mesure M1 ; pour Tom et Zoé, mesure M2 ». The first part is of all of them.
    ParEnfant { objet: &'static str, liste: &'static str },
}

/// How the words of a clause become the value of a field.
#[derive(Clone, Copy)]
pub(super) enum Lire {
    /// As they are.
    Texte,
    /// A text to be sealed.
    Scelle,
    /// A day.
    Jour,
    /// A number; what follows it (« jours ») is not read.
    Nombre,
    /// The clause alone says it is so.
    Vrai,
    /// The name of something: its identifier.
    Nom,
    /// Names.
    Noms,
    /// A value of a code list: `Code(code::<Canal>)`.
    Code(fn(&str) -> String),
    /// Several.
    Codes(fn(&str) -> String),
    /// Who decided: said or not, the usual delegate; « sans décideur »: nobody.
    Decideur,
    /// A day, and perhaps an hour: « 2026-01-09 à 14:30 ».
    Moment,
    /// Every clause that begins so, each read by this function.
    Tous(fn(&str) -> Value),
}

/// Every row, chapter after chapter.
pub(super) fn lignes() -> impl Iterator<Item = &'static Ligne> {
    [
        identite::LIGNES,
        information::LIGNES,
        evaluation::LIGNES,
        decision::LIGNES,
        statut::LIGNES,
        competence::LIGNES,
        ecrit::LIGNES,
        justice::LIGNES,
        mesure::LIGNES,
        autonomie::LIGNES,
        projet::LIGNES,
        sante::LIGNES,
        situation::LIGNES,
        personne::LIGNES,
        departement::LIGNES,
    ]
    .into_iter()
    .flatten()
}

impl Ligne {
    /// Understands a sentence whose first words are those of this row.
    pub(super) fn comprendre(&self, lecture: &mut Lecture<'_>) -> Commande {
        let mut charge = Map::new();
        let enfants = match self.tete {
            Tete::ParEnfant { objet, liste } => return self.par_enfant(lecture, objet, liste),
            Tete::Enfants => {
                let names = list(&lecture.head());
                lecture.ids(&names)
            }
            Tete::Texte(field) => {
                put(&mut charge, field, json!(lecture.head()));
                Vec::new()
            }
            Tete::Objet(field) => {
                let (objet, enfants) = lecture.object();
                put(&mut charge, field, json!(objet));
                enfants
            }
        };
        self.remplir(lecture, &mut charge);
        let mut request = if self.charge.is_empty() {
            charge
        } else {
            Map::from_iter([(self.charge.to_owned(), Value::Object(charge))])
        };
        request.insert("entete".into(), lecture.entete_json(enfants));
        self.commande(Value::Object(request))
    }

    /// Fills the fields the clauses name.
    fn remplir(&self, lecture: &mut Lecture<'_>, charge: &mut Map<String, Value>) {
        for (clause, field, lire) in self.champs {
            if let Some(value) = said(lecture, clause, *lire) {
                put(charge, field, value);
            }
        }
    }

    /// One charge a child: what the first part says, then what his own part says.
    fn par_enfant(&self, lecture: &mut Lecture<'_>, objet: &str, liste: &str) -> Commande {
        let mut parts = std::mem::take(&mut lecture.phrase.parts).into_iter();
        lecture.phrase.parts = parts.by_ref().take(1).collect();
        let name = lecture.head();
        let entete = lecture.entete_json(Vec::new());
        let mut shared = Map::from_iter([(objet.to_owned(), json!(lecture.id(&name)))]);
        self.remplir(lecture, &mut shared);
        lecture.phrase.finish();
        let mut items = Vec::new();
        for part in parts {
            let children = list(part.after("pour").expect("« ; pour Léa, … »"));
            lecture.about(&name, &children);
            lecture.phrase.parts = vec![part];
            let mut charge = shared.clone();
            self.remplir(lecture, &mut charge);
            lecture.phrase.finish();
            for child in lecture.ids(&children) {
                let mut item = Map::from_iter([("enfant".to_owned(), json!(child))]);
                item.insert(self.charge.to_owned(), Value::Object(charge.clone()));
                items.push(Value::Object(item));
            }
        }
        self.commande(json!({ "entete": entete, (liste): items }))
    }

    fn commande(&self, request: Value) -> Commande {
        let (area, method) = self.rpc.split_once('.').expect("area.Service/Method");
        let line = json!({ "rpc": format!("parcours.{area}.v1.{method}"), "request": request });
        let commande = proto::json::ligne(&line.to_string());
        commande.unwrap_or_else(|why| panic!("{}: {why:?} — {line}", self.mots))
    }
}

/// The value a clause gives, when the sentence has the clause.
fn said(lecture: &mut Lecture<'_>, clause: &str, lire: Lire) -> Option<Value> {
    match lire {
        Lire::Tous(read) => {
            let words = std::iter::from_fn(|| lecture.phrase.take(clause));
            let read: Vec<Value> = words.map(|words| read(&words)).collect();
            return (!read.is_empty()).then(|| json!(read));
        }
        Lire::Vrai => return lecture.phrase.says(clause.trim()).then_some(Value::Bool(true)),
        Lire::Decideur => {
            let decideur = lecture.decideur()?;
            return Some(proto::json::to_value(&decideur));
        }
        Lire::Texte
        | Lire::Scelle
        | Lire::Jour
        | Lire::Moment
        | Lire::Nombre
        | Lire::Nom
        | Lire::Noms
        | Lire::Code(_)
        | Lire::Codes(_) => {}
    }
    let words = if clause == ":" {
        lecture.phrase.parts[0].value.clone()?
    } else {
        lecture.phrase.take(clause)?
    };
    Some(match lire {
        Lire::Texte | Lire::Vrai | Lire::Decideur | Lire::Tous(_) => json!(words),
        Lire::Moment => proto::json::to_value(&when(&words)),
        Lire::Scelle => json!({ "clair": words }),
        Lire::Jour => json!(day(&words).to_string()),
        Lire::Nombre => json!(number(&words)),
        Lire::Nom => json!(lecture.id(&words)),
        Lire::Noms => json!(lecture.ids(&list(&words))),
        Lire::Code(code) => json!(code(&words)),
        Lire::Codes(code) => json!(list(&words).iter().map(|one| code(one)).collect::<Vec<_>>()),
    })
}

fn number(words: &str) -> u32 {
    let digits = words.split_whitespace().next().unwrap_or_default();
    digits.parse().unwrap_or_else(|_| panic!("« {words} » does not begin with a number"))
}

/// Puts a value in a field; dots go inside a message.
fn put(message: &mut Map<String, Value>, field: &str, value: Value) {
    match field.split_once('.') {
        None => {
            message.insert(field.to_owned(), value);
        }
        Some((outer, inner)) => {
            let nested = message.entry(outer).or_insert_with(|| json!({}));
            put(nested.as_object_mut().expect("a message"), inner, value);
        }
    }
}
