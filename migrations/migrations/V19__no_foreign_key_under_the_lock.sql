-- Events and commands no longer check, row by row, that their log exists. The writer takes the log's number from the
-- log it opened and holds that log's lock, and no log is ever deleted (V06), so the check could not fail; it locked
-- the log's row once for every event written, under the lock that every server waits for.

alter table journal.event drop constraint event_log_fkey;
alter table journal.command drop constraint command_log_fkey;
