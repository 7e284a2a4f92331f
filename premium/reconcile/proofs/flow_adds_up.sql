-- The picture tells no other story than the tables: each station is the one before it and what lies between.
WITH stations AS (
    SELECT place, item, amount_cents, LEAD(place) OVER (ORDER BY place) AS next_place,
        LEAD(item) OVER (ORDER BY place) AS next_item, LEAD(amount_cents) OVER (ORDER BY place) AS next_cents
    FROM flow
    WHERE kind = 'station'
)
SELECT s.item || ' to ' || s.next_item AS place, s.next_cents AS left_side,
    COALESCE(s.amount_cents, 0) + COALESCE(SUM(f.amount_cents), 0) AS right_side
FROM stations s
LEFT JOIN flow f ON f.kind = 'leak' AND f.place > s.place AND f.place < s.next_place
WHERE s.next_cents IS NOT NULL
GROUP BY s.item, s.next_item, s.next_cents, s.amount_cents
HAVING s.next_cents <> COALESCE(s.amount_cents, 0) + COALESCE(SUM(f.amount_cents), 0)
