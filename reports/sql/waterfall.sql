-- The way from due to reached, with where each bar begins and ends: a station stands on the ground, a leak hangs from
-- the level before it. `place` is the order of the way.
WITH stretches AS (
    SELECT f.*, COUNT(CASE WHEN kind = 'station' THEN 1 END) OVER (ORDER BY place) AS stretch
    FROM flow f
),
levels AS (
    SELECT s.*, CAST(SUM(COALESCE(amount_cents, 0)) OVER (PARTITION BY stretch ORDER BY place) AS BIGINT) AS level_cents
    FROM stretches s
)
SELECT place, item, kind, amount_cents, answers,
    CASE WHEN kind = 'station' THEN 0 ELSE level_cents - COALESCE(amount_cents, 0) END AS from_cents,
    level_cents AS to_cents
FROM levels
