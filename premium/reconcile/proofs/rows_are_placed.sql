-- Every row of every file was taken, set aside, is later than the day, or another grower's in a run of one; the count of
-- rows is the reader's own.
WITH placed AS (
    SELECT table_name, source_file, COUNT(*) AS row_count FROM (
        SELECT 'purchases' AS table_name, source_file FROM purchases
        UNION ALL SELECT 'sales', source_file FROM sales
        UNION ALL SELECT 'payments', source_file FROM payments
        UNION ALL SELECT 'receipts', source_file FROM receipts
        UNION ALL SELECT 'payroll', source_file FROM payroll
        UNION ALL SELECT 'growers', source_file FROM growers
        UNION ALL SELECT 'standing', source_file FROM standing
        UNION ALL SELECT table_name, source_file FROM rejects
    ) x
    GROUP BY table_name, source_file
)
SELECT f.source_file AS place, f.rows_read AS left_side, COALESCE(p.row_count, 0) + f.rows_later + f.rows_elsewhere
    AS right_side
FROM files f
LEFT JOIN placed p ON p.table_name = f.table_name AND p.source_file = f.source_file
WHERE f.rows_read <> COALESCE(p.row_count, 0) + f.rows_later + f.rows_elsewhere
    OR f.rows_read <> f.rows_taken + f.rows_set_aside + f.rows_later + f.rows_elsewhere
