-- What each worker is entitled to in a pool, by the largest-remainder rule (contract, section 6): everybody gets the
-- whole cents of distributable × basis / basis_total, and the cents left over go one each to the largest fractions, ties
-- to the smaller worker_id. `remainder` is the fraction's numerator over basis_total; `place` is the queue for a cent.
WITH parts AS (
    SELECT
        b.grower_id, b.period, b.worker_id, b.basis,
        mul_div(p.distributable_cents, b.basis, s.basis_total) AS floor_cents,
        mul_rem(p.distributable_cents, b.basis, s.basis_total) AS remainder
    FROM worker_basis b
    JOIN basis_periods s ON s.grower_id = b.grower_id AND s.period = b.period
    JOIN landed_pools p ON p.grower_id = b.grower_id AND p.period = b.period
),
floors AS (
    SELECT grower_id, period, CAST(SUM(floor_cents) AS BIGINT) AS floor_cents
    FROM parts
    GROUP BY grower_id, period
),
left_over AS (
    SELECT f.grower_id, f.period, p.distributable_cents - f.floor_cents AS left_over_cents
    FROM floors f
    JOIN landed_pools p ON p.grower_id = f.grower_id AND p.period = f.period
),
placed AS (
    SELECT p.*,
        ROW_NUMBER() OVER (PARTITION BY p.grower_id, p.period ORDER BY p.remainder DESC, p.worker_id) AS place
    FROM parts p
)
SELECT
    p.grower_id, p.period, p.worker_id, p.basis, p.floor_cents, p.remainder, p.place, l.left_over_cents,
    p.floor_cents + CASE WHEN p.place <= l.left_over_cents THEN 1 ELSE 0 END AS entitled_cents
FROM placed p
JOIN left_over l ON l.grower_id = p.grower_id AND l.period = p.period
