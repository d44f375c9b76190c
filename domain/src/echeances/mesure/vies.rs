//! Lives of measures: how a parcours gives rise to the rules of durations.

use chrono::NaiveDate;

use super::{ecrit_a, jour};
use crate::codes::{Correspondant, GenreEcrit, MentionDecision, NatureMesure};
use crate::droit::{Regle, regle};
use crate::echeances::Echeance;
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::ids::MesureId;
use crate::mesure::{Decidee, Famille, Mesure, famille, survit_a_la_majorite};
use crate::temps::Survenu;

/// One measure whose decision is known, and the parcours it belongs to.
struct Vie<'a> {
    parcours: &'a Parcours,
    id: MesureId,
    mesure: &'a Mesure,
    decidee: &'a Datee<Decidee>,
}

/// The échéances of every measure whose decision is known.
pub(super) fn echeances(parcours: &Parcours) -> Vec<Echeance> {
    let known = parcours.mesure.mesures.iter();
    let decided = known
        .filter_map(|(&id, mesure)| Some(Vie { parcours, id, mesure, decidee: mesure.decidee()? }));
    decided.flat_map(|vie| vie.echeances()).collect()
}

impl Vie<'_> {
    fn echeances(&self) -> Vec<Echeance> {
        let all = [
            self.maximum(),
            self.maximum_local(),
            self.rapport_de_mjie(),
            self.terme_d_accueil_provisoire(),
            self.execution(),
            self.prealables(),
            self.restitution(),
        ];
        all.into_iter().flatten().map(|echeance| self.bornee(echeance)).collect()
    }

    fn nature(&self) -> NatureMesure {
        self.decidee.fait.termes.nature
    }

    /// ME-01 to ME-04, ME-06 to ME-08: the rule that caps it, shortened by its own term.
    fn maximum(&self) -> Option<Echeance> {
        self.cap(self.decidee.fait.termes.maximum(self.decidee.le())?)
    }

    /// ME-09, ME-10: what the Département says of its own contracts.
    fn maximum_local(&self) -> Option<Echeance> {
        let id = if self.nature() == NatureMesure::AccueilProvisoire {
            "ME-10"
        } else if matches!(self.nature(), NatureMesure::Aed | NatureMesure::AedRenforcee) {
            "ME-09"
        } else {
            return None;
        };
        self.cap(regle(id, self.decidee.le())?)
    }

    fn cap(&self, regle: &'static Regle) -> Option<Echeance> {
        let effet = self.mesure.effet()?;
        let mjie = self.nature() == NatureMesure::Mjie;
        let notified = self.decidee.fait.termes.notifiee_le.filter(|_| mjie);
        let declenchee = Survenu::le(notified.unwrap_or(effet));
        let legal = regle.duree.limite(declenchee).map(|limite| limite.le);
        let limite = legal.into_iter().chain(self.mesure.terme()).min();
        Some(Echeance {
            regle,
            objet: self.id.0,
            declenchee,
            stricte: jour(limite),
            tenue: self.suite(limite),
            sans_objet: None,
        })
    }

    /// What was decided at its term: the renewal, on the day it was pronounced, or its end. An end on the
    /// day after the limit is that of the limit itself: it is the first day on which it no longer runs.
    fn suite(&self, limite: Option<NaiveDate>) -> Option<Survenu> {
        let renewal = self.mesure.renouvelee.and_then(|(next, _)| {
            self.parcours.mesure.mesures.get(&next)?.decidee().map(|decidee| decidee.survenu)
        });
        let ended = self.mesure.fins.first().map(|fin| match limite {
            Some(limite) if limite.succ_opt() == Some(fin.le()) => Survenu::le(limite),
            Some(_) | None => fin.survenu,
        });
        renewal.into_iter().chain(ended).min_by_key(|survenu| (survenu.le, survenu.a))
    }

    /// ME-06: the report comes before the term.
    fn rapport_de_mjie(&self) -> Option<Echeance> {
        if self.nature() != NatureMesure::Mjie {
            return None;
        }
        let cap = self.maximum()?;
        let terme = cap.stricte?.le;
        let echeance = Echeance::ouvrir("ME-06A", self.id.0, cap.declenchee)?;
        let avant = echeance.regle.duree.avant(terme);
        let about = |recu: &&Datee<crate::ecrit::Recu>| recu.fait.objet == Some(self.id.0);
        let received = self.parcours.ecrit.recus_de(GenreEcrit::RapportEcheance).find(about);
        Some(echeance.limitee_au(Some(avant)).tenue_par(received.map(|recu| recu.survenu)))
    }

    /// ME-11: at the term of an accueil provisoire the child is taken back, or the judge is seized.
    fn terme_d_accueil_provisoire(&self) -> Option<Echeance> {
        if self.nature() != NatureMesure::AccueilProvisoire {
            return None;
        }
        let terme = self.mesure.terme()?;
        let echeance = Echeance::ouvrir("ME-11", self.id.0, Survenu::le(self.mesure.effet()?))?;
        let judges = [Correspondant::Procureur, Correspondant::JugeDesEnfants];
        let genres = [GenreEcrit::SaisineJudiciaire, GenreEcrit::Requete];
        let seized = ecrit_a(self.parcours, &genres, &judges, self.id.0);
        let done = seized.into_iter().chain(self.suite(Some(terme)));
        let first = done.min_by_key(|survenu| (survenu.le, survenu.a));
        Some(echeance.limitee_au(Some(terme)).tenue_par(first))
    }

    /// ME-18: how long an order has waited, from its effect. A deferred order does not wait yet.
    fn execution(&self) -> Option<Echeance> {
        let ordered = match famille(self.nature()) {
            Famille::MilieuOuvert | Famille::Confie | Famille::PlacementDirect => true,
            Famille::Autre => self.nature() == NatureMesure::Mjie,
            Famille::AideADomicile => false,
        };
        let goes_on = self
            .decidee
            .fait
            .precedente
            .is_some_and(|precedente| self.parcours.executee_le(precedente).is_some());
        if !ordered || goes_on || self.decidee.fait.administrative {
            return None;
        }
        let echeance = Echeance::ouvrir("ME-18", self.id.0, Survenu::le(self.mesure.effet()?))?;
        let executed = echeance.tenue_par(jour(self.parcours.executee_le(self.id)));
        let ended = self.mesure.finie_le(&self.parcours.identite);
        Some(executed.sans_objet_depuis(ended, "fin de la mesure avant toute exécution"))
    }

    /// ME-19: the family first, and the child heard, before he is confided elsewhere.
    fn prealables(&self) -> Option<Echeance> {
        let elsewhere =
            matches!(self.nature(), NatureMesure::PlacementAse | NatureMesure::PlacementDirect);
        let urgent = self.decidee.fait.termes.mentions.contains(&MentionDecision::Urgence);
        if !elsewhere || urgent || self.decidee.fait.precedente.is_some() {
            return None;
        }
        let echeance = Echeance::ouvrir("ME-19", self.id.0, Survenu::le(self.decidee.le()))?;
        Some(echeance.limitee_au(Some(self.decidee.le())).tenue_par(jour(self.verified())))
    }

    /// The day on which both the family option was evaluated and the child heard, or found too young.
    fn verified(&self) -> Option<NaiveDate> {
        let told = || self.mesure.prealables.iter().map(|constat| &constat.fait);
        let option = told().filter_map(|fait| fait.option_familiale_le).min()?;
        let heard = told().filter_map(|fait| fait.enfant_entendu_le).min();
        let too_young = told().any(|fait| fait.sans_discernement);
        heard.or(too_young.then_some(option)).map(|heard| heard.max(option))
    }

    /// ME-21: a parent to whom a pupille is given back is offered an accompaniment.
    fn restitution(&self) -> Option<Echeance> {
        let restituee = self.mesure.restituee.as_ref()?;
        let echeance = Echeance::ouvrir("ME-21", self.id.0, restituee.survenu)?;
        let parents =
            [Correspondant::Mere, Correspondant::Pere, Correspondant::RepresentantsLegaux];
        let genres = [GenreEcrit::PropositionAccompagnement];
        Some(echeance.tenue_par(ecrit_a(self.parcours, &genres, &parents, self.id.0)))
    }

    /// Majority, emancipation and death end what is asked of the measure of a minor.
    fn bornee(&self, echeance: Echeance) -> Echeance {
        let enfant = &self.parcours.identite;
        let minor = !survit_a_la_majorite(self.nature());
        echeance
            .sans_objet_depuis(enfant.decede, "décès")
            .sans_objet_depuis(enfant.emancipe.filter(|_| minor), "émancipation")
            .sans_objet_depuis(enfant.majorite().filter(|_| minor), "majorité")
    }
}
