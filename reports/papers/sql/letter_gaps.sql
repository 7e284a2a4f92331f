-- The rows set aside in the files that hold one grower's payroll, receipts or sales, each where its sender wrote it; `shared`
-- where others' records stand in the same file. A row's own cells are in none of this: it may be another grower's.
-- What was decided to be none of the program's products is no gap.
WITH told AS (
    SELECT source_file, BOOL_OR(grower_id = $grower) AS mine, BOOL_OR(grower_id <> $grower) AS shared
    FROM letter_files
    GROUP BY source_file
)
SELECT r.table_name, COALESCE(o.from_file, r.source_file) AS from_file, o.from_sheet,
    CASE WHEN o.from_file IS NULL THEN r.source_row ELSE o.from_row END AS from_row, r.column_name, r.reason, t.shared
FROM rejects r
JOIN told t ON t.source_file = r.source_file AND t.mine
LEFT JOIN provenance o ON o.source_file = r.source_file AND o.source_row = r.source_row
WHERE r.reason NOT LIKE 'uncovered_product:%'
ORDER BY r.table_name, from_file, o.from_sheet, from_row, r.source_row, r.column_name
