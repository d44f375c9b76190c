//! The as-of oracle: of a child, on a day, as recorded at a position, the two paths hold the same history, and the rows
//! the first one wrote say what the second one reads in the events.

use std::collections::BTreeSet;

use chiffres::hasard::Hasard;
use chiffres::{Monde, jour};
use chrono::NaiveDate;
use deadpool_postgres::tokio_postgres::Row;
use domain::codes::Code as _;
use domain::dossier;
use domain::histoire::{Enregistre, au, reunie};
use domain::ids::EnfantId;
use eventstore::Position;
use projections::codec;
use uuid::Uuid;
use verification::enfant::{Appel, Enfant, EvaluationSuivie, MesureSuivie, Sejour};
use verification::histoire::{qui_vaut, reunion};

use super::annee;

/// How many (child, day, position) are drawn in a world.
const TIRAGES: usize = 500;

#[tokio::test]
async fn les_deux_chemins_lisent_la_meme_histoire_et_les_memes_lignes() {
    for graine in [21, 22] {
        let monde = annee(graine, 120).await;
        let mut hasard = Hasard(graine + 1000);
        let head = monde.tete().await.get();
        let mut merged = 0;
        for _ in 0..TIRAGES {
            let enfant = chiffres::id(u128::from(1 + hasard.moins_de(120)));
            let asked = Position::new(1 + hasard.moins_de(head));
            let position = monde.journal.request_end(asked).await.unwrap();
            let le = jour(&hasard.jour("2021-06-01", 900));
            merged += usize::from(compare(&monde, enfant, position, le).await);
        }
        assert!(merged > 10, "graine {graine}: {merged} of merged files");
    }
}

/// Compares what both say of a child; tells whether his file is one with another.
async fn compare(monde: &Monde, enfant: Uuid, position: Position, le: NaiveDate) -> bool {
    let contexte = format!("{enfant} at {position}, on {le}");
    let own = recorded(monde, &[enfant], position).await;
    let held = reunion(enfant, &own);
    let id = EnfantId(enfant);
    assert_eq!(held.principal.map(EnfantId), dossier::reuni_a(id, &own), "{contexte}");
    let absorbed: BTreeSet<EnfantId> = held.absorbes.iter().copied().map(EnfantId).collect();
    assert_eq!(absorbed, dossier::reunis(id, &own), "{contexte}");

    let mut all = own;
    all.extend(recorded(monde, &held.absorbes, position).await);
    let naive = qui_vaut(enfant, &all);
    let theirs = reunie(id, &all);
    let mine: Vec<_> = naive
        .iter()
        .filter(|fait| fait.le() <= le)
        .map(|fait| (fait.cible, fait.position, fait.survenu, &fait.evenement))
        .collect();
    let known: Vec<_> = au(&theirs, le)
        .map(|known| (known.cible, known.position, known.survenu, &known.evenement))
        .collect();
    assert_eq!(mine, known, "{contexte}");

    let folded = match held.principal {
        Some(_) => Enfant::default(),
        None => Enfant::replier(enfant, &naive),
    };
    assert_eq!(lues(monde, enfant, position).await, dites(&folded), "{contexte}");
    held.principal.is_some() || !held.absorbes.is_empty()
}

async fn recorded(monde: &Monde, enfants: &[Uuid], position: Position) -> Vec<Enregistre> {
    let events = monde.journal.read_streams(enfants, Some(position)).await.unwrap();
    events.iter().map(|event| codec::decode(event).unwrap()).collect()
}

/// What the second path says of a child, a line a row of the first.
fn dites(enfant: &Enfant) -> Vec<String> {
    let mut lines = Vec::new();
    if enfant.ouvert {
        let (nomme, mna) = (enfant.nomme, enfant.reconnu_mna());
        let (naissance, majorite) = (enfant.naissance(), enfant.majorite());
        let sexe = enfant.sexe().cle();
        lines.push(format!("enfant {nomme} {naissance:?} {majorite:?} {mna:?} {sexe}"));
    }
    lines.extend(enfant.appels().iter().map(information_dite));
    lines.extend(enfant.evaluations_suivies().iter().map(evaluation_dite));
    lines.extend(enfant.mesures_suivies().iter().map(mesure_dite));
    lines.extend(enfant.sejours().iter().map(accueil_dit));
    let reports: Vec<NaiveDate> =
        enfant.evaluations_suivies().iter().flat_map(|known| known.rapports).copied().collect();
    lines.extend(enfant.editions().map(|edite| {
        let next = reports.iter().filter(|remis| edite < **remis).min();
        format!("ppe {edite} {:?}", next.copied())
    }));
    lines.sort_unstable();
    lines
}

fn information_dite(appel: &Appel<'_>) -> String {
    let dates = [
        appel.arrivee,
        appel.doublon,
        appel.rattachee,
        appel.retiree,
        appel.transferee,
        appel.qualifiee,
        appel.non_qualifiee,
        appel.echeance,
        appel.signalee(),
        appel.mandatee,
        appel.rapport,
        appel.decidee,
    ];
    let (porte, service) = (appel.porte, appel.service);
    format!(
        "information {} {dates:?} {porte:?} {service:?} {:?} {} {}",
        appel.information, appel.commune, appel.suite, appel.aed_refusee
    )
}

fn evaluation_dite(suivie: &EvaluationSuivie<'_>) -> String {
    let (first, last) = (suivie.rapports.first().copied(), suivie.rapports.last().copied());
    let dates = [suivie.depart, suivie.echeance, first, last];
    format!("evaluation {} {dates:?} {:?}", suivie.evaluation, suivie.commune)
}

fn mesure_dite(mesure: &MesureSuivie<'_>) -> String {
    let dates = [
        Some(mesure.prononcee),
        Some(mesure.effet),
        mesure.terme,
        mesure.fin,
        mesure.exercee,
        mesure.recue,
        mesure.attribuee,
        mesure.projet_du,
    ];
    format!(
        "mesure {} {} {} {dates:?} {} {:?} {:?} {} {} {:?} {:?}",
        mesure.mesure,
        mesure.nature.cle(),
        mesure.chaine,
        mesure.premiere,
        mesure.service,
        mesure.libelle_local,
        mesure.decision,
        mesure.administrative,
        mesure.operateur,
        mesure.motif
    )
}

fn accueil_dit(sejour: &Sejour) -> String {
    let dates = [Some(sejour.depuis), sejour.jusqu_a];
    format!(
        "accueil {} {:?} {:?} {} {} {dates:?} {:?} {:?}",
        sejour.accueil,
        sejour.mesure,
        sejour.chaine,
        sejour.lieu,
        sejour.principal,
        sejour.commune,
        sejour.foyer
    )
}

/// The rows of the first path that hold for a child at a position.
async fn lues(monde: &Monde, enfant: Uuid, position: Position) -> Vec<String> {
    let mut lines = Vec::new();
    for (table, line) in [
        ("enfant", enfant_lu as fn(&Row) -> String),
        ("information", information_lue),
        ("evaluation", evaluation_lue),
        ("mesure", mesure_lue),
        ("accueil", accueil_lu),
        ("ppe", edition_lue),
    ] {
        let sql = format!(
            "select fait.* from projections.fait_{table} as fait
              where fait.enfant = $1 and fait.from_position <= $2
                and (fait.to_position is null or $2 < fait.to_position)"
        );
        let at = i64::try_from(position.get()).unwrap();
        let client = monde.pool.get().await.unwrap();
        lines.extend(client.query(&sql, &[&enfant, &at]).await.unwrap().iter().map(line));
    }
    lines.sort_unstable();
    lines
}

fn days<const N: usize>(row: &Row, columns: [&str; N]) -> [Option<NaiveDate>; N] {
    columns.map(|column| row.get(column))
}

fn enfant_lu(row: &Row) -> String {
    let nomme: bool = row.get("identifie");
    let [naissance, majorite, mna] = days(row, ["naissance", "majorite_le", "mna_le"]);
    let sexe: String = row.get("sexe");
    format!("enfant {nomme} {naissance:?} {majorite:?} {mna:?} {sexe}")
}

fn information_lue(row: &Row) -> String {
    let dates = days(
        row,
        [
            "arrivee",
            "doublon_le",
            "rattachee_le",
            "retiree_le",
            "transferee_le",
            "qualifiee_le",
            "non_qualifiee_le",
            "echeance",
            "signalee_le",
            "mandatee_le",
            "rapport_le",
            "decidee_le",
        ],
    );
    let word = |column: &str| row.get::<_, Option<String>>(column);
    format!(
        "information {} {dates:?} {:?} {:?} {:?} {} {}",
        row.get::<_, Uuid>("information"),
        word("porte"),
        word("service_entree"),
        word("commune"),
        row.get::<_, String>("suite"),
        row.get::<_, bool>("aed_refusee")
    )
}

fn evaluation_lue(row: &Row) -> String {
    let dates = days(row, ["depart_le", "echeance_le", "premier_rapport_le", "dernier_rapport_le"]);
    let commune: Option<String> = row.get("commune");
    format!("evaluation {} {dates:?} {commune:?}", row.get::<_, Uuid>("evaluation"))
}

fn mesure_lue(row: &Row) -> String {
    let dates = days(
        row,
        [
            "prononcee_le",
            "effet_le",
            "terme_le",
            "fin_le",
            "demarree_le",
            "recue_le",
            "attribuee_le",
            "ppe_du_le",
        ],
    );
    format!(
        "mesure {} {} {} {dates:?} {} {:?} {:?} {} {} {:?} {:?}",
        row.get::<_, Uuid>("mesure"),
        row.get::<_, String>("nature"),
        row.get::<_, Uuid>("chaine"),
        row.get::<_, bool>("premiere_de_chaine"),
        row.get::<_, Option<String>>("service_responsable"),
        row.get::<_, Option<String>>("libelle_local"),
        row.get::<_, Uuid>("decision"),
        row.get::<_, bool>("administrative"),
        row.get::<_, Option<String>>("operateur"),
        row.get::<_, Option<String>>("motif_fin")
    )
}

fn edition_lue(row: &Row) -> String {
    let [next] = days(row, ["rapport_suivant_le"]);
    format!("ppe {} {next:?}", row.get::<_, NaiveDate>("edite_le"))
}

fn accueil_lu(row: &Row) -> String {
    let dates = days(row, ["depuis", "jusqu_a"]);
    format!(
        "accueil {} {:?} {:?} {} {} {dates:?} {:?} {:?}",
        row.get::<_, Uuid>("accueil"),
        row.get::<_, Option<Uuid>>("mesure"),
        row.get::<_, Option<Uuid>>("chaine"),
        row.get::<_, String>("lieu"),
        row.get::<_, bool>("principal"),
        row.get::<_, Option<String>>("commune"),
        row.get::<_, Option<Uuid>>("lieu_id")
    )
}
