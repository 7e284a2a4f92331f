-- The rows that prove a finding, as they stand in the clean tables, and where their sender wrote them.
-- A finding's pay lines are those of its grower and, where it is about one, its worker: so few of them are read.
WITH stands AS (
    SELECT 'purchases' AS table_name, source_file, source_row, ship_date AS day, buyer_id AS party, NULL AS amount_cents,
        quantity_e4, product || ', ' || unit || ', ' || payment_mode AS says FROM purchases
    UNION ALL SELECT 'sales', source_file, source_row, ship_date, buyer_id, NULL, quantity_e4,
        product || ', ' || unit || ', ' || payment_mode FROM sales
    UNION ALL SELECT 'payments', source_file, source_row, paid_date, buyer_id, amount_cents, NULL, payment_id FROM payments
    UNION ALL SELECT 'receipts', source_file, source_row, received_date, buyer_id, amount_cents, NULL, receipt_id
    FROM receipts
    UNION ALL SELECT 'payroll', source_file, source_row, check_date, worker_id, amount_cents, NULL,
        kind || ', ' || pay_code || CASE WHEN job_class = '' THEN '' ELSE ', ' || job_class END FROM payroll
    WHERE ($grower IS NULL OR grower_id = $grower) AND ($worker IS NULL OR worker_id = $worker)
    UNION ALL SELECT 'growers', source_file, source_row, from_date, grower_id, NULL, NULL,
        COALESCE(place, 'no place') || ', ' || COALESCE(basis, 'no basis declared') FROM growers
    UNION ALL SELECT 'standing', source_file, source_row, from_date, grower_id, NULL, NULL, standing FROM standing
)
SELECT s.*, o.from_file, o.from_sheet, o.from_row
FROM evidence e
JOIN stands s ON s.source_file = e.source_file AND s.source_row = e.source_row
LEFT JOIN provenance o ON o.source_file = s.source_file AND o.source_row = s.source_row
WHERE e.finding_id = $finding
ORDER BY s.table_name, s.source_file, s.source_row
LIMIT 200
