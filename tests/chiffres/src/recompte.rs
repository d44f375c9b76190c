//! Some figures of a report, counted again by the second path.

use eventstore::Position;
use projections::rapport::Demande;

use crate::{Monde, pour_2022};

impl Monde {
    /// What the second path finds to say of the report of 2022 of these indicators alone, each of which it counts.
    pub async fn ecarts_du_recompte(
        &self,
        indicateurs: &[&str],
        territoire: Option<&str>,
        position: Option<Position>,
    ) -> Vec<String> {
        let indicateurs: Vec<String> = indicateurs.iter().map(|id| (*id).to_owned()).collect();
        let demande = Demande { indicateurs, ..pour_2022(territoire, position) };
        let rapport = self.rapport(&demande).await;
        let constat = self.second_chemin_de(&rapport.json, &demande.indicateurs).await;
        let mut said: Vec<String> = constat.ecarts.iter().map(ToString::to_string).collect();
        let left = constat.non_couverts.iter();
        said.extend(left.map(|one| format!("{} v{} is not counted again", one.id, one.version)));
        said
    }
}
