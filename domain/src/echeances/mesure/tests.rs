//! A test a rule of the family, and the vectors and pitfalls of durations.

use uuid::Uuid;

use crate::accueil::{self, ChangementDecide, FratrieReunie, FratrieSeparee, SejourRenouvele};
use crate::codes::{
    Correspondant, GenreEcrit, LieuAccueil, MentionDecision, MotifChangementLieu, MotifSeparation,
    NatureMesure, PositionTitulaire, Titulaire,
};
use crate::echeances::{Echeance, Etat, echeances};
use crate::ecrit;
use crate::enfant::Commande;
use crate::essais::*;
use crate::evenement::{Acte, Evenement};
use crate::ids::EcritId;
use crate::mesure::{self, AccordNote, PrealablesConstates, Restitue};
use crate::temps::Survenu;

const C1: EcritId = EcritId(Uuid::from_u128(0x71));
const C2: EcritId = EcritId(Uuid::from_u128(0x72));

fn file(faits: impl IntoIterator<Item = Acte>) -> Vec<Acte> {
    std::iter::once(lea()).chain(faits).collect()
}

/// The échéances of one rule.
fn of(id: &str, faits: &[Acte]) -> Vec<Echeance> {
    let mut found = echeances(&parcours(faits.to_vec()));
    found.retain(|one| one.regle.id == id);
    found
}

#[track_caller]
fn one(id: &str, faits: &[Acte]) -> Echeance {
    let mut found = of(id, faits);
    assert_eq!(found.len(), 1, "{id}");
    found.remove(0)
}

fn limite(echeance: &Echeance) -> Option<String> {
    echeance.stricte.map(|stricte| stricte.le.to_string())
}

fn on(echeance: &Echeance, le: &str) -> Etat {
    echeance.etat(Survenu::le(jour(le)))
}

/// The limit of a rule is that day, and what is done the day after is late.
#[track_caller]
fn ends(id: &str, faits: &[Acte], last: &str, after: &str) {
    let echeance = one(id, faits);
    assert_eq!(limite(&echeance).as_deref(), Some(last));
    assert_eq!((on(&echeance, last), on(&echeance, after)), (Etat::Ouverte, Etat::Depassee));
}

fn with(faits: &[Acte], more: impl IntoIterator<Item = Acte>) -> Vec<Acte> {
    faits.iter().cloned().chain(more).collect()
}

fn a_l_instant(instant: &str, evenement: Evenement) -> Acte {
    let survenu = Survenu::a(instant.parse().expect("an instant"), crate::temps::ZONE);
    Acte { survenu, connu_le: survenu.le, evenement }
}

fn ecrit(ecrit: EcritId, genre: GenreEcrit, a: Correspondant, objet: Uuid) -> Evenement {
    fait(Commande::Ecrit(ecrit::Command::Emettre(ecrit::Emis {
        ecrit,
        genre,
        destinataire: a,
        objet: Some(objet),
        voie: None,
        numero: None,
        decideur: cadre(),
        pieces: vec![],
        rapport: None,
    })))
}

fn au_juge(genre: GenreEcrit) -> Evenement {
    ecrit(C1, genre, Correspondant::JugeDesEnfants, A1.0)
}

fn note(titulaire: Titulaire, position: PositionTitulaire) -> Evenement {
    let note = AccordNote { mesure: M1, titulaire, position, voie: None };
    fait(Commande::Mesure(mesure::Command::NoterAccord(note)))
}

fn decider_changement(prevu_le: Option<&str>) -> Evenement {
    fait(Commande::Accueil(accueil::Command::DeciderChangement(ChangementDecide {
        accueil: A1,
        prevu_le: prevu_le.map(jour),
        urgence: prevu_le.is_none(),
        motif: MotifChangementLieu::FinDAgrement,
    })))
}

fn separer(motif: MotifSeparation) -> Evenement {
    let separee = FratrieSeparee { accueil: A1, motif };
    fait(Commande::Accueil(accueil::Command::SeparerFratrie(separee)))
}

/// A placement ordered on 1 March 2026, and the child in a foyer since.
fn placee() -> Vec<Acte> {
    file([
        le("2026-03-01", fait(ordonner(placement(M1).until("2027-03-01")))),
        le("2026-03-01", fait(admettre(A1))),
    ])
}

fn accueil_provisoire(terme: &str) -> Commande {
    contracter(aed(M1).of_nature(NatureMesure::AccueilProvisoire).until(terme))
}

// Lives.

#[test]
fn me_01_une_mesure_d_assistance_educative_dure_deux_ans_au_plus() {
    let ordonnee = file([le("2027-02-28", fait(ordonner(aemo(M1))))]);
    ends("ME-01", &ordonnee, "2029-02-28", "2029-03-01");
    let renouvelee = |prononcee| {
        one("ME-01", &with(&ordonnee, [le(prononcee, fait(renouveler(M1, aemo(M2))))])[..2])
    };
    assert_eq!(on(&renouvelee("2029-02-28"), "2029-03-01"), Etat::Depassee);
    let suite = |prononcee: &str| {
        let faits = with(&ordonnee, [le(prononcee, fait(renouveler(M1, aemo(M2))))]);
        of("ME-01", &faits).into_iter().find(|one| one.objet == M1.0).expect("the first")
    };
    assert_eq!(on(&suite("2029-02-28"), "2029-04-01"), Etat::Tenue);
    assert_eq!(on(&suite("2029-03-01"), "2029-04-01"), Etat::TenueEnRetard);
}

#[test]
fn me_01_le_terme_fixe_par_le_juge_l_emporte_quand_il_est_plus_court() {
    let ordonnee = file([le("2026-03-01", fait(ordonner(aemo(M1).until("2026-09-30"))))]);
    ends("ME-01", &ordonnee, "2026-09-30", "2026-10-01");
    let finie = |jour_dit| one("ME-01", &with(&ordonnee, [le(jour_dit, fait(lever(M1)))]));
    assert_eq!(on(&finie("2026-10-01"), "2026-12-01"), Etat::Tenue, "no longer from the next day");
    assert_eq!(on(&finie("2026-10-02"), "2026-12-01"), Etat::TenueEnRetard);
}

#[test]
fn piege_16_un_tiers_digne_de_confiance_a_aussi_un_maximum_depuis_2022() {
    let tiers = |prononcee: &str| {
        let mesure = placement(M1).of_nature(NatureMesure::TiersDigneDeConfiance);
        vec![lea(), le(prononcee, fait(ordonner(mesure)))]
    };
    assert!(of("ME-01", &tiers("2022-02-08")).is_empty());
    ends("ME-01", &tiers("2022-02-09"), "2024-02-09", "2024-02-10");
    let irregular = |prononcee: &str| {
        let mesure = placement(M1).of_nature(NatureMesure::AutreParent).until("2030-01-01");
        irregularites(vec![lea(), le(prononcee, fait(ordonner(mesure)))], prononcee).len()
    };
    assert_eq!((irregular("2022-02-08"), irregular("2022-02-09")), (0, 1));
}

#[test]
fn me_02_un_accueil_pour_difficultes_chroniques_dure_ce_que_la_decision_fixe() {
    let long = placement(M1).mentioning(MentionDecision::DifficultesChroniques).until("2030-03-01");
    let faits = file([le("2026-03-01", fait(ordonner(long)))]);
    ends("ME-02", &faits, "2030-03-01", "2030-03-02");
    assert!(of("ME-01", &faits).is_empty());
    assert!(!irregularites(faits, "2026-03-02").iter().any(|one| one.contains("MAXIMUM")));
}

#[test]
fn me_03_une_aemo_renforcee_dure_un_an_au_plus() {
    let renforcee = aemo(M1).of_nature(NatureMesure::AemoRenforcee);
    let faits = vec![lea_nee_le("2020-01-01"), le("2028-02-29", fait(ordonner(renforcee)))];
    ends("ME-03", &faits, "2029-02-28", "2029-03-01");
}

#[test]
fn piege_17_me_04_un_pead_du_juge_est_une_aemo_renforcee_et_garde_le_fondement_ecrit() {
    let pead = aemo(M1).of_nature(NatureMesure::AemoHebergement).called("PEAD");
    let depuis_l_avis = file([le("2026-03-01", fait(ordonner(pead.clone())))]);
    ends("ME-04", &depuis_l_avis, "2027-03-01", "2027-03-02");
    let avant_l_avis = vec![lea(), le("2024-02-13", fait(ordonner(pead)))];
    assert!(of("ME-04", &avant_l_avis).is_empty());
    ends("ME-01", &avant_l_avis, "2026-02-13", "2026-02-14");
    let ancien = placement(M1).called("PEAD").founded_on("C. civ., art. 375-3");
    let ancien = vec![lea(), le("2023-01-10", fait(ordonner(ancien)))];
    ends("ME-01", &ancien, "2025-01-10", "2025-01-11");
    let kept = parcours(ancien).mesure.mesures[&M1].decidee().cloned().expect("known").fait.termes;
    assert_eq!(kept.fondement.as_deref(), Some("C. civ., art. 375-3"));
    assert_eq!(mesure::famille(kept.nature), mesure::Famille::Confie);
}

#[test]
fn me_06_une_mjie_dure_six_mois_de_sa_notification_et_rend_son_rapport_quinze_jours_avant() {
    let mjie = aemo(M1).of_nature(NatureMesure::Mjie).notified("2026-03-10");
    let faits = file([le("2026-03-01", fait(ordonner(mjie)))]);
    ends("ME-06", &faits, "2026-09-10", "2026-09-11");
    ends("ME-06A", &faits, "2026-08-26", "2026-08-27");
    let rapport = |le_jour: &str| {
        let recu = ecrit::Recu {
            ecrit: C1,
            genre: GenreEcrit::RapportEcheance,
            auteur: Correspondant::ServiceHabilite,
            objet: Some(M1.0),
            service: None,
            pieces: vec![],
            rapport: None,
        };
        let recu = le(le_jour, fait(Commande::Ecrit(ecrit::Command::Recevoir(recu))));
        on(&one("ME-06A", &with(&faits, [recu])), "2026-09-10")
    };
    assert_eq!(rapport("2026-08-26"), Etat::Tenue);
    assert_eq!(rapport("2026-08-27"), Etat::TenueEnRetard);
}

#[test]
fn me_07_une_mjagbf_dure_deux_ans_au_plus() {
    let mjagbf = aemo(M1).of_nature(NatureMesure::Mjagbf);
    ends("ME-07", &file([le("2026-03-01", fait(ordonner(mjagbf)))]), "2028-03-01", "2028-03-02");
}

#[test]
fn me_08_me_09_une_aed_dure_un_an_au_plus_par_la_loi_et_par_le_reglement_departemental() {
    let aed = file([le("2026-03-01", fait(contracter(aed(M1))))]);
    ends("ME-08", &aed, "2027-03-01", "2027-03-02");
    ends("ME-09", &aed, "2027-03-01", "2027-03-02");
    assert!(one("ME-09", &aed).regle.locale && !one("ME-08", &aed).regle.locale);
    assert_eq!(
        one("ME-09", &aed).regle.cloture,
        one("ME-08", &aed).regle.cloture,
        "shown together"
    );
}

#[test]
fn me_09_un_contrat_d_aed_dure_trois_mois_au_moins() {
    let short = |terme: &str| {
        let faits = file([le("2026-03-01", fait(contracter(aed(M1).until(terme))))]);
        irregularites(faits, "2026-03-02").len()
    };
    assert_eq!((short("2026-05-31"), short("2026-05-30")), (0, 1));
}

#[test]
fn piege_10_un_contrat_qui_expire_un_dimanche_expire_un_dimanche() {
    let aed = file([le("2026-01-05", fait(contracter(aed(M1).until("2026-08-30"))))]);
    let echeance = one("ME-08", &aed);
    assert_eq!(echeance.legale(), Some(jour("2026-08-30")), "a Sunday, and no rolling");
    assert_eq!(on(&echeance, "2026-08-31"), Etat::Depassee);
}

#[test]
fn piege_09_les_mois_se_comptent_de_l_origine() {
    let petite = lea_nee_le("2024-06-01");
    let entree = fait(admettre_a(A1, LieuAccueil::Pouponniere));
    let renouveler =
        Commande::Accueil(accueil::Command::RenouvelerSejour(SejourRenouvele { accueil: A1 }));
    let faits = [petite, le("2026-10-31", entree), le("2027-02-20", fait(renouveler))];
    assert_eq!(limite(&one("ME-16", &faits)).as_deref(), Some("2027-02-28"));
    assert_eq!(limite(&one("ME-16A", &faits)).as_deref(), Some("2027-06-30"), "never the 28th");
}

#[test]
fn me_10_me_11_au_terme_d_un_accueil_provisoire_on_rend_on_renouvelle_ou_on_saisit() {
    let faits = file([le("2026-03-01", fait(accueil_provisoire("2026-09-01")))]);
    ends("ME-10", &faits, "2026-09-01", "2026-09-02");
    ends("ME-11", &faits, "2026-09-01", "2026-09-02");
    let saisine = |jour_dit: &str| {
        let genre = GenreEcrit::SaisineJudiciaire;
        let saisine = le(jour_dit, ecrit(C1, genre, Correspondant::Procureur, M1.0));
        on(&one("ME-11", &with(&faits, [saisine])), "2026-09-10")
    };
    assert_eq!(saisine("2026-09-01"), Etat::Tenue);
    assert_eq!(saisine("2026-09-02"), Etat::TenueEnRetard);
}

#[test]
fn me_18_l_execution_d_une_ordonnance_n_a_pas_de_delai_et_ses_jours_se_comptent() {
    let ordonnee = file([le("2026-03-01", fait(ordonner(aemo(M1).from("2026-04-01"))))]);
    let echeance = one("ME-18", &ordonnee);
    assert_eq!((limite(&echeance), echeance.regle.reglage), (None, Some("execution_mesure_jours")));
    assert_eq!(on(&echeance, "2026-03-31"), Etat::AVenir, "a deferred order does not wait");
    assert_eq!(on(&echeance, "2027-01-01"), Etat::Ouverte);
    let reglee = echeance.reglee(30);
    assert_eq!(
        (on(&reglee, "2026-05-01"), on(&reglee, "2026-05-02")),
        (Etat::Ouverte, Etat::Depassee)
    );
    let demarree = with(&ordonnee, [le("2026-05-20", fait(demarrer(M1)))]);
    assert_eq!(on(&one("ME-18", &demarree), "2026-05-20"), Etat::Tenue);
    let levee = with(&ordonnee, [le("2026-06-01", fait(lever(M1)))]);
    assert_eq!(on(&one("ME-18", &levee), "2026-06-01"), Etat::SansObjet);
}

#[test]
fn me_19_la_famille_et_l_enfant_d_abord_sauf_urgence() {
    let constat = |option: &str, entendu: Option<&str>, sans_discernement: bool| {
        let constat = PrealablesConstates {
            mesure: M1,
            option_familiale_le: Some(jour(option)),
            enfant_entendu_le: entendu.map(jour),
            sans_discernement,
        };
        let constat = fait(Commande::Mesure(mesure::Command::ConstaterPrealables(constat)));
        on(&one("ME-19", &with(&placee(), [le("2026-03-02", constat)])), "2026-03-02")
    };
    assert_eq!(on(&one("ME-19", &placee()), "2026-03-01"), Etat::Ouverte);
    assert_eq!(on(&one("ME-19", &placee()), "2026-03-02"), Etat::Depassee);
    assert_eq!(constat("2026-02-10", Some("2026-03-01"), false), Etat::Tenue);
    assert_eq!(constat("2026-02-10", Some("2026-03-02"), false), Etat::TenueEnRetard);
    assert_eq!(constat("2026-02-10", None, false), Etat::Depassee, "the child was not heard");
    assert_eq!(constat("2026-02-10", None, true), Etat::Tenue);
    let urgente = placement(M1).mentioning(MentionDecision::Urgence);
    assert!(of("ME-19", &file([le("2026-03-01", fait(ordonner(urgente)))])).is_empty());
}

#[test]
fn me_21_un_parent_a_qui_un_pupille_est_rendu_est_accompagne_trois_ans() {
    let pupille = placement(M1).of_nature(NatureMesure::Pupille);
    let rendu = fait(Commande::Mesure(mesure::Command::Restituer(Restitue { mesure: M1 })));
    let faits = file([le("2026-03-01", fait(ordonner(pupille))), le("2026-06-10", rendu)]);
    ends("ME-21", &faits, "2029-06-10", "2029-06-11");
    let genre = GenreEcrit::PropositionAccompagnement;
    let offerte = le("2026-06-20", ecrit(C1, genre, Correspondant::Mere, M1.0));
    assert_eq!(on(&one("ME-21", &with(&faits, [offerte])), "2026-06-20"), Etat::Tenue);
}

#[test]
fn piege_24_la_majorite_met_fin_a_ce_qu_on_attend_de_l_assistance_educative() {
    let faits = vec![
        lea_nee_le("2008-07-01"),
        le("2026-03-01", fait(ordonner(placement(M1).until("2027-03-01")))),
    ];
    let echeance = one("ME-01", &faits);
    assert_eq!(limite(&echeance).as_deref(), Some("2027-03-01"), "whatever the judgment shows");
    assert_eq!(on(&echeance, "2026-06-30"), Etat::Ouverte);
    assert_eq!(on(&echeance, "2026-07-01"), Etat::SansObjet);
}

#[test]
fn piege_25_l_emancipation_aussi() {
    let faits = vec![
        lea_nee_le("2009-07-01"),
        le("2026-03-01", fait(ordonner(placement(M1).until("2027-03-01")))),
        le("2026-09-01", fait(declarer_emancipation())),
    ];
    assert_eq!(on(&one("ME-01", &faits), "2026-08-31"), Etat::Ouverte);
    assert_eq!(on(&one("ME-01", &faits), "2026-09-01"), Etat::SansObjet);
}

// Places.

#[test]
fn me_05_chaque_hebergement_se_dit_aux_parents_et_au_juge() {
    let hebergement = aemo(M1).of_nature(NatureMesure::AemoHebergement);
    let faits =
        file([le("2026-03-01", fait(ordonner(hebergement))), le("2026-04-10", fait(admettre(A1)))]);
    assert_eq!(on(&one("ME-05", &faits), "2026-06-01"), Etat::Ouverte, "no number in the text");
    let genre = GenreEcrit::AvisHebergement;
    let juge = with(&faits, [le("2026-04-11", au_juge(genre))]);
    assert_eq!(on(&one("ME-05", &juge), "2026-04-12"), Etat::Ouverte);
    let parents = le("2026-04-12", ecrit(C2, genre, Correspondant::RepresentantsLegaux, A1.0));
    assert_eq!(on(&one("ME-05", &with(&juge, [parents])), "2026-04-12"), Etat::Tenue);
}

#[test]
fn me_12_l_accord_est_repute_donne_quatre_semaines_apres_la_reception_ou_six_apres_l_envoi() {
    let genre = GenreEcrit::DemandeAccordLieu;
    let demande = file([
        le("2026-03-01", fait(accueil_provisoire("2026-12-01"))),
        le("2026-03-01", fait(admettre(A1))),
        le("2026-05-04", ecrit(C1, genre, Correspondant::RepresentantsLegaux, A1.0)),
    ]);
    let reputee = |echeance: Echeance, last: &str, after: &str| {
        assert_eq!(limite(&echeance).as_deref(), Some(last));
        assert_eq!((on(&echeance, last), on(&echeance, after)), (Etat::Ouverte, Etat::SansObjet));
    };
    reputee(one("ME-12A", &demande), "2026-06-15", "2026-06-16");
    let accuse = ecrit::Accuse { ecrit: C1, numero: None };
    let accuse = fait(Commande::Ecrit(ecrit::Command::NoterAccuse(accuse)));
    let recue = with(&demande, [le("2026-05-07", accuse)]);
    assert!(of("ME-12A", &recue).is_empty());
    reputee(one("ME-12", &recue), "2026-06-04", "2026-06-05");
    let refus = le("2026-05-20", note(Titulaire::Mere, PositionTitulaire::Opposition));
    assert_eq!(on(&one("ME-12", &with(&recue, [refus])), "2026-05-20"), Etat::Tenue);
    let deplacee = |jour_dit: &str| {
        let faits = with(&recue, [le(jour_dit, fait(changer_de_lieu(A1, A2)))]);
        irregularites(faits, "2026-06-30").iter().any(|one| one.contains("CHANGEMENT_SANS_ACCORD"))
    };
    assert_eq!((deplacee("2026-06-04"), deplacee("2026-06-05")), (true, false));
}

#[test]
fn me_13_le_juge_est_informe_un_mois_avant_un_changement_prevu() {
    let prevu = with(&placee(), [le("2027-01-20", decider_changement(Some("2027-03-31")))]);
    ends("ME-13", &prevu, "2027-02-28", "2027-03-01");
    let informe = |jour_dit: &str| {
        let avis = le(jour_dit, au_juge(GenreEcrit::AvisChangementLieu));
        on(&one("ME-13", &with(&prevu, [avis])), "2027-03-31")
    };
    assert_eq!(informe("2027-02-28"), Etat::Tenue);
    assert_eq!(informe("2027-03-01"), Etat::TenueEnRetard);
}

#[test]
fn me_13_un_changement_sans_decision_enregistree_devait_etre_annonce_aussi() {
    let change = with(&placee(), [le("2026-06-10", fait(changer_de_lieu(A1, A2)))]);
    let echeance = one("ME-13", &change);
    assert_eq!(limite(&echeance).as_deref(), Some("2026-05-10"));
    assert_eq!(on(&echeance, "2026-06-10"), Etat::Depassee);
    let provisoire = file([
        le("2026-03-01", fait(accueil_provisoire("2026-12-01"))),
        le("2026-03-01", fait(admettre(A1))),
        le("2026-06-10", fait(changer_de_lieu(A1, A2))),
    ]);
    assert!(of("ME-13", &provisoire).is_empty(), "no judge confided her");
}

#[test]
fn me_13_rien_n_est_du_avant_que_l_enfant_ne_soit_confie() {
    let prevu = |faits: &[Acte], jour_dit| {
        let decide = le("2026-03-20", decider_changement(Some(jour_dit)));
        limite(&one("ME-13", &with(faits, [decide])))
    };
    assert_eq!(prevu(&placee(), "2026-03-31").as_deref(), Some("2026-03-01"), "her entry");
    assert_eq!(prevu(&placee(), "2026-04-01").as_deref(), Some("2026-03-01"));
    assert_eq!(prevu(&placee(), "2026-04-02").as_deref(), Some("2026-03-02"));
    let jugee_apres = |premiere: Commande| {
        file([
            le("2026-02-01", fait(premiere)),
            le("2026-02-01", fait(admettre(A1))),
            le("2026-03-15", fait(ordonner(placement(M2)))),
            le("2026-03-15", fait(remplacer(M1, M2))),
        ])
    };
    let contrat = jugee_apres(accueil_provisoire("2026-12-01"));
    assert_eq!(prevu(&contrat, "2026-03-31").as_deref(), Some("2026-03-15"), "by contract before");
    let opp = jugee_apres(ordonner(placement(M1).of_nature(NatureMesure::OppParquet)));
    assert_eq!(prevu(&opp, "2026-03-31").as_deref(), Some("2026-02-28"), "confided before");
}

#[test]
fn me_14_le_juge_est_informe_quarante_huit_heures_apres_une_decision_urgente() {
    let urgence = a_l_instant("2026-10-24T20:00:00+02:00", decider_changement(None));
    let faits = with(&placee(), [urgence]);
    let avis = |instant: &str| {
        let avis = a_l_instant(instant, au_juge(GenreEcrit::AvisChangementUrgence));
        on(&one("ME-14", &with(&faits, [avis])), "2026-11-01")
    };
    assert_eq!(
        avis("2026-10-26T19:00:00+01:00"),
        Etat::Tenue,
        "48 hours across the change of hour"
    );
    assert_eq!(avis("2026-10-26T19:00:01+01:00"), Etat::TenueEnRetard);
    assert!(of("ME-13", &faits).is_empty());
}

#[test]
fn me_15_me_20_une_fratrie_separee_se_dit_au_juge_et_se_reunit() {
    let separee =
        |motif| with(&placee(), [a_l_instant("2026-03-10T09:00:00+01:00", separer(motif))]);
    let par_defaut = separee(MotifSeparation::ManqueDePlace);
    let avis = |instant: &str| {
        let avis = a_l_instant(instant, au_juge(GenreEcrit::AvisSeparationFratrie));
        on(&one("ME-15", &with(&par_defaut, [avis])), "2026-03-20")
    };
    assert_eq!(avis("2026-03-12T09:00:00+01:00"), Etat::Tenue);
    assert_eq!(avis("2026-03-12T09:00:01+01:00"), Etat::TenueEnRetard);
    assert_eq!(on(&one("ME-20", &par_defaut), "2026-06-01"), Etat::Ouverte);
    let reunir = Commande::Accueil(accueil::Command::ReunirFratrie(FratrieReunie { accueil: A1 }));
    let reunie = with(&par_defaut, [le("2026-06-01", fait(reunir))]);
    assert_eq!(on(&one("ME-20", &reunie), "2026-06-01"), Etat::Tenue);
    assert!(of("ME-20", &separee(MotifSeparation::InteretDeLEnfant)).is_empty());
    assert_eq!(of("ME-15", &separee(MotifSeparation::InteretDeLEnfant)).len(), 1, "always told");
}

#[test]
fn me_16_un_sejour_en_pouponniere_dure_quatre_mois_renouvelables_une_fois() {
    let entree = || le("2026-03-15", fait(admettre_a(A1, LieuAccueil::Pouponniere)));
    let petite = [lea_nee_le("2025-01-10"), entree()];
    ends("ME-16", &petite, "2026-07-15", "2026-07-16");
    let renouveler =
        || Commande::Accueil(accueil::Command::RenouvelerSejour(SejourRenouvele { accueil: A1 }));
    let renouvele = with(&petite, [le("2026-07-10", fait(renouveler()))]);
    assert_eq!(on(&one("ME-16", &renouvele), "2026-08-01"), Etat::Tenue);
    ends("ME-16A", &renouvele, "2026-11-15", "2026-11-16");
    given(renouvele).on("2026-11-10").when(renouveler()).then_refused(expect_test::expect![
        "SEJOUR_DEJA_RENOUVELE · Le séjour en pouponnière ne se renouvelle qu'une fois. (CASF, art. D341-1 s. (décret 2025-900))"
    ]);
    assert!(of("ME-16", &[lea_nee_le("2023-03-15"), entree()]).is_empty(), "three years old");
}

#[test]
fn me_17_l_hotel_est_interdit_depuis_2024_et_sans_derogation_depuis_2025() {
    let entree = |jour_dit| vec![lea(), le(jour_dit, fait(admettre_a(A1, LieuAccueil::Hotel)))];
    assert!(of("ME-17", &entree("2024-01-31")).is_empty());
    ends("ME-17", &entree("2024-02-01"), "2024-04-01", "2024-04-02");
    let depuis = one("ME-17", &entree("2025-07-01"));
    assert_eq!((limite(&depuis), on(&depuis, "2025-08-01")), (None, Etat::Ouverte));
    let sortie = with(&entree("2025-07-01"), [le("2025-07-02", fait(sortir(A1)))]);
    assert_eq!(on(&one("ME-17", &sortie), "2025-07-02"), Etat::Tenue);
}
