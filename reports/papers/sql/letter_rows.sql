-- The rows of the records that prove these findings: in the file that the grower sent, where it is known which that was,
-- else in the records. What a buyer's file was called is the buyer's: of its rows, the place in the records stands here.
SELECT f.finding_id, f.kind, t.table_name, COALESCE(o.from_file, e.source_file) AS from_file, o.from_sheet,
    CASE WHEN o.from_file IS NULL THEN e.source_row ELSE o.from_row END AS from_row
FROM letter_findings f
JOIN evidence e ON e.finding_id = f.finding_id
LEFT JOIN files t ON t.source_file = e.source_file
LEFT JOIN provenance o ON o.source_file = e.source_file AND o.source_row = e.source_row
    AND t.table_name IN ('payroll', 'receipts', 'sales')
WHERE f.grower_id = $grower AND ($sure OR NOT f.of_pools)
ORDER BY f.kind, f.finding_id, t.table_name, from_file, o.from_sheet, from_row, e.source_row
