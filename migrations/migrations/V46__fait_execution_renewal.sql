-- A measure whose day of effect is still to be fixed has no row of its own: what it renews and when it was pronounced are
-- told here, for the term it follows. Rows of before say nothing of it until the facts are rebuilt.

alter table projections.fait_execution add column prononcee_le date;
alter table projections.fait_execution add column precedente uuid;

comment on column projections.fait_execution.prononcee_le is 'Pronounced, when its day of effect is still to be fixed.';
comment on column projections.fait_execution.precedente is 'The measure it renews, when its day of effect is still to be fixed.';

select chiffres.ouvrir('fait_execution');
