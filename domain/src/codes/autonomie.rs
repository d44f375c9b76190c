//! The lists of the chapter [`crate::autonomie`].

code_lists! {
    /// An interview the law gives a young person.
    GenreEntretien = "GENRE_ENTRETIEN", "CASF, art. L222-5-1 et L222-5-2-1", "V" {
        DixSeptAns = "dix_sept_ans", "entretien un an avant la majorité";
        ApresSortie = "apres_sortie", "entretien six mois après la sortie";
    }
}
