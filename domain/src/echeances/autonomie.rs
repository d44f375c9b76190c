//! Autonomy and young adults (rules AU).
//!
//! A birthday is a trigger like another: later than the day one looks, the échéance is still to come.
//!
//! Deliberately absent: AU-09 (the commission exists; no event of a child's makes it due), and the
//! exclusion of 2024 from AU-04, known from memory only.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Echeance;
use crate::autonomie::{AccompagnementDecide, annee_engagee, vingt_et_un_ans};
use crate::codes::{
    FondementAse, GenreEcrit, GenreEntretien, NatureMesure, SensAccompagnement, SujetEntretien,
};
use crate::droit::{Charge, Duree, Genre, LOI, Regle, regle};
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::ids::MesureId;
use crate::statut::fondement_ase;
use crate::temps::{Survenu, moins_mois};

const MAJORITE: &str = "majorité";
const VINGT_ET_UN_ANS: &str = "vingt et un ans";

/// The rows.
pub(super) const REGLES: &[Regle] = &[
    Regle {
        id: "AU-01",
        article: "CASF, art. L222-5-1",
        genre: Genre::Notice,
        duree: Duree::Mois(12),
        verification: "V",
        declencheur: "dix-septième anniversaire",
        condition: "mineur accueilli (1°, 2° ou 3° de l'art. L222-5)",
        cloture: "entretien de préparation à l'autonomie",
        explication: "L'entretien de préparation à l'autonomie se tient au plus tard un an avant la majorité.",
        ..LOI
    },
    Regle {
        id: "AU-02",
        article: "CASF, art. L222-5-1",
        genre: Genre::Immediate,
        verification: "V",
        declencheur: "prise en charge",
        condition: "prise en charge à dix-sept ans révolus",
        cloture: "entretien de préparation à l'autonomie",
        explication: "Pris en charge à dix-sept ans révolus, le jeune a son entretien dans les meilleurs délais.",
        ..LOI
    },
    Regle {
        id: "AU-03",
        article: "CASF, art. L222-5-1",
        genre: Genre::Immediate,
        verification: "V",
        declencheur: "entretien de préparation à l'autonomie dû",
        condition: "mineur non accompagné",
        cloture: "information sur la carte de séjour et l'asile, en entretien",
        explication: "Le mineur non accompagné est informé, au cours du même entretien, de ses droits au séjour et à l'asile.",
        ..LOI
    },
    Regle {
        id: "AU-04",
        article: "CASF, art. L222-5 5°",
        genre: Genre::Max,
        duree: Duree::Mois(36),
        verification: "V",
        declencheur: "majorité, ou sortie de l'aide sociale à l'enfance",
        condition: "confié avant la majorité, sans ressources ou soutien familial suffisants",
        cloture: "accompagnement du jeune majeur",
        explication: "Le jeune majeur confié avant sa majorité est accompagné jusqu'à 21 ans, y compris s'il revient après être sorti.",
        ..LOI
    },
    Regle {
        id: "AU-05",
        article: "CASF, art. L222-5, dernier al.",
        genre: Genre::Max,
        duree: Duree::Fixee,
        verification: "M",
        declencheur: "dix-huitième ou vingt et unième anniversaire",
        condition: "année scolaire ou universitaire engagée",
        cloture: "accompagnement en cours à l'anniversaire",
        explication: "L'accompagnement se poursuit jusqu'à la fin de l'année scolaire engagée.",
        ..LOI
    },
    Regle {
        id: "AU-06",
        article: "CASF, art. L222-5-2-1",
        duree: Duree::Mois(6),
        verification: "V",
        declencheur: "sortie de l'aide sociale à l'enfance",
        cloture: "entretien après la sortie",
        explication: "Un entretien se tient six mois après la sortie, le dossier fût-il clos.",
        ..LOI
    },
    Regle {
        id: "AU-07",
        article: "CASF, art. R222-6",
        genre: Genre::Immediate,
        verification: "V",
        declencheur: "entrée en accompagnement",
        cloture: "projet d'accès à l'autonomie couvrant les six besoins",
        explication: "L'accompagnement couvre six besoins : ressources, logement, emploi et formation, soins, démarches, accompagnement socio-éducatif.",
        ..LOI
    },
    Regle {
        id: "AU-08",
        article: "CASF, art. R223-2",
        genre: Genre::Immediate,
        verification: "O",
        declencheur: "refus ou fin de l'accompagnement",
        cloture: "décision motivée mentionnant les recours",
        charge: Charge::Ase,
        explication: "Un refus ou une fin d'accompagnement est motivé et mentionne les voies et délais de recours.",
        ..LOI
    },
];

/// The échéances of a parcours under these rules.
pub(super) fn echeances(parcours: &Parcours) -> Vec<Echeance> {
    let mut found: Vec<Echeance> = Vec::new();
    if let Some(majorite) = parcours.identite.majorite() {
        found.extend(entretiens(parcours, majorite));
        found.extend(droit_au_retour(parcours, majorite));
        found.extend(annees_engagees(parcours, majorite));
    }
    found.extend(apres_sortie(parcours));
    found.extend(projets(parcours));
    found.extend(decisions(parcours));
    let deces = parcours.identite.decede;
    found.into_iter().map(|one| one.sans_objet_depuis(deces, "décès")).collect()
}

/// Accueilli on the grounds 1°, 2° or 3° on a day.
fn accueilli(parcours: &Parcours, le: NaiveDate) -> bool {
    match fondement_ase(parcours, le) {
        Some(FondementAse::AccueilProvisoire | FondementAse::Pupille | FondementAse::Confie) => {
            true
        }
        Some(FondementAse::ParentEnfant | FondementAse::JeuneMajeur) | None => false,
    }
}

/// Days on which a charge may begin: effects of the measures and of what gives a status.
fn debuts(parcours: &Parcours) -> impl Iterator<Item = NaiveDate> {
    let mesures = parcours.mesure.mesures.values().filter_map(|mesure| mesure.effet());
    let recueils = parcours.statut.recueils.values();
    let pv = recueils.filter_map(|recueil| recueil.dresse().map(Datee::le));
    let autorites = parcours.statut.autorites.iter().map(|one| one.fait.effet(one.le()));
    let constats = parcours.statut.constats.iter().map(|one| one.fait.effet(one.le()));
    mesures.chain(pv).chain(autorites).chain(constats)
}

// AU-01 to AU-03: one interview is due, a year before majority or on taking charge later.
fn entretiens(parcours: &Parcours, majorite: NaiveDate) -> Vec<Echeance> {
    let Some(un_an_avant) = un_an_avant(majorite) else { return vec![] };
    let due = if accueilli(parcours, un_an_avant) {
        let echeance = Echeance::ouvrir("AU-01", Uuid::nil(), Survenu::le(un_an_avant));
        echeance.map(|echeance| Echeance { stricte: Some(Survenu::le(un_an_avant)), ..echeance })
    } else {
        let mut late = debuts(parcours).filter(|le| un_an_avant < *le && *le < majorite);
        let first = late.by_ref().filter(|le| accueilli(parcours, *le)).min();
        first.and_then(|le| Echeance::ouvrir("AU-02", Uuid::nil(), Survenu::le(le)))
    };
    let Some(due) = due else { return vec![] };
    let sejour = parcours.identite.mna.and_then(|mna| {
        let depuis = Survenu::le(mna.max(due.declenchee.le));
        Echeance::ouvrir("AU-03", Uuid::nil(), depuis)
    });
    let sejour = sejour.map(|echeance| echeance.tenue_par(entretien(parcours, true)));
    let due = due.tenue_par(entretien(parcours, false));
    let emancipe = parcours.identite.emancipe;
    let minor = [Some(due), sejour].into_iter().flatten().map(|one| {
        one.sans_objet_depuis(emancipe, "émancipation").sans_objet_depuis(Some(majorite), MAJORITE)
    });
    minor.collect()
}

fn un_an_avant(majorite: NaiveDate) -> Option<NaiveDate> {
    match regle("AU-01", majorite)?.duree {
        Duree::Mois(mois) => Some(moins_mois(majorite, mois)),
        Duree::Jours(_) | Duree::Heures(_) | Duree::SansDelai | Duree::Fixee => None,
    }
}

/// The first interview of preparation, or the first in which the right to stay was spoken of.
fn entretien(parcours: &Parcours, sejour: bool) -> Option<Survenu> {
    let mut held = parcours.autonomie.entretiens.iter();
    let found = held.find(|tenu| {
        tenu.fait.genre == GenreEntretien::DixSeptAns
            && (!sejour || tenu.fait.sujets.contains(&SujetEntretien::DroitAuSejour))
    });
    found.map(|tenu| tenu.survenu)
}

/// The contracts of a young adult, with the day each takes effect.
fn contrats(parcours: &Parcours) -> impl Iterator<Item = (MesureId, NaiveDate)> {
    parcours.mesure.mesures.iter().filter_map(|(&id, mesure)| {
        let nature = mesure.decidee()?.fait.termes.nature;
        let effet = mesure.effet()?;
        (nature == NatureMesure::ContratJeuneMajeur).then_some((id, effet))
    })
}

fn accompagne(parcours: &Parcours, le: NaiveDate) -> bool {
    fondement_ase(parcours, le) == Some(FondementAse::JeuneMajeur)
}

/// From which day on he is accompanied again, at the earliest on a day.
fn accompagne_depuis(parcours: &Parcours, depuis: NaiveDate) -> Option<Survenu> {
    if accompagne(parcours, depuis) {
        return Some(Survenu::le(depuis));
    }
    let effets = contrats(parcours).map(|(_, effet)| effet).filter(|effet| depuis <= *effet);
    let retours = parcours.autonomie.retours.iter().map(Datee::le).filter(|le| depuis < *le);
    effets.chain(retours).min().map(Survenu::le)
}

// AU-04: at majority, and again at each exit until 21.
fn droit_au_retour(parcours: &Parcours, majorite: NaiveDate) -> Vec<Echeance> {
    let confie = debuts(parcours).any(|le| le < majorite && accueilli(parcours, le));
    let Some(limite) = vingt_et_un_ans(parcours).filter(|_| confie) else { return vec![] };
    let sorties = parcours.autonomie.sorties.iter().map(Datee::le);
    let after = sorties.filter(|le| majorite < *le && *le < limite);
    let starts = std::iter::once(majorite).chain(after);
    let open = |depuis: NaiveDate| {
        let echeance = Echeance::ouvrir("AU-04", Uuid::nil(), Survenu::le(depuis))?;
        let echeance = echeance.limitee_au(Some(limite));
        let echeance = echeance.tenue_par(accompagne_depuis(parcours, depuis));
        Some(echeance.sans_objet_depuis(Some(limite), VINGT_ET_UN_ANS))
    };
    starts.filter_map(open).collect()
}

// AU-05: a year begun before a birthday and not ended that day.
fn annees_engagees(parcours: &Parcours, majorite: NaiveDate) -> Vec<Echeance> {
    let anniversaires = [Some(majorite), vingt_et_un_ans(parcours)].into_iter().flatten();
    let open = |le: NaiveDate| {
        let annee = annee_engagee(parcours, le)?;
        let echeance = Echeance::ouvrir("AU-05", Uuid::nil(), Survenu::le(le))?;
        let echeance = echeance.limitee_au(Some(annee.jusqu_au));
        Some(echeance.tenue_par(accompagne_depuis(parcours, le)))
    };
    anniversaires.filter_map(open).collect()
}

// AU-06: owed on a closed file too.
fn apres_sortie(parcours: &Parcours) -> Vec<Echeance> {
    let etat = &parcours.autonomie;
    let open = |sortie: NaiveDate| {
        let held = etat.entretien(GenreEntretien::ApresSortie, sortie);
        let declined = etat.declines.iter().find(|decline| {
            decline.fait.genre == GenreEntretien::ApresSortie && sortie <= decline.le()
        });
        let back = etat.retours.iter().map(Datee::le).find(|retour| sortie < *retour);
        let echeance = Echeance::ouvrir("AU-06", Uuid::nil(), Survenu::le(sortie))?;
        let echeance = echeance.tenue_par(held.map(|tenu| tenu.survenu));
        let echeance = echeance.sans_objet_depuis(back, "retour à l'aide sociale à l'enfance");
        Some(echeance.sans_objet_depuis(declined.map(Datee::le), "décliné par le jeune"))
    };
    etat.sorties.iter().map(Datee::le).filter_map(open).collect()
}

// AU-07: each contract that renews no other is an entry.
fn projets(parcours: &Parcours) -> Vec<Echeance> {
    let entries = contrats(parcours).filter(|(id, _)| {
        let decidee = parcours.mesure.mesures[id].decidee();
        decidee.is_some_and(|decidee| decidee.fait.precedente.is_none())
    });
    let complet = parcours.autonomie.projets.iter().find(|projet| projet.fait.complet());
    let open = |(id, effet): (MesureId, NaiveDate)| {
        let fin = parcours.mesure.mesures[&id].fin(&parcours.identite);
        let echeance = Echeance::ouvrir("AU-07", id.0, Survenu::le(effet))?;
        let echeance = echeance.tenue_par(complet.map(|projet| projet.survenu));
        Some(echeance.sans_objet_depuis(fin, "fin de l'accompagnement"))
    };
    entries.filter_map(open).collect()
}

// AU-08: the decision itself says its reasons and the remedies, or a letter says them after.
fn decisions(parcours: &Parcours) -> Vec<Echeance> {
    let mut found = Vec::new();
    for (id, accompagnement) in &parcours.autonomie.accompagnements {
        for decide in accompagnement.decisions.iter().filter(|one| defavorable(&one.fait)) {
            let said = decide.fait.motivee && decide.fait.voies_de_recours;
            let mut letters = parcours.ecrit.emis_pour(GenreEcrit::DecisionAccompagnement, id.0);
            let letter = letters.find(|emis| decide.le() <= emis.le()).map(|emis| emis.survenu);
            let tenue = if said { Some(decide.survenu) } else { letter };
            let echeance = Echeance::ouvrir("AU-08", id.0, decide.survenu);
            found.extend(echeance.map(|echeance| echeance.tenue_par(tenue)));
        }
    }
    found
}

fn defavorable(decide: &AccompagnementDecide) -> bool {
    match decide.sens {
        SensAccompagnement::Refus | SensAccompagnement::Fin => true,
        SensAccompagnement::Accord => false,
    }
}

/// The day of a birthday, for tests of limits.
#[cfg(test)]
fn anniversaire(naissance: &str, ans: u32) -> NaiveDate {
    crate::temps::plus_mois(crate::essais::jour(naissance), ans * 12)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::autonomie::{
        AnneeEngagee, Command, EntretienDecline, EntretienTenu, ProjetAutonomieEtabli, RetourAse,
        SortieAse,
    };
    use crate::codes::{
        BesoinAutonomie, Canal, Code as _, Correspondant, MotifSortieAse, SourceNaissance,
    };
    use crate::echeances::Etat;
    use crate::enfant::Commande;
    use crate::essais::*;
    use crate::evenement::{Acte, Evenement};
    use crate::identite;
    use crate::ids::{AccompagnementId, EcritId};

    const NAISSANCE: &str = "2009-06-15";
    const K1: AccompagnementId = AccompagnementId(Uuid::from_u128(0x73));

    fn dit(command: Command) -> Evenement {
        fait(Commande::Autonomie(command))
    }

    fn entretien_de(genre: GenreEntretien, sujets: Vec<SujetEntretien>) -> Evenement {
        dit(Command::TenirEntretien(EntretienTenu { genre, sujets }))
    }

    fn dix_sept_ans() -> Evenement {
        entretien_de(GenreEntretien::DixSeptAns, vec![SujetEntretien::Conditions])
    }

    fn apres() -> Evenement {
        entretien_de(GenreEntretien::ApresSortie, vec![])
    }

    fn sortir_de_l_ase() -> Evenement {
        let motif = MotifSortieAse::FinDAccompagnement;
        dit(Command::Sortir(SortieAse { motif, situation_apres: None, diplome: None }))
    }

    fn revenir() -> Evenement {
        dit(Command::Revenir(RetourAse { accompagnement: None }))
    }

    fn placee() -> Vec<Acte> {
        let placement = placement(M1).until("2028-03-01");
        vec![lea_nee_le(NAISSANCE), le("2026-03-01", fait(ordonner(placement)))]
    }

    fn with(suite: Vec<Acte>) -> Vec<Acte> {
        [placee(), suite].concat()
    }

    fn contrat(le_: &str, terme: &str) -> Acte {
        le(le_, fait(contracter(jeune_majeur(M2).until(terme))))
    }

    fn of(faits: Vec<Acte>, id: &str) -> Vec<Echeance> {
        let all = crate::echeances::echeances(&parcours(faits));
        all.into_iter().filter(|one| one.regle.id == id).collect()
    }

    fn etat(faits: &[Acte], id: &str, au: &str) -> Etat {
        of(faits.to_vec(), id).last().expect(id).etat(Survenu::le(jour(au)))
    }

    #[test]
    fn au_01_l_entretien_se_tient_au_plus_tard_un_an_avant_la_majorite() {
        assert_eq!(anniversaire(NAISSANCE, 17), jour("2026-06-15"));
        assert_eq!(etat(&placee(), "AU-01", "2026-06-14"), Etat::AVenir);
        assert_eq!(etat(&placee(), "AU-01", "2026-06-15"), Etat::Ouverte);
        assert_eq!(etat(&placee(), "AU-01", "2026-06-16"), Etat::Depassee);
        let tenu = |jour| with(vec![le(jour, dix_sept_ans())]);
        assert_eq!(etat(&tenu("2026-06-15"), "AU-01", "2026-07-01"), Etat::Tenue);
        assert_eq!(etat(&tenu("2026-06-16"), "AU-01", "2026-07-01"), Etat::TenueEnRetard);
        assert!(of(vec![lea_nee_le(NAISSANCE)], "AU-01").is_empty(), "nobody has charge of her");
    }

    #[test]
    fn au_02_prise_en_charge_apres_dix_sept_ans_elle_a_son_entretien_sans_delai() {
        let tard = |ordonnee: &str| {
            let placement = ordonner(placement(M1).until("2027-06-14"));
            vec![lea_nee_le(NAISSANCE), le(ordonnee, fait(placement))]
        };
        assert!(of(tard("2026-06-15"), "AU-02").is_empty(), "on the birthday it is AU-01");
        let tard = tard("2026-06-16");
        assert!(of(tard.clone(), "AU-01").is_empty());
        assert_eq!(etat(&tard, "AU-02", "2026-06-15"), Etat::AVenir);
        assert_eq!(etat(&tard, "AU-02", "2026-09-01"), Etat::Ouverte);
        let tenu = [tard, vec![le("2026-07-10", dix_sept_ans())]].concat();
        assert_eq!(etat(&tenu, "AU-02", "2026-09-01"), Etat::Tenue);
    }

    #[test]
    fn au_03_le_mineur_non_accompagne_est_informe_de_ses_droits_au_sejour() {
        let mna = identite::Command::ReconnaitreMna(identite::MnaReconnu {});
        let mna = || with(vec![le("2026-03-02", fait(Commande::Identite(mna.clone())))]);
        assert!(of(placee(), "AU-03").is_empty(), "not an unaccompanied minor");
        assert_eq!(etat(&mna(), "AU-03", "2026-06-20"), Etat::Ouverte);
        let sans = [mna(), vec![le("2026-06-10", dix_sept_ans())]].concat();
        assert_eq!(etat(&sans, "AU-03", "2026-06-20"), Etat::Ouverte);
        let sejour = entretien_de(GenreEntretien::DixSeptAns, vec![SujetEntretien::DroitAuSejour]);
        let avec = [mna(), vec![le("2026-06-10", sejour)]].concat();
        assert_eq!(etat(&avec, "AU-03", "2026-06-20"), Etat::Tenue);
    }

    #[test]
    fn au_04_le_jeune_majeur_est_accompagne_jusqu_a_vingt_et_un_ans() {
        assert_eq!(anniversaire(NAISSANCE, 21), jour("2030-06-15"));
        assert_eq!(etat(&placee(), "AU-04", "2027-06-14"), Etat::AVenir);
        assert_eq!(etat(&placee(), "AU-04", "2030-06-14"), Etat::Ouverte);
        assert_eq!(etat(&placee(), "AU-04", "2030-06-15"), Etat::SansObjet);
        let accompagnee = with(vec![contrat("2027-06-15", "2028-06-14")]);
        assert_eq!(etat(&accompagnee, "AU-04", "2027-06-15"), Etat::Tenue);
        assert!(of(vec![lea_nee_le(NAISSANCE)], "AU-04").is_empty(), "never confided");
    }

    #[test]
    fn au_04_elle_peut_revenir_apres_etre_sortie() {
        let sortie = || {
            let suite =
                vec![contrat("2027-06-15", "2028-06-14"), le("2028-06-14", sortir_de_l_ase())];
            with(suite)
        };
        assert_eq!(of(sortie(), "AU-04").len(), 2);
        assert_eq!(etat(&sortie(), "AU-04", "2029-01-01"), Etat::Tenue, "her last day is a day");
        let avant = |jour_: &str| {
            let suite = vec![
                contrat("2027-06-15", "2028-06-14"),
                le("2028-07-01", sortir_de_l_ase()),
                le(jour_, revenir()),
            ];
            with(suite)
        };
        let revenue = avant("2030-06-14");
        assert_eq!(etat(&revenue, "AU-04", "2030-06-13"), Etat::Ouverte);
        assert_eq!(etat(&revenue, "AU-04", "2030-06-14"), Etat::Tenue);
    }

    #[test]
    fn au_04_le_retour_se_refuse_le_jour_des_vingt_et_un_ans_et_pas_la_veille() {
        let revenir = || Commande::Autonomie(Command::Revenir(RetourAse { accompagnement: None }));
        given(placee()).on("2030-06-14").when(revenir()).then(expect_test::expect!["retour_ase"]);
        given(placee()).on("2030-06-15").when(revenir()).then_refused(expect_test::expect!["RETOUR_APRES_VINGT_ET_UN_ANS · Le droit au retour s'arrête aux vingt et un ans, le 15/06/2030. (CASF, art. L222-5 5°)"]);
    }

    #[test]
    fn au_05_l_annee_scolaire_engagee_se_termine() {
        let annee = |fin: &str| {
            let engagee = Command::EngagerAnnee(AnneeEngagee { jusqu_au: jour(fin) });
            with(vec![le("2026-09-01", dit(engagee))])
        };
        assert_eq!(etat(&annee("2027-07-31"), "AU-05", "2027-07-31"), Etat::Ouverte);
        assert_eq!(etat(&annee("2027-07-31"), "AU-05", "2027-08-01"), Etat::Depassee);
        let suivie = [annee("2027-07-31"), vec![contrat("2027-06-15", "2027-07-31")]].concat();
        assert_eq!(etat(&suivie, "AU-05", "2027-07-31"), Etat::Tenue);
        assert!(of(annee("2027-06-14"), "AU-05").is_empty(), "the year ends before the birthday");
    }

    #[test]
    fn au_06_un_entretien_se_tient_six_mois_apres_la_sortie() {
        let sortie =
            |suite: Vec<Acte>| with([vec![le("2027-08-31", sortir_de_l_ase())], suite].concat());
        assert_eq!(etat(&sortie(vec![]), "AU-06", "2028-02-29"), Etat::Ouverte);
        assert_eq!(etat(&sortie(vec![]), "AU-06", "2028-03-01"), Etat::Depassee);
        let tenu = |jour| sortie(vec![le(jour, apres())]);
        assert_eq!(etat(&tenu("2028-02-29"), "AU-06", "2028-06-01"), Etat::Tenue);
        assert_eq!(etat(&tenu("2028-03-01"), "AU-06", "2028-06-01"), Etat::TenueEnRetard);
        let genre = GenreEntretien::ApresSortie;
        let decline = dit(Command::DeclinerEntretien(EntretienDecline { genre }));
        let decline = sortie(vec![le("2028-02-01", decline)]);
        assert_eq!(etat(&decline, "AU-06", "2028-06-01"), Etat::SansObjet);
        let revenue = sortie(vec![le("2027-10-01", revenir())]);
        assert_eq!(etat(&revenue, "AU-06", "2028-06-01"), Etat::SansObjet);
    }

    #[test]
    fn au_07_le_projet_couvre_six_besoins() {
        let accompagnee = |projet: Option<ProjetAutonomieEtabli>| {
            let mut suite = vec![contrat("2027-06-15", "2028-06-14")];
            let etabli = |projet| le("2027-07-01", dit(Command::EtablirProjet(projet)));
            suite.extend(projet.map(etabli));
            with(suite)
        };
        let projet = |manque: Option<BesoinAutonomie>| {
            let covered = |besoin: &&BesoinAutonomie| Some(**besoin) != manque;
            Some(ProjetAutonomieEtabli {
                couverts: BesoinAutonomie::TOUS.iter().filter(covered).copied().collect(),
                non_couverts: manque.into_iter().collect(),
                precisions: None,
            })
        };
        assert_eq!(etat(&accompagnee(None), "AU-07", "2027-08-01"), Etat::Ouverte);
        let logement = projet(Some(BesoinAutonomie::Logement));
        assert_eq!(etat(&accompagnee(logement), "AU-07", "2027-08-01"), Etat::Ouverte);
        assert_eq!(etat(&accompagnee(projet(None)), "AU-07", "2027-08-01"), Etat::Tenue);
    }

    #[test]
    fn un_projet_qui_tait_un_besoin_est_refuse() {
        let couverts = vec![BesoinAutonomie::Logement, BesoinAutonomie::Ressources];
        let projet = ProjetAutonomieEtabli { couverts, non_couverts: vec![], precisions: None };
        given(placee())
            .on("2027-07-01")
            .when(Commande::Autonomie(Command::EtablirProjet(projet)))
            .then_refused(expect_test::expect!["BESOINS_INCOMPLETS · Le projet dit de chacun des six besoins, une fois, s'il est couvert : ressources, logement, emploi et formation, soins, démarches, accompagnement socio-éducatif. (CASF, art. R222-6)"]);
    }

    #[test]
    fn au_08_un_refus_est_motive_et_dit_les_recours() {
        let refusee = |motivee: bool, suite: Vec<Acte>| {
            let refus = AccompagnementDecide {
                accompagnement: K1,
                sens: SensAccompagnement::Refus,
                motivee,
                voies_de_recours: true,
                mesure: None,
                decideur: cadre(),
            };
            with([vec![le("2027-05-20", dit(Command::Decider(refus)))], suite].concat())
        };
        assert_eq!(etat(&refusee(true, vec![]), "AU-08", "2027-05-20"), Etat::Tenue);
        assert_eq!(etat(&refusee(false, vec![]), "AU-08", "2027-06-01"), Etat::Ouverte);
        let lettre = crate::ecrit::Emis {
            ecrit: EcritId(Uuid::from_u128(0x91)),
            genre: GenreEcrit::DecisionAccompagnement,
            destinataire: Correspondant::Enfant,
            objet: Some(K1.0),
            voie: Some(Canal::LettreRecommandee),
            numero: None,
            decideur: cadre(),
            rapport: None,
            pieces: vec![],
        };
        let lettre = fait(Commande::Ecrit(crate::ecrit::Command::Emettre(lettre)));
        let dite = refusee(false, vec![le("2027-06-10", lettre)]);
        assert_eq!(etat(&dite, "AU-08", "2027-06-10"), Etat::Tenue);
    }

    #[test]
    fn piege_24_a_la_majorite_le_placement_s_arrete_et_l_accompagnement_est_une_autre_decision() {
        let parcours = parcours(placee());
        assert!(accueilli(&parcours, jour("2027-06-14")));
        assert_eq!(fondement_ase(&parcours, jour("2027-06-15")), None, "the judgment runs to 2028");
        assert_eq!(etat(&placee(), "AU-01", "2027-06-15"), Etat::SansObjet);
        assert_eq!(etat(&placee(), "AU-04", "2027-06-15"), Etat::Ouverte);
    }

    #[test]
    fn piege_26_une_naissance_fixee_par_le_juge_deplace_les_echeances() {
        let jugee = identite::NaissanceFixee {
            naissance: identite::Naissance {
                source: SourceNaissance::DecisionJudiciaire,
                ..naissance("2010-01-01")
            },
        };
        let jugee = fait(Commande::Identite(identite::Command::FixerNaissance(jugee)));
        let declaree = || {
            let claim = identite::Naissance {
                source: SourceNaissance::Declaration,
                ..naissance(NAISSANCE)
            };
            let placement = ordonner(placement(M1).until("2028-01-01"));
            vec![le("2026-01-01", fait(inscrire(Some(claim)))), le("2026-03-01", fait(placement))]
        };
        let limite = |faits: Vec<Acte>| of(faits, "AU-01")[0].legale();
        assert_eq!(limite(declaree()), Some(jour("2026-06-15")));
        let corrected = [declaree(), vec![le("2026-04-01", jugee.clone())]].concat();
        assert_eq!(limite(corrected.clone()), Some(jour("2027-01-01")));
        let later_paper = [corrected, vec![le("2026-05-01", fait(fixer_naissance("2008-01-01")))]];
        assert_eq!(limite(later_paper.concat()), Some(jour("2027-01-01")), "a judgment stands");
    }

    #[test]
    fn piege_35_l_entretien_apres_la_sortie_survit_a_la_cloture() {
        let close =
            with(vec![contrat("2027-06-15", "2027-08-31"), le("2027-08-31", sortir_de_l_ase())]);
        let parcours = parcours(close.clone());
        let runs =
            |id| parcours.mesure.mesures[&id].en_vigueur(&parcours.identite, jour("2027-09-01"));
        assert!(!runs(M1) && !runs(M2), "nothing runs any more");
        assert_eq!(etat(&close, "AU-06", "2027-09-01"), Etat::Ouverte);
        assert_eq!(etat(&close, "AU-06", "2028-03-01"), Etat::Depassee);
    }
}
