//! Adults: requests on their streams, and their links on a child's.

use domain::codes::{MotifFinLien, NatureLien, SourceLien};
use domain::entourage::{self, LienDeclare, LienFini, MenageObserve, MenageQuitte};
use domain::ids::PersonneId;
use domain::personne::{
    AdresseDeclaree, Annulee, Command, Decedee, Effacee, Event, IdentitePersonne, Inscrite,
    TelephoneDeclare,
};
use domain::temps::Survenu;

use super::commun::wire_sealed;
use super::leaves::codes;
use super::reader::{Field, Reader, Wire, wire_struct};
use super::requetes::{Head, Requete, shared};
use super::{ActeDemande, Demande};
use crate::personne::v1 as fil;

codes! { NatureLien, SourceLien, MotifFinLien }

wire_struct!(LienDeclare => fil::LienDeclare { lien, personne, nature, source });
wire_struct!(LienFini => fil::LienFini { lien, motif });
wire_struct!(MenageObserve => fil::MenageObserve { menage, personnes, principal, source });
wire_struct!(MenageQuitte => fil::MenageQuitte { menage });
wire_struct!(Inscrite => fil::Inscrite { identite, expediteur });
wire_struct!(AdresseDeclaree => fil::AdresseDeclaree { adresse, secrete_pour });
wire_struct!(TelephoneDeclare => fil::TelephoneDeclare { telephone, secret_pour });
wire_struct!(Decedee => fil::Decedee {});
wire_struct!(Effacee => fil::Effacee { motif, decision });

wire_sealed!(
    IdentitePersonne => fil::IdentiteScellee, fil::identite_scellee::Etat,
    Wire::to_wire, Wire::from_wire
);

impl Wire for IdentitePersonne {
    type Message = fil::Identite;

    fn to_wire(&self) -> fil::Identite {
        let Self { nom, prenoms, nom_naissance, nee_le } = self;
        fil::Identite {
            nom: nom.clone(),
            prenoms: prenoms.clone(),
            nom_naissance: nom_naissance.write(),
            nee_le: nee_le.write(),
        }
    }

    /// First names may be unknown, as a sender's often are.
    fn from_wire(message: fil::Identite, reader: &mut Reader) -> Option<Self> {
        let fil::Identite { nom, prenoms, nom_naissance, nee_le } = message;
        let nom = reader.field("nom", nom);
        let prenoms: Option<Option<String>> = reader.field("prenoms", prenoms);
        let nom_naissance = reader.field("nom_naissance", nom_naissance);
        let nee_le = reader.field("nee_le", nee_le);
        Some(Self {
            nom: nom?,
            prenoms: prenoms?.unwrap_or_default(),
            nom_naissance: nom_naissance?,
            nee_le: nee_le?,
        })
    }
}

/// What a rectification may put in place.
struct Fait(Event);

impl Wire for Fait {
    type Message = fil::FaitPersonne;

    fn to_wire(&self) -> fil::FaitPersonne {
        use fil::fait_personne::Fait as Un;
        let fait = match &self.0 {
            Event::Inscrite(fait) => Some(Un::Inscrite(fait.to_wire())),
            Event::AdresseDeclaree(fait) => Some(Un::AdresseDeclaree(fait.to_wire())),
            Event::TelephoneDeclare(fait) => Some(Un::TelephoneDeclare(fait.to_wire())),
            Event::Decedee(fait) => Some(Un::Decedee(fait.to_wire())),
            Event::Annulee(_) | Event::Rectifiee(_) | Event::Effacee(_) => None,
        };
        fil::FaitPersonne { fait }
    }

    fn from_wire(message: fil::FaitPersonne, reader: &mut Reader) -> Option<Self> {
        use fil::fait_personne::Fait as Un;
        let event = match message.fait {
            None => return reader.missing(),
            Some(Un::Inscrite(fait)) => {
                Event::Inscrite(reader.inside("inscrite", |reader| Wire::from_wire(fait, reader))?)
            }
            Some(Un::AdresseDeclaree(fait)) => Event::AdresseDeclaree(
                reader.inside("adresse_declaree", |reader| Wire::from_wire(fait, reader))?,
            ),
            Some(Un::TelephoneDeclare(fait)) => Event::TelephoneDeclare(
                reader.inside("telephone_declare", |reader| Wire::from_wire(fait, reader))?,
            ),
            Some(Un::Decedee(fait)) => {
                Event::Decedee(reader.inside("decedee", |reader| Wire::from_wire(fait, reader))?)
            }
        };
        Some(Self(event))
    }
}

/// Requests on one adult's stream: `Request { field: payload } => Command`.
macro_rules! of_an_adult {
    ($( $request:path { $($payload:ident)? } => $command:expr; )+) => { $(
        impl Requete for $request {
            fn read(self, reader: &mut Reader) -> Option<Demande> {
                let Self { entete, personne $(, $payload)? } = self;
                let head = Head::read(entete, reader);
                head.no_child(reader);
                let personne: Option<PersonneId> = reader.field("personne", personne);
                $( let $payload = reader.field(stringify!($payload), $payload); )?
                let commande = $command $(($payload?))?;
                head.demande(ActeDemande::Personne { personne: personne?, commande })
            }
        }
    )+ };
}

of_an_adult! {
    fil::InscrireRequest { inscrite } => Command::Inscrire;
    fil::DeclarerAdresseRequest { adresse } => Command::DeclarerAdresse;
    fil::DeclarerTelephoneRequest { telephone } => Command::DeclarerTelephone;
    fil::DeclarerDecesRequest {} => Command::DeclarerDeces(Decedee {});
    fil::EffacerRequest { efface } => Command::Effacer;
}

impl Requete for fil::AnnulerRequest {
    fn read(self, reader: &mut Reader) -> Option<Demande> {
        let Self { entete, personne, version, motif } = self;
        let head = Head::read(entete, reader);
        head.no_child(reader);
        let personne: Option<PersonneId> = reader.field("personne", personne);
        let motif: Option<String> = reader.field("motif", motif);
        let commande = Command::Annuler(Annulee { version, motif: motif? });
        head.demande(ActeDemande::Personne { personne: personne?, commande })
    }
}

impl Requete for fil::RectifierRequest {
    fn read(self, reader: &mut Reader) -> Option<Demande> {
        let Self { entete, personne, version, motif, remplacement, survenu } = self;
        let head = Head::read(entete, reader);
        head.no_child(reader);
        let personne: Option<PersonneId> = reader.field("personne", personne);
        let motif: Option<String> = reader.field("motif", motif);
        let remplacement: Option<Fait> = reader.field("remplacement", remplacement);
        let survenu: Option<Option<Survenu>> = reader.field("survenu", survenu);
        let (motif, survenu) = (motif?, survenu?);
        let remplacement = Box::new(remplacement?.0);
        let commande = Command::Rectifier { version, motif, remplacement, survenu };
        head.demande(ActeDemande::Personne { personne: personne?, commande })
    }
}

shared! {
    fil::LierRequest { lien } => Entourage(entourage::Command::Lier);
    fil::FinirLienRequest { fin } => Entourage(entourage::Command::FinirLien);
    fil::ObserverMenageRequest { menage } => Entourage(entourage::Command::ObserverMenage);
    fil::QuitterMenageRequest { menage } => Entourage(entourage::Command::QuitterMenage);
}
