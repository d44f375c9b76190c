//! The canonical JSON of a report, as a client reads it back.

use serde::Deserialize;

use crate::echec::Echec;
use crate::nombres;

/// A report.
#[derive(Clone, Debug, Deserialize)]
pub struct Rapport {
    /// Version of the registry of indicators.
    pub registre: String,
    /// As recorded at that position.
    pub position: u64,
    /// Both days included.
    pub periode: Periode,
    /// Absent for the whole Département.
    pub territoire: Option<String>,
    /// In the order of the registry.
    pub indicateurs: Vec<Indicateur>,
}

/// A period, both days included.
#[derive(Clone, Debug, Deserialize)]
pub struct Periode {
    /// First day.
    pub du: String,
    /// Last day.
    pub au: String,
}

/// What a registered indicator gave.
#[derive(Clone, Debug, Deserialize)]
pub struct Indicateur {
    /// E.g. `A1`.
    pub id: String,
    /// Version of its definition.
    pub version: u32,
    /// French name.
    pub libelle: String,
    /// What is counted.
    pub unite: String,
    /// stock, flux or cohorte.
    pub genre: String,
    /// What it means, in French.
    pub definition: String,
    /// Its values.
    pub valeurs: Vec<Valeur>,
    /// The same, by groups.
    #[serde(default)]
    pub ventilations: Vec<Ventilation>,
}

/// A breakdown.
#[derive(Clone, Debug, Deserialize)]
pub struct Ventilation {
    /// By what.
    pub axe: String,
    /// One a group.
    pub lignes: Vec<Valeur>,
}

/// A figure.
#[derive(Clone, Debug, Deserialize)]
pub struct Valeur {
    /// Stable key.
    pub cle: String,
    /// French name.
    pub libelle: String,
    /// What kind of figure.
    #[serde(flatten)]
    pub nombre: Nombre,
}

/// A figure, exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "genre", rename_all = "snake_case")]
pub enum Nombre {
    /// How many.
    Compte {
        /// So many.
        valeur: i64,
    },
    /// So many in a whole.
    Part {
        /// Numerator.
        num: i64,
        /// Denominator.
        den: i64,
    },
    /// So many in a thousand.
    PourMille {
        /// Numerator.
        num: i64,
        /// Denominator.
        den: i64,
    },
    /// A mean of days.
    Moyenne {
        /// Sum.
        num: i64,
        /// How many.
        den: i64,
    },
    /// Days.
    Jours {
        /// So many.
        valeur: i64,
    },
    /// Hours begun.
    Heures {
        /// So many.
        valeur: i64,
    },
    /// The group is empty: no value.
    Absente,
    /// Hidden, for what is published must not let a child be found.
    Masquee,
}

impl Rapport {
    /// Reads a report.
    ///
    /// # Errors
    /// [`Echec::Phrase`] when the server's report is not one this binary knows.
    pub fn lire(json: &[u8]) -> Result<Self, Echec> {
        serde_json::from_slice(json).map_err(|cause| {
            Echec::Phrase(format!(
                "Le rapport du serveur n’a pas la forme attendue ({cause}).\n  à faire : mettez le \
                 serveur et cette commande à la même version, ou demandez --format json"
            ))
        })
    }

    /// A value, by indicator and key.
    #[must_use]
    pub fn valeur(&self, indicateur: &str, cle: &str) -> Option<&Valeur> {
        let indicateur = self.indicateurs.iter().find(|un| un.id == indicateur)?;
        indicateur.valeurs.iter().find(|valeur| valeur.cle == cle)
    }
}

impl Valeur {
    /// As a person reads it.
    #[must_use]
    pub fn texte(&self) -> String {
        self.nombre.texte()
    }

    /// What it is a quotient of, when it is one.
    #[must_use]
    pub fn fraction(&self) -> String {
        self.nombre.fraction()
    }
}

impl Nombre {
    /// As a person reads it.
    #[must_use]
    pub fn texte(self) -> String {
        let texte = match self {
            Self::Compte { valeur } => Some(nombres::entier(valeur)),
            Self::Part { num, den } => unite(nombres::quotient(num, den, 100, 1), "%"),
            Self::PourMille { num, den } => unite(nombres::quotient(num, den, 1000, 1), "‰"),
            Self::Moyenne { num, den } => unite(nombres::quotient(num, den, 1, 1), "jours"),
            Self::Jours { valeur } => Some(format!("{} jours", nombres::entier(valeur))),
            Self::Heures { valeur } => Some(format!("{} heures", nombres::entier(valeur))),
            Self::Absente => None,
            Self::Masquee => Some("secret".to_owned()),
        };
        texte.unwrap_or_else(|| "—".to_owned())
    }

    /// What it is a quotient of; nothing when it is none.
    #[must_use]
    pub fn fraction(self) -> String {
        match self {
            Self::Part { num, den } | Self::PourMille { num, den } | Self::Moyenne { num, den } => {
                format!("{} / {}", nombres::entier(num), nombres::entier(den))
            }
            Self::Compte { valeur: _ }
            | Self::Jours { valeur: _ }
            | Self::Heures { valeur: _ }
            | Self::Absente
            | Self::Masquee => String::new(),
        }
    }
}

fn unite(texte: Option<String>, unite: &str) -> Option<String> {
    texte.map(|texte| format!("{texte} {unite}"))
}
