-- The rows of the records that prove these findings.
SELECT f.finding_id, f.kind, e.source_file, e.source_row
FROM findings f
JOIN evidence e ON e.finding_id = f.finding_id
WHERE f.answers = 'grower' AND f.grower_id = $grower
ORDER BY f.kind, f.finding_id, e.source_file, e.source_row
