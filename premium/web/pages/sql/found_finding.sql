-- Findings that begin so, and how many they are.
SELECT finding_id, COUNT(*) OVER () AS in_all FROM findings WHERE starts_with(finding_id, $begins)
ORDER BY finding_id LIMIT 20
