-- Which place an episode of accueil was in: children in one place are in one home. Rows of before say nothing of it until
-- the facts are rebuilt.

alter table projections.fait_accueil add column lieu_id uuid;

comment on column projections.fait_accueil.lieu_id is 'Which place, when it was told: two children in one are in one home.';
