//! The lists of the chapter [`crate::ecrit`].

code_lists! {
    /// What a writing is, sent or received. Each rule that a writing closes names its kind.
    GenreEcrit = "GENRE_ECRIT", "liste de l'application : les écrits que la loi nomme, et ceux que la pratique ajoute", "M" {
        RapportEcheance = "rapport_echeance", "rapport d'échéance";
        RapportSituation = "rapport_situation", "rapport de situation";
        NoteInformation = "note_information", "note d'information";
        NoteIncident = "note_incident", "note d'incident";
        ReponseJustice = "reponse_justice", "réponse à une demande de la justice";
        Requete = "requete", "requête";
    }

    /// Who writes, or to whom one writes.
    Correspondant = "CORRESPONDANT", "liste de l'application", "M" {
        Mere = "mere", "mère";
        Pere = "pere", "père";
        RepresentantsLegaux = "representants_legaux", "représentants légaux";
        Enfant = "enfant", "l'enfant";
        JugeDesEnfants = "juge_des_enfants", "juge des enfants";
        Procureur = "procureur", "procureur de la République";
        CourDAppel = "cour_d_appel", "cour d'appel";
        Expediteur = "expediteur", "expéditeur de l'information";
        ServiceHabilite = "service_habilite", "service ou établissement habilité";
        ServiceDepartement = "service_departement", "service du Département";
        AutreDepartement = "autre_departement", "autre Département";
        AutoriteDeControle = "autorite_de_controle", "autorité de contrôle";
        Autre = "autre", "autre";
    }
}
