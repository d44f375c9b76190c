//! Documents and reviews: a test a rule, the last day allowed and the first that is late.

use uuid::Uuid;

use crate::codes::{
    ActeSante, BeneficiaireDroit, Correspondant, EvolutionStatut, FormeVisite, FrequenceVisite,
    GenreEcrit, IssueVisite, MotifCessec, MotifDiffere, NatureMesure, PresenceTiers,
};
use crate::echeances::{Echeance, Etat};
use crate::ecrit::{self, Communique, Differee, Emis, Rapport, Recu};
use crate::enfant::Commande;
use crate::essais::*;
use crate::evenement::{Acte, Evenement};
use crate::ids::{EcritId, ExamenId, MesureId};
use crate::mesure::{self, DroitDeVisiteFixe, VisiteNotee};
use crate::projet_pour_enfant::{
    self as projet, AvisCessec, CessecSaisie, Reference, ReferenceConfiee, StabiliteExaminee,
};
use crate::sante::{self, ActeRealise};
use crate::temps::Survenu;

const X1: ExamenId = ExamenId(Uuid::from_u128(0x71));

fn c(n: u128) -> EcritId {
    EcritId(Uuid::from_u128(0x900 + n))
}

/// The file of Léa, born that day, and what follows.
fn file(naissance: &str, faits: impl IntoIterator<Item = Acte>) -> Vec<Acte> {
    let born = Acte { connu_le: jour("2026-01-01"), ..lea_nee_le(naissance) };
    std::iter::once(born).chain(faits).collect()
}

fn of(faits: &[Acte], id: &str) -> Vec<Echeance> {
    let all = super::echeances(&parcours(faits.to_vec()));
    all.into_iter().filter(|echeance| echeance.regle.id == id).collect()
}

/// The échéances of a rule as one reads them: opened, limit, state on a day.
fn seen(faits: &[Acte], id: &str, au: &str) -> Vec<String> {
    let line = |one: &Echeance| {
        let limite = one.stricte.map_or("-".to_owned(), |limite| limite.le.to_string());
        format!("{} → {limite} : {:?}", one.declenchee.le, one.etat(Survenu::le(jour(au))))
    };
    of(faits, id).iter().map(line).collect()
}

#[track_caller]
fn state(faits: &[Acte], id: &str, au: &str) -> Etat {
    let found = of(faits, id);
    let [one] = &found[..] else { panic!("{id}: {found:?}") };
    one.etat(Survenu::le(jour(au)))
}

/// The act keeps it on the last day, and is late on the next.
#[track_caller]
fn limit(before: &[Acte], act: impl Fn() -> Evenement, id: &str, last: &str, late: &str) {
    let with = |on: &str| {
        let mut faits = before.to_vec();
        faits.push(le(on, act()));
        of(&faits, id)[0].etat(Survenu::le(jour(on)))
    };
    assert_eq!(of(before, id)[0].etat(Survenu::le(jour(last))), Etat::Ouverte, "{id} {last}");
    assert_eq!(of(before, id)[0].etat(Survenu::le(jour(late))), Etat::Depassee, "{id} {late}");
    assert_eq!(with(last), Etat::Tenue, "{id} {last}");
    assert_eq!(with(late), Etat::TenueEnRetard, "{id} {late}");
}

fn etabli() -> Evenement {
    fait(etablir_projet(cadre()))
}

fn signee(nature: NatureMesure, on: &str) -> Acte {
    le(on, fait(contracter(aed(M1).of_nature(nature))))
}

fn ordonnee(nature: NatureMesure, on: &str) -> Acte {
    le(on, fait(ordonner(aemo(M1).of_nature(nature))))
}

fn sent(n: u128, genre: GenreEcrit, objet: Option<Uuid>) -> Evenement {
    fait(Commande::Ecrit(ecrit::Command::Emettre(Emis {
        ecrit: c(n),
        genre,
        destinataire: Correspondant::JugeDesEnfants,
        objet,
        voie: None,
        numero: None,
        decideur: cadre(),
        rapport: None,
        pieces: vec![],
    })))
}

fn received(n: u128, objet: Option<Uuid>, evaluation: Option<bool>) -> Evenement {
    fait(Commande::Ecrit(ecrit::Command::Recevoir(Recu {
        ecrit: c(n),
        genre: GenreEcrit::RapportSituation,
        auteur: Correspondant::ServiceHabilite,
        objet,
        service: None,
        rapport: Some(Rapport {
            du: None,
            au: None,
            evaluation_pluridisciplinaire: evaluation,
            bilan_pediatrique_psychique_social: None,
        }),
        pieces: vec![],
    })))
}

fn report() -> Evenement {
    received(1, Some(M1.0), None)
}

fn to_judge() -> Evenement {
    sent(1, GenreEcrit::RapportAnnuel, Some(M1.0))
}

fn avis() -> Evenement {
    fait(Commande::Projet(projet::Command::NoterAvisDeLaCommission(AvisCessec {
        examen: X1,
        avis: EvolutionStatut::Delaissement,
        precision: None,
    })))
}

fn examined() -> Evenement {
    fait(Commande::Projet(projet::Command::ExaminerLaStabilite(StabiliteExaminee {
        examen: X1,
        conclusion: EvolutionStatut::Maintien,
        precision: None,
        decideur: cadre(),
    })))
}

#[test]
fn do_01_le_projet_est_etabli_dans_les_trois_mois_de_la_mesure() {
    let aemo = file("2015-03-04", [ordonnee(NatureMesure::Aemo, "2026-11-30")]);
    limit(&aemo, etabli, "DO-01", "2027-02-28", "2027-03-01");
    let inquiry = file("2015-03-04", [ordonnee(NatureMesure::Mjie, "2026-11-30")]);
    assert!(of(&inquiry, "DO-01").is_empty(), "an inquiry calls for no project");
    let lifted = [aemo.clone(), vec![le("2027-01-15", fait(lever(M1)))]].concat();
    assert_eq!(state(&lifted, "DO-01", "2027-01-14"), Etat::Ouverte);
    assert_eq!(state(&lifted, "DO-01", "2027-01-15"), Etat::SansObjet);
}

#[test]
fn do_01_un_renouvellement_n_appelle_pas_un_second_projet() {
    let mut faits = file(
        "2015-03-04",
        [
            le("2026-03-01", fait(ordonner(aemo(M1).until("2026-08-31")))),
            le("2026-04-01", etabli()),
        ],
    );
    let suite = aemo(M2).from("2026-09-01").until("2027-02-28");
    faits.push(le("2026-08-20", fait(renouveler(M1, suite))));
    assert_eq!(seen(&faits, "DO-01", "2026-12-31"), ["2026-03-01 → 2026-06-01 : Tenue"]);
}

#[test]
fn do_02_pour_une_aed_le_delai_local_est_de_deux_mois() {
    let aed = file("2015-03-04", [signee(NatureMesure::Aed, "2026-03-15")]);
    limit(&aed, etabli, "DO-02", "2026-05-15", "2026-05-16");
    let aemo = file("2015-03-04", [ordonnee(NatureMesure::Aemo, "2026-03-15")]);
    assert!(of(&aemo, "DO-02").is_empty());
}

/// Pitfall 36: the local rule is stricter than the national one; both are there, and one act keeps both.
#[test]
fn piege_36_la_regle_locale_plus_stricte_se_montre_avec_la_nationale() {
    let mut aed = file("2015-03-04", [signee(NatureMesure::Aed, "2026-03-15")]);
    let both = |faits: &[Acte]| [of(faits, "DO-02").remove(0), of(faits, "DO-01").remove(0)];
    let [local, national] = both(&aed);
    assert!(local.regle.locale && !national.regle.locale);
    assert_eq!(local.regle.cloture, national.regle.cloture);
    assert_eq!(local.objet, national.objet);
    assert!(local.stricte < national.stricte);
    aed.push(le("2026-05-20", etabli()));
    let states = both(&aed).map(|one| one.etat(Survenu::le(jour("2026-06-01"))));
    assert_eq!(
        states,
        [Etat::TenueEnRetard, Etat::Tenue],
        "late for the one, in time for the other"
    );
}

#[test]
fn do_03_un_rapport_ou_un_changement_met_a_jour_le_projet() {
    let mut faits = file(
        "2015-03-04",
        [
            ordonnee(NatureMesure::Aemo, "2026-01-10"),
            le("2026-02-01", etabli()),
            le("2026-06-01", report()),
        ],
    );
    assert_eq!(seen(&faits, "DO-03", "2026-06-01"), ["2026-06-01 → - : Ouverte"]);
    let of_30_days = of(&faits, "DO-03").remove(0).reglee(30);
    assert_eq!(of_30_days.etat(Survenu::le(jour("2026-07-01"))), Etat::Ouverte);
    assert_eq!(of_30_days.etat(Survenu::le(jour("2026-07-02"))), Etat::Depassee);
    faits.push(le("2026-06-20", fait(reviser_projet(2))));
    assert_eq!(seen(&faits, "DO-03", "2026-06-20"), ["2026-06-01 → - : Tenue"]);
    faits.push(le("2026-09-01", fait(contracter(aed(M2)))));
    assert_eq!(seen(&faits, "DO-03", "2026-09-02").len(), 2, "a second measure changes it again");
}

#[test]
fn do_04_un_rapport_par_an_pour_un_enfant_suivi() {
    let aed = file("2015-03-04", [signee(NatureMesure::Aed, "2026-03-15")]);
    limit(&aed, report, "DO-04", "2027-03-15", "2027-03-16");
    let mut kept = aed;
    kept.push(le("2026-10-01", report()));
    assert_eq!(
        seen(&kept, "DO-04", "2026-12-01"),
        ["2026-03-15 → 2027-03-15 : Tenue", "2026-10-01 → 2027-10-01 : Ouverte"]
    );
}

#[test]
fn do_04_un_rapport_sans_evaluation_pluridisciplinaire_ne_compte_pas() {
    let mut aed = file("2015-03-04", [signee(NatureMesure::Aed, "2026-03-15")]);
    aed.push(le("2026-10-01", received(1, Some(M1.0), Some(false))));
    assert_eq!(state(&aed, "DO-04", "2026-10-02"), Etat::Ouverte);
    aed.push(le("2026-11-01", received(2, Some(M1.0), Some(true))));
    assert_eq!(of(&aed, "DO-04").len(), 2);
}

#[test]
fn do_04_3_avant_trois_ans_le_rapport_est_semestriel() {
    let baby = file("2025-06-01", [signee(NatureMesure::Aed, "2026-03-15")]);
    limit(&baby, report, "DO-04-3", "2026-09-15", "2026-09-16");
    assert!(of(&baby, "DO-04").is_empty(), "one limit a period");
}

#[test]
fn do_04_2_avant_2022_l_age_etait_de_deux_ans() {
    let of_2021 = |naissance: &str| file(naissance, [signee(NatureMesure::Aed, "2021-03-15")]);
    limit(&of_2021("2019-03-16"), report, "DO-04-2", "2021-09-15", "2021-09-16");
    assert!(of(&of_2021("2019-03-15"), "DO-04-2").is_empty(), "two years old that day");
    assert_eq!(of(&of_2021("2019-03-15"), "DO-04").len(), 1);
}

#[test]
fn do_05_le_rapport_sur_un_enfant_confie_va_au_juge_chaque_annee() {
    let placed = file("2015-03-04", [ordonnee(NatureMesure::PlacementAse, "2026-03-15")]);
    limit(&placed, to_judge, "DO-05", "2027-03-15", "2027-03-16");
    let aemo = file("2015-03-04", [ordonnee(NatureMesure::Aemo, "2026-03-15")]);
    assert!(of(&aemo, "DO-05").is_empty(), "not confided");
}

#[test]
fn do_05_3_avant_trois_ans_il_y_va_tous_les_six_mois() {
    let placed = file("2024-01-10", [ordonnee(NatureMesure::PlacementAse, "2026-03-15")]);
    limit(&placed, to_judge, "DO-05-3", "2026-09-15", "2026-09-16");
}

#[test]
fn do_06_le_service_rend_compte_au_juge_chaque_annee() {
    let aemo = file("2015-03-04", [ordonnee(NatureMesure::Aemo, "2026-03-15")]);
    limit(&aemo, to_judge, "DO-06", "2027-03-15", "2027-03-16");
    let aed = file("2015-03-04", [signee(NatureMesure::Aed, "2026-03-15")]);
    assert!(of(&aed, "DO-06").is_empty(), "no judge");
}

#[test]
fn do_06_2_avant_deux_ans_il_en_rend_compte_tous_les_six_mois() {
    let baby = file("2025-06-01", [ordonnee(NatureMesure::Aemo, "2026-03-15")]);
    limit(&baby, to_judge, "DO-06-2", "2026-09-15", "2026-09-16");
}

/// Pitfall 15: two against three years, by the age at each report; a birthday changes the next period.
#[test]
fn piege_15_deux_ou_trois_ans_selon_l_age_a_chaque_rapport() {
    let mut placed = file("2023-09-01", [ordonnee(NatureMesure::PlacementAse, "2026-03-15")]);
    assert_eq!(seen(&placed, "DO-05-3", "2026-03-15"), ["2026-03-15 → 2026-09-15 : Ouverte"]);
    assert_eq!(seen(&placed, "DO-06", "2026-03-15"), ["2026-03-15 → 2027-03-15 : Ouverte"]);
    let casf = of(&placed, "DO-05-3").remove(0);
    let civil = of(&placed, "DO-06").remove(0);
    assert_eq!((casf.regle.cloture, casf.objet), (civil.regle.cloture, civil.objet));
    assert!(casf.stricte < civil.stricte, "the stricter of the two is the CASF's");
    // Three years old on 1 September: the period that runs keeps its six months, the next has twelve.
    placed.push(le("2026-09-10", to_judge()));
    assert_eq!(seen(&placed, "DO-05-3", "2026-09-10"), ["2026-03-15 → 2026-09-15 : Tenue"]);
    assert_eq!(seen(&placed, "DO-05", "2026-09-10"), ["2026-09-10 → 2027-09-10 : Ouverte"]);
}

#[test]
fn do_08_le_contenu_du_rapport_est_porte_a_la_connaissance() {
    let mut faits =
        file("2015-03-04", [signee(NatureMesure::Aed, "2026-03-15"), le("2026-10-01", report())]);
    assert_eq!(state(&faits, "DO-08", "2026-10-20"), Etat::Ouverte);
    let withheld = Commande::Ecrit(ecrit::Command::Differer(Differee {
        genre: GenreEcrit::RapportSituation,
        objet: Some(c(1).0),
        motif: MotifDiffere::MiseEnDanger,
        precision: None,
        reexaminer_le: jour("2027-01-01"),
        decideur: cadre(),
    }));
    let hidden = [faits.clone(), vec![le("2026-10-05", fait(withheld))]].concat();
    assert_eq!(state(&hidden, "DO-08", "2026-10-04"), Etat::Ouverte);
    assert_eq!(state(&hidden, "DO-08", "2026-10-05"), Etat::SansObjet);
    let told = Communique { ecrit: c(1), a: Correspondant::Mere, voie: None };
    let told = Commande::Ecrit(ecrit::Command::NoterCommunication(told));
    faits.push(le("2026-10-12", fait(told)));
    assert_eq!(state(&faits, "DO-08", "2026-10-12"), Etat::Tenue);
}

#[test]
fn do_09_la_commission_examine_l_enfant_confie_depuis_un_an_dont_le_statut_parait_inadapte() {
    let asked = Commande::Projet(projet::Command::SaisirLaCommission(CessecSaisie {
        examen: X1,
        motif: MotifCessec::RisqueDeDelaissement,
    }));
    let mut faits = file(
        "2015-03-04",
        [ordonnee(NatureMesure::PlacementAse, "2026-03-15"), le("2026-09-01", fait(asked))],
    );
    assert_eq!(seen(&faits, "DO-09", "2027-03-14"), ["2027-03-15 → - : AVenir"]);
    let of_60_days = of(&faits, "DO-09").remove(0).reglee(60);
    assert_eq!(of_60_days.etat(Survenu::le(jour("2027-05-14"))), Etat::Ouverte);
    assert_eq!(of_60_days.etat(Survenu::le(jour("2027-05-15"))), Etat::Depassee);
    faits.push(le("2027-04-10", avis()));
    assert_eq!(seen(&faits, "DO-09", "2027-04-10"), ["2027-03-15 → - : Tenue"]);
}

#[test]
fn do_10_avant_trois_ans_la_commission_examine_tous_les_six_mois() {
    let baby = file("2025-06-01", [ordonnee(NatureMesure::PlacementAse, "2026-03-15")]);
    limit(&baby, avis, "DO-10", "2026-09-15", "2026-09-16");
    let older = file("2023-03-15", [ordonnee(NatureMesure::PlacementAse, "2026-03-15")]);
    assert!(of(&older, "DO-10").is_empty(), "three years old that day");
}

#[test]
fn do_11_la_stabilite_s_examine_tous_les_deux_ans() {
    let placed = file("2015-03-04", [ordonnee(NatureMesure::PlacementAse, "2026-03-15")]);
    limit(&placed, examined, "DO-11", "2028-03-15", "2028-03-16");
    let aemo = file("2015-03-04", [ordonnee(NatureMesure::Aemo, "2026-03-15")]);
    assert!(of(&aemo, "DO-11").is_empty());
}

#[test]
fn do_11_juge_l_examen_est_porte_au_juge_avec_ses_motifs() {
    let mut faits = file(
        "2015-03-04",
        [ordonnee(NatureMesure::PlacementAse, "2026-03-15"), le("2028-03-01", examined())],
    );
    assert_eq!(state(&faits, "DO-11-JUGE", "2028-03-10"), Etat::Ouverte);
    faits.push(le("2028-03-11", sent(1, GenreEcrit::InformationStabilite, Some(X1.0))));
    assert_eq!(state(&faits, "DO-11-JUGE", "2028-03-11"), Etat::Tenue);
}

#[test]
fn do_11_la_stabilite_ne_s_examine_plus_a_la_majorite_et_le_juge_n_en_est_plus_informe() {
    let placed = || vec![ordonnee(NatureMesure::PlacementAse, "2026-03-15")];
    let alone = file("2009-06-15", placed());
    assert_eq!(state(&alone, "DO-11", "2027-06-14"), Etat::Ouverte);
    assert_eq!(state(&alone, "DO-11", "2027-06-15"), Etat::SansObjet, "eighteen years old");
    let examined = [placed(), vec![le("2027-06-01", examined())]].concat();
    let untold = file("2009-06-15", examined);
    assert_eq!(state(&untold, "DO-11-JUGE", "2027-06-14"), Etat::Ouverte);
    assert_eq!(state(&untold, "DO-11-JUGE", "2027-06-15"), Etat::SansObjet);
}

#[test]
fn do_12_confie_avant_deux_ans_la_stabilite_s_examine_chaque_annee() {
    let baby = file("2024-03-16", [ordonnee(NatureMesure::PlacementAse, "2026-03-15")]);
    limit(&baby, examined, "DO-12", "2027-03-15", "2027-03-16");
    // The age is that of the day he was confided, for all the years of the placement.
    let mut later = baby;
    later.push(le("2027-03-01", examined()));
    assert_eq!(
        seen(&later, "DO-12", "2027-03-01"),
        ["2026-03-15 → 2027-03-15 : Tenue", "2027-03-01 → 2028-03-01 : Ouverte"]
    );
    let two = file("2024-03-15", [ordonnee(NatureMesure::PlacementAse, "2026-03-15")]);
    assert!(of(&two, "DO-12").is_empty() && of(&two, "DO-11").len() == 1);
}

#[test]
fn do_13_un_bilan_de_sante_est_fait_des_l_entree() {
    let mut faits = file("2015-03-04", [ordonnee(NatureMesure::PlacementAse, "2026-03-15")]);
    assert_eq!(state(&faits, "DO-13", "2026-03-20"), Etat::Ouverte);
    let act = |acte| {
        fait(Commande::Sante(sante::Command::NoterActe(ActeRealise {
            acte,
            besoins: vec![],
            vaccination: None,
            realise_par: None,
            prochain_le: None,
            observation: None,
        })))
    };
    faits.push(le("2026-03-18", act(ActeSante::Vaccination)));
    assert_eq!(state(&faits, "DO-13", "2026-03-20"), Etat::Ouverte);
    faits.push(le("2026-03-25", act(ActeSante::BilanEntree)));
    assert_eq!(state(&faits, "DO-13", "2026-03-25"), Etat::Tenue);
}

#[test]
fn do_14_le_service_adresse_un_rapport_circonstancie() {
    let mut faits = file("2015-03-04", [ordonnee(NatureMesure::Aemo, "2026-03-15")]);
    assert_eq!(state(&faits, "DO-14", "2026-06-01"), Etat::Ouverte);
    assert!(!of(&faits, "DO-14")[0].regle.charge.du_departement());
    faits.push(le("2026-09-01", received(1, Some(M2.0), None)));
    assert_eq!(state(&faits, "DO-14", "2026-09-01"), Etat::Ouverte, "about another measure");
    faits.push(le("2026-09-02", received(2, Some(M1.0), None)));
    assert_eq!(state(&faits, "DO-14", "2026-09-02"), Etat::Tenue);
}

fn reference(mesure: MesureId, deleguee: bool) -> Evenement {
    fait(Commande::Projet(projet::Command::ConfierLaReference(ReferenceConfiee {
        mesure,
        reference: Reference {
            personne: Some("educatrice.17".into()),
            service: Some("Foyer de Saintes".into()),
            institution: Some(crate::Organisation {
                nom: Some("Association départementale".into()),
                uai: None,
                finess: None,
                siret: None,
                commune: None,
            }),
            deleguee,
        },
    })))
}

#[test]
fn do_15_un_tiers_digne_de_confiance_sans_aemo_a_un_referent() {
    let tiers = ordonnee(NatureMesure::TiersDigneDeConfiance, "2026-03-15");
    let mut faits = file("2015-03-04", [tiers.clone()]);
    assert_eq!(state(&faits, "DO-15", "2026-03-20"), Etat::Ouverte);
    faits.push(le("2026-04-01", reference(M1, false)));
    assert_eq!(state(&faits, "DO-15", "2026-04-01"), Etat::Tenue);
    let with_aemo = le("2026-02-01", fait(ordonner(aemo(M2))));
    assert!(of(&file("2015-03-04", [with_aemo, tiers]), "DO-15").is_empty());
    let old = file("2015-03-04", [ordonnee(NatureMesure::TiersDigneDeConfiance, "2022-02-08")]);
    assert!(of(&old, "DO-15").is_empty(), "before the law of 2022");
}

/// Pitfall 30: the person, the service and the institution are three; delegating the référence moves none
/// of what the Département owes.
#[test]
fn piege_30_la_reference_deleguee_ne_deplace_pas_la_responsabilite() {
    let mut faits = file("2015-03-04", [ordonnee(NatureMesure::PlacementAse, "2026-03-15")]);
    let before = super::echeances(&parcours(faits.clone()));
    faits.push(le("2026-04-01", reference(M1, true)));
    let parcours = parcours(faits);
    let after = super::echeances(&parcours);
    let charges = |all: &[Echeance]| {
        all.iter().map(|one| (one.regle.id, one.regle.charge)).collect::<Vec<_>>()
    };
    assert_eq!(charges(&before), charges(&after));
    let reference = &parcours.projet.references[0].fait.reference;
    assert!(reference.deleguee);
    let institution = reference.institution.as_ref().and_then(|one| one.nom.clone());
    assert_ne!(reference.service, institution);
    assert_ne!(reference.personne, reference.service);
    let termes = &parcours.mesure.mesures[&M1].decidee().expect("ordered").fait.termes;
    assert_eq!(termes.service_responsable, None, "the measure's service did not change");
}

#[test]
fn do_16_les_visites_en_presence_d_un_tiers_se_tiennent_a_la_frequence_du_jugement() {
    let right = |forme, on: &str| {
        let fixe = DroitDeVisiteFixe {
            mesure: M1,
            beneficiaire: BeneficiaireDroit::Pere,
            forme,
            frequence: Some(FrequenceVisite::UneSemaineSurDeux),
            tiers: Some(PresenceTiers::Permanente),
            jusqu_au: None,
            decision: None,
        };
        le(on, fait(Commande::Mesure(mesure::Command::FixerDroitDeVisite(fixe))))
    };
    let visit = |issue| {
        let visite = VisiteNotee { mesure: M1, beneficiaire: BeneficiaireDroit::Pere, issue };
        fait(Commande::Mesure(mesure::Command::NoterVisite(visite)))
    };
    let placed = || ordonnee(NatureMesure::PlacementAse, "2026-03-01");
    let faits = file("2015-03-04", [placed(), right(FormeVisite::VisiteMediatisee, "2026-03-02")]);
    limit(&faits, || visit(IssueVisite::Tenue), "DO-16", "2026-03-16", "2026-03-17");
    let mut parent_absent = faits.clone();
    parent_absent.push(le("2026-03-10", visit(IssueVisite::NonTenueParent)));
    assert_eq!(of(&parent_absent, "DO-16")[0].etat(Survenu::le(jour("2026-03-10"))), Etat::Tenue);
    let mut service_absent = faits.clone();
    service_absent.push(le("2026-03-10", visit(IssueVisite::NonTenueService)));
    assert_eq!(state(&service_absent, "DO-16", "2026-03-17"), Etat::Depassee);
    let mut suspended = faits;
    suspended.push(right(FormeVisite::Suspendu, "2026-03-12"));
    assert_eq!(state(&suspended, "DO-16", "2026-03-12"), Etat::SansObjet);
    let free = file("2015-03-04", [placed(), right(FormeVisite::Visite, "2026-03-02")]);
    assert!(of(&free, "DO-16").is_empty());
}

#[test]
fn un_placement_provisoire_puis_un_jugement_font_une_seule_periode() {
    let judgment = placement(M2).from("2026-05-01");
    let faits = file(
        "2024-03-16",
        [
            le(
                "2026-03-15",
                fait(ordonner(aemo(M1).of_nature(NatureMesure::OppJuge).until("2026-04-30"))),
            ),
            le("2026-04-28", fait(ordonner(judgment))),
        ],
    );
    assert_eq!(seen(&faits, "DO-12", "2026-06-01"), ["2026-03-15 → 2027-03-15 : Ouverte"]);
}
