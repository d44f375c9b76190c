//! Statuses, pupilles, délaissement.

use expect_test::expect;

use super::*;
use crate::codes::{
    DecisionAutorite, FondementAse, NatureMesure, StatutJuridique, TitulaireAutorite, VoieJuridique,
};
use crate::enfant::Commande;
use crate::essais::*;
use crate::evenement::Acte;

const R1: RecueilId = RecueilId(Uuid::from_u128(0x71));
const Q1: RequeteId = RequeteId(Uuid::from_u128(0x72));

fn dire(command: Command) -> Commande {
    Commande::Statut(command)
}

fn dresser(cas: CasPupille, remis_par: Vec<Titulaire>) -> Commande {
    let pv = PvDresse { recueil: R1, cas, remis_par, informes: Some(true), decideur: cadre() };
    dire(Command::DresserPv(pv))
}

fn remis() -> Vec<Acte> {
    let pv = dresser(CasPupille::RemisParLesParents, vec![Titulaire::Mere, Titulaire::Pere]);
    vec![lea(), le("2026-01-15", fait(pv))]
}

fn admettre_avec(cas: CasPupille, decideur: Option<Decideur>, effet: Option<&str>) -> Commande {
    let effet_le = effet.map(jour);
    dire(Command::AdmettrePupille(PupilleAdmis { recueil: R1, cas, effet_le, decideur }))
}

fn admettre_pupille() -> Commande {
    admettre_avec(CasPupille::RemisParLesParents, cadre(), None)
}

fn reprendre_par(par: Titulaire) -> Commande {
    dire(Command::Reprendre(EnfantRepris { recueil: R1, par }))
}

fn autorite(decision: DecisionAutorite, titulaire: TitulaireAutorite, effet: &str) -> Commande {
    dire(Command::ConstaterAutorite(AutoriteConstatee {
        titulaire,
        decision,
        partielle: false,
        effet_le: Some(jour(effet)),
        juridiction: Some("TJ La Rochelle".into()),
        requete: None,
    }))
}

fn observer(relations: RelationsParentales, depuis: Option<&str>) -> Commande {
    let parent = Titulaire::Pere;
    let depuis = depuis.map(jour);
    dire(Command::ObserverRelations(RelationsObservees { parent, relations, depuis }))
}

fn demander_delaissement_de(parents: Vec<Titulaire>) -> Commande {
    let demande = DelaissementDemande { requete: Q1, parents, decideur: cadre() };
    dire(Command::DemanderDelaissement(demande))
}

fn on_the_track(faits: &[Acte], le: &str) -> VoieJuridique {
    voie(&parcours(faits.to_vec()), jour(le))
}

#[test]
fn un_pupille_s_admet_le_lendemain_du_dernier_jour_du_delai() {
    given(remis()).on("2026-03-15").when(admettre_pupille()).then_refused(expect!["ADMISSION_PREMATUREE · L'enfant est pupille à titre provisoire jusqu'au 15/03/2026 inclus : l'admission n'est prononcée qu'après. (CASF, art. L224-4 et L224-8)"]);
    given(remis()).on("2026-03-16").when(admettre_pupille()).then(expect!["pupille_admis"]);
    let non_signe = admettre_avec(CasPupille::RemisParLesParents, None, None);
    given(remis()).on("2026-03-16").when(non_signe).then_refused(expect![
        "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
    ]);
    given([lea()]).on("2026-03-16").when(admettre_pupille()).then_refused(expect![
        "RECUEIL_INCONNU · Aucun procès-verbal de recueil n'est enregistré. (CASF, art. L224-5)"
    ]);
    let apres_jugement = admettre_avec(CasPupille::Delaissement, cadre(), None);
    given([lea()]).on("2026-03-16").when(apres_jugement).then(expect!["pupille_admis"]);
}

#[test]
fn un_parent_reprend_l_enfant_le_dernier_jour_du_delai_et_plus_apres() {
    let reprendre = || reprendre_par(Titulaire::Mere);
    given(remis()).on("2026-03-15").when(reprendre()).then(expect!["enfant_repris"]);
    given(remis()).on("2026-03-16").when(reprendre()).then_refused(expect!["REPRISE_HORS_DELAI · L'enfant ne pouvait être repris sans formalité que jusqu'au 15/03/2026 inclus. (CASF, art. L224-6)"]);
    let repris = [remis(), vec![le("2026-03-10", fait(reprendre()))]].concat();
    given(repris.clone()).on("2026-03-16").when(admettre_pupille()).then_refused(expect!["ENFANT_DEJA_REPRIS · L'enfant a été repris le 10/03/2026 : ce recueil ne mène plus à une admission. (CASF, art. L224-6)"]);
    assert_eq!(on_the_track(&repris, "2026-03-09"), VoieJuridique::PupilleProvisoire);
    assert_eq!(on_the_track(&repris, "2026-03-10"), VoieJuridique::SansMesure);
}

#[test]
fn remis_par_un_seul_parent_l_autre_a_six_mois() {
    let seule = || {
        let pv = dresser(CasPupille::RemisParUnParent, vec![Titulaire::Mere]);
        vec![lea(), le("2026-01-15", fait(pv))]
    };
    let admission = || admettre_avec(CasPupille::RemisParUnParent, cadre(), None);
    given(seule()).on("2026-07-15").when(admission()).then_refused(expect!["ADMISSION_PREMATUREE · L'enfant est pupille à titre provisoire jusqu'au 15/07/2026 inclus : l'admission n'est prononcée qu'après. (CASF, art. L224-4 et L224-8)"]);
    given(seule()).on("2026-07-16").when(admission()).then(expect!["pupille_admis"]);
    given(seule()).on("2026-03-16").when(reprendre_par(Titulaire::Mere)).then_refused(expect!["REPRISE_HORS_DELAI · L'enfant ne pouvait être repris sans formalité que jusqu'au 15/03/2026 inclus. (CASF, art. L224-6)"]);
    given(seule())
        .on("2026-07-15")
        .when(reprendre_par(Titulaire::Pere))
        .then(expect!["enfant_repris"]);
}

#[test]
fn un_enfant_n_a_qu_un_statut_a_la_fois_et_autant_de_mesures_qu_il_faut() {
    let tutelle =
        || autorite(DecisionAutorite::Tutelle, TitulaireAutorite::President, "2026-04-01");
    let delegation =
        autorite(DecisionAutorite::Delegation, TitulaireAutorite::President, "2026-04-01");
    let deux_mesures = vec![
        lea(),
        le("2026-01-10", fait(ordonner(placement(M1)))),
        le("2026-01-12", fait(ordonner(aemo(M2)))),
        le("2026-03-20", fait(tutelle())),
    ];
    given(deux_mesures).on("2026-03-25").when(delegation).then_refused(expect!["STATUTS_SIMULTANES · Deux statuts différents prendraient effet le 01/04/2026 : un enfant n'en a qu'un à la fois."]);
}

#[test]
fn piege_20_un_statut_court_de_son_effet_et_non_de_la_decision() {
    let placee = vec![
        lea(),
        le("2026-01-10", fait(ordonner(placement(M1)))),
        le(
            "2026-03-20",
            fait(autorite(DecisionAutorite::Tutelle, TitulaireAutorite::President, "2026-04-01")),
        ),
        le("2026-04-01", fait(lever(M1))),
    ];
    assert_eq!(on_the_track(&placee, "2026-01-09"), VoieJuridique::SansMesure);
    assert_eq!(on_the_track(&placee, "2026-03-31"), VoieJuridique::AssistanceEducative);
    assert_eq!(on_the_track(&placee, "2026-04-01"), VoieJuridique::Tutelle);
    let effet = admettre_avec(CasPupille::RemisParLesParents, cadre(), Some("2026-04-01"));
    let admise = [remis(), vec![le("2026-03-16", fait(effet))]].concat();
    assert_eq!(on_the_track(&admise, "2026-03-31"), VoieJuridique::PupilleProvisoire);
    assert_eq!(on_the_track(&admise, "2026-04-01"), VoieJuridique::Pupille);
}

#[test]
fn la_tutelle_du_prefet_est_celle_du_pupille() {
    let prefet = autorite(DecisionAutorite::Tutelle, TitulaireAutorite::Prefet, "2026-03-16");
    let admise = [remis(), vec![le("2026-03-16", fait(admettre_pupille()))]].concat();
    let dossier = given(admise).on("2026-03-16").when(prefet).then_file();
    assert_eq!(on_the_track(&dossier, "2026-03-16"), VoieJuridique::Pupille);
    let autorite = parcours(dossier).statut.autorite_au(jour("2026-03-16")).cloned();
    assert_eq!(autorite.map(|one| one.fait.titulaire), Some(TitulaireAutorite::Prefet));
}

#[test]
fn le_fondement_de_la_prise_en_charge_se_deduit_ou_s_enregistre() {
    let on = |faits: &[Acte], le: &str| fondement_ase(&parcours(faits.to_vec()), jour(le));
    let placee = [lea(), le("2026-01-10", fait(ordonner(placement(M1))))];
    assert_eq!(on(&placee, "2026-01-09"), None);
    assert_eq!(on(&placee, "2026-01-10"), Some(FondementAse::Confie));
    let admise = [remis(), vec![le("2026-03-16", fait(admettre_pupille()))]].concat();
    assert_eq!(on(&admise, "2026-03-16"), Some(FondementAse::Pupille));
    let dit = Constate {
        statut: StatutJuridique::AccueilProvisoire,
        fondement: None,
        fondement_ase: Some(FondementAse::ParentEnfant),
        effet_le: None,
    };
    let dit = [lea(), le("2026-02-01", fait(dire(Command::Constater(dit))))];
    assert_eq!(on(&dit, "2026-01-31"), None);
    assert_eq!(on(&dit, "2026-02-01"), Some(FondementAse::ParentEnfant));
}

#[test]
fn la_demande_de_delaissement_attend_un_an_et_un_soutien_propose() {
    let absent = |soutien: bool| {
        let mut faits = vec![
            lea(),
            le("2026-01-02", fait(observer(RelationsParentales::Absentes, Some("2025-03-10")))),
        ];
        let propose = SoutienPropose { parents: vec![Titulaire::Pere] };
        let propose = fait(dire(Command::ProposerSoutien(propose)));
        faits.extend(soutien.then(|| le("2026-01-05", propose)));
        faits
    };
    let demander = || demander_delaissement_de(vec![Titulaire::Pere]);
    given(absent(true)).on("2026-03-09").when(demander()).then_refused(expect!["DELAISSEMENT_PREMATURE · L'absence de relations n'aura duré un an que le 10/03/2026. (C. civ., art. 381-1)"]);
    given(absent(true)).on("2026-03-10").when(demander()).then(expect!["delaissement_demande"]);
    given(absent(false)).on("2026-03-10").when(demander()).then_refused(expect!["SOUTIEN_NON_PROPOSE · La demande de délaissement suit des mesures de soutien proposées aux parents : aucune n'est enregistrée. (C. civ., art. 381-2)"]);
    let deux = demander_delaissement_de(vec![Titulaire::Pere, Titulaire::Mere]);
    given(absent(true)).on("2026-03-10").when(deux).then_refused(expect!["ABSENCE_NON_CONSTATEE · L'absence des relations nécessaires n'est pas constatée pour chaque parent visé. (C. civ., art. 381-1)"]);
}

#[test]
fn piege_25_l_emancipation_a_seize_ans_met_fin_a_l_autorite_et_laisse_l_accompagnement() {
    let emancipee = || {
        vec![
            lea_nee_le("2010-02-01"),
            le("2026-01-10", fait(ordonner(placement(M1).until("2028-01-10")))),
            le("2026-03-01", fait(declarer_emancipation())),
        ]
    };
    assert_eq!(on_the_track(&emancipee(), "2026-02-28"), VoieJuridique::AssistanceEducative);
    assert_eq!(on_the_track(&emancipee(), "2026-03-01"), VoieJuridique::Emancipe);
    let contrat = || contracter(jeune_majeur(M2).until("2027-03-01"));
    given(emancipee()).on("2026-03-02").when(contrat()).then(expect!["mesure_contractee"]);
    let suivie = [emancipee(), vec![le("2026-03-02", fait(contrat()))]].concat();
    assert_eq!(on_the_track(&suivie, "2026-03-02"), VoieJuridique::JeuneMajeur);
    let fondement = fondement_ase(&parcours(suivie), jour("2026-03-02"));
    assert_eq!(fondement, Some(FondementAse::JeuneMajeur));
}

#[test]
fn un_accueil_provisoire_dit_ne_survit_pas_a_sa_mesure() {
    let constat = |statut, fondement_ase| {
        let constate = Constate { statut, fondement: None, fondement_ase, effet_le: None };
        fait(dire(Command::Constater(constate)))
    };
    let provisoire =
        constat(StatutJuridique::AccueilProvisoire, Some(FondementAse::AccueilProvisoire));
    let accueil = aed(M1).of_nature(NatureMesure::AccueilProvisoire).until("2026-05-31");
    let dit = vec![lea(), le("2026-01-10", provisoire)];
    let mesure = |faits: &[Acte]| {
        let contrat = le("2026-01-10", fait(contracter(accueil.clone())));
        [faits.to_vec(), vec![contrat]].concat()
    };
    let on = |faits: &[Acte], au: &str| {
        (on_the_track(faits, au), fondement_ase(&parcours(faits.to_vec()), jour(au)))
    };
    let runs = (VoieJuridique::AccueilProvisoire, Some(FondementAse::AccueilProvisoire));
    let over = (VoieJuridique::SansMesure, None);
    assert_eq!(on(&dit, "2026-12-31"), runs, "no measure is known: as it was told");
    assert_eq!(on(&mesure(&dit), "2026-05-31"), runs, "the last day of the term");
    assert_eq!(on(&mesure(&dit), "2026-06-01"), over);
    let finie = [mesure(&dit), vec![le("2026-04-01", fait(terminer(M1)))]].concat();
    assert_eq!((on(&finie, "2026-03-31"), on(&finie, "2026-04-01")), (runs, over));
    let tutelle = autorite(DecisionAutorite::Tutelle, TitulaireAutorite::President, "2026-03-01");
    let tutelle = [finie, vec![le("2026-03-01", fait(tutelle))]].concat();
    assert_eq!(on_the_track(&tutelle, "2026-04-01"), VoieJuridique::Tutelle, "another status");
}
