-- A finding, by its id or the first letters of it.
SELECT * FROM findings WHERE starts_with(finding_id, $finding) LIMIT 2
