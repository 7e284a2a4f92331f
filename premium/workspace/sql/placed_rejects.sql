-- The rows set aside, with the grower, buyer and week that their own cells still say, where one is known by that name.
WITH known AS (
    SELECT grower_id FROM payroll UNION SELECT grower_id FROM growers UNION SELECT grower_id FROM purchases
    UNION SELECT grower_id FROM sales UNION SELECT grower_id FROM receipts
)
SELECT r.table_name, r.source_file, r.source_row, r.column_name, r.value, r.reason, k.grower_id, s.buyer_id,
    period_of(try_cast(s.period_end AS DATE), 'week', t.week_start) AS week, o.from_file, o.from_sheet, o.from_row
FROM rejects r CROSS JOIN terms t
LEFT JOIN sent_rejects s ON s.source_file = r.source_file AND s.source_row = r.source_row AND s.table_name = r.table_name
    AND s.column_name IS NOT DISTINCT FROM r.column_name
LEFT JOIN known k ON k.grower_id = s.grower_id
LEFT JOIN provenance o ON o.source_file = r.source_file AND o.source_row = r.source_row
