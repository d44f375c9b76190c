//! The information entrante: events and requests of its chapter.

use domain::codes::{MiseEnCause, MotifDetachement, OrganismeSocial, TitreTransfert};
use domain::enfant::Commande;
use domain::ids::{EnfantId, InformationId};
use domain::information::{
    AdresseDemandee, AdresseRecue, Command, Completee, DangerGraveConstate, DemenagementConnu,
    Detachee, DoublonMarque, Expediteur, MisEnCause, NavetteEnvoyee, NavetteRetournee,
    NonQualifiee, Qualifiee, Rattachee, Recue, Retiree, RetourParquetRecu, Signalee,
    SuitesDemandees, Transferee, TransfertAccuse,
};

use super::commun::wire_sealed;
use super::leaves::codes;
use super::reader::{Reader, Wire, is_blank, wire_struct};
use super::requetes::{Head, Requete, for_all, shared};
use super::{ActeDemande, Demande};
use crate::information::v1 as fil;

codes! { MiseEnCause, MotifDetachement, OrganismeSocial, TitreTransfert }

wire_struct!(Expediteur => fil::Expediteur { nom, telephone, courriel, adresse });
wire_sealed!(
    Expediteur => fil::ExpediteurScelle, fil::expediteur_scelle::Etat,
    Wire::to_wire, Wire::from_wire
);

wire_struct!(Recue => fil::Recue {
    information, arrivee_crip, ecrite_le, porte_d_entree, service_entree, canal, transmetteur,
    origine, organisation, reference_externe, expediteur_id, expediteur, recit,
    dangers_allegues, parents_informes, urgence, commune, reaffectee_de,
});
wire_struct!(Qualifiee => fil::Qualifiee { information, dangers, delai_reduit_jours, decideur });
wire_struct!(NonQualifiee => fil::NonQualifiee { information, motif, orientation, decideur });
wire_struct!(Rattachee => fil::Rattachee { information, principale });
wire_struct!(DoublonMarque => fil::DoublonMarque { information, original });
wire_struct!(Retiree => fil::Retiree { information, vers, motif });
wire_struct!(Signalee => fil::Signalee {
    information, motif, emetteur, oral_a, ecrit_a, parquet, numero_parquet, urgence, evaluation,
    decideur, pieces,
});
wire_struct!(RetourParquetRecu => fil::RetourParquetRecu { information, suite });
wire_struct!(Transferee => fil::Transferee {
    information, vers_departement, canal, parents_informes, titre, accord_ecrit_le, numero,
    decideur, pieces,
});
wire_struct!(NavetteEnvoyee => fil::NavetteEnvoyee { information, service, attendu_le });
wire_struct!(NavetteRetournee => fil::NavetteRetournee {
    information, service, famille_connue, reponse,
});
wire_struct!(Completee => fil::Completee { information, transmetteur, canal, complement });
wire_struct!(Detachee => fil::Detachee { information, principale, motif });
wire_struct!(MisEnCause => fil::MisEnCause { information, mis_en_cause });
wire_struct!(SuitesDemandees => fil::SuitesDemandees { information, expediteur_id, canal });
wire_struct!(TransfertAccuse => fil::TransfertAccuse { information, numero });
wire_struct!(DemenagementConnu => fil::DemenagementConnu { information, vers_departement });
wire_struct!(AdresseDemandee => fil::AdresseDemandee { information, organisme, recue_le });
wire_struct!(AdresseRecue => fil::AdresseRecue { information, organisme, connue, adresse });
wire_struct!(DangerGraveConstate => fil::DangerGraveConstate { information, evaluation, dangers });

shared! {
    fil::RattacherRequest { rattachee } => Information(Command::Rattacher);
    fil::MarquerDoublonRequest { doublon } => Information(Command::MarquerDoublon);
    fil::SignalerRequest { signalee } => Information(Command::Signaler);
    fil::NoterRetourParquetRequest { retour } => Information(Command::NoterRetourParquet);
    fil::TransfererRequest { transferee } => Information(Command::Transferer);
    fil::EnvoyerNavetteRequest { navette } => Information(Command::EnvoyerNavette);
    fil::NoterRetourNavetteRequest { retour } => Information(Command::NoterRetourNavette);
    fil::NoterComplementRequest { completee } => Information(Command::NoterComplement);
    fil::DetacherRequest { detachee } => Information(Command::Detacher);
    fil::NoterMiseEnCauseRequest { mise } => Information(Command::NoterMiseEnCause);
    fil::NoterDemandeDeSuitesRequest { demande } => Information(Command::NoterDemandeDeSuites);
    fil::NoterAccuseTransfertRequest { accuse } => Information(Command::NoterAccuseTransfert);
    fil::NoterDemenagementRequest { demenagement } => Information(Command::NoterDemenagement);
    fil::DemanderAdresseRequest { demande } => Information(Command::DemanderAdresse);
    fil::NoterReponseAdresseRequest { reponse } => Information(Command::NoterReponseAdresse);
    fil::ConstaterDangerGraveRequest { danger } => Information(Command::ConstaterDangerGrave);
}

impl Requete for fil::RecevoirRequest {
    fn read(self, reader: &mut Reader) -> Option<Demande> {
        let Self { entete, recue } = self;
        let head = Head::read(entete, reader);
        let enfants = head.some_children(reader);
        let moved = recue.as_ref().is_some_and(|recue| !is_blank(&recue.reaffectee_de));
        let recue: Option<Recue> = reader.field("recue", recue);
        if moved {
            let message = "Ce champ ne se remplit que par une réaffectation.";
            return reader.inside("recue", |reader| {
                reader.blame_at("reaffectee_de", "CHAMP_RESERVE", message)
            });
        }
        head.demande(for_all(enfants?, &Commande::Information(Command::Recevoir(recue?))))
    }
}

impl Requete for fil::QualifierRequest {
    fn read(self, reader: &mut Reader) -> Option<Demande> {
        let Self { entete, information, qualifications } = self;
        let head = Head::read(entete, reader);
        let information: Option<InformationId> = reader.field("information", information);
        let items = qualifications
            .into_iter()
            .map(|fil::QualificationEnfant { enfant, issue }| (enfant, issue))
            .collect();
        let asked = head.each_child("qualifications", items, reader, |issue, reader| {
            issue_of(issue, information, reader).map(Commande::Information)
        });
        head.demande(ActeDemande::Fratrie(asked?))
    }
}

/// The outcome for one child. Its information is that of the request, said again or not.
fn issue_of(
    issue: Option<fil::qualification_enfant::Issue>,
    information: Option<InformationId>,
    reader: &mut Reader,
) -> Option<Command> {
    match issue {
        Some(fil::qualification_enfant::Issue::Qualifiee(mut qualifiee)) => {
            reader.inside("qualifiee", |reader| {
                same_information(&mut qualifiee.information, information, reader)?;
                Qualifiee::from_wire(qualifiee, reader).map(Command::Qualifier)
            })
        }
        Some(fil::qualification_enfant::Issue::NonQualifiee(mut non_qualifiee)) => {
            reader.inside("non_qualifiee", |reader| {
                same_information(&mut non_qualifiee.information, information, reader)?;
                NonQualifiee::from_wire(non_qualifiee, reader).map(Command::NePasQualifier)
            })
        }
        None => {
            let message = "Il faut dire si l'information est qualifiée ou non pour cet enfant.";
            reader.blame("CHAMP_OBLIGATOIRE", message)
        }
    }
}

fn same_information(
    said: &mut String,
    information: Option<InformationId>,
    reader: &mut Reader,
) -> Option<()> {
    let Some(information) = information else { return Some(()) };
    if is_blank(said) {
        *said = information.0.to_string();
    }
    if said.parse().is_ok_and(|said: InformationId| said != information) {
        let message = "Cette information n'est pas celle de la demande.";
        return reader.blame_at("information", "INFORMATIONS_DISCORDANTES", message);
    }
    Some(())
}

impl Requete for fil::ReaffecterRequest {
    fn read(self, reader: &mut Reader) -> Option<Demande> {
        let Self { entete, information, de, vers, motif } = self;
        let head = Head::read(entete, reader);
        let information = reader.field("information", information);
        let de: Option<EnfantId> = reader.field("de", de);
        let vers: Option<EnfantId> = reader.field("vers", vers);
        let motif = reader.field("motif", motif);
        let (de, vers) = (de?, vers?);
        if de == vers {
            let message = "C'est l'enfant sur lequel l'information est déjà saisie.";
            return reader.blame_at("vers", "ENFANT_EN_DOUBLE", message);
        }
        head.only_these_children(&[de, vers].into(), reader);
        let (information, motif) = (information?, motif?);
        head.demande(ActeDemande::Reaffecter { information, de, vers, motif })
    }
}
