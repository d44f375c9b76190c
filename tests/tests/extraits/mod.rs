//! A fratrie before its judge, for the tests of extracts: two children, a sender, a judgment, a place kept secret.

use proto::accueil::v1 as accueil;
use proto::accueil::v1::accueil_service_client::AccueilServiceClient;
use proto::commun::v1::TexteScelle;
use proto::commun::v1::texte_scelle::Etat;
use proto::dossier::v1::dossier_service_client::DossierServiceClient;
use proto::dossier::v1::{ChronologieRequest, ExtraireRequest, ExtraireResponse, LigneChronologie};
use proto::justice::v1 as justice;
use proto::justice::v1::justice_service_client::JusticeServiceClient;
use proto::mesure::v1 as mesure;
use proto::mesure::v1::mesure_service_client::MesureServiceClient;
use server::jetons::Role;
use tonic::Status;
use uuid::Uuid;

use crate::essai::{Essai, commande, decideur, entete, id, recevoir};

/// Who is before which judge.
pub(crate) struct Fratrie {
    pub(crate) essai: Essai,
    pub(crate) zoe: Uuid,
    pub(crate) noe: Uuid,
    pub(crate) dossier: String,
}

impl Fratrie {
    pub(crate) async fn devant_le_juge() -> Self {
        let essai = Essai::start().await;
        let (zoe, noe, dossier) = (id(), id(), id().to_string());
        for enfant in [zoe, noe] {
            essai.inscrire(enfant, "2024-01-08T09:00:00Z").await;
        }
        let received = recevoir(id(), &[zoe, noe], "2024-01-09", "2024-01-09T10:00:00Z");
        essai.information().recevoir(received).await.unwrap();
        let fratrie = Self { essai, zoe, noe, dossier };
        fratrie.saisir().await;
        fratrie.juger().await;
        fratrie
    }

    async fn saisir(&self) {
        let ouvert = justice::DossierOuvert {
            dossier: self.dossier.clone(),
            juridiction: "TJ La Rochelle".into(),
            cabinet: "2".into(),
            numero_ae: "A24/0017".into(),
            ..justice::DossierOuvert::default()
        };
        let request = justice::OuvrirDossierRequest {
            entete: Some(commande(&[self.zoe, self.noe], "2024-01-10", "2024-01-10T09:00:00Z")),
            ouvert: Some(ouvert),
        };
        let parle = self.essai.parle(Role::Justice);
        JusticeServiceClient::new(parle).ouvrir_dossier(request).await.unwrap();
    }

    /// Zoé is placed where nobody may say, Noé is followed at home; nobody has begun that yet.
    async fn juger(&self) {
        let decision = id().to_string();
        let (chez_elle, a_domicile) = (id().to_string(), id().to_string());
        let parle = self.essai.parle(Role::Justice);
        let of = |enfant: Uuid, mesure: &str, lieu_secret| justice::DispositifEnfant {
            enfant: enfant.to_string(),
            rendue: Some(justice::DecisionRendue {
                decision: decision.clone(),
                genre: "jugement".into(),
                autorite: "juge_des_enfants".into(),
                dossier: self.dossier.clone(),
                mesures: vec![mesure.into()],
                lieu_secret,
                precisions: clair("Le juge dit pourquoi."),
                ..justice::DecisionRendue::default()
            }),
        };
        let request = justice::RendreRequest {
            entete: Some(commande(&[], "2024-01-12", "2024-01-15T09:00:00Z")),
            dispositifs: vec![of(self.zoe, &chez_elle, true), of(self.noe, &a_domicile, false)],
        };
        JusticeServiceClient::new(parle.clone()).rendre(request).await.unwrap();
        let of = |enfant: Uuid, mesure: &str, nature: &str| mesure::MesureEnfant {
            enfant: enfant.to_string(),
            mesure: Some(mesure::Mesure {
                mesure: mesure.into(),
                decision: decision.clone(),
                nature: nature.into(),
                autorite: "juge_des_enfants".into(),
                terme_le: "2025-01-11".into(),
                ..mesure::Mesure::default()
            }),
        };
        let request = mesure::OrdonnerRequest {
            entete: Some(commande(&[], "2024-01-12", "2024-01-15T09:30:00Z")),
            mesures: vec![
                of(self.zoe, &chez_elle, "placement_ase"),
                of(self.noe, &a_domicile, "aemo"),
            ],
        };
        MesureServiceClient::new(parle.clone()).ordonner(request).await.unwrap();
        let admis = accueil::Admis {
            accueil: id().to_string(),
            mesure: chez_elle,
            lieu: Some(accueil::Lieu {
                genre: "assistant_familial".into(),
                commune: "17999".into(),
                secret: true,
                ..accueil::Lieu::default()
            }),
            principal: true,
            urgence: false,
        };
        let request = accueil::AdmettreRequest {
            entete: Some(commande(&[], "2024-01-16", "2024-01-16T18:00:00Z")),
            admissions: vec![accueil::AdmissionEnfant {
                enfant: self.zoe.to_string(),
                admis: Some(admis),
            }],
        };
        AccueilServiceClient::new(parle).admettre(request).await.unwrap();
    }

    /// What is asked for both children.
    pub(crate) fn demande(&self, profil: &str, recorded: &str) -> ExtraireRequest {
        ExtraireRequest {
            entete: Some(commande(&[self.zoe, self.noe], "2024-02-12", recorded)),
            extrait: id().to_string(),
            dossier: self.dossier.clone(),
            profil: profil.into(),
            decideur: decideur(),
            ..ExtraireRequest::default()
        }
    }

    /// The chronology of one of them.
    pub(crate) async fn lignes(&self, enfant: Uuid) -> Vec<LigneChronologie> {
        let enfant = enfant.to_string();
        let request = ChronologieRequest { entete: entete(), enfant, coordonnees: None };
        self.essai.dossier().chronologie(request).await.unwrap().into_inner().lignes
    }

    pub(crate) async fn extraire(
        &self,
        request: ExtraireRequest,
    ) -> Result<ExtraireResponse, Status> {
        let parle = self.essai.parle(Role::Justice);
        let answer = DossierServiceClient::new(parle).extraire(request).await;
        answer.map(tonic::Response::into_inner)
    }
}

pub(crate) fn clair(texte: &str) -> Option<TexteScelle> {
    Some(TexteScelle { etat: Some(Etat::Clair(texte.into())) })
}
