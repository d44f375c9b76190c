//! The extract for a judge: read, previewed, or proved, archived and recorded as handed over.
//!
//! ```text
//!  histories at (au, connu_a) ─▶ sections (domain) ─▶ seals that may be opened ─▶ preview
//!                                                            │
//!          tree head that covers them ─▶ inclusion paths ────┴▶ data file ─▶ archives ─▶ ExtraitRemis
//! ```
//!
//! # Invariants
//!
//! - Every child shown is in the receipt, of a preview too.
//! - A subject's key is never given: the key of one field, and only of a field that the profile opens.
//! - The content is archived before the event that cites it, under the children's keys; an extract is one content
//!   under one identifier. Asked again, what was handed over is given again, and nothing is recorded.
//! - A PDF is a rendering of the data file, made by another program and kept nowhere.
//! - What is proved is what is shown: each cited event has its path to one signed head. Nothing is handed over when no
//!   head covers it yet.
//!
//! Deliberately absent: what is shown and what is left out, which the domain decides ([`domain::extrait`]); the page
//! that verifies it.

mod fichier;
mod lue;
mod preparee;

use domain::codes::ProfilExtrait;
use domain::ecrit::{ExtraitRemis, Retrait};
use domain::evenement::Evenement;
use domain::histoire::effective;
use domain::ids::{EnfantId, ExtraitId};
use domain::refus::Refus;
use eventstore::archive::{Archive, ArchiveFailure, Content};
use proto::commun::v1::Recu;
use proto::dossier::v1 as fil;
use proto::ecrit::v1::{ExtraitDe, RemettreExtraitRequest};
use proto::wire::Wire as _;
use uuid::Uuid;

use crate::echec::{Echec, Panne};
use crate::extrait::VERIFICATEUR;
use crate::guichet::Guichet;
use crate::jetons::Porteur;
use crate::lecture::Point;
use crate::porte::{Lecture, Vue};

use fichier::{Fichier, Preuves};
use lue::Lue;
use preparee::Preparee;

const RPC: &str = "parcours.dossier.v1.DossierService/Extraire";

/// What the printing program makes of a data file.
const EXTRAIT_PDF: &str = "extrait-pdf";

impl Guichet {
    /// Answers `Extraire`.
    pub(super) async fn extrait(
        &self,
        porteur: &Porteur,
        request: fil::ExtraireRequest,
    ) -> Result<fil::ExtraireResponse, Echec> {
        let lue = lue::read(request)?;
        self.ce_departement(&lue.entete.departement)?;
        let (finalite, correlation) = (lue.entete.finalite, lue.entete.correlation);
        let demandes = lue.enfants.clone();
        let lecture = Lecture { rpc: RPC, porteur, finalite, correlation, demandes };
        if lue.apercu {
            self.porte.lire(lecture, self.apercevoir(&lue)).await
        } else {
            self.porte.lire(lecture, self.remettre(&lue, porteur)).await
        }
    }

    async fn apercevoir(&self, lue: &Lue) -> Result<Vue<fil::ExtraireResponse>, Echec> {
        let (point, sections) = self.preparer_extrait(lue).await?;
        let reponse = fil::ExtraireResponse {
            coordonnees: Some(self.resolues(&point)),
            sections: sections.iter().map(Preparee::dite).collect(),
            ..fil::ExtraireResponse::default()
        };
        Ok(Vue { reponse, enfants: shown(&sections), position: point.position })
    }

    async fn remettre(
        &self,
        lue: &Lue,
        porteur: &Porteur,
    ) -> Result<Vue<fil::ExtraireResponse>, Echec> {
        if let Some(again) = self.deja_remis(lue).await? {
            return Ok(again);
        }
        if lue.decideur.is_none() {
            return Err(Echec::refuse_sans_enfant(Refus::DecideurManquant));
        }
        let (point, sections) = self.preparer_extrait(lue).await?;
        let preuves = self.prouver_extrait(&sections, &point).await?;
        let fichier = Fichier::de(self, lue, &point, &sections, preuves)?;
        // Before anything is kept: what cannot be printed is not handed over.
        let pdf = self.imprimer_extrait(lue, &fichier.octets).await?;
        let adresse = self.archiver_extrait(lue, &fichier).await?;
        let recu = self.inscrire_extrait(lue, porteur, &sections, &fichier, adresse).await?;
        let reponse = fil::ExtraireResponse {
            coordonnees: Some(self.resolues(&point)),
            sections: sections.iter().map(Preparee::dite).collect(),
            donnees: fichier.octets,
            empreinte: fichier.empreinte,
            cles: fichier.cles,
            recu: Some(recu),
            verificateur: VERIFICATEUR.to_owned(),
            pdf,
        };
        Ok(Vue { reponse, enfants: shown(&sections), position: point.position })
    }

    /// The coordinates asked, and a section a child.
    async fn preparer_extrait(&self, lue: &Lue) -> Result<(Point, Vec<Preparee>), Echec> {
        let point = self.resoudre(lue.coordonnees.clone()).await?;
        let head = self.journal.head().await?;
        if self.aujourd_hui(head.recorded_at) < point.au {
            let message = "Un extrait ne dit pas l'avenir : ce jour n'est pas encore venu.";
            return Err(Echec::champ("coordonnees.au", "DATE_FUTURE", message));
        }
        let mut sections = Vec::with_capacity(lue.enfants.len());
        for &enfant in &lue.enfants {
            let dossier = self.dossier(enfant, &point).await?;
            let streams: Vec<Uuid> = dossier.enfants().iter().map(|enfant| enfant.0).collect();
            let events = self.journal.read_streams(&streams, Some(point.position)).await?;
            let keys = self.keys.fetch(&projections::codec::keys(&events)).await?;
            sections.push(Preparee::de(enfant, dossier, &events, &keys, &lue.portee(point.au))?);
        }
        Ok((point, sections))
    }

    /// One signed head that covers everything shown, and the path of each event to it.
    async fn prouver_extrait(
        &self,
        sections: &[Preparee],
        point: &Point,
    ) -> Result<Preuves, Echec> {
        let notaire = &self.notaires.parcours;
        let tete = notaire.tete_depuis(None, point.position).await?;
        let mut chemins = Vec::new();
        for cite in sections.iter().flat_map(|section| &section.cites) {
            let position = cite.recorded.position;
            let path = self.journal.inclusion(position, tete.size).await;
            chemins.push((position, path.map_err(crate::services::journal::not_proved)?));
        }
        let cles = notaire.clefs().map_err(Panne::from)?;
        let cles = cles.iter().map(ToString::to_string).collect();
        Ok(Preuves { tete, chemins: chemins.into_iter().collect(), cles })
    }

    /// The data file on paper, when it is asked for.
    async fn imprimer_extrait(&self, lue: &Lue, octets: &[u8]) -> Result<Vec<u8>, Echec> {
        if lue.pdf { self.imprimerie.imprimer(EXTRAIT_PDF, octets).await } else { Ok(Vec::new()) }
    }

    fn archives_des_extraits(&self) -> Archive {
        Archive::beside(&self.journal, self.pool.clone())
    }

    async fn archiver_extrait(&self, lue: &Lue, fichier: &Fichier) -> Result<String, Echec> {
        let subjects: Vec<Uuid> = lue.enfants.iter().map(|enfant| enfant.0).collect();
        let put = self
            .archives_des_extraits()
            .put(lue.extrait.0, &fichier.octets, &subjects, &self.keys)
            .await;
        put.map(hex::encode).map_err(|failure| refused(failure, lue.extrait))
    }

    /// Records it in each child's file, in one command.
    async fn inscrire_extrait(
        &self,
        lue: &Lue,
        porteur: &Porteur,
        sections: &[Preparee],
        fichier: &Fichier,
        adresse: String,
    ) -> Result<Recu, Echec> {
        let remis = |section: &Preparee| ExtraitRemis {
            extrait: lue.extrait,
            dossier: lue.dossier,
            juridiction: section.destinataire.juridiction.clone(),
            cabinet: section.destinataire.cabinet.clone(),
            numero_ae: section.destinataire.numero_ae.clone(),
            profil: lue.profil,
            au: fichier.au,
            connu_a: fichier.connu_a.get(),
            lignes: section.section.montrees.clone(),
            retraits: retraits(section),
            empreinte: fichier.empreinte.clone(),
            adresse: Some(adresse.clone()),
            taille: fichier.taille.get(),
            racine: fichier.racine.clone(),
            decideur: lue.decideur.clone(),
        };
        let extraits = sections.iter().map(|section| ExtraitDe {
            enfant: section.demande.0.to_string(),
            extrait: Some(remis(section).to_wire()),
        });
        let extraits = extraits.collect();
        let commande = RemettreExtraitRequest { entete: Some(lue.commande.clone()), extraits };
        let fait = self.executeur.executer(&commande.into(), &porteur.sujet).await?;
        Ok(self.recu(fait))
    }

    /// What was handed over under that identifier to these children's judge, if it was.
    async fn deja_remis(&self, lue: &Lue) -> Result<Option<Vue<fil::ExtraireResponse>>, Echec> {
        let point = self.resoudre(proto::wire::Coordonnees::default()).await?;
        let mut enfants = Vec::new();
        let mut found: Option<ExtraitRemis> = None;
        for &enfant in &lue.enfants {
            let dossier = self.dossier(enfant, &point).await?;
            found = found.or(remis_sous(lue.extrait, &dossier.enregistres));
            enfants.extend(dossier.enfants());
        }
        let (Some(remis), Some(holder)) = (found, lue.enfants.first()) else { return Ok(None) };
        let content = self.archives_des_extraits().get(lue.extrait.0, holder.0, &self.keys).await;
        let donnees = match content.map_err(|failure| refused(failure, lue.extrait))? {
            Content::Clear(donnees) => donnees,
            Content::Erased(_) => return Err(Echec::ClefDetruite),
            // Another child's, or one handed over by other means.
            Content::Absent => {
                let extrait = lue.extrait;
                return Err(Echec::refuse_sans_enfant(Refus::ExtraitDejaRemis { extrait }));
            }
        };
        let cles = self.notaires.parcours.clefs().map_err(Panne::from)?;
        let pdf = self.imprimer_extrait(lue, &donnees).await?;
        let reponse = fil::ExtraireResponse {
            pdf,
            donnees,
            empreinte: remis.empreinte,
            cles: cles.iter().map(ToString::to_string).collect(),
            verificateur: VERIFICATEUR.to_owned(),
            ..fil::ExtraireResponse::default()
        };
        Ok(Some(Vue { reponse, enfants, position: point.position }))
    }
}

fn remis_sous(
    extrait: ExtraitId,
    enregistres: &[domain::histoire::Enregistre],
) -> Option<ExtraitRemis> {
    effective(enregistres).into_iter().find_map(|effectif| {
        if let Evenement::Ecrit(domain::ecrit::Event::ExtraitRemis(remis)) = effectif.evenement {
            Some(remis).filter(|remis| remis.extrait == extrait)
        } else {
            None
        }
    })
}

/// Every child shown.
fn shown(sections: &[Preparee]) -> Vec<EnfantId> {
    sections.iter().flat_map(|section| section.enfants.iter().copied()).collect()
}

/// What a section leaves out, as it is recorded.
fn retraits(section: &Preparee) -> Vec<Retrait> {
    let counted = section.retraits.iter();
    counted.map(|(&motif, &nombre)| Retrait { motif, nombre }).collect()
}

/// Another content under an identifier is the caller's doing, a destroyed key nobody's; the rest is a breakdown.
fn refused(failure: ArchiveFailure, extrait: ExtraitId) -> Echec {
    match failure {
        ArchiveFailure::Taken(_) => Echec::refuse_sans_enfant(Refus::ExtraitDejaRemis { extrait }),
        ArchiveFailure::Keys(eventstore::KeyFailure::Erased(_)) => Echec::ClefDetruite,
        ArchiveFailure::Keys(failure) => Panne::Clefs(failure).into(),
        ArchiveFailure::Pool(_)
        | ArchiveFailure::Storage(_)
        | ArchiveFailure::Seal(_)
        | ArchiveFailure::Altered(_) => Panne::Autre(failure.to_string()).into(),
    }
}

/// The label of a profile, as it is printed on an extract.
fn libelle(profil: ProfilExtrait) -> &'static str {
    domain::codes::Code::libelle(profil)
}
