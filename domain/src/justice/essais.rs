//! Facts of the courts, named as one speaks; then what is refused, and what an arrêt changes.

use chrono::NaiveDate;
use expect_test::expect;
use uuid::Uuid;

use super::{
    AppelForme, ArretRendu, AudienceFixee, AudienceRenvoyee, AudienceTenue, AvocatDemande,
    AvocatDesigne, Command, CommuniqueAuParquet, ConvocationRecue, DecisionNotifiee,
    DecisionRendue, DemandeRecue, DemandeRepondue, Dessaisi, DossierConsulte, DossierOuvert,
    RetourneParParquet, Saisie,
};
use crate::codes::{
    AuteurSaisine, Autorite, GenreDecisionJudiciaire, MotifRenvoi, NatureMesure, ObjetDemande,
    PartieAudience, SensArret,
};
use crate::echeances::{Echeance, Etat};
use crate::enfant::Commande;
use crate::essais::*;
use crate::evenement::Acte;
use crate::ids::{AudienceId, DecisionId, DemandeJusticeId, DossierJudiciaireId, MesureId};
use crate::temps::Survenu;

pub(crate) const J1: DecisionId = D1;
pub(crate) const J2: DecisionId = DecisionId(Uuid::from_u128(0x32));
pub(crate) const J3: DecisionId = DecisionId(Uuid::from_u128(0x33));
pub(crate) const DJ1: DossierJudiciaireId = DossierJudiciaireId(Uuid::from_u128(0xa1));
pub(crate) const DJ2: DossierJudiciaireId = DossierJudiciaireId(Uuid::from_u128(0xa2));
pub(crate) const AU1: AudienceId = AudienceId(Uuid::from_u128(0xb1));
pub(crate) const ST1: DemandeJusticeId = DemandeJusticeId(Uuid::from_u128(0xc1));

fn justice(commande: Command) -> Commande {
    Commande::Justice(commande)
}

pub(crate) fn ouvrir_dossier(dossier: DossierJudiciaireId) -> Commande {
    justice(Command::OuvrirDossier(DossierOuvert {
        dossier,
        juridiction: "TJ La Rochelle".into(),
        cabinet: Some("cabinet 2".into()),
        magistrat: None,
        numero_ae: Some("A26/0123".into()),
        numero_parquet: None,
        departement: Some("17".into()),
    }))
}

pub(crate) fn dessaisir(dossier: DossierJudiciaireId) -> Commande {
    justice(Command::Dessaisir(Dessaisi {
        dossier,
        vers_juridiction: "TJ Poitiers".into(),
        vers_departement: Some("86".into()),
        nouveau_dossier: Some(DJ2),
        departements_informes: Some(true),
    }))
}

fn saisie(autorite: Autorite, auteur: AuteurSaisine, mesure: Option<MesureId>) -> Saisie {
    Saisie { autorite, auteur, dossier: None, mesure, decision: None, motif: None, decideur: None }
}

/// The parquet seizes the judge.
pub(crate) fn saisir_le_juge(mesure: Option<MesureId>) -> Commande {
    let saisie = saisie(Autorite::JugeDesEnfants, AuteurSaisine::Procureur, mesure);
    justice(Command::Saisir(saisie))
}

/// The Département seizes the procureur about a child it received.
pub(crate) fn saisir_le_parquet(mesure: MesureId) -> Commande {
    let saisie = saisie(Autorite::Procureur, AuteurSaisine::Departement, Some(mesure));
    justice(Command::Saisir(Saisie { decideur: cadre(), ..saisie }))
}

/// A dispositif, completed as one speaks.
#[derive(Clone)]
pub(crate) struct Dispositif(pub(crate) DecisionRendue);

pub(crate) fn decision(decision: DecisionId, genre: GenreDecisionJudiciaire) -> Dispositif {
    Dispositif(DecisionRendue {
        decision,
        genre,
        autorite: Autorite::JugeDesEnfants,
        dossier: None,
        audience: None,
        precedente: None,
        juge_du_lieu: false,
        effet_le: None,
        terme_le: None,
        notifiee_le: None,
        recue_le: None,
        mesures: vec![],
        droits_de_visite: vec![],
        rapports_le: vec![],
        rapport_tous_les_mois: None,
        allocations: None,
        actes_autorises: vec![],
        lieu_secret: false,
        interdiction_sortie: false,
        interdiction_sortie_jusqu_au: None,
        hospitalisation_psychiatrique: false,
        avis_medical_le: None,
        demandes_rejetees: vec![],
        precisions: None,
        pieces: vec![],
    })
}

pub(crate) fn jugement(id: DecisionId) -> Dispositif {
    decision(id, GenreDecisionJudiciaire::Jugement)
}

impl Dispositif {
    pub(crate) fn with(mut self, change: impl FnOnce(&mut DecisionRendue)) -> Self {
        change(&mut self.0);
        self
    }

    pub(crate) fn by(self, autorite: Autorite) -> Self {
        self.with(|rendue| rendue.autorite = autorite)
    }

    pub(crate) fn about(self, precedente: DecisionId) -> Self {
        self.with(|rendue| rendue.precedente = Some(precedente))
    }
}

pub(crate) fn rendre(dispositif: Dispositif) -> Commande {
    justice(Command::Rendre(dispositif.0))
}

pub(crate) fn notifier(decision: DecisionId, partie: PartieAudience) -> Commande {
    justice(Command::Notifier(DecisionNotifiee { decision, partie }))
}

pub(crate) fn fixer_audience(prevue: &str) -> Commande {
    justice(Command::FixerAudience(AudienceFixee {
        audience: AU1,
        dossier: None,
        prevue: Survenu::le(jour(prevue)),
        cabinet: None,
        objet: None,
        decision: None,
    }))
}

pub(crate) fn recevoir_convocation() -> Commande {
    let partie = PartieAudience::Departement;
    justice(Command::RecevoirConvocation(ConvocationRecue { audience: AU1, partie }))
}

pub(crate) fn renvoyer(prevue: Option<&str>) -> Commande {
    let prevue = prevue.map(|prevue| Survenu::le(jour(prevue)));
    let motif = MotifRenvoi::RapportManquant;
    justice(Command::RenvoyerAudience(AudienceRenvoyee { audience: AU1, motif, prevue }))
}

pub(crate) fn tenir_audience(audience: AudienceId) -> Commande {
    justice(Command::TenirAudience(AudienceTenue {
        audience,
        presents: vec![PartieAudience::Departement],
        representant: Some("referent.ase".into()),
        delibere_le: None,
    }))
}

pub(crate) fn consulter_dossier() -> Commande {
    let partie = PartieAudience::Departement;
    justice(Command::ConsulterDossier(DossierConsulte { audience: AU1, partie }))
}

pub(crate) fn demander_avocat(partie: PartieAudience) -> Commande {
    justice(Command::DemanderAvocat(AvocatDemande { dossier: DJ1, partie }))
}

pub(crate) fn designer_avocat(partie: PartieAudience) -> Commande {
    justice(Command::DesignerAvocat(AvocatDesigne { dossier: DJ1, partie }))
}

pub(crate) fn communiquer_au_parquet() -> Commande {
    justice(Command::CommuniquerAuParquet(CommuniqueAuParquet { dossier: DJ1 }))
}

pub(crate) fn retourner_du_parquet() -> Commande {
    justice(Command::RetournerParParquet(RetourneParParquet { dossier: DJ1 }))
}

pub(crate) fn recevoir_demande(pour_le: Option<&str>) -> Commande {
    justice(Command::RecevoirDemande(DemandeRecue {
        demande: ST1,
        autorite: Autorite::JugeDesEnfants,
        objet: ObjetDemande::Renseignements,
        pour_le: pour_le.map(jour),
        dossier: None,
        texte: None,
        pieces: vec![],
    }))
}

pub(crate) fn repondre_demande() -> Commande {
    justice(Command::RepondreDemande(DemandeRepondue { demande: ST1, ecrit: None }))
}

pub(crate) fn appeler(decision: DecisionId, partie: PartieAudience) -> Commande {
    justice(Command::FormerAppel(AppelForme {
        decision,
        partie,
        execution_provisoire: Some(true),
        numero: None,
        decideur: if partie == PartieAudience::Departement { cadre() } else { None },
    }))
}

pub(crate) fn rendre_arret(sens: SensArret, effet_le: Option<&str>) -> Commande {
    justice(Command::RendreArret(ArretRendu {
        arret: J3,
        decision: J1,
        sens,
        effet_le: effet_le.map(jour),
        mesures_finies: vec![],
    }))
}

pub(crate) fn opp_du_parquet(mesure: MesureId) -> Commande {
    let mut termes = placement(mesure).of_nature(NatureMesure::OppParquet);
    termes.0.autorite = Autorite::Procureur;
    ordonner(termes)
}

/// The échéances of a rule that these facts make, the first to fall due first.
pub(crate) fn echeances_de(id: &str, faits: &[Acte]) -> Vec<Echeance> {
    let all = crate::echeances::echeances(&parcours(faits.to_vec()));
    all.into_iter().filter(|echeance| echeance.regle.id == id).collect()
}

/// The only one.
#[track_caller]
pub(crate) fn echeance_de(id: &str, faits: &[Acte]) -> Echeance {
    let mut found = echeances_de(id, faits);
    assert_eq!(found.len(), 1, "{id}: {found:#?}");
    found.remove(0)
}

/// Strict limit, legal limit, and where it stands on a day.
#[track_caller]
pub(crate) fn stands(echeance: &Echeance, au: &str) -> (String, String, Etat) {
    let stricte = echeance.stricte.map(|limite| limite.le.to_string()).unwrap_or_default();
    let legale = echeance.legale().map(|limite| limite.to_string()).unwrap_or_default();
    (stricte, legale, echeance.etat(Survenu::le(jour(au))))
}

/// The rule is kept by the act on the last day allowed, and late on the first day after.
#[track_caller]
pub(crate) fn kept_until(id: &str, faits: &[Acte], acte: &Commande, last: &str, late: &str) {
    for (day, expected) in [(last, Etat::Tenue), (late, Etat::TenueEnRetard)] {
        let mut file = faits.to_vec();
        file.push(le(day, fait(acte.clone())));
        let echeance = echeance_de(id, &file);
        assert_eq!(echeance.etat(Survenu::le(jour("2040-01-01"))), expected, "{id} on {day}");
    }
    let open = echeance_de(id, faits);
    assert_eq!(open.etat(Survenu::le(jour(last))), Etat::Ouverte, "{id} on {last}");
    assert_eq!(open.etat(Survenu::le(jour(late))), Etat::Depassee, "{id} on {late}");
}

// What is refused.

#[test]
fn une_saisine_du_departement_dit_qui_l_a_decidee() {
    let seize = |decideur| {
        let saisie = saisie(Autorite::Procureur, AuteurSaisine::Departement, None);
        given([lea()])
            .on("2026-03-02")
            .when(justice(Command::Saisir(Saisie { decideur, ..saisie })))
    };
    seize(None).then_refused(expect![
        "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
    ]);
    seize(cadre()).then(expect!["autorite_judiciaire_saisie"]);
}

#[test]
fn un_appel_du_departement_dit_qui_l_a_decide_celui_d_un_parent_non() {
    let file = || [lea(), le("2026-03-02", fait(rendre(jugement(J1))))];
    let appeal = |partie, decideur| {
        let Commande::Justice(Command::FormerAppel(appel)) = appeler(J1, partie) else {
            panic!("an appeal")
        };
        given(file())
            .on("2026-03-10")
            .when(justice(Command::FormerAppel(AppelForme { decideur, ..appel })))
    };
    appeal(PartieAudience::Departement, None).then_refused(expect![
        "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
    ]);
    appeal(PartieAudience::Departement, cadre()).then(expect!["appel_forme"]);
    appeal(PartieAudience::Mere, None).then(expect!["appel_forme"]);
}

#[test]
fn une_ordonnance_rectificative_est_une_autre_decision() {
    let file = || [lea(), le("2026-03-02", fait(rendre(jugement(J1))))];
    let rectify = |id| {
        let order = decision(id, GenreDecisionJudiciaire::OrdonnanceRectificative).about(J1);
        given(file()).on("2026-03-20").when(rendre(order))
    };
    rectify(J1).then_refused(expect![
        "DECISION_SUR_ELLE_MEME · Une décision ne rectifie ni ne proroge elle-même."
    ]);
    let file = rectify(J2).then_file();
    let decisions = parcours(file).justice.decisions;
    assert_eq!(decisions[&J1].rendue().map(crate::histoire::Datee::le), Some(jour("2026-03-02")));
    assert_eq!(decisions[&J2].rendue().map(crate::histoire::Datee::le), Some(jour("2026-03-20")));
}

#[test]
fn ce_qui_ne_peut_pas_etre_se_refuse() {
    let file = || {
        [
            lea(),
            le("2026-03-02", fait(rendre(jugement(J1)))),
            le("2026-03-02", fait(ouvrir_dossier(DJ1))),
            le("2026-03-03", fait(tenir_audience(AU1))),
            le("2026-03-04", fait(recevoir_demande(None))),
            le("2026-04-02", fait(rendre_arret(SensArret::Confirme, None))),
        ]
    };
    let refused =
        |day: &str, commande, answer| given(file()).on(day).when(commande).then_refused(answer);
    let before = "2026-03-01";
    refused(
        "2026-05-01",
        rendre(jugement(J1)),
        expect![
            "DECISION_JUDICIAIRE_DEJA_RENDUE · Le dispositif de cette décision est déjà enregistré pour cet enfant."
        ],
    );
    refused(
        "2026-05-01",
        ouvrir_dossier(DJ1),
        expect![
            "DOSSIER_JUDICIAIRE_DEJA_OUVERT · Ce dossier judiciaire est déjà ouvert pour cet enfant."
        ],
    );
    refused(
        "2026-05-01",
        tenir_audience(AU1),
        expect!["AUDIENCE_DEJA_TENUE · Cette audience s'est déjà tenue."],
    );
    refused(
        "2026-05-01",
        recevoir_demande(None),
        expect![
            "DEMANDE_DEJA_RECUE · Cette demande de la justice est déjà enregistrée pour cet enfant."
        ],
    );
    refused(
        "2026-05-01",
        rendre_arret(SensArret::Infirme, None),
        expect!["ARRET_DEJA_RENDU · Un arrêt est déjà enregistré sur cette décision."],
    );
    refused(
        before,
        notifier(J1, PartieAudience::Mere),
        expect![
            "NOTIFICATION_AVANT_DECISION · La notification précéderait la décision, prononcée le 02/03/2026."
        ],
    );
    refused(
        before,
        appeler(J1, PartieAudience::Mere),
        expect![
            "APPEL_AVANT_DECISION · L'appel précéderait la décision, prononcée le 02/03/2026. (CPC, art. 1191)"
        ],
    );
    refused(
        before,
        repondre_demande(),
        expect!["REPONSE_AVANT_DEMANDE · La réponse précéderait la demande, reçue le 04/03/2026."],
    );
    let late = jugement(J2).with(|rendue| {
        rendue.effet_le = Some(jour("2026-06-01"));
        rendue.terme_le = Some(jour("2026-05-31"));
    });
    refused(
        "2026-05-01",
        rendre(late),
        expect!["TERME_AVANT_EFFET · Le terme (31/05/2026) précède la date d'effet (01/06/2026)."],
    );
}

#[test]
fn un_arret_ne_precede_pas_la_decision_qu_il_juge() {
    let file = [lea(), le("2026-03-02", fait(rendre_arret(SensArret::Confirme, None)))];
    given(file).on("2026-03-05").when(rendre(jugement(J1))).then_refused(expect!["ARRET_AVANT_DECISION · L'arrêt précéderait la décision qu'il juge, prononcée le 05/03/2026."]);
}

// What an arrêt changes, and what it leaves.

fn placed_then(arret: Acte) -> Vec<Acte> {
    vec![
        lea(),
        le("2026-03-02", fait(ordonner(placement(M1).until("2028-03-02")))),
        le("2026-03-02", fait(rendre(jugement(J1)))),
        le("2026-03-12", fait(appeler(J1, PartieAudience::Mere))),
        arret,
    ]
}

fn in_force(faits: &[Acte], le: NaiveDate) -> bool {
    let parcours = parcours(faits.to_vec());
    parcours.mesure.mesures[&M1].en_vigueur(&parcours.identite, le)
}

#[test]
fn un_arret_qui_infirme_met_fin_au_placement_le_jour_de_son_effet() {
    let arret = rendre_arret(SensArret::Infirme, Some("2026-06-15"));
    let file = placed_then(le("2026-06-10", fait(arret)));
    assert!(in_force(&file, jour("2026-06-14")));
    assert!(!in_force(&file, jour("2026-06-15")));
    assert!(parcours(file).contradictions().is_empty());
}

#[test]
fn un_arret_qui_confirme_laisse_le_placement() {
    let file = placed_then(le("2026-06-10", fait(rendre_arret(SensArret::Confirme, None))));
    assert!(in_force(&file, jour("2026-06-11")));
    assert!(parcours(file).justice.decisions[&J1].appel_pendant().is_none());
}

#[test]
fn un_appel_est_pendant_jusqu_a_l_arret() {
    let file: Vec<Acte> = placed_then(le("2026-06-10", fait(notifier(J1, PartieAudience::Pere))));
    assert!(parcours(file).justice.decisions[&J1].appel_pendant().is_some());
}

#[test]
fn piege_10_ce_que_le_departement_prend_ne_se_proroge_pas_ce_que_la_procedure_fixe_si() {
    for regle in crate::droit::regles() {
        let code = regle.article.starts_with("CPC") || regle.article.starts_with("C. civ.");
        assert!(code || !regle.procedure, "{} rolls, and is no rule of procedure", regle.id);
    }
    assert!(crate::droit::regle("UR-05", jour("2026-12-11")).is_some_and(|regle| regle.procedure));
    assert!(crate::droit::regle("UR-02", jour("2026-12-24")).is_some_and(|regle| !regle.procedure));
    assert!(crate::droit::regle("ME-08", jour("2026-12-24")).is_some_and(|regle| !regle.procedure));
}

#[test]
fn piege_18_une_decision_garde_chacune_de_ses_dates() {
    let told = jugement(J1).with(|rendue| {
        rendue.effet_le = Some(jour("2026-03-10"));
        rendue.terme_le = Some(jour("2026-09-10"));
        rendue.notifiee_le = Some(jour("2026-03-18"));
        rendue.recue_le = Some(jour("2026-03-20"));
    });
    let file = given([lea()])
        .on("2026-03-02")
        .recorded_on("2026-04-01")
        .known_on("2026-03-20")
        .when(rendre(told))
        .then_file();
    let known = parcours(file);
    let rendue = known.justice.decisions[&J1].rendue().cloned().expect("recorded");
    assert_eq!((rendue.le(), rendue.connu_le), (jour("2026-03-02"), jour("2026-03-20")));
    assert_eq!(rendue.fait.effet_le, Some(jour("2026-03-10")));
    assert_eq!(rendue.fait.terme_le, Some(jour("2026-09-10")));
    assert_eq!(known.justice.decisions[&J1].notifiee(), Some(Survenu::le(jour("2026-03-18"))));
    assert_eq!(rendue.fait.recue_le, Some(jour("2026-03-20")));
}

#[test]
fn piege_29_un_dessaisissement_ouvre_un_autre_dossier_et_garde_l_ancien() {
    let file = [
        lea(),
        le("2026-03-02", fait(ouvrir_dossier(DJ1))),
        le("2026-06-01", fait(dessaisir(DJ1))),
        le("2026-06-01", fait(ouvrir_dossier(DJ2))),
    ];
    let dossiers = parcours(file).justice.dossiers;
    let given_up = &dossiers[&DJ1].dessaisis[0].fait;
    assert_eq!(given_up.vers_departement.as_deref(), Some("86"));
    assert_eq!(given_up.nouveau_dossier, Some(DJ2));
    assert_eq!(
        dossiers[&DJ1].ouvert().and_then(|ouvert| ouvert.fait.departement.clone()),
        Some("17".into())
    );
    assert!(dossiers[&DJ2].dessaisis.is_empty());
}

#[test]
fn la_prochaine_audience_est_celle_qu_on_attend() {
    let mut file = vec![lea(), le("2026-03-02", fait(fixer_audience("2026-04-02")))];
    let next = |file: &[Acte], au: &str| {
        let known = parcours(file.to_vec()).justice;
        known.prochaine_audience(jour(au)).map(|(_, _, prevue)| prevue.le.to_string())
    };
    assert_eq!(next(&file, "2026-04-02"), Some("2026-04-02".into()));
    assert_eq!(next(&file, "2026-04-03"), None);
    file.push(le("2026-04-02", fait(renvoyer(Some("2026-05-12")))));
    assert_eq!(next(&file, "2026-04-03"), Some("2026-05-12".into()));
    file.push(le("2026-05-12", fait(tenir_audience(AU1))));
    assert_eq!(next(&file, "2026-05-12"), None);
}
