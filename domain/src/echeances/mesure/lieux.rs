//! Places: how episodes of accueil give rise to notices to the judge and to limits of stay.

use chrono::NaiveDate;

use super::ecrit_a;
use crate::accueil::{Accueil, Fin};
use crate::codes::{
    Correspondant, GenreEcrit, LieuAccueil, MotifChangementLieu, MotifSeparation, NatureMesure,
    PositionTitulaire,
};
use crate::echeances::Echeance;
use crate::ecrit::Ecrit;
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::ids::{AccueilId, MesureId};
use crate::temps::{Survenu, age, plus_mois};

const JUGE: &[Correspondant] = &[Correspondant::JugeDesEnfants];
const PARENTS: &[Correspondant] =
    &[Correspondant::RepresentantsLegaux, Correspondant::Mere, Correspondant::Pere];

/// Until that birthday a child is one of those a pouponnière receives.
const AGE_DE_LA_POUPONNIERE: i32 = 3;

/// One episode, and the parcours it belongs to.
struct Lieu<'a> {
    parcours: &'a Parcours,
    id: AccueilId,
    accueil: &'a Accueil,
}

/// The échéances of every episode.
pub(super) fn echeances(parcours: &Parcours) -> Vec<Echeance> {
    let known = parcours.accueil.accueils.iter();
    let places = known.map(|(&id, accueil)| Lieu { parcours, id, accueil });
    places.flat_map(|lieu| lieu.echeances()).collect()
}

/// The answer awaited from the holders of authority about the place of a child admitted by contract:
/// past its limit nobody is late, the consent is deemed given. One a request.
pub(crate) fn accord_de_lieu(parcours: &Parcours, accueil: AccueilId) -> Vec<Echeance> {
    let asked = parcours.ecrit.ecrits.values().filter(|ecrit| asks(ecrit, accueil));
    asked.filter_map(|ecrit| reponse_attendue(parcours, accueil, ecrit)).collect()
}

fn asks(ecrit: &Ecrit, accueil: AccueilId) -> bool {
    ecrit.emis.iter().any(|emis| {
        emis.fait.genre == GenreEcrit::DemandeAccordLieu && emis.fait.objet == Some(accueil.0)
    })
}

fn reponse_attendue(parcours: &Parcours, accueil: AccueilId, ecrit: &Ecrit) -> Option<Echeance> {
    let sent = ecrit.emis.first()?.survenu;
    let received = ecrit.accuses.iter().map(|accuse| accuse.survenu).min_by_key(|on| on.le);
    let echeance = match received {
        Some(received) => Echeance::ouvrir("ME-12", accueil.0, received)?,
        None => Echeance::ouvrir("ME-12A", accueil.0, sent)?,
    };
    let deemed = echeance.stricte.and_then(|limite| limite.le.succ_opt());
    let answered = echeance.tenue_par(answer(parcours, accueil, sent.le));
    Some(answered.sans_objet_depuis(deemed, "accord réputé donné"))
}

/// The first answer of a holder since a day, yes or no.
fn answer(parcours: &Parcours, accueil: AccueilId, depuis: NaiveDate) -> Option<Survenu> {
    let known = parcours.accueil.accueils.get(&accueil)?;
    let titres = parcours.titres(known).into_iter();
    let mesures = titres.filter_map(|titre| parcours.mesure.mesures.get(&titre.mesure));
    let answers =
        mesures.flat_map(|mesure| &mesure.accords).filter(|note| match note.fait.position {
            PositionTitulaire::AccordEcrit
            | PositionTitulaire::AccordRetire
            | PositionTitulaire::Opposition => depuis <= note.le(),
            PositionTitulaire::InformeParEcrit => false,
        });
    answers.map(|note| note.survenu).min_by_key(|on| on.le)
}

impl Lieu<'_> {
    fn echeances(&self) -> Vec<Echeance> {
        let mut found = accord_de_lieu(self.parcours, self.id);
        found.extend(self.changements_prevus());
        found.extend(self.changements_urgents());
        found.extend(self.separations());
        found.extend(self.hebergement());
        found.extend(self.pouponniere());
        found.extend(self.hotel());
        found
    }

    fn mesure(&self, le: NaiveDate) -> Option<MesureId> {
        self.parcours.mesure_d_accueil(self.accueil, le)
    }

    /// Confided by a judge or the parquet, by the measure of the episode, else by any in force that day.
    fn confie(&self, le: NaiveDate) -> bool {
        let known = &self.parcours.mesure.mesures;
        let own = self.mesure(le).and_then(|mesure| known.get(&mesure)?.decidee());
        match own {
            Some(decidee) => par_la_justice(decidee.fait.termes.nature),
            None => known.values().any(|mesure| {
                mesure.decidee().is_some_and(|decidee| par_la_justice(decidee.fait.termes.nature))
                    && mesure.en_vigueur(&self.parcours.identite, le)
            }),
        }
    }

    /// The episode that followed by a change of place.
    fn suivant(&self) -> Option<&Accueil> {
        let follows = |accueil: &&Accueil| {
            accueil.debut().is_some_and(|debut| debut.fait.precedent == Some(self.id))
        };
        self.parcours.accueil.accueils.values().find(follows)
    }

    /// When the judge was told of a change of place, by a writing or as told with the change.
    fn juge_informe(&self, genres: &[GenreEcrit]) -> Option<Survenu> {
        let written = ecrit_a(self.parcours, genres, JUGE, self.id.0);
        let told = self.suivant().and_then(|next| next.debut()?.fait.juge_informe_le);
        written.into_iter().chain(told.map(Survenu::le)).min_by_key(|on| (on.le, on.a))
    }

    /// The day the place changed, unless the judge himself so decided.
    fn change_le(&self) -> Option<NaiveDate> {
        let changed = self.accueil.fins.iter().find(|fin| match fin.fait {
            Fin::Changement(motif) => motif != MotifChangementLieu::DecisionDuJuge,
            Fin::Sortie(_) => false,
        });
        changed.map(Datee::le)
    }

    /// ME-13: a month before the day foreseen; before the day itself, when no decision was recorded.
    fn changements_prevus(&self) -> Vec<Echeance> {
        let decided = self.accueil.changements.iter().filter(|decide| !decide.fait.urgence);
        let mut planned: Vec<_> = decided
            .map(|decide| (decide.survenu, decide.fait.prevu_le.or_else(|| self.change_le())))
            .collect();
        if self.accueil.changements.is_empty() {
            planned.extend(self.change_le().map(|le| (Survenu::le(le), Some(le))));
        }
        let open = |(since, prevu): (Survenu, Option<NaiveDate>)| self.preavis(since, prevu);
        planned.into_iter().filter_map(open).collect()
    }

    fn preavis(&self, since: Survenu, prevu_le: Option<NaiveDate>) -> Option<Echeance> {
        if !self.confie(since.le) {
            return None;
        }
        let echeance = Echeance::ouvrir("ME-13", self.id.0, since)?;
        let avant = self.au_plus_tot(since.le, echeance.regle.duree.avant(prevu_le?));
        let told = self.juge_informe(&[GenreEcrit::AvisChangementLieu]);
        let left = self.accueil.fins.iter().find(|fin| matches!(fin.fait, Fin::Sortie(_)));
        Some(
            echeance
                .limitee_au(Some(avant))
                .tenue_par(told)
                .sans_objet_depuis(left.map(Datee::le), "fin de l'accueil"),
        )
    }

    /// A notice is not due before the child was in care on the judge's decision.
    fn au_plus_tot(&self, since: NaiveDate, avant: NaiveDate) -> NaiveDate {
        let executee = |mesure| self.parcours.executee_le(mesure);
        let in_care = self.parcours.mesure.mesures.iter().any(|(&id, mesure)| {
            let nature = mesure.decidee().map(|decidee| decidee.fait.termes.nature);
            nature.is_some_and(par_la_justice)
                && mesure.en_vigueur(&self.parcours.identite, avant)
                && executee(id).is_some_and(|le| le <= avant)
        });
        let entered = self.mesure(since).and_then(executee);
        let entered = entered.or(self.accueil.debut().map(Datee::le));
        entered.filter(|_| !in_care).map_or(avant, |entered| entered.max(avant))
    }

    /// ME-14: within hours of the decision.
    fn changements_urgents(&self) -> Vec<Echeance> {
        let urgent = self.accueil.changements.iter().filter(|decide| decide.fait.urgence);
        let confided = urgent.filter(|decide| self.confie(decide.le()));
        let genres = [GenreEcrit::AvisChangementUrgence, GenreEcrit::AvisChangementLieu];
        let told = self.juge_informe(&genres);
        let open = |decide: &Datee<_>| Echeance::ouvrir("ME-14", self.id.0, decide.survenu);
        confided.filter_map(open).map(|echeance| echeance.tenue_par(told)).collect()
    }

    /// ME-15: the judge is told; ME-20: they are together again, unless the child's interest says not.
    fn separations(&self) -> Vec<Echeance> {
        let told = ecrit_a(self.parcours, &[GenreEcrit::AvisSeparationFratrie], JUGE, self.id.0);
        let mut found = Vec::new();
        for separation in &self.accueil.separations {
            if self.confie(separation.le()) {
                let notice = Echeance::ouvrir("ME-15", self.id.0, separation.survenu);
                found.extend(notice.map(|echeance| echeance.tenue_par(told)));
            }
            if separee_par_defaut(separation.fait.motif) {
                let together = Echeance::ouvrir("ME-20", self.id.0, separation.survenu);
                found.extend(together.map(|echeance| self.jusqu_a_la_reunion(echeance)));
            }
        }
        found
    }

    fn jusqu_a_la_reunion(&self, echeance: Echeance) -> Echeance {
        let since = echeance.declenchee.le;
        let again = self.accueil.reunions.iter().copied().filter(|&le| since <= le).min();
        echeance
            .tenue_par(again.map(Survenu::le))
            .sans_objet_depuis(self.accueil.fin(), "fin de l'accueil")
    }

    /// ME-05: each hébergement of an AEMO is told to the parents and to the judge, by the service, which
    /// tells the Département too.
    fn hebergement(&self) -> Option<Echeance> {
        let entree = self.accueil.debut()?.survenu;
        let mesure = self.parcours.mesure.mesures.get(&self.mesure(entree.le)?)?;
        let nature = mesure.decidee()?.fait.termes.nature;
        if nature != NatureMesure::AemoHebergement {
            return None;
        }
        let echeance = Echeance::ouvrir("ME-05", self.id.0, entree)?;
        let genres = [GenreEcrit::AvisHebergement];
        let judge = ecrit_a(self.parcours, &genres, JUGE, self.id.0);
        let parents = ecrit_a(self.parcours, &genres, PARENTS, self.id.0);
        let both = judge.zip(parents).map(|(judge, parents)| later(judge, parents));
        Some(echeance.tenue_par(self.avis_du_service().or(both)))
    }

    /// The service's own notice, which says it told them all.
    fn avis_du_service(&self) -> Option<Survenu> {
        let about = |recu: &&Datee<crate::ecrit::Recu>| recu.fait.objet == Some(self.id.0);
        let mut received = self.parcours.ecrit.recus_de(GenreEcrit::AvisHebergement);
        received.find(about).map(|recu| recu.survenu)
    }

    /// ME-16: four months, then four more from the same day of entry.
    fn pouponniere(&self) -> Vec<Echeance> {
        let Some(debut) = self.accueil.debut() else { return Vec::new() };
        let naissance = self.parcours.identite.naissance().map(|naissance| naissance.le);
        let small = |le| naissance.is_some_and(|ne| age(ne, le) < AGE_DE_LA_POUPONNIERE);
        if debut.fait.lieu.genre != LieuAccueil::Pouponniere || !small(debut.le()) {
            return Vec::new();
        }
        let left = self.accueil.fin().map(Survenu::le);
        let renewed = self.accueil.renouvellements.first().map(|renouvele| renouvele.survenu);
        let grown = naissance.map(|ne| plus_mois(ne, 12 * AGE_DE_LA_POUPONNIERE.unsigned_abs()));
        let first = Echeance::ouvrir("ME-16", self.id.0, debut.survenu);
        let kept = renewed.into_iter().chain(left).min_by_key(|on| on.le);
        let second = renewed.and_then(|_| Echeance::ouvrir("ME-16A", self.id.0, debut.survenu));
        let both = first.map(|one| one.tenue_par(kept)).into_iter();
        both.chain(second.map(|one| one.tenue_par(left)))
            .map(|one| one.sans_objet_depuis(grown, "trois ans révolus"))
            .collect()
    }

    /// ME-17: a child is not accueilli in a hotel.
    fn hotel(&self) -> Option<Echeance> {
        let debut = self.accueil.debut()?;
        if debut.fait.lieu.genre != LieuAccueil::Hotel {
            return None;
        }
        let echeance = Echeance::ouvrir("ME-17", self.id.0, debut.survenu)?;
        Some(echeance.tenue_par(self.accueil.fin().map(Survenu::le)))
    }
}

fn later(one: Survenu, other: Survenu) -> Survenu {
    if (one.le, one.a) < (other.le, other.a) { other } else { one }
}

/// A nature by which a judge or the parquet confides the child to the ASE.
fn par_la_justice(nature: NatureMesure) -> bool {
    matches!(nature, NatureMesure::PlacementAse | NatureMesure::OppJuge | NatureMesure::OppParquet)
}

/// Separated for another reason than the child's own interest.
fn separee_par_defaut(motif: MotifSeparation) -> bool {
    match motif {
        MotifSeparation::InteretDeLEnfant | MotifSeparation::DecisionDuJuge => false,
        MotifSeparation::ManqueDePlace | MotifSeparation::Urgence | MotifSeparation::Autre => true,
    }
}
