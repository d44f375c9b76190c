//! The Département's own stream: where it is, and what it says at a position.

use domain::departement::{Etat, Event};
use domain::flux::{Flux, Inscrit};
use domain::histoire::Datee;
use eventstore::{Journal, Position};
use projections::codec;
use uuid::Uuid;

use crate::echec::Echec;

/// The stream of a Département: it follows from its code.
pub(crate) fn flux(departement: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("departement/{departement}").as_bytes())
}

/// What the Département recorded of itself, up to a position.
pub(crate) struct Reglement(Flux<Event>);

impl Reglement {
    /// Reads the stream, up to a position when one is given.
    pub(crate) async fn lire(
        journal: &Journal,
        departement: &str,
        jusqu_a: Option<Position>,
    ) -> Result<Self, Echec> {
        let id = flux(departement);
        let mut read = Flux::nouveau(id);
        for event in journal.read_streams(&[id], jusqu_a).await? {
            read.push(codec::decode_de::<Event>(&event)?);
        }
        Ok(Self(read))
    }

    /// The version of the stream.
    pub(crate) fn version(&self) -> u32 {
        self.0.version()
    }

    /// Its facts, dated.
    pub(crate) fn faits(&self) -> impl Iterator<Item = Datee<Event>> {
        self.0.inscrits().iter().map(|inscrit| {
            let Inscrit { version, acte, .. } = inscrit;
            Datee {
                survenu: acte.survenu,
                connu_le: acte.connu_le,
                version: *version,
                fait: acte.evenement.clone(),
            }
        })
    }

    /// What they make.
    pub(crate) fn etat(&self) -> Etat {
        Etat::fold(self.faits())
    }
}
