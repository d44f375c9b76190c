//! What goes beyond the report: years compared, the paths children took, and the places that will be needed.
//!
//! Invariant: the bytes are those of [`projections::comparaison`], [`projections::trajectoires`] and
//! [`projections::prevision`]; nothing is added here.

use chrono::NaiveDate;
use projections::rapport::{NonProduit, Periode};
use projections::{comparaison, prevision, trajectoires};
use proto::activite::v1 as fil;
use proto::wire::{ConnuA, Entete, Reader, Repere};
use sha2::{Digest as _, Sha256};

use super::{Lue, not_produced, read};
use crate::echec::Echec;
use crate::guichet::Guichet;

/// A comparison asked, understood: a report, and the periods beside it.
pub(super) fn read_comparaison(
    request: fil::ComparerRequest,
) -> Result<(Entete, (Lue, Vec<Periode>)), Echec> {
    let fil::ComparerRequest {
        entete,
        periode,
        avec,
        territoire,
        connu_a,
        indicateurs,
        au_moins,
        registre,
    } = request;
    let (entete, lue) = read(fil::ProduireRequest {
        entete,
        periode,
        territoire,
        connu_a,
        indicateurs,
        au_moins,
        registre,
        ..fil::ProduireRequest::default()
    })?;
    let avec: Result<Vec<Periode>, _> = avec.iter().map(|periode| periode.parse()).collect();
    let avec = avec.map_err(|_| not_produced(NonProduit::PeriodesIncomparables))?;
    Ok((entete, (lue, avec)))
}

/// A forecast asked, understood.
pub(super) struct Attendue {
    au: NaiveDate,
    territoire: Option<String>,
    connu_a: Option<ConnuA>,
    reference_ans: u32,
    horizon_ans: u32,
    au_moins: Option<Repere>,
}

pub(super) fn read_prevision(request: fil::PrevoirRequest) -> Result<(Entete, Attendue), Echec> {
    let fil::PrevoirRequest {
        entete,
        au,
        territoire,
        connu_a,
        reference_ans,
        horizon_ans,
        au_moins,
    } = request;
    let mut reader = Reader::default();
    let entete: Option<Entete> = reader.field("entete", entete);
    let au: Option<NaiveDate> = reader.field("au", au);
    let territoire: Option<Option<String>> = reader.field("territoire", territoire);
    let connu_a: Option<Option<ConnuA>> = reader.field("connu_a", connu_a);
    let au_moins: Option<Option<Repere>> = reader.field("au_moins", au_moins);
    let read = || Some((entete?, au?, territoire?, connu_a?, au_moins?));
    let read = read();
    let (entete, au, territoire, connu_a, au_moins) = reader.finish(read).map_err(Echec::Champs)?;
    Ok((entete, Attendue { au, territoire, connu_a, reference_ans, horizon_ans, au_moins }))
}

impl Guichet {
    /// A period beside the same days of earlier years.
    pub(super) async fn comparer_les_annees(
        &self,
        lue: Lue,
        avec: Vec<Periode>,
    ) -> Result<fil::ProduireResponse, Echec> {
        let demande = comparaison::Demande { rapport: self.demander(lue).await?, avec };
        let produced = comparaison::comparer(&self.pool, &self.journal, &demande).await;
        let periode = demande.rapport.periode;
        self.reponse(produced.map_err(not_produced)?, periode, Vec::new()).await
    }

    /// The paths of a period.
    pub(super) async fn parcourir(&self, lue: Lue) -> Result<fil::ProduireResponse, Echec> {
        let demande = self.demander(lue).await?;
        let produced = trajectoires::produire(&self.pool, &self.journal, &demande).await;
        self.reponse(produced.map_err(not_produced)?, demande.periode, Vec::new()).await
    }

    /// The places that will be needed.
    pub(super) async fn prevoir_les_besoins(
        &self,
        asked: Attendue,
    ) -> Result<fil::PrevoirResponse, Echec> {
        let Attendue { au, territoire, connu_a, reference_ans, horizon_ans, au_moins } = asked;
        let position = self.position_vue(connu_a, au_moins.as_ref()).await?;
        let demande = prevision::Demande {
            departement: self.departement.to_string(),
            au,
            territoire,
            position: Some(position),
            reference_ans,
            horizon_ans,
        };
        let json = prevision::produire(&self.pool, &self.journal, &demande).await;
        let json = json.map_err(not_produced)?;
        Ok(fil::PrevoirResponse {
            coordonnees: Some(self.coordonnees_a(position, au).await?),
            json_sha256: hex::encode(Sha256::digest(&json)),
            json,
        })
    }
}
