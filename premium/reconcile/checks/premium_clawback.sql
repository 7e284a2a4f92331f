-- Premium is on the paycheck, and on the same day the same sum is taken off it under another name: a deduction of that
-- size (payroll systems write it in either sign), or a bonus, other wage or reimbursement of minus that size.
-- Per counted premium line of a dollar or more, orphans too; what took it off is evidence too (contract, section 10).
WITH taken AS (
    SELECT l.grower_id, l.worker_id, COALESCE(l.pool_period, l.line_period) AS period, l.line_id, l.amount_cents,
        l.source_file, l.source_row, d.source_file AS taken_file, d.source_row AS taken_row
    FROM premium_pooled l
    JOIN payroll d ON d.grower_id = l.grower_id AND d.worker_id = l.worker_id AND d.check_date = l.check_date
        AND (
            (d.kind = 'deduction' AND ABS(d.amount_cents) = l.amount_cents)
            OR (d.kind IN ('bonus', 'other_wage', 'reimbursement') AND d.amount_cents = -l.amount_cents)
        )
    WHERE NOT l.is_duplicate AND l.amount_cents >= 100
)
SELECT 'grower' AS answers, NULL AS buyer_id, grower_id, worker_id, period, line_id AS ref, amount_cents,
    NULL AS quantity, source_file, source_row
FROM taken
UNION ALL
SELECT 'grower', NULL, grower_id, worker_id, period, line_id, amount_cents, NULL, taken_file, taken_row
FROM taken
