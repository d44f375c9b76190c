//! What the queries of several families have in common: a row that holds at the position, the délégation in charge.

/// The rows of a table, under that name, that hold at the position.
macro_rules! valide {
    ($nom:literal) => {
        concat!(
            $nom,
            ".log_id = $1 and ",
            $nom,
            ".from_position <= $2 and (",
            $nom,
            ".to_position is null or $2 < ",
            $nom,
            ".to_position)"
        )
    };
}

/// Where the child of a row lives on the last day, as `residence`.
macro_rules! residence {
    ($nom:literal) => {
        concat!(
            "left join projections.fait_residence as residence on residence.enfant = ",
            $nom,
            ".enfant and ",
            valide!("residence"),
            " and residence.depuis <= $4 and (residence.jusqu_a is null or $4 < residence.jusqu_a)"
        )
    };
}

/// A measure, under that name, is in force on that day.
macro_rules! en_vigueur {
    ($nom:literal, $jour:literal) => {
        concat!(
            $nom,
            ".effet_le <= ",
            $jour,
            " and (",
            $nom,
            ".terme_le is null or ",
            $jour,
            " <= ",
            $nom,
            ".terme_le) and (",
            $nom,
            ".fin_le is null or ",
            $jour,
            " < ",
            $nom,
            ".fin_le)"
        )
    };
}

/// The délégation of a row without a measure is of the territory.
macro_rules! de_la_delegation {
    () => {
        "($5::text[] is null or residence.service_responsable = any ($5))"
    };
    ($mesure:literal) => {
        concat!(
            "($5::text[] is null or coalesce(residence.service_responsable, ",
            $mesure,
            ".service_responsable) = any ($5))"
        )
    };
}

pub(super) use {de_la_delegation, en_vigueur, residence, valide};
