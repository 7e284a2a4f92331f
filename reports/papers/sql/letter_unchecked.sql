-- What could not be checked at one grower although its tables were reported; `place` where no minimum wage is known for it.
SELECT kind, reason, places, NULLIF(regexp_extract(reason, '^the program has no minimum wage for (.*) on that day$', 1), '') AS place
FROM unchecked
WHERE grower_id = $grower
ORDER BY kind, reason, places
