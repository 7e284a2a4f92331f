-- How many rows were set aside in files of which no row at all could be read: nobody knows whose they are.
SELECT COUNT(*) AS rows
FROM rejects r
WHERE r.table_name IN ('payroll', 'receipts', 'sales') AND r.reason NOT LIKE 'uncovered_product:%'
    AND NOT EXISTS (SELECT 1 FROM letter_files f WHERE f.source_file = r.source_file)
