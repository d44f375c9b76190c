//! `parcours file`: the queue of the CRIP, as the server orders it.

use std::cmp::Ordering;

use proto::file::v1::file_service_client::FileServiceClient;
use proto::file::v1::{ListerRequest, Situation};

use crate::Fin;
use crate::arguments::{Acces, File};
use crate::client::{self, Canal, REPONSE_MAX};
use crate::echec::Echec;
use crate::jetons::Role;
use crate::libelles::Libelles;
use crate::sortie;
use crate::tableau::{Colonne, plier, tableau};
use crate::temps;

/// The largest page the server gives.
const PAGE_MAX: u32 = 200;

/// Lists the queue.
///
/// # Errors
/// [`Echec`] when the server cannot be reached, or refuses.
pub async fn executer(demande: File) -> Result<Fin, Echec> {
    let canal = client::ouvrir(&demande.acces.liaison, Role::Crip).await?;
    let libelles = Libelles::demander(&canal, client::entete(&demande.acces, Role::Crip)).await;
    let (situations, total, moment) = situations(canal, &demande).await?;
    sortie::ligne(&format!("La file de la CRIP, {moment}.\n"));
    sortie::texte(&table(&situations, &libelles));
    let montrees = match situations.len() {
        montrees @ 0..=1 => format!("{montrees} situation montrée"),
        montrees => format!("{montrees} situations montrées"),
    };
    sortie::ligne(&format!("\n{montrees} sur {total}."));
    Ok(Fin::Bien)
}

/// Reads pages until there are enough.
async fn situations(canal: Canal, demande: &File) -> Result<(Vec<Situation>, u32, String), Echec> {
    let mut client = FileServiceClient::new(canal).max_decoding_message_size(REPONSE_MAX);
    let mut request = premiere(demande);
    let mut situations = Vec::new();
    loop {
        let page = client.lister(request.clone()).await?.into_inner();
        situations.extend(page.situations);
        let assez = situations.len() >= demande.nombre as usize;
        if assez || page.curseur_suivant.is_empty() {
            let moment = page.coordonnees.as_ref().map(temps::coordonnees).unwrap_or_default();
            situations.truncate(demande.nombre as usize);
            return Ok((situations, page.total, moment));
        }
        request.curseur = page.curseur_suivant;
    }
}

fn premiere(demande: &File) -> ListerRequest {
    let File { etats, service, nombre, moment, acces } = demande;
    ListerRequest {
        entete: Some(entete(acces)),
        coordonnees: Some(moment.into()),
        etats: etats.clone(),
        service: service.clone(),
        taille: (*nombre).clamp(1, PAGE_MAX),
        curseur: String::new(),
    }
}

fn entete(acces: &Acces) -> proto::commun::v1::Entete {
    client::entete(acces, Role::Crip)
}

/// The rows, then each rule once: most rows stand under the same.
fn table(situations: &[Situation], libelles: &Libelles) -> String {
    let colonnes = [
        Colonne::Texte,
        Colonne::Texte,
        Colonne::Replie(24),
        Colonne::Texte,
        Colonne::Nombre,
        Colonne::Texte,
        Colonne::Replie(36),
    ];
    let entetes = ["n°", "reçue le", "état", "échéance", "reste", "règle", "enfants"];
    let mut regles: Vec<&str> = Vec::new();
    let mut lignes = Vec::new();
    for situation in situations {
        lignes.push(ligne(situation, regle(&mut regles, &situation.explication), libelles));
    }
    let notes = (1..).zip(regles).map(|(rang, regle)| note(rang, regle));
    format!("{}{}", tableau(&colonnes, &entetes, &lignes), notes.collect::<String>())
}

/// The number of a rule, given to it the first time.
fn regle<'a>(regles: &mut Vec<&'a str>, explication: &'a str) -> String {
    if explication.is_empty() {
        return String::new();
    }
    let rang = regles.iter().position(|dite| *dite == explication).unwrap_or_else(|| {
        regles.push(explication);
        regles.len() - 1
    });
    format!("({})", rang + 1)
}

fn note(rang: usize, regle: &str) -> String {
    let lignes = plier(&format!("({rang}) {regle}"), sortie::largeur());
    format!("\n{}\n", lignes.join("\n"))
}

fn ligne(situation: &Situation, regle: String, libelles: &Libelles) -> Vec<String> {
    let urgence = if situation.urgence { "urgence · " } else { "" };
    vec![
        situation.numero.clone(),
        temps::jour(&situation.recue_le),
        format!("{urgence}{}", libelles.de("ETAT_INFORMATION", &situation.etat)),
        temps::jour(&situation.echeance),
        reste(situation),
        regle,
        situation.enfants.join(" "),
    ]
}

fn reste(situation: &Situation) -> String {
    let jours = situation.jours_restants;
    match (situation.echeance.is_empty(), jours.cmp(&0)) {
        (true, _) => String::new(),
        (false, Ordering::Less) => format!("retard {} j", jours.unsigned_abs()),
        (false, Ordering::Equal) => "aujourd’hui".to_owned(),
        (false, Ordering::Greater) => format!("{jours} j"),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn une_situation_en_retard_se_voit() {
        let situation = Situation {
            information: String::new(),
            numero: "2022-00017".to_owned(),
            recue_le: "2022-01-05".to_owned(),
            etat: "a_traiter".to_owned(),
            echeance: "2022-04-05".to_owned(),
            jours_restants: -3,
            explication: "Évaluation dans les trois mois (CASF, art. D226-2-4).".to_owned(),
            urgence: true,
            enfants: vec!["0190b6a2-5c1e-7c39-9d5a-0f3f8f1c2d4e".to_owned()],
            ..Situation::default()
        };
        expect![[r#"
            n°          reçue le    état                 échéance         reste  règle  enfants
            ──────────  ──────────  ───────────────────  ──────────  ──────────  ─────  ────────────────────────────────────
            2022-00017  05/01/2022  urgence · a_traiter  05/04/2022  retard 3 j  (1)    0190b6a2-5c1e-7c39-9d5a-0f3f8f1c2d4e

            (1) Évaluation dans les trois mois (CASF, art. D226-2-4).
        "#]]
        .assert_eq(&table(&[situation], &Libelles::default()));
    }
}
