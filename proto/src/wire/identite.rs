//! Who the child is: events and requests of the identity chapter.

use domain::codes::{ConclusionMinorite, ElementMinorite, MotifPrenatalClos, SourceNaissance};
use domain::enfant::Commande;
use domain::identite::{
    ANaitreSignale, Command, Decede, Emancipe, EtatCivil, Identifie, Inscrit, MinoriteEvaluee,
    MinoriteRefusee, MisALAbri, MiseALAbriProlongee, MnaReconnu, Naissance, NaissanceFixee, Ne,
    NonIdentifieSignale, PrenatalClos, RepitAccorde, ResidenceDeclaree,
};

use super::commun::{said, told, wire_sealed, without_hour};
use super::leaves::codes;
use super::reader::{Field, Reader, Wire, wire_struct};
use super::requetes::{Head, Requete, shared};
use super::{ActeDemande, Demande, RechercheVue};
use crate::identite::v1 as fil;

codes! { ConclusionMinorite, ElementMinorite, MotifPrenatalClos }

wire_struct!(Inscrit => fil::Inscrit { etat_civil, naissance, sexe });
wire_struct!(NonIdentifieSignale => fil::NonIdentifieSignale {
    description, age_apparent_ans, sexe,
});
wire_struct!(Identifie => fil::Identifie { etat_civil, naissance, sexe });
wire_struct!(NaissanceFixee => fil::NaissanceFixee { naissance });
wire_struct!(ResidenceDeclaree => fil::ResidenceDeclaree { commune, adresse, service_responsable });
wire_struct!(MnaReconnu => fil::MnaReconnu {});
wire_struct!(Emancipe => fil::Emancipe {});
wire_struct!(Decede => fil::Decede {});
wire_struct!(ANaitreSignale => fil::ANaitreSignale { description, terme_prevu_le, mere });
wire_struct!(Ne => fil::Ne { etat_civil, sexe });
wire_struct!(PrenatalClos => fil::PrenatalClos { motif });
wire_struct!(MisALAbri => fil::MisAlAbri { minorite });
wire_struct!(MiseALAbriProlongee => fil::MiseAlAbriProlongee { minorite, decideur });
wire_struct!(RepitAccorde => fil::RepitAccorde { minorite, jusqu_au, besoins_de_sante_reperes });
wire_struct!(MinoriteEvaluee => fil::MinoriteEvaluee { minorite, conclusion, elements });
wire_struct!(MinoriteRefusee => fil::MinoriteRefusee { minorite, voies_de_recours, decideur });

wire_sealed!(
    EtatCivil => fil::EtatCivilScelle, fil::etat_civil_scelle::Etat,
    Wire::to_wire, Wire::from_wire
);

impl Requete for fil::InscrireRequest {
    fn read(self, reader: &mut Reader) -> Option<Demande> {
        let Self { entete, inscriptions } = self;
        let head = Head::read(entete, reader);
        let items = inscriptions
            .into_iter()
            .map(|fil::Inscription { enfant, inscrit, vue }| (enfant, (inscrit, vue)));
        let mut seen = Vec::new();
        let read_one = |(inscrit, vue), reader: &mut Reader| {
            let inscrit: Option<Inscrit> = reader.field("inscrit", inscrit);
            let vue: Option<Option<RechercheVue>> = reader.field("vue", vue);
            seen.push(vue?);
            Some(Commande::Identite(Command::Inscrire(inscrit?)))
        };
        let asked = head.each_child("inscriptions", items.collect(), reader, read_one)?;
        let children = asked.iter().map(|(enfant, _)| *enfant).zip(seen);
        let vues = children.filter_map(|(enfant, vue)| Some((enfant, vue?))).collect();
        Some(Demande { vues, ..head.demande(ActeDemande::Fratrie(asked))? })
    }
}

impl Wire for RechercheVue {
    type Message = fil::RechercheVue;

    fn to_wire(&self) -> fil::RechercheVue {
        let Self { godet, version } = self;
        fil::RechercheVue { godet: godet.write(), godet_version: *version }
    }

    fn from_wire(message: fil::RechercheVue, reader: &mut Reader) -> Option<Self> {
        let fil::RechercheVue { godet, godet_version: version } = message;
        let godet = reader.field("godet", godet)?;
        Some(Self { godet, version })
    }
}

shared! {
    fil::SignalerNonIdentifieRequest { signalement } => Identite(Command::SignalerNonIdentifie);
    fil::IdentifierRequest { identifie } => Identite(Command::Identifier);
    fil::FixerNaissanceRequest { fixee } => Identite(Command::FixerNaissance);
    fil::DeclarerResidenceRequest { residence } => Identite(Command::DeclarerResidence);
    fil::ReconnaitreMnaRequest {} => Identite(Command::ReconnaitreMna(MnaReconnu {}));
    fil::DeclarerEmancipationRequest {} => Identite(Command::DeclarerEmancipation(Emancipe {}));
    fil::DeclarerDecesRequest {} => Identite(Command::DeclarerDeces(Decede {}));
    fil::SignalerANaitreRequest { signalement } => Identite(Command::SignalerANaitre);
    fil::ConstaterNaissanceRequest { ne } => Identite(Command::ConstaterNaissance);
    fil::ClorePrenatalRequest { clos } => Identite(Command::ClorePrenatal);
    fil::MettreAlAbriRequest { mise_a_l_abri } => Identite(Command::MettreALAbri);
    fil::ProlongerMiseAlAbriRequest { prolongation } => Identite(Command::ProlongerMiseALAbri);
    fil::AccorderRepitRequest { repit } => Identite(Command::AccorderRepit);
    fil::EvaluerMinoriteRequest { evaluation } => Identite(Command::EvaluerMinorite);
    fil::RefuserMinoriteRequest { refus } => Identite(Command::RefuserMinorite);
}

impl Wire for EtatCivil {
    type Message = fil::EtatCivil;

    fn to_wire(&self) -> fil::EtatCivil {
        let Self { nom, prenoms, nom_naissance_mere } = self;
        fil::EtatCivil {
            nom: nom.clone(),
            prenoms: prenoms.clone(),
            nom_naissance_mere: nom_naissance_mere.write(),
        }
    }

    /// A surname or a first name may be missing, as for a newborn; not both.
    fn from_wire(message: fil::EtatCivil, reader: &mut Reader) -> Option<Self> {
        let fil::EtatCivil { nom, prenoms, nom_naissance_mere } = message;
        let nom: Option<Option<String>> = reader.field("nom", nom);
        let prenoms: Option<Option<String>> = reader.field("prenoms", prenoms);
        let nom_naissance_mere = reader.field("nom_naissance_mere", nom_naissance_mere);
        let (nom, prenoms) = (nom?, prenoms?);
        if nom.is_none() && prenoms.is_none() {
            return reader.inside("nom", Reader::missing);
        }
        Some(Self {
            nom: nom.unwrap_or_default(),
            prenoms: prenoms.unwrap_or_default(),
            nom_naissance_mere: nom_naissance_mere?,
        })
    }
}

impl Wire for Naissance {
    type Message = fil::Naissance;

    fn to_wire(&self) -> fil::Naissance {
        let Self { le, precision, source } = self;
        fil::Naissance { le: le.write(), precision: told(*precision), source: source.write() }
    }

    /// Without a source, somebody declared it.
    fn from_wire(message: fil::Naissance, reader: &mut Reader) -> Option<Self> {
        let fil::Naissance { le, precision, source } = message;
        let le = reader.field("le", le);
        let precision = reader.inside("precision", |reader| said(precision, reader));
        let source: Option<Option<SourceNaissance>> = reader.field("source", source);
        let (le, precision) = (le?, precision?);
        let precision = without_hour(le, precision, reader)?;
        Some(Self { le, precision, source: source?.unwrap_or(SourceNaissance::Declaration) })
    }
}
