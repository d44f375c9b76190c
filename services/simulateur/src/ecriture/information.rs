//! Receptions, first analysis, signalements.

use chrono::{Duration, NaiveDate};
use proto::commun::v1::{Organisation, Precision, Survenu};
use proto::information::v1::{
    DoublonMarque, Expediteur, ExpediteurScelle, MarquerDoublonRequest, NonQualifiee,
    NoterRetourParquetRequest, QualificationEnfant, Qualifiee, QualifierRequest, Rattachee,
    RattacherRequest, RecevoirRequest, Recue, RetourParquetRecu, Signalee, SignalerRequest,
    Transferee, TransfererRequest, expediteur_scelle, qualification_enfant,
};
use proto::reprise::v1::commande::Commande as Ordre;

use super::Ecriture;
use crate::calendrier::{LIMITE, ouvre, plus};
use crate::information::{Classe, Information, Moment, Porte, Signalement};
use crate::journal::{Instant, decideur, horodatage, instant, texte};

/// Who transmits, who is at the origin, by which channel, with which weight.
const EMETTEURS: [((&str, &str, &str), usize); 14] = [
    (("snated", "autre_particulier", "snated"), 12),
    (("enseignement_public", "personnel_social", "courriel"), 22),
    (("enseignement_prive", "autre_institutionnel", "courriel"), 4),
    (("hopital", "personnel_de_sante", "messagerie_securisee"), 8),
    (("medecine_liberale", "personnel_de_sante", "courrier"), 2),
    (("police_gendarmerie", "autre_institutionnel", "messagerie_securisee"), 14),
    (("procureur", "autre_institutionnel", "courrier"), 6),
    (("conseil_departemental", "personnel_social", "formulaire"), 12),
    (("pmi", "personnel_de_sante", "formulaire"), 4),
    (("parents", "parents", "telephone"), 6),
    (("autre_membre_famille", "autre_particulier", "telephone"), 4),
    (("anonyme", "ne_sait_pas", "telephone"), 2),
    (("autre_service_social", "personnel_social", "courriel"), 3),
    (("autre_departement", "autre_institutionnel", "lettre_recommandee"), 1),
];

const DANGERS: [&str; 9] = [
    "sante",
    "securite",
    "conditions_education",
    "developpement",
    "violences_physiques",
    "negligences",
    "violences_psychologiques",
    "conflits_de_couple",
    "violences_famille",
];

const ETABLISSEMENTS: [&str; 6] = [
    "école de la Jetée",
    "collège des Tours",
    "collège du Marais",
    "lycée de l'Estuaire",
    "école du Vieux-Port",
    "collège de la Vigne",
];

impl Ecriture<'_> {
    /// An information, from its arrival to what first analysis made of it.
    pub(super) fn information(&mut self, rang: usize) {
        let monde = self.monde;
        let information = &monde.informations[rang];
        let heure = self.heure_d_arrivee(information.arrivee);
        let recue = self.recevoir(rang, heure);
        let analysee = self.analyser(rang, recue);
        self.recues[rang] = Some(analysee);
        if let Some(signalement) = information.signalement {
            self.signaler(rang, signalement, heure, analysee);
        }
        if let Some(le) = information.copie_le {
            self.copie(rang, le, analysee);
        }
        let evaluation = information
            .evaluation
            .filter(|&evaluation| monde.evaluations[evaluation].informations.last() == Some(&rang));
        if let Some(evaluation) = evaluation {
            self.evaluation(evaluation);
        }
    }

    fn heure_d_arrivee(&mut self, le: NaiveDate) -> Instant {
        instant(le, 7, self.journal.hasard.entre(0, 30_000))
    }

    fn recevoir(&mut self, rang: usize, heure: Instant) -> Instant {
        let monde = self.monde;
        let information = &monde.informations[rang];
        let enfants = &information.enfants;
        let mut acte =
            self.journal.acte(enfants, information.arrivee, self.apres(enfants).max(heure));
        self.ouvrir_les_dossiers(enfants, acte.a);
        if self.journal.hasard.pour_mille(600) {
            acte.entete.survenu = Some(survenu_a(information.arrivee, heure));
        }
        let recue = self.recue(information, acte.a);
        if let Some(intrus) = self.intrus(information, acte.a) {
            return self.recevoir_sur_un_autre(acte, recue, enfants[0], intrus);
        }
        if self.journal.hasard.pour_mille(6)
            && let Some(ecrit) = self.recevoir_mal_date(information, &recue, heure)
        {
            return ecrit;
        }
        if self.journal.hasard.pour_mille(3) {
            self.recevoir_puis_annuler(information, &recue, acte.a);
        }
        self.journal.ecrire(acte, |entete| commande_recevoir(entete, recue)).a
    }

    fn recue(&mut self, information: &Information, a: Instant) -> Recue {
        let monde = self.monde;
        let hasard = &mut self.journal.hasard;
        let (transmetteur, origine, canal) = hasard.pese(&EMETTEURS);
        let enfant = &monde.enfants[information.enfants[0]];
        let famille = &monde.familles[information.famille];
        let (porte, service) = porte(information.porte);
        let crip_le = plus(information.arrivee, hasard.entre(1, 9)).min(a.date_naive());
        let urgence = information.classe == Classe::Urgente;
        let dangers = 1 + usize::from(hasard.pour_mille(500));
        Recue {
            information: information.id.to_string(),
            arrivee_crip: (information.porte != Porte::Crip)
                .then(|| crate::journal::survenu(crip_le)),
            ecrite_le: plus(information.arrivee, -hasard.entre(0, 4)).to_string(),
            porte_d_entree: porte.to_owned(),
            service_entree: service.to_owned(),
            canal: canal.to_owned(),
            transmetteur: transmetteur.to_owned(),
            origine: origine.to_owned(),
            organisation: transmetteur.starts_with("enseignement").then(|| Organisation {
                nom: hasard.parmi(&ETABLISSEMENTS).to_owned(),
                commune: famille.residence(information.arrivee).commune.insee.to_owned(),
                ..Organisation::default()
            }),
            reference_externe: if transmetteur == "snated" {
                format!("119-{}", hasard.entre(100_000, 999_999))
            } else {
                String::new()
            },
            expediteur_id: hasard.uuid().to_string(),
            expediteur: (transmetteur != "anonyme").then(|| {
                let prenom = monde.mots.prenom(hasard);
                let nom = monde.mots.nom(hasard);
                expediteur(
                    format!("{prenom} {nom}"),
                    monde.mots.adresse(hasard),
                    hasard.entre(10, 99),
                )
            }),
            recit: Some(texte(monde.mots.recit(hasard, enfant.prenom, famille.nom))),
            dangers_allegues: (0..dangers).map(|_| hasard.parmi(&DANGERS).to_owned()).collect(),
            parents_informes: hasard.pour_mille(600).then(|| hasard.pour_mille(550)),
            urgence,
            commune: famille.residence(information.arrivee).commune.insee.to_owned(),
            reaffectee_de: String::new(),
        }
    }

    fn analyser(&mut self, rang: usize, recue: Instant) -> Instant {
        let monde = self.monde;
        let information = &monde.informations[rang];
        let Some(le) = information.traitee_le else { return recue };
        match information.classe {
            Classe::NonQualifiee | Classe::Evaluee | Classe::Urgente | Classe::Empechee => {
                self.qualifier(information, le, recue)
            }
            Classe::Transferee => self.transferer(information, le, recue),
            Classe::Rattachee { principale } => self.rattacher(information, principale, le, recue),
            Classe::Doublon { original } => self.marquer(information, original, le, recue),
        }
    }

    fn qualifier(&mut self, information: &Information, le: NaiveDate, apres: Instant) -> Instant {
        let acte = self.journal.acte(&information.enfants, le, apres);
        let astreinte = self.journal.hasard.pour_mille(60);
        let qualite = if astreinte { "cadre_astreinte" } else { "delegue_crip" };
        let signataire = decideur(&mut self.journal.hasard, qualite, le);
        let mut qualifications = Vec::with_capacity(information.enfants.len());
        for &enfant in &information.enfants {
            let ip = information.classe.qualifiee() && !information.ecartes.contains(&enfant);
            let hasard = &mut self.journal.hasard;
            let issue = if ip {
                qualification_enfant::Issue::Qualifiee(Qualifiee {
                    information: information.id.to_string(),
                    dangers: vec![hasard.parmi(&DANGERS).to_owned()],
                    delai_reduit_jours: hasard.pour_mille(40).then_some(45),
                    decideur: Some(signataire.clone()),
                })
            } else {
                qualification_enfant::Issue::NonQualifiee(NonQualifiee {
                    information: information.id.to_string(),
                    motif: hasard.parmi(&NON_QUALIFICATIONS).to_owned(),
                    orientation: hasard.parmi(&ORIENTATIONS).to_owned(),
                    decideur: Some(signataire.clone()),
                })
            };
            let enfant = self.journal.enfants[enfant].clone();
            qualifications.push(QualificationEnfant { enfant, issue: Some(issue) });
        }
        let information = information.id.to_string();
        self.journal
            .ecrire(acte, |entete| {
                Ordre::InformationQualifier(QualifierRequest {
                    entete,
                    information,
                    qualifications,
                })
            })
            .a
    }

    fn transferer(&mut self, information: &Information, le: NaiveDate, apres: Instant) -> Instant {
        let acte = self.journal.acte(&information.enfants, le, apres);
        let transferee = Transferee {
            information: information.id.to_string(),
            vers_departement: self.journal.hasard.parmi(&["16", "24", "33", "79", "85"]).to_owned(),
            canal: "lettre_recommandee".to_owned(),
            parents_informes: Some(true),
            ..Transferee::default()
        };
        self.journal
            .ecrire(acte, |entete| {
                Ordre::InformationTransferer(TransfererRequest {
                    entete,
                    transferee: Some(transferee),
                })
            })
            .a
    }

    fn rattacher(
        &mut self,
        information: &Information,
        principale: usize,
        le: NaiveDate,
        apres: Instant,
    ) -> Instant {
        let connue = self.recues[principale].map_or(apres, |a| a.max(apres));
        let acte = self.journal.acte(&information.enfants, le, connue);
        let rattachee = Rattachee {
            information: information.id.to_string(),
            principale: self.monde.informations[principale].id.to_string(),
        };
        self.journal
            .ecrire(acte, |entete| {
                Ordre::InformationRattacher(RattacherRequest { entete, rattachee: Some(rattachee) })
            })
            .a
    }

    fn marquer(
        &mut self,
        information: &Information,
        original: usize,
        le: NaiveDate,
        apres: Instant,
    ) -> Instant {
        let connue = self.recues[original].map_or(apres, |a| a.max(apres));
        let acte = self.journal.acte(&information.enfants, le, connue);
        let doublon = DoublonMarque {
            information: information.id.to_string(),
            original: self.monde.informations[original].id.to_string(),
        };
        self.journal
            .ecrire(acte, |entete| {
                Ordre::InformationMarquerDoublon(MarquerDoublonRequest {
                    entete,
                    doublon: Some(doublon),
                })
            })
            .a
    }

    fn signaler(
        &mut self,
        rang: usize,
        signalement: Signalement,
        heure: Instant,
        analysee: Instant,
    ) {
        let monde = self.monde;
        let information = &monde.informations[rang];
        let bureau = instant(signalement.le, 8, self.journal.hasard.entre(0, 25_000));
        let sans_delai = information.arrivee == signalement.le;
        let ecrit_a = if sans_delai { bureau.max(heure + Duration::minutes(50)) } else { bureau };
        let urgence = signalement.moment == Moment::Avant;
        let hasard = &mut self.journal.hasard;
        let motif = match (information.classe, signalement.moment) {
            (_, Moment::Avant) => "danger_grave_immediat",
            (Classe::Empechee, _) => "evaluation_impossible",
            (_, Moment::Pendant | Moment::Apres) => {
                hasard.parmi(&["actions_insuffisantes", "refus", "collaboration_impossible"])
            }
        };
        let evaluation = match signalement.moment {
            Moment::Avant => None,
            Moment::Pendant | Moment::Apres => information.evaluation,
        };
        let signalee = Signalee {
            information: information.id.to_string(),
            motif: motif.to_owned(),
            emetteur: "departement".to_owned(),
            oral_a: urgence.then(|| horodatage(ecrit_a - Duration::minutes(35))),
            ecrit_a: Some(horodatage(ecrit_a)),
            parquet: hasard.parmi(&["TJ La Rochelle", "TJ Saintes"]).to_owned(),
            numero_parquet: format!(
                "{}{:04}",
                signalement.le.format("%y%j"),
                hasard.entre(1, 9_999)
            ),
            urgence,
            evaluation: evaluation.map_or(String::new(), |e| monde.evaluations[e].id.to_string()),
            decideur: Some(decideur(hasard, "president", signalement.le)),
            ..Signalee::default()
        };
        let enfants = retenus(information);
        let a = self.ecrire_signalement(&enfants, signalement.le, analysee.max(ecrit_a), &signalee);
        self.suites_du_signalement(&enfants, signalement.le, a, signalee);
    }

    fn ecrire_signalement(
        &mut self,
        enfants: &[usize],
        le: NaiveDate,
        apres: Instant,
        signalee: &Signalee,
    ) -> Instant {
        let acte = self.journal.acte(enfants, le, apres);
        let signalee = Some(signalee.clone());
        self.journal
            .ecrire(acte, |entete| Ordre::InformationSignaler(SignalerRequest { entete, signalee }))
            .a
    }

    /// Sometimes a second signalement; most often an answer of the parquet.
    fn suites_du_signalement(
        &mut self,
        enfants: &[usize],
        le: NaiveDate,
        apres: Instant,
        signalee: Signalee,
    ) {
        let retour_le = ouvre(plus(le, self.journal.hasard.entre(3, 40)));
        if retour_le <= LIMITE && self.journal.hasard.pour_mille(700) {
            let suites: &[&str] = if signalee.urgence { &RETOURS_URGENTS } else { &RETOURS };
            let retour = RetourParquetRecu {
                information: signalee.information.clone(),
                suite: self.journal.hasard.parmi(suites).to_owned(),
            };
            let acte = self.journal.acte(enfants, retour_le, apres);
            self.journal.ecrire(acte, |entete| {
                Ordre::InformationNoterRetourParquet(NoterRetourParquetRequest {
                    entete,
                    retour: Some(retour),
                })
            });
        }
        let second_le = ouvre(plus(le, self.journal.hasard.entre(10, 60)));
        if second_le <= LIMITE && self.journal.hasard.pour_mille(35) {
            let ecrit_a = instant(second_le, 9, 0);
            let second = Signalee { ecrit_a: Some(horodatage(ecrit_a)), oral_a: None, ..signalee };
            self.ecrire_signalement(enfants, second_le, apres.max(ecrit_a), &second);
        }
    }

    /// The copy of a signalement that a third party sent himself.
    fn copie(&mut self, rang: usize, le: NaiveDate, apres: Instant) {
        let information = &self.monde.informations[rang];
        let signalee = Signalee {
            information: information.id.to_string(),
            motif: "danger_grave_immediat".to_owned(),
            emetteur: "tiers".to_owned(),
            parquet: "TJ La Rochelle".to_owned(),
            ..Signalee::default()
        };
        self.ecrire_signalement(&retenus(information), le, apres, &signalee);
    }
}

const NON_QUALIFICATIONS: [&str; 5] = [
    "pas_de_danger",
    "elements_insuffisants",
    "deja_connue",
    "conflit_parental",
    "hors_competence",
];
const ORIENTATIONS: [&str; 6] = ["aucune", "droit_commun", "pmi", "sante", "mediation", "scolaire"];
const RETOURS: [&str; 4] = ["saisine_juge", "saisine_juge", "renvoi_au_departement", "sans_suite"];
const RETOURS_URGENTS: [&str; 3] = ["opp", "saisine_juge", "enquete_penale"];

pub(crate) fn commande_recevoir(
    entete: Option<proto::commun::v1::EnteteCommande>,
    recue: Recue,
) -> Ordre {
    Ordre::InformationRecevoir(RecevoirRequest { entete, recue: Some(recue) })
}

/// A day and its hour, as sent.
pub(crate) fn survenu_a(le: NaiveDate, a: Instant) -> Survenu {
    Survenu { le: le.to_string(), a: Some(horodatage(a)), precision: Precision::Instant.into() }
}

/// The children for whom it is an IP.
fn retenus(information: &Information) -> Vec<usize> {
    let retenu = |enfant: &usize| !information.ecartes.contains(enfant);
    information.enfants.iter().copied().filter(retenu).collect()
}

fn porte(porte: Porte) -> (&'static str, &'static str) {
    match porte {
        Porte::Crip => ("crip", "crip_17"),
        Porte::Delegation(territoire) => ("delegation_territoriale", territoire.delegation()),
        Porte::AutreService => ("autre_service", "service_pmi"),
    }
}

fn expediteur(nom: String, adresse: String, numero: i64) -> ExpediteurScelle {
    let clair = Expediteur {
        telephone: format!("05 46 00 {numero} {:02}", (numero * 7) % 100),
        courriel: format!("{}@exemple.invalid", nom.replace(' ', ".").to_lowercase()),
        nom,
        adresse,
    };
    ExpediteurScelle { etat: Some(expediteur_scelle::Etat::Clair(clair)) }
}
