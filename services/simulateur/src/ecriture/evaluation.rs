//! Mandates, visits, reports, and what is decided for each child.

use chrono::NaiveDate;
use proto::decision::v1::{
    DeciderRequest, DecisionEnfant, Prise, Revisee, ReviserRequest, RevisionEnfant, Suite as Envoi,
};
use proto::dossier::v1::evenement;
use proto::evaluation::v1::{
    ComplementDemande, ConstaterEmpechementRequest, ContactNote, DemanderComplementRequest,
    Empechee, EnfantJoint, JoindreRequest, Mandatee, MandaterRequest, NoterContactRequest,
    RapportRemis, RemettreRapportRequest,
};
use proto::reprise::v1::commande::Commande as Ordre;

use super::Ecriture;
use crate::calendrier::plus;
use crate::information::{Evaluation, Porte};
use crate::journal::{Instant, decideur, texte};
use crate::suite::{Suite, Suites};

impl Ecriture<'_> {
    /// An évaluation, from its mandate to its decisions.
    pub(super) fn evaluation(&mut self, rang: usize) {
        let monde = self.monde;
        let evaluation = &monde.evaluations[rang];
        let Some(mandat) = evaluation.mandat else { return };
        let enfants = monde.mandates(rang);
        let a = self.mandater(evaluation, &enfants, mandat);
        let mut apres = self.contacts(evaluation, &enfants, a);
        apres = self.joindre(evaluation, apres);
        if let Some(le) = evaluation.empechee_le {
            self.empecher(evaluation, &enfants, le, apres);
        }
        let Some(remise) = evaluation.remise else { return };
        let enfants = monde.evalues(rang);
        apres = self.remettre(evaluation, &enfants, (remise, plus(mandat, 1)), apres);
        if let Some((demande, second)) = evaluation.complement {
            apres = self.completer(evaluation, &enfants, demande, apres);
            apres = self.remettre(evaluation, &enfants, (second, plus(demande, 1)), apres);
        }
        if let Some(le) = evaluation.decidee_le {
            self.decider(evaluation, le, apres);
        }
    }

    fn informations(&self, evaluation: &Evaluation) -> Vec<String> {
        let informations = evaluation.informations.iter();
        informations.map(|&i| self.monde.informations[i].id.to_string()).collect()
    }

    fn mandater(&mut self, evaluation: &Evaluation, enfants: &[usize], le: NaiveDate) -> Instant {
        let monde = self.monde;
        let qualifiees = evaluation.informations.iter().filter_map(|&i| self.recues[i]).max();
        let apres = qualifiees.map_or(self.apres(enfants), |a| a.max(self.apres(enfants)));
        let premiere = &monde.informations[evaluation.informations[0]];
        let service = monde.familles[premiere.famille].territoire(le).delegation();
        let connue = premiere.porte != Porte::Crip;
        let (mandant, qualite) = if connue {
            ("delegation_territoriale", "responsable_delegation")
        } else {
            ("crip", "delegue_crip")
        };
        let hasard = &mut self.journal.hasard;
        let mandatee = Mandatee {
            evaluation: evaluation.id.to_string(),
            informations: Vec::new(),
            service: service.to_owned(),
            mandant: mandant.to_owned(),
            equipe: (0..2).map(|_| format!("agt-{:03}", hasard.entre(41, 160))).collect(),
            decideur: Some(decideur(hasard, qualite, le)),
        };
        let mandatee = Mandatee { informations: self.informations(evaluation), ..mandatee };
        let acte = self.journal.acte(enfants, le, apres);
        self.journal
            .ecrire(acte, |entete| {
                Ordre::EvaluationMandater(MandaterRequest { entete, mandatee: Some(mandatee) })
            })
            .a
    }

    fn contacts(&mut self, evaluation: &Evaluation, enfants: &[usize], apres: Instant) -> Instant {
        let mut dernier = apres;
        for &le in &evaluation.contacts {
            let contact = self.contact(evaluation, enfants[0]);
            let acte = self.journal.acte(enfants, le, dernier);
            let ecrit = self.journal.ecrire(acte, |entete| {
                Ordre::EvaluationNoterContact(NoterContactRequest { entete, contact })
            });
            dernier = ecrit.a;
            if self.journal.hasard.pour_mille(8) {
                dernier = self.annuler(&ecrit, "contact d'un autre dossier");
            }
        }
        dernier
    }

    fn contact(&mut self, evaluation: &Evaluation, enfant: usize) -> Option<ContactNote> {
        let monde = self.monde;
        let connu = &monde.enfants[enfant];
        let hasard = &mut self.journal.hasard;
        let genre = hasard.pese(&[
            ("rencontre_domicile", 5),
            ("rencontre_service", 3),
            ("enfant_seul", 3),
            ("telephone", 2),
            ("professionnel", 2),
        ]);
        Some(ContactNote {
            evaluation: evaluation.id.to_string(),
            genre: genre.to_owned(),
            note: Some(texte(monde.mots.recit(
                hasard,
                connu.prenom,
                monde.familles[connu.famille].nom,
            ))),
            ..ContactNote::default()
        })
    }

    fn joindre(&mut self, evaluation: &Evaluation, apres: Instant) -> Instant {
        let enfants: Vec<usize> = evaluation.joints.iter().map(|&(enfant, _)| enfant).collect();
        let Some(&(_, le)) = evaluation.joints.first() else { return apres };
        let joint = EnfantJoint {
            evaluation: evaluation.id.to_string(),
            informations: self.informations(evaluation),
            motif: self.journal.hasard.parmi(&["domicile", "domicile", "dvh"]).to_owned(),
            ..EnfantJoint::default()
        };
        let acte = self.journal.acte(&enfants, le, apres.max(self.apres(&enfants)));
        self.ouvrir_les_dossiers(&enfants, acte.a);
        self.journal
            .ecrire(acte, |entete| {
                Ordre::EvaluationJoindre(JoindreRequest { entete, joint: Some(joint) })
            })
            .a
    }

    fn empecher(
        &mut self,
        evaluation: &Evaluation,
        enfants: &[usize],
        le: NaiveDate,
        apres: Instant,
    ) {
        let empechee = Empechee {
            evaluation: evaluation.id.to_string(),
            motif: self
                .journal
                .hasard
                .parmi(&["refus", "enfant_non_rencontre", "adresse_inconnue"])
                .to_owned(),
        };
        let acte = self.journal.acte(enfants, le, apres);
        self.journal.ecrire(acte, |entete| {
            Ordre::EvaluationConstaterEmpechement(ConstaterEmpechementRequest {
                entete,
                empechee: Some(empechee),
            })
        });
    }

    fn remettre(
        &mut self,
        evaluation: &Evaluation,
        enfants: &[usize],
        dates: (NaiveDate, NaiveDate),
        apres: Instant,
    ) -> Instant {
        let monde = self.monde;
        let connu = &monde.enfants[enfants[0]];
        let hasard = &mut self.journal.hasard;
        let signalee =
            evaluation.informations.iter().any(|&i| monde.informations[i].signalement.is_some());
        let conclusion = if signalee {
            "danger"
        } else {
            hasard.pese(&[("risque_de_danger", 5), ("ni_danger_ni_risque", 4), ("danger", 1)])
        };
        let rapport = RapportRemis {
            evaluation: evaluation.id.to_string(),
            conclusion: conclusion.to_owned(),
            dangers: if conclusion == "ni_danger_ni_risque" {
                Vec::new()
            } else {
                vec![
                    hasard.parmi(&["negligences", "violences_famille", "developpement"]).to_owned(),
                ]
            },
            propositions: propositions(&evaluation.suites),
            synthese: Some(texte(monde.mots.recit(
                hasard,
                connu.prenom,
                monde.familles[connu.famille].nom,
            ))),
        };
        let remplacement = evenement::Evenement::RapportRemis(rapport.clone());
        self.ecrire_date(enfants, dates, apres, remplacement, |entete| {
            Ordre::EvaluationRemettreRapport(RemettreRapportRequest {
                entete,
                rapport: Some(rapport),
            })
        })
    }

    fn completer(
        &mut self,
        evaluation: &Evaluation,
        enfants: &[usize],
        le: NaiveDate,
        apres: Instant,
    ) -> Instant {
        let complement = ComplementDemande {
            evaluation: evaluation.id.to_string(),
            attendu_le: plus(le, 21).to_string(),
        };
        let acte = self.journal.acte(enfants, le, apres);
        self.journal
            .ecrire(acte, |entete| {
                Ordre::EvaluationDemanderComplement(DemanderComplementRequest {
                    entete,
                    complement: Some(complement),
                })
            })
            .a
    }

    fn decider(&mut self, evaluation: &Evaluation, le: NaiveDate, apres: Instant) {
        let enfants: Vec<usize> = evaluation.suites.iter().map(|suites| suites.enfant).collect();
        let signataire = decideur(&mut self.journal.hasard, "responsable_delegation", le);
        let mut decisions = Vec::with_capacity(enfants.len());
        for suites in &evaluation.suites {
            let monde = self.monde;
            let connu = &monde.enfants[suites.enfant];
            let nom = monde.familles[connu.famille].nom;
            let motivation = monde.mots.recit(&mut self.journal.hasard, connu.prenom, nom);
            let prise = Prise {
                decision: evaluation.decision.to_string(),
                evaluation: evaluation.id.to_string(),
                informations: self.informations(evaluation),
                suites: vec![envoi(suites.suite)],
                motivation: Some(texte(motivation)),
                decideur: Some(signataire.clone()),
            };
            let enfant = self.journal.enfants[suites.enfant].clone();
            decisions.push(DecisionEnfant { enfant, prise: Some(prise) });
        }
        let acte = self.journal.acte(&enfants, le, apres);
        let ecrit = self
            .journal
            .ecrire(acte, |entete| Ordre::DecisionDecider(DeciderRequest { entete, decisions }));
        for suites in &evaluation.suites {
            self.reviser(evaluation, suites, ecrit.a);
        }
    }

    fn reviser(&mut self, evaluation: &Evaluation, suites: &Suites, apres: Instant) {
        let Some((le, suite)) = suites.revision else { return };
        let revisee = Revisee {
            decision: evaluation.decision.to_string(),
            suites: vec![envoi(suite)],
            motif: "refus_des_titulaires".to_owned(),
            decideur: Some(decideur(&mut self.journal.hasard, "responsable_delegation", le)),
        };
        let acte = self.journal.acte(&[suites.enfant], le, apres);
        let enfant = self.journal.enfants[suites.enfant].clone();
        self.journal.ecrire(acte, |entete| {
            let revisions = vec![RevisionEnfant { enfant, revisee: Some(revisee) }];
            Ordre::DecisionReviser(ReviserRequest { entete, revisions })
        });
    }
}

fn propositions(suites: &[Suites]) -> Vec<String> {
    let mut propositions: Vec<String> =
        suites.iter().map(|suites| envoi(suites.suite).suite).collect();
    propositions.sort_unstable();
    propositions.dedup();
    propositions
}

fn envoi(suite: Suite) -> Envoi {
    let seule = |cle: &str| Envoi { suite: cle.to_owned(), ..Envoi::default() };
    match suite {
        Suite::Classement => seule("sans_suite"),
        Suite::Orientation => {
            Envoi { orientation: "droit_commun".to_owned(), ..seule("sans_suite_avec_orientation") }
        }
        Suite::Aide { nature } => {
            Envoi { nature: nature.to_owned(), ..seule("aide_administrative") }
        }
        Suite::Parquet => Envoi {
            motif_signalement: "actions_insuffisantes".to_owned(),
            ..seule("transmission_parquet")
        },
        Suite::Poursuite => seule("poursuite_mesure"),
        Suite::Modification { nature } => {
            Envoi { nature: nature.to_owned(), ..seule("modification_mesure") }
        }
        Suite::Transfert => seule("transfert"),
        Suite::SansObjet => {
            Envoi { motif_sans_objet: "majorite".to_owned(), ..seule("sans_objet") }
        }
    }
}
