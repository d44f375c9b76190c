//! Pupille, délaissement, tutelle (rules ST).
//!
//! A delay of provisional status is not late when it runs out: what was possible before is no longer, and
//! an admission becomes possible (ST-01A). A remedy is the same: missed, it is only closed.

use super::Echeance;
use crate::codes::{CasPupille, Titulaire};
use crate::droit::{Charge, Duree, Genre, LOI, Regle};
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::statut::{self, Recueil, admissible_le, assistance_educative, delai_provisoire, fini};
use crate::temps::{Survenu, plus_jours};

use chrono::NaiveDate;
use uuid::Uuid;

const DELAI_EXPIRE: &str = "délai expiré : l'admission peut être prononcée";
const FORCLOS: &str = "délai expiré";
const MAJEUR: &str = "majorité";
const FIN_DU_STATUT: &str = "fin du statut de pupille";

const PROVISOIRE: &str = "reprise de l'enfant, ou expiration du délai";

/// The rows.
pub(super) const REGLES: &[Regle] = &[
    Regle {
        id: "ST-01",
        article: "CASF, art. L224-4 1°, 2° et 4°, L224-5, L224-6",
        genre: Genre::Max,
        duree: Duree::Mois(2),
        verification: "O",
        declencheur: "procès-verbal de recueil",
        condition: "filiation inconnue, enfant remis par ceux qui peuvent consentir, orphelin",
        cloture: PROVISOIRE,
        explication: "L'enfant est pupille à titre provisoire dès le procès-verbal ; il n'est admis qu'après deux mois.",
        ..LOI
    },
    Regle {
        id: "ST-01A",
        article: "CASF, art. L224-4 et L224-8",
        genre: Genre::Immediate,
        verification: "O",
        declencheur: "lendemain de l'expiration du délai provisoire",
        cloture: "arrêté d'admission",
        explication: "Le délai provisoire expiré, l'enfant est admis comme pupille par arrêté.",
        ..LOI
    },
    Regle {
        id: "ST-02",
        article: "CASF, art. L224-4 3°",
        genre: Genre::Max,
        duree: Duree::Mois(6),
        verification: "O",
        declencheur: "procès-verbal de recueil",
        condition: "enfant remis par un seul parent",
        cloture: PROVISOIRE,
        explication: "Remis par un seul parent, l'enfant n'est admis qu'après six mois, pendant lesquels le service cherche l'intention de l'autre.",
        ..LOI
    },
    Regle {
        id: "ST-03",
        article: "CASF, art. L224-6",
        genre: Genre::Max,
        duree: Duree::Mois(2),
        verification: "V",
        declencheur: "procès-verbal de recueil",
        cloture: PROVISOIRE,
        charge: Charge::Tiers,
        explication: "Le parent qui a remis l'enfant peut le reprendre sans formalité pendant deux mois.",
        ..LOI
    },
    Regle {
        id: "ST-03A",
        article: "CASF, art. L224-6",
        genre: Genre::Max,
        duree: Duree::Mois(6),
        verification: "V",
        declencheur: "procès-verbal de recueil",
        condition: "enfant remis par un seul parent",
        cloture: PROVISOIRE,
        charge: Charge::Tiers,
        explication: "Le parent qui n'a pas remis l'enfant peut le reprendre sans formalité pendant six mois.",
        ..LOI
    },
    Regle {
        id: "ST-04",
        article: "CASF, art. L224-8 IV",
        duree: Duree::Jours(30),
        verification: "O",
        declencheur: "réception de l'arrêté d'admission",
        cloture: "recours devant le tribunal judiciaire",
        charge: Charge::Tiers,
        explication: "L'admission se conteste devant le tribunal judiciaire dans les trente jours de sa réception.",
        ..LOI
    },
    Regle {
        id: "ST-05",
        article: "CASF, art. R224-12 et L224-1",
        duree: Duree::Mois(2),
        verification: "O",
        declencheur: "admission définitive",
        cloture: "conseil de famille",
        explication: "Le conseil de famille examine la situation du pupille dans les deux mois de l'admission.",
        ..LOI
    },
    Regle {
        id: "ST-05A",
        article: "CASF, art. R224-12 et L224-1",
        genre: Genre::Periodic,
        duree: Duree::Mois(12),
        verification: "O",
        declencheur: "dernier conseil de famille",
        cloture: "conseil de famille",
        explication: "Le conseil de famille examine la situation du pupille au moins une fois par an.",
        ..LOI
    },
    Regle {
        id: "ST-06",
        article: "C. civ., art. 348-5",
        genre: Genre::Max,
        duree: Duree::Mois(2),
        verification: "V26",
        declencheur: "consentement à l'adoption",
        cloture: "rétractation",
        charge: Charge::Tiers,
        explication: "Le consentement à l'adoption se rétracte pendant deux mois.",
        ..LOI
    },
    Regle {
        id: "ST-07",
        article: "C. civ., art. 381-1 et 381-2",
        duree: Duree::Mois(12),
        verification: "V26",
        declencheur: "début de l'absence des relations nécessaires",
        condition: "parent non empêché ; une simple demande de nouvelles n'interrompt pas",
        cloture: "demande de déclaration de délaissement",
        explication: "Après un an sans relations, le service transmet obligatoirement la demande de délaissement, un soutien ayant été proposé aux parents.",
        ..LOI
    },
    Regle {
        id: "ST-08",
        article: "C. civ., art. 377",
        genre: Genre::Notice,
        verification: "V26",
        declencheur: "demande de délégation",
        condition: "mesure d'assistance éducative en cours",
        cloture: "avis du juge des enfants",
        charge: Charge::Juge,
        explication: "La délégation d'un enfant suivi en assistance éducative n'est prononcée qu'après avis du juge des enfants.",
        ..LOI
    },
];

/// The échéances of a parcours under these rules.
pub(super) fn echeances(parcours: &Parcours) -> Vec<Echeance> {
    let mut found: Vec<Echeance> = Vec::new();
    for (id, recueil) in &parcours.statut.recueils {
        found.extend(provisoire(id.0, recueil));
        found.extend(admission(id.0, recueil));
        found.extend(reprises(id.0, recueil));
        found.extend(recours(id.0, recueil));
        found.extend(conseils(parcours, id.0, recueil));
    }
    found.extend(consentements(parcours));
    found.extend(delaissements(parcours));
    found.extend(delegations(parcours));
    let majorite = parcours.identite.majorite();
    found.into_iter().map(|one| one.sans_objet_depuis(majorite, MAJEUR)).collect()
}

/// A delay whose end only closes a possibility: the day after, it has no object.
fn forclose(echeance: Echeance, pourquoi: &'static str) -> Echeance {
    let lendemain = echeance.legale().map(|limite| plus_jours(limite, 1));
    echeance.sans_objet_depuis(lendemain, pourquoi)
}

fn premier<T>(faits: &[Datee<T>]) -> Option<Survenu> {
    faits.iter().map(|fait| fait.survenu).min_by_key(|survenu| survenu.le)
}

// ST-01 and ST-02: the child is pupille only provisionally.
fn provisoire(objet: Uuid, recueil: &Recueil) -> Option<Echeance> {
    let pv = recueil.dresse()?;
    let echeance = Echeance::ouvrir(delai_provisoire(pv.fait.cas)?, objet, pv.survenu)?;
    Some(forclose(echeance.tenue_par(premier(&recueil.reprises)), DELAI_EXPIRE))
}

// ST-01A: the arrêté follows the end of the delay.
fn admission(objet: Uuid, recueil: &Recueil) -> Option<Echeance> {
    let depuis = Survenu::le(admissible_le(recueil)?);
    let repris = premier(&recueil.reprises).map(|repris| repris.le);
    let echeance = Echeance::ouvrir("ST-01A", objet, depuis)?;
    let echeance = echeance.tenue_par(premier(&recueil.admissions));
    Some(echeance.sans_objet_depuis(repris, "enfant repris"))
}

// ST-03: who remitted the child has two months, the other parent six.
fn reprises(objet: Uuid, recueil: &Recueil) -> Vec<Echeance> {
    let Some(pv) = recueil.dresse() else { return vec![] };
    let par_qui_a_remis = |par: Titulaire| pv.fait.remis_par.contains(&par);
    let by = |remettant: bool| {
        let mut back = recueil.reprises.iter();
        back.find(|one| par_qui_a_remis(one.fait.par) == remettant).map(|one| one.survenu)
    };
    let open = |regle, remettant| {
        let echeance = Echeance::ouvrir(regle, objet, pv.survenu)?.tenue_par(by(remettant));
        Some(forclose(echeance, FORCLOS))
    };
    let autre = pv.fait.cas == CasPupille::RemisParUnParent;
    let remettants = (!pv.fait.remis_par.is_empty()).then(|| open("ST-03", true)).flatten();
    remettants.into_iter().chain(autre.then(|| open("ST-03A", false)).flatten()).collect()
}

// ST-04: each reception of the arrêté opens its own thirty days.
fn recours(objet: Uuid, recueil: &Recueil) -> Vec<Echeance> {
    let open = |notifiee: &Datee<statut::AdmissionNotifiee>| {
        let mut filed = recueil.recours.iter();
        let by = filed.find(|recours| recours.fait.par == notifiee.fait.destinataire);
        let echeance = Echeance::ouvrir("ST-04", objet, notifiee.survenu)?;
        Some(forclose(echeance.tenue_par(by.map(|recours| recours.survenu)), FORCLOS))
    };
    recueil.notifications.iter().filter_map(open).collect()
}

// ST-05: a first examination, then one a year, as long as the status runs.
fn conseils(parcours: &Parcours, objet: Uuid, recueil: &Recueil) -> Vec<Echeance> {
    let Some(admis) = recueil.admission() else { return vec![] };
    let effet = admis.fait.effet(admis.le());
    let mut held: Vec<Survenu> = recueil.conseils.iter().map(|conseil| conseil.survenu).collect();
    held.retain(|conseil| effet <= conseil.le);
    let starts = std::iter::once(Survenu::le(effet)).chain(held.iter().copied());
    let periods = starts.enumerate().filter_map(|(rank, start)| {
        let regle = if rank == 0 { "ST-05" } else { "ST-05A" };
        let echeance = Echeance::ouvrir(regle, objet, start)?.tenue_par(held.get(rank).copied());
        Some(echeance.sans_objet_depuis(fini(parcours, recueil), FIN_DU_STATUT))
    });
    periods.collect()
}

// ST-06.
fn consentements(parcours: &Parcours) -> Vec<Echeance> {
    let etat = &parcours.statut;
    let open = |consenti: &Datee<statut::AdoptionConsentie>| {
        let mut back = etat.retractations.iter();
        let by = back.find(|retracte| {
            retracte.fait.par == consenti.fait.par && consenti.le() <= retracte.le()
        });
        let echeance = Echeance::ouvrir("ST-06", Uuid::nil(), consenti.survenu)?;
        Some(forclose(echeance.tenue_par(by.map(|retracte| retracte.survenu)), FORCLOS))
    };
    etat.consentements.iter().filter_map(open).collect()
}

// ST-07: each spell without relations of each parent.
fn delaissements(parcours: &Parcours) -> Vec<Echeance> {
    let open = |(parent, depuis, jusqu_au): &(Titulaire, NaiveDate, Option<NaiveDate>)| {
        let echeance = Echeance::ouvrir("ST-07", Uuid::nil(), Survenu::le(*depuis))?;
        let echeance = echeance.tenue_par(demande(parcours, *parent, *depuis));
        Some(echeance.sans_objet_depuis(*jusqu_au, "relations reprises, ou parent empêché"))
    };
    absences(parcours).iter().filter_map(open).collect()
}

fn demande(parcours: &Parcours, parent: Titulaire, depuis: NaiveDate) -> Option<Survenu> {
    let requetes = parcours.statut.requetes.values().flat_map(|requete| &requete.delaissements);
    let about = requetes.filter(|one| one.fait.parents.contains(&parent) && depuis <= one.le());
    about.map(|one| one.survenu).min_by_key(|survenu| survenu.le)
}

/// Each spell: whose, since when, until when if it was interrupted.
fn absences(parcours: &Parcours) -> Vec<(Titulaire, NaiveDate, Option<NaiveDate>)> {
    let mut found: Vec<(Titulaire, NaiveDate, Option<NaiveDate>)> = Vec::new();
    for one in &parcours.statut.relations {
        let parent = one.fait.parent;
        let open = found.iter_mut().rfind(|spell| spell.0 == parent && spell.2.is_none());
        match (parcours.statut.sans_relations_depuis(parent, one.le()), open) {
            (Some(depuis), None) => found.push((parent, depuis, None)),
            (None, Some(spell)) => spell.2 = Some(one.le()),
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
    found
}

// ST-08: the opinion comes before the judgment.
fn delegations(parcours: &Parcours) -> Vec<Echeance> {
    let mut found = Vec::new();
    for (id, requete) in &parcours.statut.requetes {
        let asked = requete.delegations.iter();
        for one in asked.filter(|one| assistance_educative(parcours, one.le())) {
            let mut judged = parcours.statut.autorites.iter();
            let judged = judged.find(|autorite| autorite.fait.requete == Some(*id));
            let echeance = Echeance::ouvrir("ST-08", id.0, one.survenu).map(|echeance| {
                let limite = judged.map(Datee::le);
                echeance.limitee_au(limite).tenue_par(premier(&requete.avis))
            });
            found.extend(echeance);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{
        Correspondant, DecisionAutorite, DemandeurDelegation, ObjetConseil, ReceveurConsentement,
        RelationsParentales, TitulaireAutorite,
    };
    use crate::echeances::Etat;
    use crate::enfant::Commande;
    use crate::essais::*;
    use crate::evenement::{Acte, Evenement};
    use crate::ids::{RecueilId, RequeteId};
    use crate::statut::Command;

    const R1: RecueilId = RecueilId(Uuid::from_u128(0x71));
    const Q1: RequeteId = RequeteId(Uuid::from_u128(0x72));

    fn dit(command: Command) -> Evenement {
        fait(Commande::Statut(command))
    }

    fn pv(cas: CasPupille, remis_par: Vec<Titulaire>) -> Evenement {
        dit(Command::DresserPv(statut::PvDresse {
            recueil: R1,
            cas,
            remis_par,
            informes: Some(true),
            decideur: cadre(),
        }))
    }

    fn admis() -> Evenement {
        let cas = CasPupille::RemisParLesParents;
        let fait = statut::PupilleAdmis { recueil: R1, cas, effet_le: None, decideur: cadre() };
        dit(Command::AdmettrePupille(fait))
    }

    fn repris(par: Titulaire) -> Evenement {
        dit(Command::Reprendre(statut::EnfantRepris { recueil: R1, par }))
    }

    fn conseil() -> Evenement {
        let objets = vec![ObjetConseil::Situation];
        dit(Command::TenirConseil(statut::ConseilTenu { recueil: R1, objets }))
    }

    fn relations(relations: RelationsParentales, depuis: Option<&str>) -> Evenement {
        let parent = Titulaire::Pere;
        let depuis = depuis.map(jour);
        let fait = statut::RelationsObservees { parent, relations, depuis };
        dit(Command::ObserverRelations(fait))
    }

    fn remis() -> Evenement {
        pv(CasPupille::RemisParLesParents, vec![Titulaire::Mere, Titulaire::Pere])
    }

    fn of(faits: impl IntoIterator<Item = Acte>, id: &str) -> Vec<Echeance> {
        let all = crate::echeances::echeances(&parcours(faits));
        all.into_iter().filter(|one| one.regle.id == id).collect()
    }

    fn etat(faits: &[Acte], id: &str, au: &str) -> Etat {
        of(faits.to_vec(), id).last().expect(id).etat(Survenu::le(jour(au)))
    }

    #[test]
    fn st_01_le_pupille_est_provisoire_deux_mois_puis_peut_etre_admis() {
        let faits = [lea(), le("2026-01-15", remis())];
        assert_eq!(etat(&faits, "ST-01", "2026-03-15"), Etat::Ouverte);
        assert_eq!(etat(&faits, "ST-01", "2026-03-16"), Etat::SansObjet);
        assert_eq!(etat(&faits, "ST-01A", "2026-03-15"), Etat::AVenir);
        assert_eq!(etat(&faits, "ST-01A", "2026-03-16"), Etat::Ouverte);
        let admis = [lea(), le("2026-01-15", remis()), le("2026-03-16", admis())];
        assert_eq!(etat(&admis, "ST-01A", "2026-03-16"), Etat::Tenue);
    }

    #[test]
    fn st_02_remis_par_un_seul_parent_le_delai_est_de_six_mois() {
        let faits =
            [lea(), le("2026-01-15", pv(CasPupille::RemisParUnParent, vec![Titulaire::Mere]))];
        assert_eq!(etat(&faits, "ST-02", "2026-07-15"), Etat::Ouverte);
        assert_eq!(etat(&faits, "ST-02", "2026-07-16"), Etat::SansObjet);
        assert_eq!(etat(&faits, "ST-01A", "2026-07-16"), Etat::Ouverte);
        assert!(of(faits, "ST-01").is_empty());
    }

    #[test]
    fn st_03_qui_a_remis_l_enfant_le_reprend_deux_mois_l_autre_six() {
        let un = |suite: Vec<Acte>| {
            let pv = pv(CasPupille::RemisParUnParent, vec![Titulaire::Mere]);
            [vec![lea(), le("2026-01-15", pv)], suite].concat()
        };
        assert_eq!(etat(&un(vec![]), "ST-03", "2026-03-15"), Etat::Ouverte);
        assert_eq!(etat(&un(vec![]), "ST-03", "2026-03-16"), Etat::SansObjet);
        assert_eq!(etat(&un(vec![]), "ST-03A", "2026-07-15"), Etat::Ouverte);
        assert_eq!(etat(&un(vec![]), "ST-03A", "2026-07-16"), Etat::SansObjet);
        let pere = un(vec![le("2026-07-15", repris(Titulaire::Pere))]);
        assert_eq!(etat(&pere, "ST-03A", "2026-08-01"), Etat::Tenue);
    }

    #[test]
    fn st_04_l_admission_se_conteste_trente_jours_apres_sa_reception() {
        let notifiee = |recours: Option<&str>| {
            let destinataire = Correspondant::Mere;
            let recue = statut::AdmissionNotifiee { recueil: R1, destinataire };
            let mut faits = vec![
                lea(),
                le("2026-01-15", remis()),
                le("2026-03-16", admis()),
                le("2026-03-20", dit(Command::NotifierAdmission(recue))),
            ];
            let forme = statut::RecoursForme { recueil: R1, par: Correspondant::Mere };
            faits.extend(recours.map(|jour| le(jour, dit(Command::FormerRecours(forme)))));
            faits
        };
        assert_eq!(etat(&notifiee(None), "ST-04", "2026-04-19"), Etat::Ouverte);
        assert_eq!(etat(&notifiee(None), "ST-04", "2026-04-20"), Etat::SansObjet);
        assert_eq!(etat(&notifiee(Some("2026-04-19")), "ST-04", "2026-05-01"), Etat::Tenue);
        let tard = notifiee(Some("2026-04-20"));
        assert_eq!(etat(&tard, "ST-04", "2026-05-01"), Etat::TenueEnRetard);
    }

    #[test]
    fn st_05_le_conseil_de_famille_examine_a_deux_mois_puis_chaque_annee() {
        let admis = || vec![lea(), le("2026-01-15", remis()), le("2026-03-16", admis())];
        let tenu = |jour: &str| [admis(), vec![le(jour, conseil())]].concat();
        assert_eq!(etat(&admis(), "ST-05", "2026-05-16"), Etat::Ouverte);
        assert_eq!(etat(&admis(), "ST-05", "2026-05-17"), Etat::Depassee);
        assert_eq!(etat(&tenu("2026-05-16"), "ST-05", "2026-06-01"), Etat::Tenue);
        assert_eq!(etat(&tenu("2026-05-17"), "ST-05", "2026-06-01"), Etat::TenueEnRetard);
        assert_eq!(etat(&tenu("2026-05-16"), "ST-05A", "2027-05-16"), Etat::Ouverte);
        assert_eq!(etat(&tenu("2026-05-16"), "ST-05A", "2027-05-17"), Etat::Depassee);
        let fin = statut::PupilleFini { recueil: R1, fin: crate::codes::FinPupille::Adoption };
        let adopte = [tenu("2026-05-16"), vec![le("2027-01-10", dit(Command::FinirPupille(fin)))]];
        assert_eq!(etat(&adopte.concat(), "ST-05A", "2027-06-01"), Etat::SansObjet);
    }

    #[test]
    fn st_06_le_consentement_a_l_adoption_se_retracte_deux_mois() {
        let par = Titulaire::Mere;
        let consenti = |retracte: Option<&str>| {
            let devant = ReceveurConsentement::Ase;
            let consenti = statut::AdoptionConsentie { par, devant };
            let mut faits =
                vec![lea(), le("2026-01-15", dit(Command::ConsentirAdoption(consenti)))];
            let fait = statut::ConsentementRetracte { par };
            let back = |jour| le(jour, dit(Command::RetracterConsentement(fait.clone())));
            faits.extend(retracte.map(back));
            faits
        };
        assert_eq!(etat(&consenti(None), "ST-06", "2026-03-15"), Etat::Ouverte);
        assert_eq!(etat(&consenti(None), "ST-06", "2026-03-16"), Etat::SansObjet);
        assert_eq!(etat(&consenti(Some("2026-03-15")), "ST-06", "2026-04-01"), Etat::Tenue);
        let tard = consenti(Some("2026-03-16"));
        assert_eq!(etat(&tard, "ST-06", "2026-04-01"), Etat::TenueEnRetard);
    }

    #[test]
    fn st_07_apres_un_an_sans_relations_la_demande_de_delaissement_est_due() {
        let absent = || {
            let observe = relations(RelationsParentales::Absentes, Some("2025-03-10"));
            vec![lea(), le("2025-06-01", observe)]
        };
        let demandee = |jour: &str| {
            let parents = vec![Titulaire::Pere];
            let fait = statut::DelaissementDemande { requete: Q1, parents, decideur: cadre() };
            [absent(), vec![le(jour, dit(Command::DemanderDelaissement(fait)))]].concat()
        };
        assert_eq!(etat(&absent(), "ST-07", "2026-03-10"), Etat::Ouverte);
        assert_eq!(etat(&absent(), "ST-07", "2026-03-11"), Etat::Depassee);
        assert_eq!(etat(&demandee("2026-03-10"), "ST-07", "2026-04-01"), Etat::Tenue);
        assert_eq!(etat(&demandee("2026-03-11"), "ST-07", "2026-04-01"), Etat::TenueEnRetard);
    }

    #[test]
    fn st_07_une_simple_demande_de_nouvelles_n_interrompt_pas_et_une_visite_si() {
        let absent = || {
            let observe = relations(RelationsParentales::Absentes, Some("2025-03-10"));
            vec![lea(), le("2025-06-01", observe)]
        };
        let nouvelles = relations(RelationsParentales::SimplesNouvelles, None);
        let nouvelles = [absent(), vec![le("2025-12-24", nouvelles)]].concat();
        assert_eq!(etat(&nouvelles, "ST-07", "2026-03-11"), Etat::Depassee);
        let visite = relations(RelationsParentales::Entretenues, None);
        let visite = [absent(), vec![le("2025-12-24", visite)]].concat();
        assert_eq!(etat(&visite, "ST-07", "2026-03-11"), Etat::SansObjet);
    }

    #[test]
    fn st_08_le_juge_donne_son_avis_avant_la_delegation_d_un_enfant_suivi() {
        let demandee = |suivi: bool, avis: &str| {
            let demandeur = DemandeurDelegation::Ase;
            let demande = statut::DelegationDemandee { requete: Q1, demandeur };
            let avis_recu = statut::AvisJugeRecu { requete: Q1, favorable: Some(true) };
            let jugee = statut::AutoriteConstatee {
                titulaire: TitulaireAutorite::President,
                decision: DecisionAutorite::Delegation,
                partielle: false,
                effet_le: None,
                juridiction: None,
                requete: Some(Q1),
            };
            let mut faits = vec![
                lea(),
                le("2026-02-01", dit(Command::DemanderDelegation(demande))),
                le(avis, dit(Command::NoterAvisJuge(avis_recu))),
                le("2026-05-20", dit(Command::ConstaterAutorite(jugee))),
            ];
            faits.extend(suivi.then(|| le("2026-01-10", fait(ordonner(placement(M1))))));
            faits
        };
        assert_eq!(etat(&demandee(true, "2026-05-20"), "ST-08", "2026-06-01"), Etat::Tenue);
        assert_eq!(etat(&demandee(true, "2026-05-21"), "ST-08", "2026-06-01"), Etat::TenueEnRetard);
        assert!(of(demandee(false, "2026-05-20"), "ST-08").is_empty());
    }
}
