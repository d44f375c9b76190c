//! What is missing or wrong in writings, projects and health: findings, never échéances.

use chrono::NaiveDate;

use super::Irregularite;
use crate::codes::Correspondant;
use crate::droit::Charge;
use crate::ecrit::est_un_rapport;
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::sante::besoins_a_verser;

/// The findings of these chapters on a day.
pub(super) fn irregularites(parcours: &Parcours, au: NaiveDate) -> Vec<Irregularite> {
    let mut found = retenues(parcours, au);
    found.extend(rapports(parcours));
    if parcours.identite.mineur_au(au) {
        found.extend(besoins(parcours));
    }
    found
}

/// An information withheld past the day it was to be examined again.
fn retenues(parcours: &Parcours, au: NaiveDate) -> Vec<Irregularite> {
    let known = parcours.ecrit.retenues.iter();
    let late = known.filter_map(|((_, objet), retenue)| {
        let due = retenue.a_reexaminer_le().filter(|due| *due < au)?;
        Some(Irregularite {
            code: "REEXAMEN_EN_RETARD",
            article: "CASF, art. L226-2-1 et D226-2-6",
            objet: *objet,
            charge: Charge::Ase,
            depuis: due,
            phrase: format!(
                "L'information différée devait être réexaminée le {}.",
                due.format("%d/%m/%Y")
            ),
        })
    });
    late.collect()
}

/// A report for the judge that left unapproved, or that says it follows no pluridisciplinary evaluation.
fn rapports(parcours: &Parcours) -> Vec<Irregularite> {
    let sent = parcours.ecrit.ecrits.iter().filter_map(|(id, ecrit)| {
        let emis = ecrit.emis_le()?;
        let to_judge = emis.fait.destinataire == Correspondant::JugeDesEnfants;
        (to_judge && est_un_rapport(emis.fait.genre)).then_some((id, ecrit, emis))
    });
    let wrong = sent.flat_map(|(id, ecrit, emis)| {
        let finding = |code, article, phrase: &str| Irregularite {
            code,
            article,
            objet: id.0,
            charge: Charge::Ase,
            depuis: emis.le(),
            phrase: phrase.to_owned(),
        };
        let approved = !ecrit.validations.is_empty() || emis.fait.decideur.is_some();
        let unapproved = (!approved).then(|| {
            let phrase = "Le rapport est parti sans que personne ne l'ait validé.";
            finding("RAPPORT_NON_VALIDE", "CASF, art. L223-5", phrase)
        });
        let rapport = emis.fait.rapport.as_ref();
        let alone =
            rapport.and_then(|rapport| rapport.evaluation_pluridisciplinaire) == Some(false);
        let alone = alone.then(|| {
            let phrase = "Le rapport ne fait suite à aucune évaluation pluridisciplinaire.";
            finding("RAPPORT_SANS_EVALUATION", "CASF, art. L223-5 al. 2", phrase)
        });
        [unapproved, alone].into_iter().flatten()
    });
    wrong.collect()
}

/// Needs found that the project, established since, does not speak of. The project is that of a minor: at
/// majority there is none left to complete.
fn besoins(parcours: &Parcours) -> Vec<Irregularite> {
    let waiting = besoins_a_verser(parcours);
    let found = parcours
        .sante
        .actes
        .iter()
        .rfind(|acte| acte.fait.besoins.iter().any(|besoin| waiting.contains(besoin)));
    let established = parcours
        .projet
        .projets
        .iter()
        .filter_map(|(id, projet)| projet.edite_le(projet.edition()).map(|le| (*id, le)));
    let last = established.max_by_key(|(_, le)| *le);
    let silent = found.zip(last).filter(|(acte, (_, le))| acte.le() <= *le);
    let one = silent.map(|(acte, (projet, le))| Irregularite {
        code: "BESOINS_DE_SANTE_NON_VERSES",
        article: "CASF, art. L223-1-1 al. 4",
        objet: projet.0,
        charge: Charge::Ase,
        depuis: le,
        phrase: format!(
            "Le projet ne reprend pas les besoins du bilan du {}.",
            Datee::le(acte).format("%d/%m/%Y")
        ),
    });
    one.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use crate::codes::{
        ActeSante, BesoinSante, Correspondant, GenreEcrit, IssueReexamen, MotifDiffere,
    };
    use crate::ecrit::{Command, Differee, Emis, Rapport, Reexaminee};
    use crate::enfant::Commande;
    use crate::essais::*;
    use crate::evenement::{Acte, Evenement};
    use crate::ids::EcritId;
    use crate::sante::{self, ActeRealise};

    fn codes(faits: &[Acte], au: &str) -> Vec<&'static str> {
        let found = super::irregularites(&parcours(faits.to_vec()), jour(au));
        found.iter().map(|one| one.code).collect()
    }

    fn differee() -> Evenement {
        fait(Commande::Ecrit(Command::Differer(Differee {
            genre: GenreEcrit::RapportAnnuel,
            objet: None,
            motif: MotifDiffere::EnqueteEnCours,
            precision: None,
            reexaminer_le: jour("2026-06-01"),
            decideur: cadre(),
        })))
    }

    fn reexaminee(issue: IssueReexamen, prochain: Option<&str>) -> Evenement {
        fait(Commande::Ecrit(Command::Reexaminer(Reexaminee {
            genre: GenreEcrit::RapportAnnuel,
            objet: None,
            issue,
            reexaminer_le: prochain.map(jour),
            decideur: cadre(),
        })))
    }

    #[test]
    fn une_information_differee_se_reexamine_a_son_jour() {
        let withheld = vec![lea(), le("2026-03-01", differee())];
        assert!(codes(&withheld, "2026-06-01").is_empty());
        assert_eq!(codes(&withheld, "2026-06-02"), ["REEXAMEN_EN_RETARD"]);
        let with = |one: Evenement| [withheld.clone(), vec![le("2026-06-01", one)]].concat();
        let goes_on = with(reexaminee(IssueReexamen::Maintenue, Some("2026-09-01")));
        assert!(codes(&goes_on, "2026-09-01").is_empty());
        assert_eq!(codes(&goes_on, "2026-09-02"), ["REEXAMEN_EN_RETARD"]);
        let lifted = with(reexaminee(IssueReexamen::Levee, None));
        assert!(codes(&lifted, "2027-01-01").is_empty());
    }

    #[test]
    fn un_rapport_au_juge_se_valide_et_fait_suite_a_une_evaluation() {
        let sent = |evaluation_pluridisciplinaire, decideur| {
            let rapport = Rapport {
                du: None,
                au: None,
                evaluation_pluridisciplinaire,
                bilan_pediatrique_psychique_social: None,
            };
            let emis = Emis {
                ecrit: EcritId(Uuid::from_u128(0x91)),
                genre: GenreEcrit::RapportAnnuel,
                destinataire: Correspondant::JugeDesEnfants,
                objet: None,
                voie: None,
                numero: None,
                decideur,
                rapport: Some(rapport),
                pieces: vec![],
            };
            let emis = le("2026-03-01", fait(Commande::Ecrit(Command::Emettre(emis))));
            codes(&[lea(), emis], "2026-03-01")
        };
        assert!(sent(Some(true), cadre()).is_empty());
        assert_eq!(sent(None, None), ["RAPPORT_NON_VALIDE"]);
        assert_eq!(sent(Some(false), cadre()), ["RAPPORT_SANS_EVALUATION"]);
    }

    #[test]
    fn un_projet_muet_sur_les_besoins_du_bilan_se_signale() {
        let bilan = Commande::Sante(sante::Command::NoterActe(ActeRealise {
            acte: ActeSante::BilanEntree,
            besoins: vec![BesoinSante::SoinsDentaires],
            vaccination: None,
            realise_par: None,
            prochain_le: None,
            observation: None,
        }));
        let mut faits = vec![lea(), le("2026-03-01", fait(bilan))];
        assert!(codes(&faits, "2026-03-02").is_empty(), "no project yet");
        faits.push(le("2026-04-01", fait(etablir_projet(cadre()))));
        assert_eq!(codes(&faits, "2026-04-01"), ["BESOINS_DE_SANTE_NON_VERSES"]);
        assert_eq!(codes(&faits, "2033-03-03"), ["BESOINS_DE_SANTE_NON_VERSES"]);
        assert!(codes(&faits, "2033-03-04").is_empty(), "eighteen years old");
    }
}
