//! The activity report, its definitions and the code lists: figures, and nobody in them.
//!
//! Invariant: the bytes are those of [`projections::rapport`]; nothing is added to them here.

use domain::codes::listes;
use eventstore::Position;
use projections::rapport::{self, Demande, NonProduit, Periode};
use projections::registre::{self, REGISTRE};
use proto::activite::v1 as fil;
use proto::activite::v1::activite_service_server::ActiviteService;
use proto::wire::{ConnuA, Entete, Reader, Repere};
use sha2::{Digest as _, Sha256};
use tonic::{Request, Response, Status};

use crate::echec::Echec;
use crate::guichet::Guichet;
use crate::lecture::Point;

#[tonic::async_trait]
impl ActiviteService for Guichet {
    async fn produire(
        &self,
        request: Request<fil::ProduireRequest>,
    ) -> Result<Response<fil::ProduireResponse>, Status> {
        self.autorise(request.metadata(), "parcours.activite.v1.ActiviteService/Produire")?;
        let lue = read(request.into_inner())?;
        self.ce_departement(&lue.entete.departement)?;
        Ok(Response::new(self.rapport(lue).await?))
    }

    async fn definitions(
        &self,
        request: Request<fil::DefinitionsRequest>,
    ) -> Result<Response<fil::DefinitionsResponse>, Status> {
        self.autorise(request.metadata(), "parcours.activite.v1.ActiviteService/Definitions")?;
        let registre = registre_demande(request.get_ref().registre).unwrap_or(REGISTRE);
        if !(1..=REGISTRE).contains(&registre) {
            return Err(not_produced(NonProduit::RegistreInconnu(registre)).into());
        }
        Ok(Response::new(fil::DefinitionsResponse {
            registre: registre.to_string(),
            definitions: registre::definitions(registre).into_iter().map(definition).collect(),
            listes: listes().iter().map(liste).collect(),
        }))
    }
}

/// What is asked, understood.
struct Lue {
    entete: Entete,
    periode: Periode,
    territoire: Option<String>,
    connu_a: Option<ConnuA>,
    indicateurs: Vec<String>,
    au_moins: Option<Repere>,
    registre: Option<u32>,
}

/// The registry a request names; 0 names none.
fn registre_demande(registre: u32) -> Option<u32> {
    (registre != 0).then_some(registre)
}

fn read(request: fil::ProduireRequest) -> Result<Lue, Echec> {
    let fil::ProduireRequest {
        entete,
        periode,
        territoire,
        connu_a,
        indicateurs,
        au_moins,
        registre,
    } = request;
    let mut reader = Reader::default();
    let entete = reader.field("entete", entete);
    let periode: Option<String> = reader.field("periode", periode);
    let territoire: Option<Option<String>> = reader.field("territoire", territoire);
    let connu_a: Option<Option<ConnuA>> = reader.field("connu_a", connu_a);
    let indicateurs: Option<Vec<String>> = reader.field("indicateurs", indicateurs);
    let au_moins: Option<Option<Repere>> = reader.field("au_moins", au_moins);
    let read = entete.zip(periode).zip(territoire).zip(connu_a).zip(indicateurs).zip(au_moins);
    let (((((entete, periode), territoire), connu_a), indicateurs), au_moins) =
        reader.finish(read).map_err(Echec::Champs)?;
    let periode = periode.parse().map_err(not_produced)?;
    let registre = registre_demande(registre);
    Ok(Lue { entete, periode, territoire, connu_a, indicateurs, au_moins, registre })
}

impl Guichet {
    async fn rapport(&self, lue: Lue) -> Result<fil::ProduireResponse, Echec> {
        let Lue { entete, periode, territoire, connu_a, indicateurs, au_moins, registre } = lue;
        let head = self.journal.head().await?.position;
        self.deja_enregistre(au_moins.as_ref(), head)?;
        let position = self.position(connu_a, head).await?;
        self.vue_a(position).await?;
        let demande = Demande {
            departement: entete.departement,
            periode,
            territoire,
            position: Some(position),
            indicateurs,
            registre,
        };
        let produced = rapport::produire(&self.pool, &self.journal, &demande).await;
        let produced = produced.map_err(not_produced)?;
        self.reponse(produced, periode).await
    }

    async fn reponse(
        &self,
        produced: rapport::Rapport,
        periode: Periode,
    ) -> Result<fil::ProduireResponse, Echec> {
        let rapport::Rapport { json, csv, position } = produced;
        let instant =
            if position == Position::ORIGIN { None } else { self.instant_de(position).await? };
        let point = Point { au: periode.au, position, instant, su_au: None };
        Ok(fil::ProduireResponse {
            coordonnees: Some(self.resolues(&point)),
            json_sha256: hex::encode(Sha256::digest(&json)),
            csv_sha256: hex::encode(Sha256::digest(&csv)),
            json,
            csv,
        })
    }
}

fn not_produced(cause: NonProduit) -> Echec {
    let message = cause.to_string();
    match cause {
        NonProduit::PeriodeInvalide => Echec::champ("periode", "PERIODE_INVALIDE", &message),
        NonProduit::TerritoireInconnu => Echec::champ("territoire", "TERRITOIRE_INCONNU", &message),
        NonProduit::RegistreInconnu(_) => Echec::champ("registre", "REGISTRE_INCONNU", &message),
        NonProduit::IndicateurInconnu(_) => {
            let message = "Un indicateur demandé n'est pas au registre : voir Definitions.";
            Echec::champ("indicateurs", "INDICATEUR_INCONNU", message)
        }
        NonProduit::EnRetard { en: _, demandee: _ } => Echec::VueEnRetard,
        NonProduit::Arretes { a: _ } => Echec::ChiffresArretes,
        NonProduit::Failure(failure) => failure.into(),
    }
}

fn definition(definition: &registre::Definition) -> fil::Definition {
    fil::Definition {
        id: definition.id.to_owned(),
        version: definition.version,
        libelle: definition.libelle.to_owned(),
        unite: definition.unite.to_owned(),
        genre: definition.genre.to_owned(),
        numerateur: definition.numerateur.to_owned(),
        denominateur: definition.denominateur.to_owned(),
        regle_de_date: definition.regle_de_date.to_owned(),
        territoire: definition.territoire.to_owned(),
        date_de_l_age: definition.date_de_l_age.to_owned(),
        source: definition.source.to_owned(),
        definition: definition.definition.to_owned(),
        section: definition.section.cle().to_owned(),
    }
}

fn liste(liste: &domain::codes::ListeDeCodes) -> fil::ListeDeCodes {
    let domain::codes::ListeDeCodes { nom, source, verification, codes } = liste;
    let codes = codes.iter().map(|(cle, libelle, export)| fil::Code {
        cle: (*cle).to_owned(),
        libelle: (*libelle).to_owned(),
        export: export.unwrap_or_default().to_owned(),
    });
    fil::ListeDeCodes {
        nom: (*nom).to_owned(),
        source: (*source).to_owned(),
        verification: (*verification).to_owned(),
        codes: codes.collect(),
    }
}
