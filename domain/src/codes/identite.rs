//! The lists of the chapter [`crate::identite`] that its unborn children and its MNA need.

code_lists! {
    /// Why a prenatal alert ends without a birth to follow.
    MotifPrenatalClos = "MOTIF_PRENATAL_CLOS", "liste de l'application", "M" {
        GrossesseInterrompue = "grossesse_interrompue", "grossesse interrompue, enfant mort-né";
        SuiviOrdinaire = "suivi_ordinaire", "suivi de droit commun, alerte levée";
        AutreDepartement = "autre_departement", "famille suivie par un autre Département";
    }

    /// What an assessment of minority and isolation concludes.
    ConclusionMinorite = "CONCLUSION_MINORITE", "CASF, art. R221-11 ; liste de l'application", "V" {
        Etablies = "etablies", "minorité et isolement établis";
        Doute = "doute", "un doute demeure";
        NonEtablies = "non_etablies", "minorité ou isolement non établis";
    }

    /// What an assessment of minority rests on. The last two are listed to be refused by name.
    ElementMinorite = "ELEMENT_MINORITE", "CASF, art. R221-11 ; C. civ., art. 388 ; liste de l'application", "V" {
        Entretiens = "entretiens", "entretiens pluridisciplinaires";
        Documents = "documents", "documents d'identité produits";
        VerificationDocuments = "verification_documents", "vérification des documents par l'autorité compétente";
        AppuiPrefecture = "appui_prefecture", "informations transmises par le préfet";
        Isolement = "isolement", "éléments sur l'isolement";
        ExamenOrdonne = "examen_ordonne", "examen radiologique ordonné par l'autorité judiciaire, avec l'accord de l'intéressé";
        ConstatationsDeSante = "constatations_de_sante", "constatations de santé";
        ExamenOsseux = "examen_osseux", "examen osseux sans décision judiciaire";
    }
}
