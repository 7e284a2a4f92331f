-- Whose records stand in the files of which a row was set aside.
WITH aside AS (SELECT DISTINCT source_file FROM rejects WHERE table_name IN ('payroll', 'receipts', 'sales'))
SELECT source_file, grower_id FROM payroll WHERE source_file IN (SELECT source_file FROM aside)
UNION SELECT source_file, grower_id FROM receipts WHERE source_file IN (SELECT source_file FROM aside)
UNION SELECT source_file, grower_id FROM sales WHERE source_file IN (SELECT source_file FROM aside)
