//! What goes beyond the report: years compared, the paths children took, and the places that will be needed.
//!
//! Invariant: the bytes are those of [`projections::comparaison`], [`projections::trajectoires`] and
//! [`projections::prevision`]; nothing is added here.

use chrono::NaiveDate;
use eventstore::Position;
use projections::rapport::{NonProduit, Periode};
use projections::{comparaison, prevision, trajectoires};
use proto::activite::v1 as fil;
use proto::commun::v1::CoordonneesResolues;
use proto::wire::{ConnuA, Entete, Reader, Repere};
use sha2::{Digest as _, Sha256};

use super::{Lue, not_produced};
use crate::echec::Echec;
use crate::guichet::Guichet;
use crate::lecture::Point;

/// Years of reference of a forecast unless said otherwise.
const REFERENCE_ANS: u32 = 3;

/// Years ahead of a forecast unless said otherwise.
const HORIZON_ANS: u32 = 5;

/// A forecast asked, understood.
pub(super) struct AttenduDemande {
    entete: Entete,
    au: NaiveDate,
    territoire: Option<String>,
    connu_a: Option<ConnuA>,
    reference_ans: u32,
    horizon_ans: u32,
    au_moins: Option<Repere>,
}

pub(super) fn read(request: fil::PrevoirRequest) -> Result<AttenduDemande, Echec> {
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
    let reference_ans = years(&mut reader, "reference_ans", (reference_ans, REFERENCE_ANS, 10));
    let horizon_ans = years(&mut reader, "horizon_ans", (horizon_ans, HORIZON_ANS, 5));
    let read = || {
        Some(AttenduDemande {
            entete: entete?,
            au: au?,
            territoire: territoire?,
            connu_a: connu_a?,
            reference_ans: reference_ans?,
            horizon_ans: horizon_ans?,
            au_moins: au_moins?,
        })
    };
    let read = read();
    reader.finish(read).map_err(Echec::Champs)
}

/// A number of years: nothing said, the default; beyond the limit, refused.
fn years(reader: &mut Reader, name: &'static str, said: (u32, u32, u32)) -> Option<u32> {
    let (said, default, limit) = said;
    if said <= limit {
        return Some(if said == 0 { default } else { said });
    }
    let message = format!("Au plus {limit} ans.");
    reader.inside(name, |reader| reader.blame("NOMBRE_HORS_LIMITES", message))
}

impl Guichet {
    /// A period beside the same days of earlier years.
    pub(super) async fn comparer_les_annees(
        &self,
        lue: Lue,
        avec: &[String],
    ) -> Result<fil::ProduireResponse, Echec> {
        let avec: Result<Vec<Periode>, _> = avec.iter().map(|periode| periode.parse()).collect();
        let avec = avec.map_err(|_| not_produced(NonProduit::PeriodesIncomparables))?;
        let (rapport, position) = self.demander(lue).await?;
        self.vue_a(position).await?;
        let demande = comparaison::Demande { rapport, avec };
        let produced = comparaison::comparer(&self.pool, &self.journal, &demande).await;
        let periode = demande.rapport.periode;
        self.reponse(produced.map_err(not_produced)?, periode, Vec::new()).await
    }

    /// The paths of a period.
    pub(super) async fn parcourir(&self, lue: Lue) -> Result<fil::ProduireResponse, Echec> {
        let (demande, position) = self.demander(lue).await?;
        self.vue_a(position).await?;
        let produced = trajectoires::produire(&self.pool, &self.journal, &demande).await;
        let periode = demande.periode;
        self.reponse(produced.map_err(not_produced)?, periode, Vec::new()).await
    }

    /// The places that will be needed.
    pub(super) async fn prevoir_les_besoins(
        &self,
        asked: AttenduDemande,
    ) -> Result<fil::PrevoirResponse, Echec> {
        self.ce_departement(&asked.entete.departement)?;
        let head = self.journal.head().await?.position;
        self.deja_enregistre(asked.au_moins.as_ref(), head)?;
        let position = self.position(asked.connu_a, head).await?;
        self.vue_a(position).await?;
        let demande = prevision::Demande {
            departement: asked.entete.departement,
            au: asked.au,
            territoire: asked.territoire,
            position: Some(position),
            reference_ans: asked.reference_ans,
            horizon_ans: asked.horizon_ans,
        };
        let json = prevision::produire(&self.pool, &self.journal, &demande).await;
        let json = json.map_err(not_produced)?;
        Ok(fil::PrevoirResponse {
            coordonnees: Some(self.coordonnees_a(position, asked.au).await?),
            json_sha256: hex::encode(Sha256::digest(&json)),
            json,
        })
    }

    async fn coordonnees_a(
        &self,
        position: Position,
        au: NaiveDate,
    ) -> Result<CoordonneesResolues, Echec> {
        let instant =
            if position == Position::ORIGIN { None } else { self.instant_de(position).await? };
        Ok(self.resolues(&Point { au, position, instant, su_au: None }))
    }
}
