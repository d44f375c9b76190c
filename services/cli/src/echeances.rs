//! `parcours echeances`: what is to be done, for whom, before when and why, as the server orders it.

use proto::echeancier::v1::echeancier_service_client::EcheancierServiceClient;
use proto::echeancier::v1::{AutreRegle, Choix, Echeance, ListerRequest};

use crate::Fin;
use crate::arguments::Echeances;
use crate::client::{self, Canal, REPONSE_MAX};
use crate::echec::Echec;
use crate::jetons::Role;
use crate::sortie;
use crate::tableau::{Colonne, tableau};
use crate::temps;

/// The largest page the server gives.
const PAGE_MAX: u32 = 200;

/// Lists what is to be done.
///
/// # Errors
/// [`Echec`] when the server cannot be reached, or refuses.
pub async fn executer(demande: Echeances) -> Result<Fin, Echec> {
    let canal = client::ouvrir(&demande.acces.liaison, Role::Crip).await?;
    let (echeances, total, moment) = echeances(canal, &demande).await?;
    sortie::ligne(&format!("L’échéancier, {moment}.\n"));
    sortie::texte(&table(&echeances));
    let montrees = match echeances.len() {
        montrees @ 0..=1 => format!("{montrees} échéance montrée"),
        montrees => format!("{montrees} échéances montrées"),
    };
    sortie::ligne(&format!("\n{montrees} sur {total}."));
    Ok(Fin::Bien)
}

/// Reads pages until there are enough.
async fn echeances(
    canal: Canal,
    demande: &Echeances,
) -> Result<(Vec<Echeance>, u32, String), Echec> {
    let mut client = EcheancierServiceClient::new(canal).max_decoding_message_size(REPONSE_MAX);
    let mut request = premiere(demande);
    let mut echeances = Vec::new();
    loop {
        let page = client.lister(request.clone()).await?.into_inner();
        echeances.extend(page.echeances);
        let assez = echeances.len() >= demande.nombre as usize;
        if assez || page.curseur_suivant.is_empty() {
            let moment = page.coordonnees.as_ref().map(temps::coordonnees).unwrap_or_default();
            echeances.truncate(demande.nombre as usize);
            return Ok((echeances, page.total, moment));
        }
        request.curseur = page.curseur_suivant;
    }
}

fn premiere(demande: &Echeances) -> ListerRequest {
    let Echeances {
        en_retard,
        a_du,
        chez_autrui,
        miennes,
        service,
        territoire,
        cabinet,
        enfant,
        jusqu_au,
        nombre,
        moment,
        acces,
    } = demande;
    let choix = match (en_retard, a_du, chez_autrui) {
        (true, _, _) => Choix::EnRetard,
        (_, true, _) => Choix::ADu,
        (_, _, true) => Choix::ChezAutrui,
        (false, false, false) => Choix::Toutes,
    };
    ListerRequest {
        entete: Some(client::entete(acces, Role::Crip)),
        coordonnees: Some(moment.into()),
        choix: choix.into(),
        les_miennes: *miennes,
        service: service.clone(),
        territoire: territoire.clone(),
        cabinet: cabinet.clone(),
        enfant: enfant.clone(),
        jusqu_au: jusqu_au.clone(),
        taille: (*nombre).clamp(1, PAGE_MAX),
        curseur: String::new(),
    }
}

fn table(echeances: &[Echeance]) -> String {
    let colonnes = [
        Colonne::Texte,
        Colonne::Nombre,
        Colonne::Texte,
        Colonne::Replie(28),
        Colonne::Replie(22),
        Colonne::Replie(44),
        Colonne::Replie(36),
    ];
    let entetes = ["limite", "reste", "règle", "acte attendu", "de qui", "pourquoi", "enfant"];
    let lignes: Vec<Vec<String>> = echeances.iter().map(ligne).collect();
    tableau(&colonnes, &entetes, &lignes)
}

fn ligne(une: &Echeance) -> Vec<String> {
    let de_qui = if une.service.is_empty() {
        une.charge_libelle.clone()
    } else {
        format!("{} · {}", une.charge_libelle, une.service)
    };
    vec![
        limite(&une.limite),
        reste(une),
        regles(une),
        une.acte.clone(),
        de_qui,
        une.explication.clone(),
        une.enfant.clone(),
    ]
}

fn limite(le: &str) -> String {
    if le.is_empty() { "sans délai chiffré".to_owned() } else { temps::jour(le) }
}

/// Days left or late; since the trigger where there is no limit.
fn reste(une: &Echeance) -> String {
    match une.jours_restants {
        Some(jours @ ..0) => format!("{} j de retard", -jours),
        Some(jours) => format!("{jours} j"),
        None => format!("depuis {} j", une.age_jours),
    }
}

/// The strictest rule, then those that the same act keeps.
fn regles(une: &Echeance) -> String {
    let autre = |AutreRegle { regle, limite: le, article: _ }: &AutreRegle| {
        format!("{regle} le {}", limite(le))
    };
    let autres: Vec<String> = une.aussi.iter().map(autre).collect();
    if autres.is_empty() {
        return une.regle.clone();
    }
    format!("{} (aussi {})", une.regle, autres.join(", "))
}
