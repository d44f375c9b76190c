//! Fact after fact, what each event adds to the lists of a child.

use chrono::NaiveDate;
use domain::codes::{Code as _, Origip, SensArret, SourceNaissance, Transip};
use domain::decision::{self, Suite as SuiteDite};
use domain::evenement::Evenement;
use domain::identite::Naissance;
use domain::mesure::Termes;
use domain::temps::Precision;
use domain::{accueil, evaluation, identite, information, justice, mesure};
use domain::{codes::GenreSuite, projet_pour_enfant as projet};
use uuid::Uuid;

use super::{
    Accueil, Debut, Decidee, Enfant, Mesure, Note, Prise, Reception, Signalement, Suite, force,
};
use crate::histoire::Fait;

impl Enfant {
    /// Folds what is held to have happened to a child.
    #[must_use]
    pub fn replier(id: Uuid, faits: &[Fait]) -> Self {
        let mut enfant = Self { id, faits: faits.to_vec(), ..Self::default() };
        for fait in faits {
            enfant.prend(fait);
        }
        enfant.informations.values_mut().for_each(super::Information::recommence);
        enfant.infirme();
        enfant
    }

    fn prend(&mut self, fait: &Fait) {
        match &fait.evenement {
            Evenement::Identite(event) => self.prend_identite(fait, event),
            Evenement::Information(event) => self.prend_information(fait, event),
            Evenement::Evaluation(event) => self.prend_evaluation(fait.le(), event),
            Evenement::Decision(event) => self.prend_decision(fait.le(), event),
            Evenement::Mesure(event) => self.prend_mesure(fait.le(), event),
            Evenement::Accueil(event) => self.prend_accueil(fait.le(), event),
            Evenement::Projet(event) => self.prend_projet(fait.le(), event),
            Evenement::Justice(event) => self.prend_justice(fait.le(), event),
            // Read where they are counted, if they are; a correction is no fact.
            Evenement::Statut(_)
            | Evenement::Ecrit(_)
            | Evenement::Autonomie(_)
            | Evenement::Sante(_)
            | Evenement::Situation(_)
            | Evenement::Fratrie(_)
            | Evenement::Competence(_)
            | Evenement::Entourage(_)
            | Evenement::Piece(_)
            | Evenement::Dossier(_) => {}
        }
    }

    fn prend_identite(&mut self, fait: &Fait, event: &identite::Event) {
        let le = fait.le();
        match event {
            identite::Event::Inscrit(inscrit) => {
                (self.ouvert, self.nomme) = (true, true);
                self.sexes.push((1, inscrit.sexe));
                self.nait(inscrit.naissance.as_ref());
            }
            identite::Event::NonIdentifieSignale(signale) => {
                self.ouvert = true;
                self.sexes.push((0, signale.sexe));
            }
            identite::Event::Identifie(identifie) => {
                self.nomme = true;
                self.sexes.push((3, identifie.sexe));
                self.nait(identifie.naissance.as_ref());
            }
            identite::Event::NaissanceFixee(fixee) => self.nait(Some(&fixee.naissance)),
            identite::Event::ANaitreSignale(signale) => {
                self.ouvert = true;
                self.a_naitre.push(signale.terme_prevu_le);
            }
            identite::Event::Ne(ne) => {
                self.nomme |= ne.etat_civil.is_some();
                self.sexes.push((2, ne.sexe));
                let precision = fait.survenu.precision.max(Precision::Jour);
                self.naissances.push((force(SourceNaissance::Declaration), le, precision));
            }
            identite::Event::ResidenceDeclaree(residence) => self.residences.push((
                le,
                residence.commune.clone(),
                residence.service_responsable.clone(),
            )),
            identite::Event::MnaReconnu(_) => self.mna = self.mna.or(Some(le)),
            identite::Event::Emancipe(_) => self.emancipe = self.emancipe.or(Some(le)),
            identite::Event::Decede(_) => self.decede = self.decede.or(Some(le)),
            identite::Event::PrenatalClos(_)
            | identite::Event::MisALAbri(_)
            | identite::Event::MiseALAbriProlongee(_)
            | identite::Event::RepitAccorde(_)
            | identite::Event::MinoriteEvaluee(_)
            | identite::Event::MinoriteRefusee(_) => {}
        }
    }

    fn nait(&mut self, naissance: Option<&Naissance>) {
        self.naissances.extend(naissance.map(|told| (force(told.source), told.le, told.precision)));
    }

    fn prend_information(&mut self, fait: &Fait, event: &information::Event) {
        let known = self.informations.entry(event.information().0).or_default();
        let (position, le) = (fait.position, fait.le());
        match event {
            information::Event::Recue(recue) => {
                let dit = Reception {
                    porte: recue.porte_d_entree.cle(),
                    transmetteur: recue.transmetteur.cle(),
                    de_droit: recue.origine == Origip::Elu || professionnel(recue.transmetteur),
                    service: recue.service_entree.clone(),
                    commune: recue.commune.clone(),
                    urgence: recue.urgence,
                    a: fait.survenu.a,
                };
                known.recues.push(Note { position, le, dit });
            }
            information::Event::Qualifiee(qualifiee) => {
                let dit = qualifiee.delai_reduit_jours;
                known.qualifiees.push(Note { position, le, dit });
            }
            information::Event::NonQualifiee(_) => {
                known.non_qualifiees.push(Note { position, le, dit: () });
            }
            information::Event::Rattachee(rattachee) => {
                known.rattachements.push(Note { position, le, dit: rattachee.principale.0 });
            }
            information::Event::Detachee(detachee) => {
                known.detachements.push(Note { position, le, dit: detachee.principale.0 });
            }
            information::Event::DoublonMarque(doublon) => {
                known.doublons.push(Note { position, le, dit: doublon.original.0 });
            }
            information::Event::Retiree(_) => known.retraits.push(Note { position, le, dit: () }),
            information::Event::Signalee(signalee) => {
                let told = [signalee.oral_a, signalee.ecrit_a, fait.survenu.a];
                let dit = Signalement {
                    emetteur: signalee.emetteur,
                    a: told.into_iter().flatten().min(),
                    urgence: signalee.urgence,
                };
                known.signalements.push(Note { position, le, dit });
            }
            information::Event::Transferee(transferee) => {
                let dit = (transferee.canal, transferee.parents_informes);
                known.transferts.push(Note { position, le, dit });
            }
            information::Event::TransfertAccuse(_) => {
                known.accuses.push(Note { position, le, dit: () });
            }
            information::Event::NavetteEnvoyee(envoyee) => {
                known.navettes.push(Note { position, le, dit: envoyee.service.clone() });
            }
            information::Event::NavetteRetournee(retournee) => {
                known.retours.push(Note { position, le, dit: retournee.service.clone() });
            }
            information::Event::SuitesDemandees(_) => {
                known.demandes.push(Note { position, le, dit: fait.survenu });
            }
            information::Event::RetourParquetRecu(_)
            | information::Event::Completee(_)
            | information::Event::MisEnCause(_)
            | information::Event::DemenagementConnu(_)
            | information::Event::AdresseDemandee(_)
            | information::Event::AdresseRecue(_)
            | information::Event::DangerGraveConstate(_) => {}
        }
    }

    fn prend_evaluation(&mut self, le: NaiveDate, event: &evaluation::Event) {
        let known = self.evaluations.entry(event.evaluation().0).or_default();
        match event {
            evaluation::Event::Mandatee(mandatee) => {
                known.mandats.push((le, mandatee.informations.iter().map(|id| id.0).collect()));
            }
            evaluation::Event::EnfantJoint(joint) => {
                known.joints.push((le, joint.informations.iter().map(|id| id.0).collect()));
            }
            evaluation::Event::RapportRemis(_) => known.rapports.push(le),
            evaluation::Event::ComplementDemande(_) => known.complements_demandes.push(le),
            evaluation::Event::ComplementRecu(_) => known.complements_recus.push(le),
            evaluation::Event::ContactNote(_)
            | evaluation::Event::Empechee(_)
            | evaluation::Event::EquipeDesignee(_)
            | evaluation::Event::ParentsInformes(_)
            | evaluation::Event::TentativeNotee(_)
            | evaluation::Event::Reprise(_)
            | evaluation::Event::DesaccordNote(_)
            | evaluation::Event::EnfantApprecie(_)
            | evaluation::Event::CommissionTenue(_)
            | evaluation::Event::RapportPartage(_) => {}
        }
    }

    fn prend_decision(&mut self, le: NaiveDate, event: &decision::Event) {
        let known = self.decisions.entry(event.decision().0).or_default();
        match event {
            decision::Event::Prise(prise) => known.prises.push(Prise {
                le,
                evaluation: prise.evaluation.map(|id| id.0),
                informations: prise.informations.iter().map(|id| id.0).collect(),
                suites: prise.suites.iter().map(suite).collect(),
            }),
            decision::Event::Revisee(revisee) => {
                let suites = revisee.suites.iter().map(suite).collect();
                known.revisions.push((le, revisee.motif, suites));
            }
            decision::Event::SuiteRealisee(_)
            | decision::Event::SuiteRefusee(_)
            | decision::Event::Notifiee(_) => {}
        }
    }

    fn prend_mesure(&mut self, le: NaiveDate, event: &mesure::Event) {
        let id = event.mesure().0;
        match event {
            mesure::Event::Ordonnee(ordonnee) => self.decide(id, le, &ordonnee.mesure, None, false),
            mesure::Event::Contractee(signee) => self.decide(id, le, &signee.mesure, None, true),
            mesure::Event::Renouvelee(renouvelee) => {
                let (before, termes) = (renouvelee.precedente.0, &renouvelee.mesure);
                let effet = termes.effet_le.unwrap_or(le);
                self.de_mesure(before).renouvellements.push((effet, id));
                let signed = self.mesures.get(&before).and_then(|known| known.decidees.first());
                let administrative = signed.is_some_and(|decidee| decidee.administrative);
                self.decide(id, le, termes, Some(before), administrative);
            }
            mesure::Event::Recue(_) => self.de_mesure(id).recues.push(le),
            mesure::Event::Attribuee(attribuee) => {
                self.de_mesure(id).attributions.push((le, attribuee.service.clone()));
            }
            mesure::Event::MiseEnAttente(_) => self.de_mesure(id).attentes += 1,
            mesure::Event::Demarree(_) => self.de_mesure(id).actes.push(le),
            mesure::Event::Levee(levee) => self.de_mesure(id).fins.push((le, None, levee.motif)),
            mesure::Event::Terminee(terminee) => {
                let next = terminee.remplacee_par.map(|next| next.0);
                self.de_mesure(id).fins.push((le, next, terminee.motif));
            }
            mesure::Event::Modifiee(modifiee) => {
                self.de_mesure(id).termes_modifies.extend(modifiee.terme_le);
            }
            mesure::Event::EffetFixe(fixe) => self.de_mesure(id).effets_fixes.push(fixe.effet_le),
            mesure::Event::Missionnee(_)
            | mesure::Event::Suspendue(_)
            | mesure::Event::Reprise(_)
            | mesure::Event::Preconisee(_)
            | mesure::Event::EcartConstate(_)
            | mesure::Event::OrientationRefusee(_)
            | mesure::Event::ContactEnAttente(_)
            | mesure::Event::SolutionProvisoire(_)
            | mesure::Event::AccordNote(_)
            | mesure::Event::PrealablesConstates(_)
            | mesure::Event::DroitDeVisiteFixe(_)
            | mesure::Event::VisiteNotee(_)
            | mesure::Event::Restitue(_) => {}
        }
    }

    fn de_mesure(&mut self, id: Uuid) -> &mut Mesure {
        self.mesures.entry(id).or_default()
    }

    fn decide(
        &mut self,
        id: Uuid,
        le: NaiveDate,
        termes: &Termes,
        precedente: Option<Uuid>,
        administrative: bool,
    ) {
        let termes = termes.clone();
        self.de_mesure(id).decidees.push(Decidee { le, termes, precedente, administrative });
    }

    fn prend_accueil(&mut self, le: NaiveDate, event: &accueil::Event) {
        match event {
            accueil::Event::Admis(admis) => self.d_accueil(admis.accueil.0).debuts.push(Debut {
                le,
                mesure: admis.mesure.map(|mesure| mesure.0),
                lieu: admis.lieu.genre.cle(),
                foyer: admis.lieu.lieu.map(|lieu| lieu.0),
                commune: admis.lieu.commune.clone(),
                principal: admis.principal,
                precedent: None,
                juge_informe_le: None,
            }),
            accueil::Event::LieuChange(change) => {
                let left = self.d_accueil(change.accueil.0);
                left.fins.push((le, None));
                let principal = left.debuts.first().is_none_or(|debut| debut.principal);
                self.d_accueil(change.nouvel_accueil.0).debuts.push(Debut {
                    le,
                    mesure: None,
                    lieu: change.lieu.genre.cle(),
                    foyer: change.lieu.lieu.map(|lieu| lieu.0),
                    commune: change.lieu.commune.clone(),
                    principal,
                    precedent: Some(change.accueil.0),
                    juge_informe_le: change.juge_informe_le,
                });
            }
            accueil::Event::Termine(termine) => {
                self.d_accueil(termine.accueil.0).fins.push((le, Some(termine.motif)));
            }
            accueil::Event::AbsenceConstatee(_)
            | accueil::Event::RetourConstate(_)
            | accueil::Event::ChangementDecide(_)
            | accueil::Event::FratrieSeparee(_)
            | accueil::Event::FratrieReunie(_)
            | accueil::Event::SejourRenouvele(_) => {}
        }
    }

    fn d_accueil(&mut self, id: Uuid) -> &mut Accueil {
        self.accueils.entry(id).or_default()
    }

    fn prend_projet(&mut self, le: NaiveDate, event: &projet::Event) {
        match event {
            projet::Event::Etabli(etabli) => {
                self.projets.entry(etabli.projet.0).or_default().etablis.push(le);
            }
            projet::Event::Revise(revise) => {
                self.projets.entry(revise.projet.0).or_default().revises.push(le);
            }
            projet::Event::Signe(_)
            | projet::Event::SignatureRefusee(_)
            | projet::Event::ObjectifEvalue(_)
            | projet::Event::Remis(_)
            | projet::Event::CessecSaisie(_)
            | projet::Event::AvisCessec(_)
            | projet::Event::StabiliteExaminee(_)
            | projet::Event::ReferenceConfiee(_) => {}
        }
    }

    fn prend_justice(&mut self, le: NaiveDate, event: &justice::Event) {
        if let justice::Event::DecisionRendue(rendue) = event {
            let named = rendue.mesures.iter().map(|mesure| mesure.0).collect();
            self.ordonnees.entry(rendue.decision.0).or_insert(named);
        }
        let justice::Event::ArretRendu(arret) = event else { return };
        let effet = arret.effet_le.unwrap_or(le);
        for mesure in &arret.mesures_finies {
            self.de_mesure(mesure.0).infirmees.push(effet);
        }
        if arret.sens == SensArret::Infirme && arret.mesures_finies.is_empty() {
            self.infirmees.push((arret.decision.0, effet));
        }
    }

    /// A decision infirmed as a whole ends every measure it ordered.
    fn infirme(&mut self) {
        for (decision, effet) in std::mem::take(&mut self.infirmees) {
            let named = self.ordonnees.get(&decision).cloned().unwrap_or_default();
            for (id, mesure) in &mut self.mesures {
                let by_it =
                    mesure.decidees.first().is_some_and(|it| it.termes.decision.0 == decision);
                if by_it || named.contains(id) {
                    mesure.infirmees.push(effet);
                }
            }
        }
    }
}

fn suite(dite: &SuiteDite) -> Suite {
    match dite {
        SuiteDite::SansSuite => (GenreSuite::SansSuite, None),
        SuiteDite::SansSuiteAvecOrientation { orientation: _ } => {
            (GenreSuite::SansSuiteAvecOrientation, None)
        }
        SuiteDite::AideAdministrative { nature } => (GenreSuite::AideAdministrative, Some(*nature)),
        SuiteDite::TransmissionParquet { motif_signalement: _ } => {
            (GenreSuite::TransmissionParquet, None)
        }
        SuiteDite::PoursuiteMesure => (GenreSuite::PoursuiteMesure, None),
        SuiteDite::ModificationMesure { nature } => (GenreSuite::ModificationMesure, Some(*nature)),
        SuiteDite::Transfert => (GenreSuite::Transfert, None),
        SuiteDite::SansObjet { motif_sans_objet: _ } => (GenreSuite::SansObjet, None),
    }
}

/// Whoever sends an information without being a professional.
const PARTICULIERS: &[Transip] = &[
    Transip::MineurLuiMeme,
    Transip::Parents,
    Transip::AutreMembreFamille,
    Transip::AutreParticulier,
    Transip::Snated,
    Transip::Autre,
    Transip::NeSaitPas,
    Transip::Anonyme,
    Transip::ProtectionAnimale,
];

fn professionnel(transmetteur: Transip) -> bool {
    !PARTICULIERS.contains(&transmetteur)
}
