//! Acts of the Département itself: one stream of its own, no child.

use domain::departement::{Command, Event, decide};
use eventstore::Position;

use super::{Decide, Moteur, Preparee, Projet};
use crate::departement::{Reglement, flux};
use crate::echec::Echec;

impl Moteur {
    /// Decides on the Département's stream as it stands.
    pub(super) async fn regler(
        &self,
        preparee: &Preparee,
        command: &Command,
    ) -> Result<Projet, Echec> {
        let reglement = Reglement::lire(&self.journal, &self.departement, None::<Position>).await?;
        let actes = decide(reglement.faits(), command.clone(), &preparee.contexte)
            .map_err(Echec::refuse_sans_enfant)?;
        let flux = flux(&self.departement);
        Ok(vec![Decide::sur::<Event>(flux, reglement.version(), &actes)].into())
    }
}
