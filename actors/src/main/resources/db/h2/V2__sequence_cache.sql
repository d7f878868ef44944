-- The sequence behind "ordering" writes its own row whenever its cache is used up: with H2's default of 32 numbers that
-- was a twelfth of a busy server. A crash loses the numbers that are left in the cache, and nobody counts on them.
ALTER TABLE "event_journal" ALTER COLUMN "ordering" SET CACHE 10000;
