//! What passes with the courts: the judicial file, hearings before renewals, some dispositifs and appeals, what justice
//! asks and what is answered.
//!
//! # Invariants
//!
//! - A hearing is held on the day its decision is pronounced; nothing ordered here changes a measure.
//!
//! Deliberately absent: a hearing of every renewal, and the first ones. They would double the volume and no indicator
//! counts them.

use chrono::{Datelike, NaiveDate};
use proto::ecrit::v1::{EmettreRequest, Emis};
use proto::justice::v1::{
    AppelForme, ArretEnfant, ArretRendu, AudienceFixee, AudienceRenvoyee, AudienceTenue,
    AuditionEnfant, ConvocationRecue, DecisionRendue, DemandeRecue, DemandeRepondue,
    DispositifEnfant, DossierOuvert, DroitDeVisite, EnfantEntendu, EntendreEnfantRequest,
    FixerAudienceRequest, FormerAppelRequest, OuvrirDossierRequest, RecevoirConvocationRequest,
    RecevoirDemandeRequest, RendreArretRequest, RendreRequest, RenvoyerAudienceRequest,
    RepondreDemandeRequest, TenirAudienceRequest,
};
use proto::reprise::v1::commande::Commande as Ordre;

use crate::calendrier::{LIMITE, REPRISE, hors_cloture, jour_utile, plus};
use crate::ecriture::Ecriture;
use crate::journal::{Finalite, Instant, decideur, survenu};
use crate::mesure::{Origine, Parcours, Voie};
use crate::plan::Genre;
use crate::pratiques::{
    APPEL, APPEL_APRES, ARRET_APRES, ARRETS, AUDIENCE_DITE, AUDITION_DITE, AUDITIONS, CONVOCATION,
    CONVOQUE_APRES, DEMANDE_POUR, DISPOSITIF_SAISI, DOSSIER_OUVERT, FIXEE_AVANT, OUVERT_AVANT,
    RENVOI, RENVOYEE_AVANT, REPONSES, SOIT_TRANSMIS, VISITES,
};
use crate::terme::Segment;
use crate::territoire::Territoire;

/// The judge's file of a child.
struct Cabinet {
    enfant: usize,
    dossier: String,
    lettre: &'static str,
}

impl Ecriture<'_> {
    /// The judge's side of a child's measures.
    pub(super) fn justice(&mut self, enfant: usize, rangs: &[usize]) {
        let monde = self.monde;
        let suivis: Vec<usize> =
            rangs.iter().copied().filter(|&rang| devant_le_juge(&monde.parcours[rang])).collect();
        let Some(&premier) = suivis.first() else { return };
        if !self.journal.hasard.pour_mille(DOSSIER_OUVERT) {
            return;
        }
        let cabinet = self.ouvrir_le_dossier(enfant, premier);
        for &rang in &suivis {
            for numero in 1..monde.parcours[rang].segments.len() {
                if self.journal.hasard.pour_mille(AUDIENCE_DITE) {
                    self.audience(&cabinet, rang, numero);
                }
            }
        }
        if self.journal.hasard.pour_mille(SOIT_TRANSMIS) {
            self.demande_de_la_justice(&cabinet, premier);
        }
    }

    fn ouvrir_le_dossier(&mut self, enfant: usize, rang: usize) -> Cabinet {
        let monde = self.monde;
        let parcours = &monde.parcours[rang];
        let avance = self.journal.hasard.dans(OUVERT_AVANT);
        let avance = if parcours.voie == Voie::Opp { 0 } else { avance };
        let le = plus(parcours.prononcee, -avance);
        let lettre = self.journal.hasard.parmi(&["A", "B", "C", "D"]);
        let cabinet = Cabinet { enfant, dossier: self.uuid(), lettre };
        let rang_du_dossier = self.journal.hasard.entre(1, 899);
        let ouvert = DossierOuvert {
            dossier: cabinet.dossier.clone(),
            juridiction: tribunal(parcours.territoire).to_owned(),
            cabinet: lettre.to_owned(),
            numero_ae: format!("{lettre}{:02}/{rang_du_dossier:04}", le.year() % 100),
            numero_parquet: String::new(),
            magistrat: "juge_des_enfants".to_owned(),
            departement: "17".to_owned(),
        };
        if parcours.origine == Origine::Reprise {
            self.journal.finalite = Finalite::Reprise;
        }
        let (le, apres) = (hors_cloture(le), self.mesures[rang][0]);
        let connu_le = parcours.recue.unwrap_or(parcours.prononcee).max(le);
        let acte = self.journal.acte_connu(&[enfant], le, connu_le, apres);
        self.journal.ecrire(acte, |entete| {
            Ordre::JusticeOuvrirDossier(OuvrirDossierRequest { entete, ouvert: Some(ouvert) })
        });
        self.journal.finalite = Finalite::Mesure;
        cabinet
    }

    /// The hearing at which a measure was renewed.
    fn audience(&mut self, cabinet: &Cabinet, rang: usize, numero: usize) {
        let monde = self.monde;
        let [avant, segment] = &monde.parcours[rang].segments[numero - 1..=numero] else { return };
        let fixee_le = plus(segment.prononcee, -self.journal.hasard.dans(FIXEE_AVANT));
        let fixee_le = fixee_le.max(plus(avant.effet, 1)).max(plus(REPRISE, 1));
        let Some(fixee_le) = jour_utile(fixee_le).filter(|&le| le < plus(segment.prononcee, -5))
        else {
            return;
        };
        let renvoi = self.journal.hasard.pour_mille(RENVOI);
        let premiere = plus(segment.prononcee, -self.journal.hasard.dans(RENVOYEE_AVANT));
        let renvoyee_le = jour_utile(premiere)
            .filter(|&le| renvoi && plus(fixee_le, 10) < le && le < segment.prononcee);
        let audience = self.uuid();
        let mut apres = self.mesures[rang][numero - 1];
        let prevue = renvoyee_le.unwrap_or(segment.prononcee);
        apres = self.fixer(cabinet, &audience, (fixee_le, prevue), apres);
        apres = self.convoquer(cabinet, &audience, (fixee_le, prevue), apres);
        if let Some(le) = renvoyee_le {
            apres = self.renvoyer(cabinet, &audience, (le, segment.prononcee), apres);
        }
        apres = self.tenir(cabinet, &audience, segment.prononcee, apres);
        if self.journal.hasard.pour_mille(DISPOSITIF_SAISI) {
            let apres = apres.max(self.mesures[rang][numero]);
            self.dispositif(cabinet, &audience, (rang, segment), apres);
        }
    }

    fn fixer(
        &mut self,
        cabinet: &Cabinet,
        audience: &str,
        (le, prevue): (NaiveDate, NaiveDate),
        apres: Instant,
    ) -> Instant {
        let fixee = AudienceFixee {
            audience: audience.to_owned(),
            dossier: cabinet.dossier.clone(),
            prevue: Some(survenu(prevue)),
            cabinet: cabinet.lettre.to_owned(),
            objet: "echeance".to_owned(),
            decision: String::new(),
        };
        self.dire(cabinet.enfant, le, apres, |entete| {
            Ordre::JusticeFixerAudience(FixerAudienceRequest { entete, fixee: Some(fixee) })
        })
    }

    /// Before the hearing it is for, or not at all.
    fn convoquer(
        &mut self,
        cabinet: &Cabinet,
        audience: &str,
        (fixee_le, prevue): (NaiveDate, NaiveDate),
        apres: Instant,
    ) -> Instant {
        let dite = self.journal.hasard.pour_mille(CONVOCATION);
        let le = jour_utile(plus(fixee_le, self.journal.hasard.dans(CONVOQUE_APRES)));
        let Some(le) = le.filter(|&le| dite && le < prevue) else { return apres };
        let convocation =
            ConvocationRecue { audience: audience.to_owned(), partie: "departement".to_owned() };
        self.dire(cabinet.enfant, le, apres, |entete| {
            let convocation = Some(convocation);
            Ordre::JusticeRecevoirConvocation(RecevoirConvocationRequest { entete, convocation })
        })
    }

    fn renvoyer(
        &mut self,
        cabinet: &Cabinet,
        audience: &str,
        (le, prevue): (NaiveDate, NaiveDate),
        apres: Instant,
    ) -> Instant {
        let motifs = ["rapport_manquant", "partie_absente", "demande_d_avocat", "juridiction"];
        let renvoi = AudienceRenvoyee {
            audience: audience.to_owned(),
            motif: self.journal.hasard.parmi(&motifs).to_owned(),
            prevue: Some(survenu(prevue)),
        };
        self.dire(cabinet.enfant, le, apres, |entete| {
            Ordre::JusticeRenvoyerAudience(RenvoyerAudienceRequest { entete, renvoi: Some(renvoi) })
        })
    }

    /// Held, and whether the judge heard the child.
    fn tenir(
        &mut self,
        cabinet: &Cabinet,
        audience: &str,
        le: NaiveDate,
        apres: Instant,
    ) -> Instant {
        let hasard = &mut self.journal.hasard;
        let presents: &[&str] = hasard.pese(&[
            (&["departement", "mere"][..], 5),
            (&["departement", "mere", "pere"][..], 3),
            (&["departement", "mere", "avocat_enfant"][..], 2),
        ]);
        let tenue = AudienceTenue {
            audience: audience.to_owned(),
            presents: presents.iter().map(|&partie| partie.to_owned()).collect(),
            representant: format!("agt-{:03}", hasard.entre(1, 40)),
            delibere_le: String::new(),
        };
        let (dite, audition) = (hasard.pour_mille(AUDITION_DITE), hasard.pese(&AUDITIONS));
        let apres = self.dire(cabinet.enfant, le, apres, |entete| {
            Ordre::JusticeTenirAudience(TenirAudienceRequest { entete, tenue: Some(tenue) })
        });
        if !dite {
            return apres;
        }
        let entendu = EnfantEntendu {
            audition: audition.to_owned(),
            audience: audience.to_owned(),
            dossier: cabinet.dossier.clone(),
        };
        let enfant = self.journal.enfants[cabinet.enfant].clone();
        let auditions = vec![AuditionEnfant { enfant, entendu: Some(entendu) }];
        self.dire(cabinet.enfant, le, apres, |entete| {
            Ordre::JusticeEntendreEnfant(EntendreEnfantRequest { entete, auditions })
        })
    }

    /// What the decision says, and sometimes an appeal.
    fn dispositif(
        &mut self,
        cabinet: &Cabinet,
        audience: &str,
        (rang, segment): (usize, &Segment),
        apres: Instant,
    ) {
        let place = !self.monde.parcours[rang].genre.milieu_ouvert();
        let forme = self.journal.hasard.pese(&VISITES);
        let rendue = DecisionRendue {
            decision: segment.decision.to_string(),
            genre: "jugement".to_owned(),
            autorite: "juge_des_enfants".to_owned(),
            dossier: cabinet.dossier.clone(),
            audience: audience.to_owned(),
            effet_le: segment.effet.to_string(),
            terme_le: segment.terme.to_string(),
            mesures: vec![segment.id.to_string()],
            droits_de_visite: place.then(|| visite(forme)).into_iter().collect(),
            ..DecisionRendue::default()
        };
        let enfant = self.journal.enfants[cabinet.enfant].clone();
        let dispositifs = vec![DispositifEnfant { enfant, rendue: Some(rendue) }];
        let apres = self.dire(cabinet.enfant, segment.prononcee, apres, |entete| {
            Ordre::JusticeRendre(RendreRequest { entete, dispositifs })
        });
        if self.journal.hasard.pour_mille(APPEL) {
            self.appel(cabinet.enfant, segment, apres);
        }
    }

    fn appel(&mut self, enfant: usize, segment: &Segment, apres: Instant) {
        let le = jour_utile(plus(segment.prononcee, self.journal.hasard.dans(APPEL_APRES)));
        let Some(le) = le else { return };
        let appel = AppelForme {
            decision: segment.decision.to_string(),
            partie: self.journal.hasard.parmi(&["mere", "mere", "pere"]).to_owned(),
            execution_provisoire: Some(true),
            ..AppelForme::default()
        };
        let apres = self.dire(enfant, le, apres, |entete| {
            Ordre::JusticeFormerAppel(FormerAppelRequest { entete, appel: Some(appel) })
        });
        let arret = ArretRendu {
            arret: self.uuid(),
            decision: segment.decision.to_string(),
            sens: self.journal.hasard.pese(&ARRETS).to_owned(),
            ..ArretRendu::default()
        };
        let rendu_le = jour_utile(plus(le, self.journal.hasard.dans(ARRET_APRES)));
        let Some(rendu_le) = rendu_le else { return };
        let nom = self.journal.enfants[enfant].clone();
        let arrets = vec![ArretEnfant { enfant: nom, rendu: Some(arret) }];
        self.dire(enfant, rendu_le, apres, |entete| {
            Ordre::JusticeRendreArret(RendreArretRequest { entete, arrets })
        });
    }

    /// A soit-transmis, answered in time, late or not yet.
    fn demande_de_la_justice(&mut self, cabinet: &Cabinet, rang: usize) {
        let monde = self.monde;
        let parcours = &monde.parcours[rang];
        let du = parcours.effet.max(plus(REPRISE, 5));
        let vise = self.journal.hasard.jour(du, parcours.jusqu_a().min(LIMITE));
        let Some(le) = jour_utile(vise) else { return };
        let pour_le = plus(le, self.journal.hasard.dans(DEMANDE_POUR));
        let autorite = self.journal.hasard.parmi(&["procureur", "procureur", "juge_des_enfants"]);
        let objets = ["renseignements", "execution", "pieces", "avis"];
        let recue = DemandeRecue {
            demande: self.uuid(),
            autorite: autorite.to_owned(),
            objet: self.journal.hasard.parmi(&objets).to_owned(),
            pour_le: pour_le.to_string(),
            dossier: cabinet.dossier.clone(),
            ..DemandeRecue::default()
        };
        let demande = recue.demande.clone();
        let apres = self.mesure_saisie(rang, le);
        let apres = self.dire(cabinet.enfant, le, apres, |entete| {
            Ordre::JusticeRecevoirDemande(RecevoirDemandeRequest { entete, recue: Some(recue) })
        });
        let repondue = self.autour(pour_le, &REPONSES, (0, 12), (1, 60));
        if let Some(le) = repondue.and_then(jour_utile).filter(|&repondue| repondue >= le) {
            self.repondre(cabinet.enfant, demande, autorite, le, apres);
        }
    }

    fn repondre(
        &mut self,
        enfant: usize,
        demande: String,
        autorite: &str,
        le: NaiveDate,
        apres: Instant,
    ) {
        let emis = Emis {
            ecrit: self.uuid(),
            genre: "reponse_justice".to_owned(),
            destinataire: autorite.to_owned(),
            objet: demande.clone(),
            decideur: Some(decideur(&mut self.journal.hasard, "responsable_delegation", le)),
            ..Emis::default()
        };
        let reponse = DemandeRepondue { demande, ecrit: emis.ecrit.clone() };
        let apres = self.dire(enfant, le, apres, |entete| {
            Ordre::EcritEmettre(EmettreRequest { entete, emis: Some(emis) })
        });
        self.dire(enfant, le, apres, |entete| {
            Ordre::JusticeRepondreDemande(RepondreDemandeRequest { entete, reponse: Some(reponse) })
        });
    }
}

/// Whether a juge des enfants ordered it.
fn devant_le_juge(parcours: &Parcours) -> bool {
    match parcours.genre {
        Genre::Aemo | Genre::AemoR | Genre::Tdc | Genre::Direct => true,
        Genre::Confie | Genre::Mna => match parcours.voie {
            Voie::Ordinaire | Voie::Opp => true,
            Voie::Provisoire | Voie::Tutelle => false,
        },
        Genre::Aed | Genre::Adb => false,
    }
}

fn tribunal(territoire: Territoire) -> &'static str {
    match territoire {
        Territoire::LaRochelle | Territoire::Rochefort => "TJ La Rochelle",
        Territoire::SaintongeRomane
        | Territoire::ValsDeSaintonge
        | Territoire::RoyanAtlantique
        | Territoire::HauteSaintonge => "TJ Saintes",
    }
}

fn visite(forme: &str) -> DroitDeVisite {
    let (frequence, tiers) = match forme {
        "visite_mediatisee" => ("mensuelle", "permanente"),
        "suspendu" | "reserve" => ("", ""),
        _ => ("une_semaine_sur_deux", ""),
    };
    DroitDeVisite {
        titulaire: "mere".to_owned(),
        forme: forme.to_owned(),
        frequence: frequence.to_owned(),
        tiers: tiers.to_owned(),
    }
}
