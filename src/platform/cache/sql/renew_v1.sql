-- renew, version 1: what depends on these scopes is no longer true (docs/performance.md, "The cache").
--
-- The row is read by the relay, after the commit of whoever writes, psql too. The notice tells the writing process
-- itself in the same round trip, so that it can renew before it answers.
CREATE FUNCTION cache_renew(scopes text[]) RETURNS void
LANGUAGE plpgsql AS $renew$
BEGIN
    IF cardinality(scopes) > 0 THEN
        INSERT INTO cache_owed (scopes) VALUES (scopes);
        RAISE NOTICE 'cache' USING DETAIL = array_to_string(scopes, ' ');
    END IF;
END;
$renew$;
