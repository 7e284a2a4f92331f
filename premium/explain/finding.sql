-- A finding, by its id or the first letters of it.
SELECT * FROM findings WHERE finding_id LIKE $finding || '%' LIMIT 2
