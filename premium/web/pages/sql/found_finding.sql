-- Findings that begin so.
SELECT finding_id FROM findings WHERE starts_with(finding_id, $begins) LIMIT 2
