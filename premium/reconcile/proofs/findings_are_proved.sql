-- Each finding has one name, one row, and at least one row of evidence that was taken in.
SELECT f.kind || ' ' || f.finding_id AS place, COUNT(*) AS left_side, COUNT(e.finding_id) AS right_side
FROM findings f
LEFT JOIN (SELECT DISTINCT finding_id FROM evidence WHERE source_row >= 2) e ON e.finding_id = f.finding_id
GROUP BY f.kind, f.finding_id
HAVING COUNT(*) <> 1 OR COUNT(e.finding_id) <> 1
