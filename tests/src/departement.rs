//! A simulated Département behind a real door: loaded through the import, read through the report.
//!
//! Reports are asked over gRPC and kept, one a period and territory.

use std::collections::BTreeMap;

use proto::activite::v1::ProduireRequest;
use proto::activite::v1::activite_service_client::ActiviteServiceClient;
use proto::commun::v1::{ConnuA, Entete, Repere};
use proto::reprise::v1::reprise_service_client::RepriseServiceClient;
use proto::reprise::v1::{Commande, Compte, Ligne};
use serde_json::Value;
use server::jetons::Role;
use simulateur::{LigneCible, Valeur};
use tonic::{Code, Request};

use crate::serveur::Serveur;

/// How often a report is asked for while the facts catch up: the server waits, and says when it waited
/// in vain.
const ATTENTES_MAX: usize = 30;

/// What an import answered, added up.
#[derive(Debug, Default)]
pub struct Bilan {
    /// Commands done now.
    pub faites: u64,
    /// Commands done before.
    pub deja_faites: u64,
    /// Refused lines: number, code and message.
    pub rejets: Vec<String>,
    /// The last point written.
    pub repere: Option<Repere>,
}

/// Sends commands through the import.
pub async fn importe(serveur: &Serveur, commandes: Vec<Commande>) -> Bilan {
    let lignes =
        (1..).zip(commandes).map(|(numero, commande)| Ligne { numero, commande: Some(commande) });
    let request = porte(serveur, Role::Reprise, tokio_stream::iter(lignes.collect::<Vec<_>>()));
    let mut client = RepriseServiceClient::new(serveur.channel().await);
    let mut answers = client.importer(request).await.expect("the import begins").into_inner();
    let mut bilan = Bilan::default();
    while let Some(compte) = answers.message().await.expect("the import goes on") {
        let Compte { jusqu_a: _, faites, deja_faites, rejets, repere } = compte;
        bilan.faites += u64::from(faites);
        bilan.deja_faites += u64::from(deja_faites);
        bilan.rejets.extend(rejets.iter().map(|rejet| {
            format!("{} {} {} {}", rejet.numero, rejet.code, rejet.champ, rejet.message)
        }));
        bilan.repere = repere.or(bilan.repere);
    }
    bilan
}

/// A request that carries the token of a role.
pub fn porte<T>(serveur: &Serveur, role: Role, message: T) -> Request<T> {
    let mut request = Request::new(message);
    let jeton = format!("Bearer {}", serveur.jeton(role));
    request.metadata_mut().insert("authorization", jeton.parse().expect("a token is ASCII"));
    request
}

/// The reports of one point of the journal, asked once each.
pub struct Rapports<'a> {
    serveur: &'a Serveur,
    repere: Repere,
    lus: BTreeMap<(String, String), Value>,
}

impl<'a> Rapports<'a> {
    /// Reports as recorded at that point.
    pub fn a(serveur: &'a Serveur, repere: Repere) -> Self {
        Self { serveur, repere, lus: BTreeMap::new() }
    }

    /// The computed value of a row: a published count is a numerator alone, a share or a mean a fraction.
    pub async fn valeur(&mut self, ligne: &LigneCible) -> Option<(u64, u64)> {
        let cle = (ligne.periode.to_owned(), ligne.territoire.unwrap_or_default().to_owned());
        if !self.lus.contains_key(&cle) {
            let bytes = produire(self.serveur, &cle.0, &cle.1, &self.repere).await.0;
            let rapport = serde_json::from_slice(&bytes).expect("a report is JSON");
            self.lus.insert(cle.clone(), rapport);
        }
        cherche(&self.lus[&cle], ligne)
    }
}

/// The JSON and CSV of a report.
pub async fn produire(
    serveur: &Serveur,
    periode: &str,
    territoire: &str,
    repere: &Repere,
) -> (Vec<u8>, Vec<u8>) {
    let entete = Entete {
        departement: "17".into(),
        finalite: "observation".into(),
        correlation: String::new(),
    };
    let connu_a =
        ConnuA { point: Some(proto::commun::v1::connu_a::Point::Position(repere.position)) };
    let request = ProduireRequest {
        entete: Some(entete),
        periode: periode.into(),
        territoire: territoire.into(),
        connu_a: Some(connu_a),
        indicateurs: vec![],
        au_moins: Some(repere.clone()),
        registre: 0,
        diffusion: String::new(),
        formes: Vec::new(),
    };
    let mut client = ActiviteServiceClient::new(serveur.channel().await);
    for _ in 1..ATTENTES_MAX {
        match client.produire(porte(serveur, Role::Odpe, request.clone())).await {
            Err(status) if status.code() == Code::Unavailable => {}
            produced => {
                let response = produced.expect("the report is produced").into_inner();
                return (response.json, response.csv);
            }
        }
    }
    panic!("the facts did not reach position {}", repere.position)
}

fn cherche(rapport: &Value, ligne: &LigneCible) -> Option<(u64, u64)> {
    let indicateur = find(&rapport["indicateurs"], "id", ligne.indicateur)?;
    let valeurs = match ligne.ventilation {
        None => &indicateur["valeurs"],
        Some((axe, _)) => &find(&indicateur["ventilations"], "axe", axe)?["lignes"],
    };
    let valeur = find(valeurs, "cle", ligne.ventilation.map_or(ligne.cle, |(_, cle)| cle))?;
    let numerateur = valeur["valeur"].as_u64().or_else(|| valeur["num"].as_u64())?;
    match ligne.publie {
        Valeur::Compte(_) => Some((numerateur, 1)),
        Valeur::Part(_) | Valeur::Jours(_) | Valeur::Entre(_, _) => {
            Some((numerateur, valeur["den"].as_u64()?))
        }
    }
}

fn find<'v>(list: &'v Value, key: &str, wanted: &str) -> Option<&'v Value> {
    list.as_array()?.iter().find(|entry| entry[key] == wanted)
}
