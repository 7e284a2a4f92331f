-- Everybody on the payroll.
SELECT DISTINCT grower_id, worker_id FROM payroll
