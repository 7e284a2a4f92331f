-- One row: whether pools can be looked at at all, which takes a payroll and some pool money (contract, section 10).
SELECT
    (SELECT payroll FROM reported) AS has_payroll,
    EXISTS (SELECT 1 FROM origin_pools WHERE pool_cents <> 0) AS has_money,
    (SELECT payroll FROM reported) AND EXISTS (SELECT 1 FROM origin_pools WHERE pool_cents <> 0) AS run
