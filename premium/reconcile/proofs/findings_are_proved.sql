-- Each finding has one name, one row, and at least one row of evidence; and all evidence is a row that was taken in.
WITH taken AS (
    SELECT source_file, source_row FROM purchases
    UNION ALL SELECT source_file, source_row FROM sales
    UNION ALL SELECT source_file, source_row FROM payments
    UNION ALL SELECT source_file, source_row FROM receipts
    UNION ALL SELECT source_file, source_row FROM payroll
    UNION ALL SELECT source_file, source_row FROM growers
    UNION ALL SELECT source_file, source_row FROM standing
),
proved AS (
    SELECT e.finding_id, COUNT(*) AS given, COUNT(t.source_file) AS found
    FROM evidence e
    LEFT JOIN taken t ON t.source_file = e.source_file AND t.source_row = e.source_row
    GROUP BY e.finding_id
)
SELECT f.kind || ' ' || f.finding_id AS place, MAX(COALESCE(p.given, 0)) AS left_side, MAX(COALESCE(p.found, 0)) AS right_side
FROM findings f
LEFT JOIN proved p ON p.finding_id = f.finding_id
GROUP BY f.kind, f.finding_id
HAVING COUNT(*) <> 1 OR MAX(COALESCE(p.given, 0)) = 0 OR MAX(COALESCE(p.given, 0)) <> MAX(COALESCE(p.found, 0))
