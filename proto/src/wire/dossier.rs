//! Corrections: their events, and their requests, which name one recorded event a child. And the erasure of one
//! child's file.

use domain::dossier::{Annule, Command, Disjoint, Efface, Rectifie, Reuni};
use domain::enfant::Commande;
use domain::evenement::Evenement;
use domain::histoire::Cible;
use domain::ids::EnfantId;
use domain::temps::Survenu;

use super::reader::{Field, Reader, Wire, wire_struct};
use super::requetes::{Head, Requete};
use super::{ActeDemande, Demande};
use crate::commun::v1 as commun;
use crate::dossier::v1 as fil;

wire_struct!(Annule => fil::EvenementAnnule { cible, motif });
wire_struct!(Efface => fil::DossierEfface { motif, decision });
wire_struct!(Reuni => fil::Reuni { avec, principal, motif });
wire_struct!(Disjoint => fil::Disjoint { avec, principal, motif, rendus });
wire_struct!(Rectifie => fil::EvenementRectifie { cible, motif, remplacement, survenu });

/// The longest reference of a decision to erase, in bytes: it is kept with each key it destroys.
const DECISION_MAX_OCTETS: usize = 200;

impl Field<Option<Box<fil::Evenement>>> for Box<Evenement> {
    fn write(&self) -> Option<Box<fil::Evenement>> {
        Some(Box::new(self.to_wire()))
    }

    fn read(wire: Option<Box<fil::Evenement>>, reader: &mut Reader) -> Option<Self> {
        Evenement::read(wire.map(|boxed| *boxed), reader).map(Self::new)
    }
}

impl Requete for fil::AnnulerRequest {
    fn read(self, reader: &mut Reader) -> Option<Demande> {
        let Self { entete, cibles, motif } = self;
        let head = Head::read(entete, reader);
        let motif: Option<String> = reader.field("motif", motif);
        let asked = head.each_child("cibles", by_child(cibles), reader, |cible, reader| {
            let cible = Cible::from_wire(cible, reader)?;
            Some(Commande::Dossier(Command::Annuler(Annule { cible, motif: motif.clone()? })))
        });
        head.demande(ActeDemande::Fratrie(asked?))
    }
}

impl Requete for fil::RectifierRequest {
    fn read(self, reader: &mut Reader) -> Option<Demande> {
        let Self { entete, cibles, motif, remplacement, survenu } = self;
        let head = Head::read(entete, reader);
        let motif: Option<String> = reader.field("motif", motif);
        let remplacement: Option<Evenement> = reader.field("remplacement", remplacement);
        let survenu: Option<Option<Survenu>> = reader.field("survenu", survenu);
        let asked = head.each_child("cibles", by_child(cibles), reader, |cible, reader| {
            let cible = Cible::from_wire(cible, reader)?;
            let (motif, survenu) = (motif.clone()?, survenu?);
            let remplacement = Box::new(remplacement.clone()?);
            let command = Command::Rectifier { cible, motif, remplacement, survenu };
            Some(Commande::Dossier(command))
        });
        head.demande(ActeDemande::Fratrie(asked?))
    }
}

/// Two files named apart, and why.
struct Deux {
    principal: EnfantId,
    absorbe: EnfantId,
    motif: String,
}

impl Deux {
    fn read(
        head: &Head,
        [principal, absorbe, motif]: [String; 3],
        reader: &mut Reader,
    ) -> Option<Self> {
        let principal: Option<EnfantId> = reader.field("principal", principal);
        let absorbe: Option<EnfantId> = reader.field("absorbe", absorbe);
        let motif = reader.field("motif", motif);
        let (principal, absorbe) = (principal?, absorbe?);
        if principal == absorbe {
            let message = "Un dossier ne se réunit pas à lui-même.";
            return reader.blame_at("absorbe", "ENFANT_EN_DOUBLE", message);
        }
        head.only_these_children(&[principal, absorbe].into(), reader);
        Some(Self { principal, absorbe, motif: motif? })
    }
}

impl Requete for fil::FusionnerRequest {
    fn read(self, reader: &mut Reader) -> Option<Demande> {
        let Self { entete, principal, absorbe, motif } = self;
        let head = Head::read(entete, reader);
        let Deux { principal, absorbe, motif } =
            Deux::read(&head, [principal, absorbe, motif], reader)?;
        head.demande(ActeDemande::Fusionner { principal, absorbe, motif })
    }
}

impl Requete for fil::DisjoindreRequest {
    fn read(self, reader: &mut Reader) -> Option<Demande> {
        let Self { entete, principal, absorbe, motif, rendus } = self;
        let head = Head::read(entete, reader);
        let Deux { principal, absorbe, motif } =
            Deux::read(&head, [principal, absorbe, motif], reader)?;
        head.demande(ActeDemande::Disjoindre { principal, absorbe, rendus, motif })
    }
}

impl Requete for fil::EffacerRequest {
    fn read(self, reader: &mut Reader) -> Option<Demande> {
        let Self { entete, efface } = self;
        let head = Head::read(entete, reader);
        let enfant = head.some_children(reader).and_then(|enfants| match enfants.as_slice() {
            [enfant] => Some(*enfant),
            _ => reader.inside("entete", |reader| {
                reader.blame_at("enfants", "UN_SEUL_ENFANT", "Un dossier s'efface seul.")
            }),
        });
        let efface: Option<Efface> = reader.field("efface", efface);
        let efface = reader.inside("efface", |reader| match efface {
            Some(efface) if efface.decision.len() > DECISION_MAX_OCTETS => {
                let message = format!("{DECISION_MAX_OCTETS} octets au plus : une référence.");
                reader.blame_at("decision", "TEXTE_TROP_LONG", message)
            }
            other => other,
        });
        head.demande(ActeDemande::Effacer { enfant: enfant?, efface: efface? })
    }
}

fn by_child(cibles: Vec<commun::Cible>) -> Vec<(String, commun::Cible)> {
    cibles.into_iter().map(|cible| (cible.enfant.clone(), cible)).collect()
}
