//! The échéancier through gRPC on PostgreSQL: what is asked, of whom, before when; how a setting of the
//! Département shortens it; what a page is; what the past said.

#![expect(clippy::unwrap_used, reason = "helpers of tests, too, may stop the test")]

mod essai;

use essai::{Essai, Parle, commande, entete, id, qualifier, recevoir};
use proto::commun::v1::{ConnuA, Coordonnees, Recu, Repere, connu_a};
use proto::departement::v1 as dep;
use proto::departement::v1::departement_service_client::DepartementServiceClient;
use proto::echeancier::v1::echeancier_service_client::EcheancierServiceClient;
use proto::echeancier::v1::{
    Choix, Echeance, ListerRequest, ListerResponse, ReglesRequest, ReglesResponse,
};
use server::jetons::Role;
use tonic::{Code, Status};
use uuid::Uuid;

const RECORDED: &str = "2024-03-01T09:00:00Z";

fn echeancier(essai: &Essai) -> EcheancierServiceClient<Parle> {
    EcheancierServiceClient::new(essai.parle(Role::Crip))
}

fn departement(essai: &Essai) -> DepartementServiceClient<Parle> {
    DepartementServiceClient::new(essai.parle(Role::Crip))
}

/// Asked on that day, once the view has seen a write.
fn asked(au: &str, seen: &Option<Repere>) -> ListerRequest {
    let coordonnees =
        Coordonnees { au: au.into(), au_moins: seen.clone(), ..Coordonnees::default() };
    ListerRequest { entete: entete(), coordonnees: Some(coordonnees), ..ListerRequest::default() }
}

async fn list(essai: &Essai, request: ListerRequest) -> ListerResponse {
    echeancier(essai).lister(request).await.unwrap().into_inner()
}

fn rules(page: &ListerResponse) -> Vec<&str> {
    page.echeances.iter().map(|une| une.regle.as_str()).collect()
}

fn of<'a>(page: &'a ListerResponse, regle: &str) -> &'a Echeance {
    let found = page.echeances.iter().find(|une| une.regle == regle);
    found.unwrap_or_else(|| panic!("{regle} is not in {:?}", rules(page)))
}

/// A child named by a qualified information that arrived on 9 January 2024.
async fn child_in_an_ip(essai: &Essai) -> (Uuid, Uuid, Option<Repere>) {
    let (enfant, information) = (id(), id());
    essai.inscrire(enfant, "2024-01-08T09:00:00Z").await;
    let received = recevoir(information, &[enfant], "2024-01-09", "2024-01-10T09:00:00Z");
    essai.information().recevoir(received).await.unwrap();
    let qualified = qualifier(information, &[enfant], "2024-01-12", "2024-01-12T09:00:00Z");
    let recu = essai.information().qualifier(qualified).await.unwrap().into_inner();
    (enfant, information, recu.repere)
}

async fn fix(essai: &Essai, cle: &str, jours: u32, depuis: &str) -> Result<Recu, Status> {
    let reglage = dep::ReglageFixe { cle: cle.into(), jours, source: "protocole 2024".into() };
    let request = dep::FixerReglageRequest {
        entete: Some(commande(&[], depuis, RECORDED)),
        reglage: Some(reglage),
    };
    Ok(departement(essai).fixer_reglage(request).await?.into_inner())
}

#[tokio::test]
async fn une_ip_attend_son_rapport_trois_mois_apres_son_arrivee() {
    let essai = Essai::start().await;
    let (enfant, information, seen) = child_in_an_ip(&essai).await;
    let page = list(&essai, asked("2024-04-09", &seen)).await;
    let due = of(&page, "IP-04");
    assert_eq!(
        (due.enfant.as_str(), due.objet.as_str()),
        (&*enfant.to_string(), &*information.to_string())
    );
    assert_eq!((due.limite.as_str(), due.jours_restants), ("2024-04-09", Some(0)));
    assert_eq!(due.charge, "evaluateur");
    assert!(due.explication.contains("D226-2-4"), "{}", due.explication);
    let late = ListerRequest { choix: Choix::EnRetard.into(), ..asked("2024-04-09", &seen) };
    assert!(!rules(&list(&essai, late).await).contains(&"IP-04"), "the last day is in time");
    let late = ListerRequest { choix: Choix::EnRetard.into(), ..asked("2024-04-10", &seen) };
    assert_eq!(of(&list(&essai, late).await, "IP-04").jours_restants, Some(-1));
}

#[tokio::test]
async fn un_reglage_donne_un_delai_a_compter_de_son_jour_et_ne_deplace_pas_le_passe() {
    let essai = Essai::start().await;
    let (_, _, seen) = child_in_an_ip(&essai).await;
    let before = list(&essai, asked("2024-01-11", &seen)).await;
    let analysis = of(&before, "IP-03").clone();
    assert_eq!((analysis.limite.as_str(), analysis.jours_restants), ("", None));
    assert_eq!(analysis.age_jours, 2);
    let later = fix(&essai, "premiere_analyse", 3, "2024-01-10").await.unwrap();
    let unmoved = list(&essai, asked("2024-01-11", &later.repere)).await;
    assert_eq!(of(&unmoved, "IP-03").limite, "", "its trigger precedes the setting");
    let sooner = fix(&essai, "premiere_analyse", 5, "2024-01-01").await.unwrap();
    let moved = list(&essai, asked("2024-01-11", &sooner.repere)).await;
    assert_eq!(of(&moved, "IP-03").limite, "2024-01-14");
    assert!(of(&moved, "IP-03").explication.contains("réglé par le Département : 5 jours"));
    let position = seen.as_ref().map(|repere| repere.position).unwrap();
    let point = ConnuA { point: Some(connu_a::Point::Position(position)) };
    let coordonnees =
        Coordonnees { au: "2024-01-11".into(), connu_a: Some(point), ..Coordonnees::default() };
    let request = ListerRequest {
        entete: entete(),
        coordonnees: Some(coordonnees),
        ..ListerRequest::default()
    };
    assert_eq!(of(&list(&essai, request).await, "IP-03").limite, "", "as recorded at that point");
}

#[tokio::test]
async fn un_reglage_inconnu_est_refuse_et_rien_n_est_ecrit() {
    let essai = Essai::start().await;
    let refused = fix(&essai, "delai_imaginaire", 3, "2024-01-10").await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    fix(&essai, "premiere_analyse", 3, "2024-01-10").await.unwrap();
    let again = fix(&essai, "premiere_analyse", 3, "2024-01-10").await.unwrap();
    assert!(!again.deja_fait, "another command, that changes nothing");
    let read = dep::LireRequest { entete: entete(), coordonnees: None };
    let read = departement(&essai).lire(read).await.unwrap().into_inner();
    let reglages: Vec<_> = read.reglages.iter().map(|un| (un.cle.as_str(), un.jours)).collect();
    assert_eq!(reglages, [("premiere_analyse", 3)]);
}

#[tokio::test]
async fn un_conseil_se_compte_sans_enfant() {
    let essai = Essai::start().await;
    let conseil = |conseil: Uuid, le: &str| dep::NoterConseilRequest {
        entete: Some(commande(&[], le, RECORDED)),
        conseil: Some(dep::ConseilDonne {
            conseil: conseil.to_string(),
            porte_d_entree: "crip".into(),
            canal: "telephone".into(),
            demandeur: "enseignement_public".into(),
            organisation: None,
        }),
    };
    let (one, other) = (id(), id());
    for request in
        [conseil(one, "2024-02-01"), conseil(one, "2024-02-01"), conseil(other, "2023-12-31")]
    {
        departement(&essai).noter_conseil(request).await.unwrap();
    }
    let read = dep::LireRequest { entete: entete(), coordonnees: None };
    let read = departement(&essai).lire(read).await.unwrap().into_inner();
    assert_eq!(read.conseils_de_l_annee, 1);
    let mut named = conseil(id(), "2024-02-01");
    named.entete.as_mut().unwrap().enfants = vec![id().to_string()];
    let refused = departement(&essai).noter_conseil(named).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
}

#[tokio::test]
async fn les_pages_se_suivent_sans_trou_ni_double_quoi_qu_on_enregistre_entre_elles() {
    let essai = Essai::start().await;
    let mut seen = None;
    for _ in 0..3 {
        (_, _, seen) = child_in_an_ip(&essai).await;
    }
    let whole = list(&essai, asked("2024-03-01", &seen)).await;
    assert!(3 <= whole.total && whole.echeances.len() == whole.total as usize);
    let mut request = ListerRequest { taille: 2, ..asked("2024-03-01", &seen) };
    let mut paged = Vec::new();
    loop {
        let page = list(&essai, request.clone()).await;
        assert_eq!(page.total, whole.total);
        paged.extend(page.echeances);
        if page.curseur_suivant.is_empty() {
            break;
        }
        child_in_an_ip(&essai).await;
        request.curseur = page.curseur_suivant;
    }
    assert_eq!(paged, whole.echeances);
    let refused = echeancier(&essai)
        .lister(ListerRequest { curseur: "zz".into(), ..asked("2024-03-01", &seen) })
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
}

#[tokio::test]
async fn chaque_enfant_de_la_page_est_au_recu() {
    let essai = Essai::start().await;
    let (enfant, _, seen) = child_in_an_ip(&essai).await;
    let (other, _, _) = child_in_an_ip(&essai).await;
    let request = ListerRequest { enfant: enfant.to_string(), ..asked("2024-03-01", &seen) };
    let page = list(&essai, request).await;
    assert!(page.echeances.iter().all(|une| une.enfant == enfant.to_string()));
    let receipts = essai.attestations().await;
    let last = receipts.last().unwrap();
    assert_eq!(last.rpc, "parcours.echeancier.v1.EcheancierService/Lister");
    assert!(last.enfants.contains(&enfant) && !last.enfants.contains(&other));
}

#[tokio::test]
async fn les_regles_se_publient_avec_leur_source() {
    let essai = Essai::start().await;
    let ReglesResponse { regles } =
        echeancier(&essai).regles(ReglesRequest { entete: entete() }).await.unwrap().into_inner();
    let ip_04 = regles.iter().find(|regle| regle.id == "IP-04").unwrap();
    assert_eq!((ip_04.duree.as_str(), ip_04.verification.as_str()), ("3 mois", "V"));
    assert!(regles.iter().all(|regle| !regle.article.is_empty()));
}
