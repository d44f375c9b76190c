//! The lists of the chapter [`crate::autonomie`].

code_lists! {
    /// An interview the law gives a young person.
    GenreEntretien = "GENRE_ENTRETIEN", "CASF, art. L222-5-1 et L222-5-2-1", "V" {
        DixSeptAns = "dix_sept_ans", "entretien un an avant la majorité";
        ApresSortie = "apres_sortie", "entretien six mois après la sortie";
        SurDemande = "sur_demande", "entretien à la demande du jeune";
    }

    /// What was said in an interview.
    SujetEntretien = "SUJET_ENTRETIEN", "CASF, art. L222-5-1 ; complétée par l'application", "V" {
        Conditions = "conditions", "conditions de l'accompagnement vers l'autonomie";
        ProjetAutonomie = "projet_autonomie", "projet d'accès à l'autonomie";
        DroitAuSejour = "droit_au_sejour", "carte de séjour et demande d'asile";
        DroitAuRetour = "droit_au_retour", "droit au retour jusqu'à 21 ans";
    }

    /// The six needs the accompaniment covers.
    BesoinAutonomie = "BESOIN_AUTONOMIE", "CASF, art. R222-6 (décret 2022-1125)", "V" {
        Ressources = "ressources", "ressources";
        Logement = "logement", "logement";
        EmploiFormation = "emploi_formation", "emploi, formation";
        Soins = "soins", "accès aux soins";
        Demarches = "demarches", "démarches administratives";
        SocioEducatif = "socio_educatif", "accompagnement socio-éducatif";
    }

    /// What the Département decided of an accompaniment.
    SensAccompagnement = "SENS_ACCOMPAGNEMENT", "liste de l'application, d'après CASF, art. L222-5 et R223-2", "O" {
        Accord = "accord", "accordé";
        Refus = "refus", "refusé";
        Fin = "fin", "arrêté";
    }

    /// Why a young person leaves the ASE.
    MotifSortieAse = "MOTIF_SORTIE_ASE", "liste de l'application, d'après annexe 2-8 CASF MOTIFML", "M" {
        Majorite = "majorite", "majorité";
        FinDAccompagnement = "fin_d_accompagnement", "fin de l'accompagnement du jeune majeur";
        VingtEtUnAns = "vingt_et_un_ans", "vingt et un ans";
        ChoixDuJeune = "choix_du_jeune", "choix du jeune";
        RetourEnFamille = "retour_en_famille", "retour en famille";
        Emancipation = "emancipation", "émancipation";
        Adoption = "adoption", "adoption";
        AutreDepartement = "autre_departement", "prise en charge par un autre Département";
        Autre = "autre", "autre";
    }

    /// The last diploma on leaving.
    Diplome = "DIPLOME", "annexe 2-8 CASF, décret 2016-1966, variable 104", "V" {
        Aucun = "aucun", "aucun diplôme", "1";
        Brevet = "brevet", "brevet", "2";
        CapBep = "cap_bep", "CAP, BEP ou équivalent", "3";
        Baccalaureat = "baccalaureat", "baccalauréat ou équivalent", "4";
        Superieur = "superieur", "diplôme du supérieur", "5";
        NeSaitPas = "ne_sait_pas", "ne sait pas", "9";
    }

    /// What the commission d'accès à l'autonomie advised.
    AvisCommission = "AVIS_COMMISSION_AUTONOMIE", "liste de l'application", "M" {
        Favorable = "favorable", "favorable";
        Defavorable = "defavorable", "défavorable";
        Ajourne = "ajourne", "ajourné";
    }
}
