//! What the law finds wrong in measures and places: what founds them, how long they last, who agreed.
//!
//! Invariant: a measure counts from its decision, its day of effect fixed or not.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::accueil::Event as Accueil;
use domain::autonomie::Event as Autonomie;
use domain::codes::{
    GenreEcrit, MentionDecision, NatureMesure, PositionTitulaire, StatutJuridique, Titulaire,
};
use domain::droit::{self, Regle};
use domain::ecrit::Event as Ecrit;
use domain::evenement::Evenement;
use domain::mesure::{Event as Mesure, maximum};
use domain::temps::Survenu;
use uuid::Uuid;

use super::{Dossier, Trouvee};
use crate::enfant::{MesureDite, MesureSuivie};
use crate::natures::{
    AED, AEMO, CONFIE_PAR_LA_JUSTICE, DIRECT, fonde_un_accueil, survit_a_la_majorite,
};
use crate::statut::statut;

/// What nobody needs to agree to, for a few hours or days.
const SANS_ACCORD: &[NatureMesure] = &[NatureMesure::Recueil5Jours, NatureMesure::Accueil72h];

/// The local label of a placement at home.
const PEAD: &str = "PEAD";

/// What is found on that day.
pub(super) fn trouve(dossier: &Dossier, found: &mut BTreeSet<Trouvee>) {
    let told = dossier.enfant.mesures_dites();
    let suivies = dossier.enfant.mesures_suivies();
    let file = File { dossier, told: &told, suivies: &suivies };
    for mesure in &told {
        let mut add = |so: bool, sorte| {
            if so {
                found.insert((sorte, mesure.mesure));
            }
        };
        let unknown = mesure.commencee.is_some() && mesure.decidee.is_none();
        add(unknown, "DECISION_NON_ENREGISTREE");
        add(file.trop_longue(mesure), "AU_DELA_DU_MAXIMUM");
        add(file.sans_consentement(mesure), "CONSENTEMENT_MANQUANT");
        add(file.renouvelee_tard(mesure), "RENOUVELLEMENT_TARDIF");
        add(file.echue(mesure), "TERME_SANS_DECISION");
        add(file.sans_projet(mesure), "PROJET_MANQUANT");
        add(file.sans_titre(mesure), "SANS_TITRE");
        add(file.accord_retire(mesure), "ACCORD_RETIRE");
        add(file.maintenue(mesure), "MESURE_ADMINISTRATIVE_MAINTENUE");
        add(trop_courte(mesure), "CONTRAT_TROP_COURT");
    }
    found.extend(file.deplaces_sans_accord().map(|accueil| ("CHANGEMENT_SANS_ACCORD", accueil)));
}

/// A file's measures, as told, and those that have a day of effect.
struct File<'a> {
    dossier: &'a Dossier,
    told: &'a [MesureDite<'a>],
    suivies: &'a [MesureSuivie<'a>],
}

/// Who has a say in a measure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Voix {
    Sienne,
    Tuteur,
    Titulaires,
}

impl Voix {
    fn compte(self, titulaire: Titulaire) -> bool {
        match titulaire {
            Titulaire::JeuneMajeur => self == Self::Sienne,
            Titulaire::Tuteur | Titulaire::AutreTitulaire => self != Self::Sienne,
            Titulaire::Mere | Titulaire::Pere => self == Self::Titulaires,
        }
    }
}

impl File<'_> {
    fn en_vigueur(&self, mesure: &MesureDite<'_>, le: NaiveDate) -> bool {
        let known = self.suivies.iter().find(|known| known.mesure == mesure.mesure);
        known.is_some_and(|known| known.en_vigueur(le))
    }

    /// His own once he is of age or emancipated; a tutor's when one stands for the parents; else theirs.
    fn voix(&self, nature: NatureMesure, le: NaiveDate) -> Voix {
        let enfant = &self.dossier.enfant;
        let capable = enfant.majorite().into_iter().chain(enfant.emancipe()).min();
        if capable.is_some_and(|since| since <= le) || survit_a_la_majorite(nature) {
            return Voix::Sienne;
        }
        let in_place = [
            StatutJuridique::Pupille,
            StatutJuridique::PupilleProvisoire,
            StatutJuridique::Tutelle,
            StatutJuridique::Delegation,
        ];
        let held = statut(enfant, le).is_some_and(|statut| in_place.contains(&statut));
        if held { Voix::Tuteur } else { Voix::Titulaires }
    }

    /// What each last answered about a measure; what a contract says they signed is of its day.
    fn positions(
        &self,
        mesure: &MesureDite<'_>,
    ) -> BTreeMap<Titulaire, (PositionTitulaire, NaiveDate)> {
        let mut found = BTreeMap::new();
        if let Some(decidee) = &mesure.decidee {
            let signed = (PositionTitulaire::AccordEcrit, decidee.le);
            found.extend(decidee.termes.consentements.iter().map(|&who| (who, signed)));
        }
        for (le, titulaire, position) in self.accords(mesure.mesure) {
            let kept = found.entry(titulaire).or_insert((position, le));
            if kept.1 <= le {
                *kept = (position, le);
            }
        }
        found
    }

    fn accords(
        &self,
        mesure: Uuid,
    ) -> impl Iterator<Item = (NaiveDate, Titulaire, PositionTitulaire)> {
        self.dossier.enfant.faits.iter().filter_map(move |fait| {
            let Evenement::Mesure(Mesure::AccordNote(note)) = &fait.evenement else { return None };
            (note.mesure.0 == mesure).then_some((fait.le(), note.titulaire, note.position))
        })
    }

    /// Decided for longer than the law lets; or a young adult accompanied past the end of his right.
    fn trop_longue(&self, mesure: &MesureDite<'_>) -> bool {
        let Some(decidee) = &mesure.decidee else { return false };
        let termes = decidee.termes;
        let cap = plafond(mesure, decidee.le, termes.nature).and_then(|regle| {
            let effet = mesure.effet.unwrap_or(decidee.le);
            let notified = termes.notifiee_le.filter(|_| termes.nature == NatureMesure::Mjie);
            regle.duree.limite(Survenu::le(notified.unwrap_or(effet)))
        });
        let longer = cap.zip(mesure.terme).is_some_and(|(cap, terme)| cap.le < terme);
        longer || (termes.nature == NatureMesure::ContratJeuneMajeur && self.trop_tard(mesure))
    }

    fn trop_tard(&self, mesure: &MesureDite<'_>) -> bool {
        let runs = self.en_vigueur(mesure, self.dossier.au).then_some(self.dossier.au);
        let last = mesure.terme.or(runs);
        let right = self.dossier.enfant.majorite().and_then(|majorite| {
            let birthday = droit::regle("AU-04", majorite)?.duree.depuis(majorite);
            let year = self.dossier.enfant.faits.iter().find_map(|fait| {
                let Evenement::Autonomie(Autonomie::AnneeEngagee(annee)) = &fait.evenement else {
                    return None;
                };
                (fait.le() <= birthday && birthday <= annee.jusqu_au).then_some(annee.jusqu_au)
            });
            year.or(birthday.pred_opt())
        });
        right.zip(last).is_some_and(|(right, last)| right < last)
    }

    fn sans_consentement(&self, mesure: &MesureDite<'_>) -> bool {
        let Some(decidee) = &mesure.decidee else { return false };
        let nature = decidee.termes.nature;
        if !decidee.administrative || SANS_ACCORD.contains(&nature) {
            return false;
        }
        let effet = mesure.effet.map_or(decidee.le, |effet| effet.max(decidee.le));
        let voix = self.voix(nature, effet);
        let agreed = [PositionTitulaire::AccordEcrit, PositionTitulaire::AccordRetire];
        let positions = self.positions(mesure);
        !positions.iter().any(|(who, (said, _))| voix.compte(*who) && agreed.contains(said))
    }

    /// Decided after the term of what it renews.
    fn renouvelee_tard(&self, mesure: &MesureDite<'_>) -> bool {
        let Some(decidee) = &mesure.decidee else { return false };
        let before = self.told.iter().find(|told| Some(told.mesure) == decidee.precedente);
        before.and_then(|before| before.terme).is_some_and(|terme| terme < decidee.le)
    }

    fn echue(&self, mesure: &MesureDite<'_>) -> bool {
        let au = self.dossier.au;
        let ended = mesure.fin.is_some_and(|fin| fin <= au);
        mesure.terme.is_some_and(|terme| terme < au) && !ended
    }

    /// No project at all, though the months after its effect are over.
    fn sans_projet(&self, mesure: &MesureDite<'_>) -> bool {
        let (Some(decidee), Some(effet)) = (&mesure.decidee, mesure.effet) else { return false };
        let au = self.dossier.au;
        let due = droit::regle("DO-01", effet).map(|regle| regle.duree.depuis(effet));
        due.is_some_and(|due| due < au)
            && !survit_a_la_majorite(decidee.termes.nature)
            && self.en_vigueur(mesure, au)
            && self.dossier.enfant.projets_etablis().next().is_none()
    }

    /// The child stays in his place past the term, without anything that founds it, from the day after it to that day.
    fn sans_titre(&self, mesure: &MesureDite<'_>) -> bool {
        let au = self.dossier.au;
        let founds = mesure.decidee.as_ref().is_some_and(|it| fonde_un_accueil(it.termes.nature));
        let first = mesure.terme.filter(|_| founds).and_then(|terme| terme.succ_opt());
        let Some(first) = first.filter(|first| *first <= au) else { return false };
        let sejours = self.dossier.enfant.sejours();
        let kept = |le: NaiveDate| {
            mesure.fin.is_none_or(|fin| le < fin)
                && sejours.iter().any(|sejour| sejour.principal && sejour.ouvert(le))
                && !self
                    .suivies
                    .iter()
                    .any(|known| fonde_un_accueil(known.nature) && known.en_vigueur(le))
        };
        let effects = self.told.iter().filter_map(|told| told.effet);
        let exits = self.dossier.enfant.fins_d_accueil();
        let mut turns = effects.chain(exits).chain(mesure.fin);
        kept(first) && !turns.any(|le| first < le && le <= au && !kept(le))
    }

    /// A contract that goes on although one whose say counts took it back, or opposes, since it was signed.
    fn accord_retire(&self, mesure: &MesureDite<'_>) -> bool {
        let Some(decidee) = mesure.decidee.as_ref().filter(|it| it.administrative) else {
            return false;
        };
        let au = self.dossier.au;
        let voix = self.voix(decidee.termes.nature, au);
        let against = [PositionTitulaire::AccordRetire, PositionTitulaire::Opposition];
        let said = self.positions(mesure).into_iter().any(|(who, (said, le))| {
            voix.compte(who) && against.contains(&said) && decidee.le <= le && le <= au
        });
        said && self.en_vigueur(mesure, au)
    }

    /// Home help goes on although a judge acts at home, or confides the child.
    fn maintenue(&self, mesure: &MesureDite<'_>) -> bool {
        let au = self.dossier.au;
        let at_home = mesure
            .decidee
            .as_ref()
            .is_some_and(|it| it.administrative && AED.contains(&it.termes.nature));
        let judicial = AEMO.iter().chain(DIRECT).chain(CONFIE_PAR_LA_JUSTICE);
        let acts = self.suivies.iter().any(|other| {
            !other.administrative
                && judicial.clone().any(|nature| *nature == other.nature)
                && other.en_vigueur(au)
        });
        at_home && acts && self.en_vigueur(mesure, au)
    }

    /// Places left for others that a contract's holders neither agreed to nor let pass.
    fn deplaces_sans_accord(&self) -> impl Iterator<Item = Uuid> {
        let mut left: BTreeMap<Uuid, NaiveDate> = BTreeMap::new();
        for fait in &self.dossier.enfant.faits {
            if let Evenement::Accueil(Accueil::LieuChange(change)) = &fait.evenement {
                left.entry(change.accueil.0).or_insert(fait.le());
            }
        }
        left.into_iter().filter(|(accueil, le)| self.deplace(*accueil, *le)).map(|(id, _)| id)
    }

    fn deplace(&self, accueil: Uuid, changed: NaiveDate) -> bool {
        let of = self.dossier.enfant.titre_le(accueil, changed);
        let mesure = self.told.iter().find(|told| Some(told.mesure) == of);
        let administrative = mesure.and_then(|told| told.decidee.as_ref());
        let Some(mesure) = mesure.filter(|_| administrative.is_some_and(|it| it.administrative))
        else {
            return false;
        };
        let mut agreed = self.accords(mesure.mesure);
        let agreed =
            agreed.any(|(le, _, said)| said == PositionTitulaire::AccordEcrit && le <= changed);
        !agreed && !self.repute_donne(accueil, changed)
    }

    /// Asked by a writing, unanswered, and past the delay, before the place changed.
    fn repute_donne(&self, accueil: Uuid, changed: NaiveDate) -> bool {
        let (mut sent, mut asks) = (BTreeMap::<Uuid, Survenu>::new(), BTreeSet::new());
        let mut received = BTreeMap::<Uuid, Survenu>::new();
        for fait in &self.dossier.enfant.faits {
            let Evenement::Ecrit(event) = &fait.evenement else { continue };
            if let Ecrit::Emis(emis) = event {
                sent.entry(emis.ecrit.0).or_insert(fait.survenu);
                let about = emis.objet == Some(accueil);
                if about && emis.genre == GenreEcrit::DemandeAccordLieu {
                    asks.insert(emis.ecrit.0);
                }
            } else if let Ecrit::Accuse(accuse) = event {
                received.entry(accuse.ecrit.0).or_insert(fait.survenu);
            }
        }
        asks.iter().any(|ecrit| {
            let sent = sent[ecrit];
            let (rule, from) = match received.get(ecrit) {
                Some(received) => ("ME-12", *received),
                None => ("ME-12A", sent),
            };
            let limit = droit::regle(rule, from.le).and_then(|regle| regle.duree.limite(from));
            let answered = self.a_repondu(accueil, sent.le);
            !answered && limit.is_some_and(|limit| limit.le < changed)
        })
    }

    /// A holder answered, yes or no, since a day, about a measure the place carries out.
    fn a_repondu(&self, accueil: Uuid, depuis: NaiveDate) -> bool {
        self.dossier.enfant.titres_de(accueil).into_iter().any(|mesure| {
            self.accords(mesure)
                .any(|(le, _, said)| said != PositionTitulaire::InformeParEcrit && depuis <= le)
        })
    }
}

/// The rule that caps a measure: by its kind, by its label of a placement at home, by the chronic difficulties its
/// decision tells.
fn plafond(
    mesure: &MesureDite<'_>,
    prononcee: NaiveDate,
    nature: NatureMesure,
) -> Option<&'static Regle> {
    use NatureMesure::{AemoHebergement, AemoRenforcee, PlacementAse, PlacementDirect};
    let termes = mesure.decidee.as_ref()?.termes;
    let chronic = termes.mentions.contains(&MentionDecision::DifficultesChroniques);
    let label = termes.libelle_local.as_deref().map(str::trim);
    let pead = label.is_some_and(|label| label.eq_ignore_ascii_case(PEAD));
    let special = if chronic && [PlacementAse, PlacementDirect].contains(&nature) {
        droit::regle("ME-02", prononcee)
    } else if pead && [AemoRenforcee, AemoHebergement].contains(&nature) {
        droit::regle("ME-04", prononcee)
    } else {
        None
    };
    special.or_else(|| maximum(nature, prononcee))
}

/// A contract shorter than the Département's own minimum.
fn trop_courte(mesure: &MesureDite<'_>) -> bool {
    let Some(decidee) = &mesure.decidee else { return false };
    let (Some(terme), Some(effet)) = (mesure.terme, mesure.effet) else { return false };
    let least =
        droit::regle("ME-09A", decidee.le).and_then(|regle| regle.duree.depuis(effet).pred_opt());
    AED.contains(&decidee.termes.nature) && least.is_some_and(|least| terme < least)
}
