//! Nothing of the contract escapes the gate: each RPC that shows personal data leaves a receipt, each
//! other one says why it need not, and the tables know the whole contract and nothing else.

#![expect(clippy::unwrap_used, reason = "helpers of tests, too, may stop the test")]

mod essai;
mod personnes;

use std::collections::BTreeSet;

use essai::{Essai, entete, id, recevoir};
use prost_reflect::DescriptorPool;
use proto::commun::v1::Coordonnees;
use proto::dossier::v1::dossier_service_client::DossierServiceClient;
use proto::dossier::v1::{ChronologieRequest, LireRequest};
use proto::echeancier::v1::echeancier_service_client::EcheancierServiceClient;
use proto::journal::v1::journal_service_client::JournalServiceClient;
use proto::journal::v1::{AbonnerRequest, PreuveRequest, preuve_request};
use proto::justice::v1::justice_service_client::JusticeServiceClient;
use proto::recherche::v1::recherche_service_client::RechercheServiceClient;
use server::droits::{Acces, RPCS};
use server::jetons::Role;
use tonic::Status;
use uuid::Uuid;

fn contract() -> BTreeSet<String> {
    let pool = DescriptorPool::decode(proto::DESCRIPTORS).unwrap();
    let services: Vec<_> = pool.services().collect();
    let methods = services.iter().flat_map(|service| {
        let name = service.full_name().to_owned();
        service.methods().map(move |method| format!("{name}/{}", method.name())).collect::<Vec<_>>()
    });
    methods.collect()
}

#[test]
fn chaque_rpc_du_contrat_est_gardee_ou_dit_pourquoi_elle_ne_l_est_pas() {
    let listed: BTreeSet<String> = RPCS.iter().map(|rpc| rpc.nom.to_owned()).collect();
    assert_eq!(contract(), listed, "every RPC has its line in server::droits::RPCS");
    for rpc in RPCS {
        match rpc.acces {
            Acces::Gated => {}
            Acces::Open(why) => assert!(!why.is_empty(), "{}: say why it is open", rpc.nom),
        }
    }
}

/// Calls a gated RPC so that it shows that child. A new one does not pass until it is called here.
async fn voir(essai: &Essai, rpc: &str, enfant: Uuid) -> Result<(), Status> {
    let (entete, enfant) = (entete(), enfant.to_string());
    let parle = essai.parle(Role::Crip);
    match rpc {
        "parcours.dossier.v1.DossierService/Lire" => {
            let request = LireRequest { entete, enfant, coordonnees: None };
            essai.dossier().lire(request).await.map(drop)
        }
        "parcours.dossier.v1.DossierService/Chronologie" => {
            let request = ChronologieRequest { entete, enfant, coordonnees: None };
            essai.dossier().chronologie(request).await.map(drop)
        }
        "parcours.dossier.v1.DossierService/Previsualiser" => {
            let cible = proto::commun::v1::Cible { enfant: enfant.clone(), version: 1 };
            let annuler = proto::dossier::v1::AnnulerRequest {
                entete: Some(essai::commande(&[], "2022-03-02", "2022-03-02T09:00:00Z")),
                cibles: vec![cible],
                motif: "essai".into(),
            };
            let correction =
                Some(proto::dossier::v1::previsualiser_request::Correction::Annuler(annuler));
            let request = proto::dossier::v1::PrevisualiserRequest { correction };
            essai.dossier().previsualiser(request).await.map(drop)
        }
        "parcours.dossier.v1.DossierService/Extraire" => {
            let child = enfant.parse().unwrap();
            let (dossier, extrait) = (id().to_string(), id().to_string());
            let commande = essai::commande(&[child], "2024-01-12", "2024-01-12T10:00:00Z");
            let ouvert = proto::justice::v1::DossierOuvert {
                dossier: dossier.clone(),
                juridiction: "TJ La Rochelle".into(),
                ..proto::justice::v1::DossierOuvert::default()
            };
            let request = proto::justice::v1::OuvrirDossierRequest {
                entete: Some(commande.clone()),
                ouvert: Some(ouvert),
            };
            JusticeServiceClient::new(parle).ouvrir_dossier(request).await?;
            let request = proto::dossier::v1::ExtraireRequest {
                entete: Some(commande),
                extrait,
                dossier,
                profil: "contradictoire".into(),
                apercu: true,
                ..proto::dossier::v1::ExtraireRequest::default()
            };
            let liaison = essai.parle(Role::Justice);
            DossierServiceClient::new(liaison).extraire(request).await.map(drop)
        }
        "parcours.file.v1.FileService/Lister" => {
            let mut file = proto::file::v1::file_service_client::FileServiceClient::new(parle);
            let request = proto::file::v1::ListerRequest {
                entete,
                ..proto::file::v1::ListerRequest::default()
            };
            file.lister(request).await.map(drop)
        }
        "parcours.echeancier.v1.EcheancierService/Lister" => {
            let mut echeancier = EcheancierServiceClient::new(parle);
            let request = proto::echeancier::v1::ListerRequest {
                entete,
                enfant,
                ..proto::echeancier::v1::ListerRequest::default()
            };
            echeancier.lister(request).await.map(drop)
        }
        "parcours.recherche.v1.RechercheService/Doublons" => {
            let request = proto::recherche::v1::DoublonsRequest {
                entete,
                ..proto::recherche::v1::DoublonsRequest::default()
            };
            RechercheServiceClient::new(parle).doublons(request).await.map(drop)
        }
        "parcours.recherche.v1.RechercheService/Chercher" => {
            let qui = proto::recherche::v1::Identite {
                nom: "Martin".into(),
                prenoms: "Zoé".into(),
                ..proto::recherche::v1::Identite::default()
            };
            let request = proto::recherche::v1::ChercherRequest {
                entete,
                enfant: Some(qui),
                ..proto::recherche::v1::ChercherRequest::default()
            };
            RechercheServiceClient::new(parle).chercher(request).await.map(drop)
        }
        "parcours.personne.v1.PersonneService/Lire" => {
            let (personne, lien) = (id().to_string(), id().to_string());
            personnes::inscrire(essai, &personne).await;
            personnes::lier(essai, &lien, &personne, &enfant).await;
            let request = proto::personne::v1::LireRequest {
                entete,
                personne,
                enfant,
                ..proto::personne::v1::LireRequest::default()
            };
            personnes::service(essai).lire(request).await.map(drop)
        }
        "parcours.personne.v1.PersonneService/LireExpediteur" => {
            let information = id();
            let child = enfant.parse().unwrap();
            let received = recevoir(information, &[child], "2024-01-09", "2024-01-12T09:00:00Z");
            essai.information().recevoir(received).await?;
            let information = information.to_string();
            let request = proto::personne::v1::LireExpediteurRequest {
                entete,
                enfant,
                information,
                coordonnees: None,
            };
            personnes::service(essai).lire_expediteur(request).await.map(drop)
        }
        "parcours.piece.v1.PieceService/Lire" => {
            let piece = id().to_string();
            personnes::deposer(essai, &piece, &enfant, b"une ordonnance".to_vec()).await?;
            let request = proto::piece::v1::LireRequest { entete, enfant, piece };
            personnes::pieces(essai).lire(request).await.map(drop)
        }
        "parcours.acces.v1.AccesService/Lister" => {
            let mut acces = proto::acces::v1::acces_service_client::AccesServiceClient::new(parle);
            acces.lister(proto::acces::v1::ListerRequest { entete, enfant }).await.map(drop)
        }
        "parcours.journal.v1.JournalService/Preuve" => {
            let request = PreuveRequest {
                entete,
                objet: Some(preuve_request::Objet::Position(1)),
                ..PreuveRequest::default()
            };
            JournalServiceClient::new(parle).preuve(request).await.map(drop)
        }
        "parcours.journal.v1.JournalService/Abonner" => {
            let mut machine = JournalServiceClient::new(essai.parle(Role::Technique));
            let flux = vec![enfant];
            let request = AbonnerRequest { entete, flux, ..AbonnerRequest::default() };
            let mut pages = machine.abonner(request).await?.into_inner();
            pages.message().await.map(drop)
        }
        other => panic!("{other} shows personal data: call it here"),
    }
}

#[tokio::test]
async fn chaque_rpc_gardee_laisse_son_recu() {
    let essai = Essai::start().await;
    let enfant = id();
    essai.inscrire(enfant, "2024-01-08T09:00:00Z").await;
    // Somebody opened a second file for the same child: whoever searches is shown both.
    let double = id();
    essai.inscrire(double, "2024-01-08T09:30:00Z").await;
    let received = recevoir(id(), &[enfant], "2024-01-09", "2024-01-10T09:00:00Z");
    let recu = essai.information().recevoir(received).await.unwrap().into_inner();
    // The queue is a view: wait until it has seen the information.
    let mut file =
        proto::file::v1::file_service_client::FileServiceClient::new(essai.parle(Role::Crip));
    let coordonnees = Coordonnees { au_moins: recu.repere, ..Coordonnees::default() };
    let seen = proto::file::v1::ListerRequest {
        entete: entete(),
        coordonnees: Some(coordonnees),
        ..proto::file::v1::ListerRequest::default()
    };
    file.lister(seen).await.unwrap();
    for rpc in RPCS.iter().filter(|rpc| rpc.acces == Acces::Gated) {
        let before = essai.attestations().await.len();
        voir(&essai, rpc.nom, enfant).await.unwrap();
        let receipts = essai.attestations().await;
        assert_eq!(receipts.len(), before + 1, "{} leaves one receipt", rpc.nom);
        let last = receipts.last().unwrap();
        let search = rpc.nom.starts_with("parcours.recherche.");
        let shown = if search { vec![enfant, double] } else { vec![enfant] };
        assert_eq!((last.rpc.as_str(), &last.enfants), (rpc.nom, &shown));
        assert!(!last.refuse);
    }
}
