//! Advice given without an information (A22): it is the Département's own, names no child and has no territory.

use domain::codes::{PorteDEntree, Transip};

use super::ventilees::Lignes;
use super::{Cadre, Calcul, Resultat, compte};
use crate::indicateurs::{absente, nombre, seules};

pub(in crate::indicateurs) async fn a22(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let libelle = "Conseils donnés sans information préoccupante";
    if cadre.territoire.is_some() {
        return Ok(seules(vec![absente("conseils", libelle)]));
    }
    let rows = cadre
        .lignes(
            "select conseil.porte, conseil.demandeur, count(*) as n
               from projections.conseil as conseil
              where conseil.log_id = $1 and conseil.from_position <= $2
                and conseil.donne_le between $3 and $4
              group by conseil.porte, conseil.demandeur",
            None,
        )
        .await?;
    let mut total = 0;
    let mut portes = Lignes::par_code::<PorteDEntree>();
    let mut demandeurs = Lignes::par_code::<Transip>();
    for row in &rows {
        let n = nombre(row, "n")?;
        total += n;
        portes.ajoute(row.try_get("porte")?, n);
        demandeurs.ajoute(row.try_get("demandeur")?, n);
    }
    Ok(Resultat {
        valeurs: vec![compte("conseils", libelle, total)],
        ventilations: vec![
            portes.en_ventilation("porte", "conseils"),
            demandeurs.en_ventilation("demandeur", "conseils"),
        ],
    })
}
