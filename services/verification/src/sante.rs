//! Family G: health and handicap, by what was done and what is known.
//!
//! Invariant: a child counts once, and is counted as soon as he is read.

use domain::codes::{ActeSante, Connaissance};
use domain::evenement::Evenement;
use domain::sante::Event as Sante;
use domain::situation::{Event as Situation, Reponse};
use domain::temps::moins_mois;

use crate::accueil::place;
use crate::cadre::Cadre;
use crate::enfant::{Enfant, MesureSuivie};
use crate::natures::CONFIE;
use crate::nombres::{Dit, compte, part};

/// Months an act of health stays recent.
const RECENT_MOIS: u32 = 12;

/// What the family keeps while children are read.
#[derive(Debug, Default)]
pub(crate) struct Comptes {
    confies: i64,
    bilans: i64,
    bilans_dentaires: i64,
    droit: i64,
    sans_droit: i64,
    ne_sait_pas: i64,
    non_renseigne: i64,
}

impl Comptes {
    /// Takes a child into account.
    pub(crate) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        let mesures = enfant.mesures_suivies();
        if enfant.ouvert && enfant.mineur(cadre.au) && confie_depuis_un_an(cadre, enfant, &mesures)
        {
            let acts = |of: &[ActeSante]| i64::from(acte_recent(cadre, enfant, of));
            self.confies += 1;
            self.bilans += acts(&[ActeSante::BilanEntree, ActeSante::Suivi]);
            self.bilans_dentaires += acts(&[ActeSante::BilanDentaire]);
        }
        let sejours = enfant.sejours();
        let placed = place(enfant, &mesures, &sejours, cadre.au);
        let mna = enfant.mna_au(cadre.au);
        if placed.is_some_and(|placed| !mna && cadre.service_demande(placed.service)) {
            self.vulnerable(cadre, enfant);
        }
    }

    fn vulnerable(&mut self, cadre: &Cadre, enfant: &Enfant) {
        let handicap = derniere(cadre, enfant, "handicap");
        let orientation = derniere(cadre, enfant, "orientation_cdaph");
        let says = |reponse: Option<&Reponse>, valeur: &str| {
            reponse.is_some_and(|reponse| reponse.valeur.as_deref() == Some(valeur))
        };
        let unknown = |reponse: Option<&Reponse>| {
            reponse.is_some_and(|reponse| reponse.connaissance == Connaissance::NeSaitPas)
        };
        let line = if says(handicap, "oui") || says(orientation, "oui") {
            &mut self.droit
        } else if says(handicap, "non") {
            &mut self.sans_droit
        } else if unknown(handicap) || unknown(orientation) {
            &mut self.ne_sait_pas
        } else {
            &mut self.non_renseigne
        };
        *line += 1;
    }
}

/// Confided on the last day, and a year before, by the same measure or by another.
fn confie_depuis_un_an(cadre: &Cadre, enfant: &Enfant, mesures: &[MesureSuivie<'_>]) -> bool {
    let responsable = enfant.delegation(cadre.au);
    let confides = |le| {
        mesures
            .iter()
            .filter(move |mesure| CONFIE.contains(&mesure.nature) && mesure.en_vigueur(le))
    };
    let before = confides(moins_mois(cadre.au, RECENT_MOIS)).next().is_some();
    let mut today = confides(cadre.au);
    before && today.any(|mesure| cadre.service_demande(responsable.or(mesure.service)))
}

/// One of these acts was done in the year that ends on the last day.
fn acte_recent(cadre: &Cadre, enfant: &Enfant, of: &[ActeSante]) -> bool {
    let since = moins_mois(cadre.au, RECENT_MOIS);
    let recent = enfant.faits.iter().filter(|fait| since < fait.le() && fait.le() <= cadre.au);
    let mut acts = recent.filter_map(|fait| {
        let Evenement::Sante(Sante::ActeRealise(realise)) = &fait.evenement else { return None };
        Some(realise.acte)
    });
    acts.any(|acte| of.contains(&acte))
}

/// The last answer to a question, of the last day or before.
fn derniere<'a>(cadre: &Cadre, enfant: &'a Enfant, rubrique: &str) -> Option<&'a Reponse> {
    let by_then = enfant.faits.iter().filter(|fait| fait.le() <= cadre.au);
    let told = by_then.filter_map(|fait| {
        let Evenement::Situation(event) = &fait.evenement else { return None };
        let Situation::Observee(observee) = event;
        Some(&observee.reponses)
    });
    told.flatten().rfind(|reponse| reponse.rubrique == rubrique)
}

/// A health check in the year.
pub(crate) fn g1(_: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { confies, bilans, bilans_dentaires, .. } = comptes;
    Dit::seules(vec![
        part("bilan", "Bilan ou suivi médical de moins de douze mois", *bilans, *confies),
        part(
            "bilan_dentaire",
            "Bilan bucco-dentaire de moins de douze mois",
            *bilans_dentaires,
            *confies,
        ),
    ])
}

/// Placed, and with a handicap.
pub(crate) fn g2(_: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { droit, sans_droit, ne_sait_pas, non_renseigne, .. } = comptes;
    let hors_mna = droit + sans_droit + ne_sait_pas + non_renseigne;
    Dit::seules(vec![
        part("droit", "Handicap reconnu ou orientation de la CDAPH", *droit, hors_mna),
        compte("sans_droit", "Sans handicap reconnu", *sans_droit),
        compte("ne_sait_pas", "Ne sait pas", *ne_sait_pas),
        compte("non_renseigne", "Non renseigné", *non_renseigne),
    ])
}
