//! A child received without the accord of those who hold authority: recueil of five days, accueil of
//! seventy-two hours (UR-01 to UR-04).

use super::super::Echeance;
use super::super::justice::premier_depuis;
use super::de_nature;
use crate::accueil::Accueil;
use crate::codes::{AuteurSaisine, GenreEcrit, NatureMesure, PositionTitulaire};
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::ids::MesureId;
use crate::justice::Saisie;
use crate::mesure::Mesure;
use crate::temps::Survenu;

pub(super) fn echeances(parcours: &Parcours, found: &mut Vec<Echeance>) {
    for (id, mesure, decided) in de_nature(parcours, NatureMesure::Recueil5Jours) {
        let known = Recueil::nouveau(parcours, id, mesure, decided);
        let avis = known.ecrit(GenreEcrit::AvisProcureur);
        found.extend(known.ouvrir("UR-01").map(|echeance| echeance.tenue_par(avis)));
        found.extend(known.ouvrir("UR-02").map(|echeance| echeance.tenue_par(known.issue())));
        found.extend(known.refus());
    }
    for (id, mesure, decided) in de_nature(parcours, NatureMesure::Accueil72h) {
        let known = Recueil::nouveau(parcours, id, mesure, decided);
        let avis = known.ecrit(GenreEcrit::AvisProcureur);
        let parents = known.ecrit(GenreEcrit::InformationAccueil);
        let both = avis.zip(parents).map(|(avis, parents)| avis.max(parents));
        found.extend(known.ouvrir("UR-04").map(|echeance| echeance.tenue_par(known.issue())));
        found.extend(known.ouvrir("UR-04-I").map(|echeance| echeance.tenue_par(both)));
    }
}

/// A child received without accord.
struct Recueil<'a> {
    parcours: &'a Parcours,
    id: MesureId,
    mesure: &'a Mesure,
    /// When he came in, else when it was decided.
    debut: Survenu,
}

impl<'a> Recueil<'a> {
    fn nouveau(parcours: &'a Parcours, id: MesureId, mesure: &'a Mesure, decided: Survenu) -> Self {
        let entered = episodes(parcours, id).filter_map(Accueil::debut).map(|debut| debut.survenu);
        let debut = entered.min().unwrap_or(decided);
        Self { parcours, id, mesure, debut }
    }

    fn ouvrir(&self, regle: &str) -> Option<Echeance> {
        Echeance::ouvrir(regle, self.id.0, self.debut)
    }

    fn ecrit(&self, genre: GenreEcrit) -> Option<Survenu> {
        self.parcours.ecrit.emis_pour(genre, self.id.0).map(|emis| emis.survenu).next()
    }

    /// The child is handed back, or his parents agreed, or justice is seized: whichever came first.
    fn issue(&self) -> Option<Survenu> {
        let ended = self.mesure.fins.iter().map(|fin| fin.survenu);
        let left =
            episodes(self.parcours, self.id).flat_map(|one| &one.fins).map(|fin| fin.survenu);
        let agreed = de_nature(self.parcours, NatureMesure::AccueilProvisoire)
            .map(|(_, _, decided)| decided)
            .filter(|decided| self.debut.le <= decided.le);
        ended.chain(left).chain(agreed).chain(self.saisine(self.debut)).min()
    }

    /// The Département seizes the judge or the procureur, about this measure or about none in particular.
    fn saisine(&self, depuis: Survenu) -> Option<Survenu> {
        let ours = |saisie: &&Datee<Saisie>| {
            saisie.fait.auteur == AuteurSaisine::Departement
                && saisie.fait.mesure.is_none_or(|named| named == self.id)
        };
        let saisines: Vec<Datee<Saisie>> =
            self.parcours.justice.saisines.iter().filter(ours).cloned().collect();
        premier_depuis(&saisines, depuis.le)
    }

    /// UR-03: from the first refusal of one who could consent.
    fn refus(&self) -> Option<Echeance> {
        let refused = self.mesure.accords.iter().filter(|accord| {
            matches!(
                accord.fait.position,
                PositionTitulaire::Opposition | PositionTitulaire::AccordRetire
            )
        });
        let refused = refused.map(|accord| accord.survenu).min()?;
        let echeance = Echeance::ouvrir("UR-03", self.id.0, refused)?;
        Some(echeance.tenue_par(self.saisine(refused)))
    }
}

/// The episodes of accueil of a measure.
fn episodes(parcours: &Parcours, mesure: MesureId) -> impl Iterator<Item = &Accueil> {
    let accueils = parcours.accueil.accueils.values();
    accueils
        .filter(move |accueil| parcours.titres(accueil).iter().any(|titre| titre.mesure == mesure))
}
