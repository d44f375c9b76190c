//! Acts on an adult's stream: no child's is touched.

use domain::evenement::Recordable as _;
use domain::ids::PersonneId;
use domain::personne::{Command, Event, Personne};
use eventstore::{Erase, Position};
use projections::codec;

use super::{Decide, Dit, Moteur, Preparee, Projet};
use crate::echec::Echec;

impl Moteur {
    /// Decides on an adult's stream as it stands. An erasure destroys his key with the event that says so.
    pub(super) async fn personne(
        &self,
        preparee: &Preparee,
        personne: PersonneId,
        commande: &Command,
    ) -> Result<Projet, Echec> {
        let known = lire(&self.journal, personne, None).await?;
        let actes = known
            .decide(commande.clone(), &preparee.contexte)
            .map_err(Echec::refuse_sans_enfant)?;
        let erased = actes.iter().filter_map(|acte| match &acte.evenement {
            Event::Effacee(effacee) => Some(Erase {
                subject: personne.0,
                le: acte.survenu.le,
                reason: format!(
                    "{} : {}",
                    domain::codes::Code::cle(effacee.motif),
                    effacee.decision
                ),
            }),
            Event::Inscrite(_)
            | Event::AdresseDeclaree(_)
            | Event::TelephoneDeclare(_)
            | Event::Decedee(_)
            | Event::Annulee(_)
            | Event::Rectifiee(_) => None,
        });
        let erases = erased.collect();
        let decide = Decide::sur::<Event>(personne.0, known.flux().version(), &actes);
        let dit = Dit { personnes: vec![(personne, decide.version())], ..Dit::default() };
        Ok(Projet { erases, dit, ..vec![decide].into() })
    }
}

/// An adult as the journal has him, up to a position, seals closed. An identifier that names something else
/// names no adult.
async fn lire(
    journal: &eventstore::Journal,
    personne: PersonneId,
    position: Option<Position>,
) -> Result<Personne, Echec> {
    let events = journal.read_streams(&[personne.0], position).await?;
    let mut known = Personne::nouvelle(personne);
    for event in events.iter().filter(|event| event.stream.kind == Event::FLUX) {
        known.flux_mut().push(codec::decode_de(event)?);
    }
    Ok(known)
}
