//! What a request changes in the rows, and how a batch of changes is written.
//!
//! # Invariants
//!
//! - Only differences are written: a row that says the same thing keeps its validity.
//! - A row is valid for `[from, to)`, where both are last positions of requests. A row made and ended
//!   within one batch is written once, with both.
//! - The lots of a batch, and its checkpoint, are one transaction: the caller's.
//!
//! Deliberately absent: which requests there are, and in what order ([`crate::runner`]).

use deadpool_postgres::Transaction;
use tokio_postgres::types::{ToSql, Type};

use super::Faits;
use super::ligne::{
    Colonne, Fait, FaitAccompagnement, FaitAccueil, FaitActeSante, FaitComplement, FaitDecision,
    FaitDelaissement, FaitDeplacement, FaitEcheance, FaitEnfant, FaitEntretien, FaitEvaluation,
    FaitExamen, FaitExecution, FaitInformation, FaitIrregularite, FaitMesure, FaitNavette,
    FaitParente, FaitPpe, FaitProjetAutonomie, FaitPupille, FaitRapport, FaitRapportDu,
    FaitResidence, FaitSeparation, FaitSignalement, FaitSituation, FaitSortie, FaitStatut,
};
use crate::emplacement::Emplacement;

/// A row that holds now, and the batch that writes it: its number, and the row's place in it.
#[derive(Debug)]
struct Ouverte<F> {
    row: F,
    ecrite_par: Option<(u64, usize)>,
}

/// What a batch changes in one table.
#[derive(Debug)]
struct Lot<F> {
    numero: u64,
    fermees: Vec<(F, i64)>,
    nouvelles: Vec<(F, i64, Option<i64>)>,
}

impl<F: Fait> Lot<F> {
    fn numero(numero: u64) -> Self {
        Self { numero, fermees: Vec::new(), nouvelles: Vec::new() }
    }

    /// Replaces the rows that hold by those of a new version of the history; both in the order of keys.
    fn change(&mut self, ouvertes: &mut Vec<Ouverte<F>>, rows: Vec<F>, position: i64) {
        let mut before = std::mem::take(ouvertes).into_iter().peekable();
        for row in rows {
            while let Some(gone) = before.next_if(|held| held.row.cle() < row.cle()) {
                self.ferme(gone, position);
            }
            match before.next_if(|held| held.row.cle() == row.cle()) {
                Some(held) if held.row == row => ouvertes.push(held),
                Some(held) => {
                    self.ferme(held, position);
                    ouvertes.push(self.ouvre(row, position));
                }
                None => ouvertes.push(self.ouvre(row, position)),
            }
        }
        before.for_each(|gone| self.ferme(gone, position));
    }

    fn ouvre(&mut self, row: F, position: i64) -> Ouverte<F> {
        self.nouvelles.push((row.clone(), position, None));
        Ouverte { row, ecrite_par: Some((self.numero, self.nouvelles.len() - 1)) }
    }

    fn ferme(&mut self, held: Ouverte<F>, position: i64) {
        match held.ecrite_par {
            Some((numero, index)) if numero == self.numero => {
                self.nouvelles[index].2 = Some(position);
            }
            Some(_) | None => self.fermees.push((held.row, position)),
        }
    }

    async fn write(
        &self,
        tx: &Transaction<'_>,
        ou: Emplacement,
    ) -> Result<(), tokio_postgres::Error> {
        if !self.fermees.is_empty() {
            self.write_ends(tx, ou).await?;
        }
        if !self.nouvelles.is_empty() {
            self.write_new(tx, ou).await?;
        }
        Ok(())
    }

    async fn write_ends(
        &self,
        tx: &Transaction<'_>,
        ou: Emplacement,
    ) -> Result<(), tokio_postgres::Error> {
        let rows: Vec<&F> = self.fermees.iter().map(|(row, _)| row).collect();
        let ends: Vec<i64> = self.fermees.iter().map(|(_, position)| *position).collect();
        let keys = &F::COLONNES[..F::CLE];
        let mut columns = F::colonnes(&rows);
        columns.truncate(F::CLE);
        let matched: String =
            keys.iter().map(|(name, _)| format!(" and fait.{name} = fin.{name}")).collect();
        // Each end finds its row by key, then by place: `offset 0` keeps the planner from joining the
        // other way round, which it does whenever it believes a young table to be small.
        let sql = format!(
            "update {schema}.{table} as fait
                set to_position = ouverte.to_position
               from (select trouvee.place, fin.to_position
                       from unnest({places}) as fin ({names}, to_position)
                      cross join lateral (
                            select fait.ctid as place
                              from {schema}.{table} as fait
                             where fait.log_id = $1 and fait.to_position is null{matched}
                            offset 0) as trouvee) as ouverte
              where fait.ctid = ouverte.place",
            schema = ou.schema,
            table = F::TABLE,
            places = places(2..keys.len() + 3),
            names = names(keys),
        );
        let types = keys.iter().map(|(_, kind)| kind.clone()).chain([Type::INT8_ARRAY]);
        columns.push(Box::new(ends));
        execute(tx, &sql, ou.log_id, &columns, types).await
    }

    async fn write_new(
        &self,
        tx: &Transaction<'_>,
        ou: Emplacement,
    ) -> Result<(), tokio_postgres::Error> {
        let rows: Vec<&F> = self.nouvelles.iter().map(|(row, _, _)| row).collect();
        let from: Vec<i64> = self.nouvelles.iter().map(|(_, from, _)| *from).collect();
        let to: Vec<Option<i64>> = self.nouvelles.iter().map(|(_, _, to)| *to).collect();
        let mut columns = F::colonnes(&rows);
        columns.push(Box::new(from));
        columns.push(Box::new(to));
        let names = names(F::COLONNES);
        let sql = format!(
            "insert into {schema}.{table} (log_id, {names}, from_position, to_position)
             select $1, {names}, from_position, to_position
               from unnest({places}) as nouvelle ({names}, from_position, to_position)",
            schema = ou.schema,
            table = F::TABLE,
            places = places(2..F::COLONNES.len() + 4),
        );
        let own = F::COLONNES.iter().map(|(_, kind)| kind.clone());
        execute(tx, &sql, ou.log_id, &columns, own.chain([Type::INT8_ARRAY, Type::INT8_ARRAY]))
            .await
    }
}

fn places(numbers: std::ops::Range<usize>) -> String {
    numbers.map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

fn names(columns: &[(&str, Type)]) -> String {
    columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

async fn execute(
    tx: &Transaction<'_>,
    sql: &str,
    log_id: i16,
    columns: &[Colonne],
    types: impl Iterator<Item = Type>,
) -> Result<(), tokio_postgres::Error> {
    let mut params: Vec<(&(dyn ToSql + Sync), Type)> = vec![(&log_id, Type::INT2)];
    params.extend(columns.iter().map(|column| &**column as &(dyn ToSql + Sync)).zip(types));
    tx.execute_typed(sql, &params).await.map(|_| ())
}

macro_rules! tables {
    ($( $field:ident: $fait:ident; )+) => {
        /// The rows of one child that hold now.
        #[derive(Debug, Default)]
        pub(crate) struct Ouvertes {
            $( $field: Vec<Ouverte<$fait>>, )+
        }

        impl Ouvertes {
            /// The rows of a child as the tables already have them.
            pub(crate) fn deja_ecrites(faits: Faits) -> Self {
                let Faits { $($field),+ } = faits;
                Self { $( $field: already_written($field), )+ }
            }
        }

        /// What a batch changes in every table.
        #[derive(Debug)]
        pub(crate) struct Lots {
            $( $field: Lot<$fait>, )+
        }

        impl Lots {
            /// An empty batch. No two batches of a same memory have the same number.
            pub(crate) fn numero(numero: u64) -> Self {
                Self { $( $field: Lot::numero(numero), )+ }
            }

            /// Takes the facts of a child after a request whose last position is given.
            pub(crate) fn change(&mut self, ouvertes: &mut Ouvertes, faits: Faits, position: i64) {
                let Faits { $($field),+ } = faits;
                $( self.$field.change(&mut ouvertes.$field, $field, position); )+
            }

            /// Writes the batch.
            pub(crate) async fn write(
                &self,
                tx: &Transaction<'_>,
                ou: Emplacement,
            ) -> Result<(), tokio_postgres::Error> {
                $( self.$field.write(tx, ou).await?; )+
                Ok(())
            }
        }

        /// Every table of facts, for those who empty or compare them.
        pub(crate) const TABLES: &[&str] = &[$( <$fait as Fait>::TABLE ),+];
    };
}

fn already_written<F>(rows: Vec<F>) -> Vec<Ouverte<F>> {
    rows.into_iter().map(|row| Ouverte { row, ecrite_par: None }).collect()
}

tables! {
    enfants: FaitEnfant;
    residences: FaitResidence;
    informations: FaitInformation;
    signalements: FaitSignalement;
    navettes: FaitNavette;
    evaluations: FaitEvaluation;
    complements: FaitComplement;
    decisions: FaitDecision;
    mesures: FaitMesure;
    accueils: FaitAccueil;
    ppe: FaitPpe;
    echeances: FaitEcheance;
    statuts: FaitStatut;
    pupilles: FaitPupille;
    delaissements: FaitDelaissement;
    examens: FaitExamen;
    rapports: FaitRapport;
    rapports_dus: FaitRapportDu;
    accompagnements: FaitAccompagnement;
    entretiens: FaitEntretien;
    projets_autonomie: FaitProjetAutonomie;
    sorties: FaitSortie;
    actes_sante: FaitActeSante;
    situations: FaitSituation;
    deplacements: FaitDeplacement;
    separations: FaitSeparation;
    parentes: FaitParente;
    executions: FaitExecution;
    irregularites: FaitIrregularite;
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use uuid::Uuid;

    use super::*;

    fn edition(edition: i32, day: u32) -> FaitPpe {
        let le = NaiveDate::from_ymd_opt(2022, 1, day).unwrap();
        FaitPpe {
            enfant: Uuid::nil(),
            projet: Uuid::nil(),
            edition,
            etabli_le: le,
            edite_le: le,
            rapport_suivant_le: None,
        }
    }

    /// The lot and the validity of what it writes, as `edition day from to`.
    fn written(lot: &Lot<FaitPpe>) -> Vec<String> {
        let day = |row: &FaitPpe| row.edite_le.format("%-d").to_string();
        let ends = lot.fermees.iter();
        let ends = ends.map(|(row, to)| format!("{} {} … {to}", row.edition, day(row)));
        let new = lot.nouvelles.iter();
        ends.chain(new.map(|(row, from, to)| {
            format!(
                "{} {} {from} {}",
                row.edition,
                day(row),
                to.map_or("…".into(), |to| to.to_string())
            )
        }))
        .collect()
    }

    #[test]
    fn seule_la_difference_s_ecrit() {
        let mut ouvertes = already_written(vec![edition(1, 1), edition(2, 2), edition(3, 3)]);
        let mut lot = Lot::numero(1);
        lot.change(&mut ouvertes, vec![edition(1, 1), edition(3, 9), edition(4, 4)], 10);
        assert_eq!(written(&lot), ["2 2 … 10", "3 3 … 10", "3 9 10 …", "4 4 10 …"]);
    }

    #[test]
    fn ce_qui_nait_et_finit_dans_un_lot_garde_ses_deux_bornes() {
        let mut ouvertes = already_written(vec![edition(1, 1)]);
        let mut lot = Lot::numero(1);
        lot.change(&mut ouvertes, vec![edition(1, 2)], 10);
        lot.change(&mut ouvertes, vec![edition(1, 2)], 11);
        lot.change(&mut ouvertes, vec![edition(1, 3)], 12);
        lot.change(&mut ouvertes, vec![], 13);
        assert_eq!(written(&lot), ["1 1 … 10", "1 2 10 12", "1 3 12 13"]);
        assert!(ouvertes.is_empty());
    }

    #[test]
    fn le_lot_suivant_ferme_dans_la_table_ce_qu_un_lot_a_ecrit() {
        let mut lots = Lots::numero(1);
        let mut ouvertes = Ouvertes::default();
        let faits = |day| Faits { ppe: vec![edition(1, day)], ..Faits::default() };
        lots.change(&mut ouvertes, faits(1), 5);
        let mut lots = Lots::numero(2);
        lots.change(&mut ouvertes, faits(2), 9);
        assert_eq!(written(&lots.ppe), ["1 1 … 9", "1 2 9 …"]);
    }
}
