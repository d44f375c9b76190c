//! A request for an extract, understood.

use chrono::NaiveDate;
use domain::Decideur;
use domain::codes::ProfilExtrait;
use domain::extrait::Portee;
use domain::ids::{DossierJudiciaireId, EnfantId, ExtraitId};
use proto::commun::v1::EnteteCommande;
use proto::dossier::v1::ExtraireRequest;
use proto::wire::{Coordonnees, ENFANTS_MAX, Entete, Reader};

use crate::echec::Echec;

/// What is asked.
pub(super) struct Lue {
    pub(super) entete: Entete,
    /// The head of the command that records it.
    pub(super) commande: EnteteCommande,
    pub(super) enfants: Vec<EnfantId>,
    pub(super) extrait: ExtraitId,
    pub(super) dossier: DossierJudiciaireId,
    pub(super) coordonnees: Coordonnees,
    pub(super) profil: ProfilExtrait,
    pub(super) apercu: bool,
    pub(super) decideur: Option<Decideur>,
    /// To be printed too.
    pub(super) pdf: bool,
}

impl Lue {
    pub(super) fn portee(&self, au: NaiveDate) -> Portee {
        Portee { dossier: self.dossier, au, profil: self.profil }
    }
}

pub(super) fn read(request: ExtraireRequest) -> Result<Lue, Echec> {
    let ExtraireRequest { entete, extrait, dossier, coordonnees, profil, apercu, decideur, pdf } =
        request;
    let commande = entete.unwrap_or_default();
    let mut reader = Reader::default();
    let head: Option<(Entete, Vec<EnfantId>)> = reader.inside("entete", |reader| {
        let entete = reader.field("entete", commande.entete.clone());
        let enfants = reader.inside("enfants", |reader| children(&commande, reader));
        Some((entete?, enfants?))
    });
    let extrait = reader.field("extrait", extrait);
    let dossier = reader.field("dossier", dossier);
    let profil = reader.field("profil", profil);
    let decideur: Option<Option<Decideur>> = reader.field("decideur", decideur);
    let coordonnees: Option<Option<Coordonnees>> = reader.field("coordonnees", coordonnees);
    let coordonnees = coordonnees.map(Option::unwrap_or_default);
    if coordonnees.as_ref().is_some_and(|asked| asked.su_au.is_some()) {
        let message = "Un extrait se prouve : il se coupe par ce qui fut enregistré, jamais par ce qui fut su.";
        reader.inside("coordonnees", |reader| {
            reader.blame_at::<()>("su_au", "CHAMP_DE_TROP", message)
        });
    }
    let whole = || {
        let (entete, enfants) = head?;
        Some(Lue {
            entete,
            commande: commande.clone(),
            enfants,
            extrait: extrait?,
            dossier: dossier?,
            coordonnees: coordonnees?,
            profil: profil?,
            apercu,
            decideur: decideur?,
            pdf,
        })
    };
    let read = whole();
    reader.finish(read).map_err(Echec::Champs)
}

fn children(commande: &EnteteCommande, reader: &mut Reader) -> Option<Vec<EnfantId>> {
    let mut enfants: Vec<EnfantId> = reader.each(commande.enfants.clone(), |enfant, reader| {
        proto::wire::Field::read(enfant, reader)
    })?;
    enfants.sort_unstable();
    enfants.dedup();
    if enfants.is_empty() {
        return reader.blame("ENFANT_MANQUANT", "Il faut nommer au moins un enfant.");
    }
    if enfants.len() != commande.enfants.len() {
        return reader.blame("ENFANT_EN_DOUBLE", "Un enfant est nommé deux fois.");
    }
    if ENFANTS_MAX < enfants.len() {
        let message = format!("Un acte porte sur {ENFANTS_MAX} enfants au plus.");
        return reader.blame("TROP_D_ENFANTS", message);
    }
    Some(enfants)
}
