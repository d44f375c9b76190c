-- The events as a person reads them: names instead of numbers, the payload as jsonb. For reading only: what is
-- hashed is the payload's bytes, and seals stay sealed.

create view journal.event_lisible as
select log.name         as log,
       log.simulated    as simulated,
       event.position,
       kind.name        as stream_type,
       event.stream_id,
       event.stream_version,
       event_name.name  as event_type,
       event.schema_version,
       event.event_id,
       event.command_id,
       event.recorded_at,
       event.survenu_le,
       event.survenu_a,
       event.survenu_precision,
       event.connu_le,
       event.actor,
       event.finalite,
       event.correlation_id,
       event.causation_id,
       convert_from(event.payload, 'UTF8')::jsonb as payload,
       encode(event.leaf, 'hex')                  as leaf
  from journal.event as event
  join journal.log   as log        on log.log_id = event.log_id
  join journal.name  as kind       on kind.name_id = event.stream_type
  join journal.name  as event_name on event_name.name_id = event.event_type;

comment on view journal.event_lisible is
    'Events with their names and their payload as jsonb. Sealed fields appear sealed.';
