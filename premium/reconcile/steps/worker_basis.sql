-- A worker's basis in a period: cents, ten-thousandths, or 1; zero or less is none (contract, section 6).
WITH measured AS (
    SELECT
        w.grower_id, w.period, w.worker_id, p.basis_kind,
        CASE p.basis_kind
            WHEN 'gross' THEN w.gross_cents
            WHEN 'equal' THEN CASE WHEN w.gross_cents > 0 THEN 1 ELSE 0 END
            ELSE m.measure_e4
        END AS basis
    FROM worked w
    JOIN period_basis p ON p.grower_id = w.grower_id AND p.period = w.period
    LEFT JOIN measured_work m ON m.grower_id = w.grower_id AND m.period = w.period AND m.worker_id = w.worker_id
)
SELECT grower_id, period, worker_id, basis_kind, CAST(basis AS BIGINT) AS basis
FROM measured
WHERE basis > 0
