-- amount, version 1: minor units as clients read them: (1990, 'EUR') is 19.90, (1990, 'JPY') is 1990.
--
-- The same as platform.money, for answers that PostgreSQL writes itself; a test holds the two against each other.
CREATE FUNCTION catalog_minor_digits(currency text) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV',
                      'XAF', 'XOF', 'XPF') THEN 0
    WHEN currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN 3
    WHEN currency IN ('CLF', 'UYW') THEN 4
    ELSE 2
END;

CREATE FUNCTION catalog_amount(minor bigint, currency text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN round(minor / (10::numeric ^ catalog_minor_digits(currency)), catalog_minor_digits(currency))::text;

-- RFC 3339 in UTC, to the microsecond.
CREATE FUNCTION catalog_instant(moment timestamptz) RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
