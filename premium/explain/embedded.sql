-- What buyers paid inside the price into the origins of a pool, per buyer and origin.
SELECT p.buyer_id, p.period, p.embedded_cents
FROM purchases_by_period p
JOIN origins o ON o.grower_id = p.grower_id AND o.period = p.period
WHERE p.grower_id = $grower AND p.has_embedded
    AND (o.landed_period = $period OR (o.landed_period IS NULL AND o.period = $period))
ORDER BY p.period, p.buyer_id
