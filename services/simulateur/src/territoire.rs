//! The six territories of the published figures, and the délégation in charge of each.

/// A territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Territoire {
    LaRochelle,
    Rochefort,
    SaintongeRomane,
    ValsDeSaintonge,
    RoyanAtlantique,
    HauteSaintonge,
}

impl Territoire {
    pub(crate) const TOUS: [Self; 6] = [
        Self::LaRochelle,
        Self::Rochefort,
        Self::SaintongeRomane,
        Self::ValsDeSaintonge,
        Self::RoyanAtlantique,
        Self::HauteSaintonge,
    ];

    /// Stable key, as given to a report.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Self::LaRochelle => "la_rochelle_re_aunis_atlantique",
            Self::Rochefort => "rochefort_aunis_sud_marennes_oleron",
            Self::SaintongeRomane => "saintonge_romane",
            Self::ValsDeSaintonge => "vals_de_saintonge",
            Self::RoyanAtlantique => "royan_atlantique",
            Self::HauteSaintonge => "haute_saintonge",
        }
    }

    /// Code of the délégation in charge.
    pub(crate) fn delegation(self) -> &'static str {
        match self {
            Self::LaRochelle => "dt_la_rochelle_re_aunis_atlantique",
            Self::Rochefort => "dt_rochefort_aunis_sud_marennes_oleron",
            Self::SaintongeRomane => "dt_saintonge_romane",
            Self::ValsDeSaintonge => "dt_vals_de_saintonge",
            Self::RoyanAtlantique => "dt_royan_atlantique",
            Self::HauteSaintonge => "dt_haute_saintonge",
        }
    }

    pub(crate) fn de_slug(slug: &str) -> Option<Self> {
        Self::TOUS.into_iter().find(|territoire| territoire.slug() == slug)
    }

    /// Share of the minors, in hundredths.
    pub(crate) fn poids(self) -> usize {
        match self {
            Self::LaRochelle => 32,
            Self::Rochefort => 20,
            Self::SaintongeRomane => 15,
            Self::ValsDeSaintonge => 9,
            Self::RoyanAtlantique => 11,
            Self::HauteSaintonge => 13,
        }
    }

    pub(crate) fn rang(self) -> usize {
        self as usize
    }
}
