-- What could not be checked although its tables were reported, per grower, with the reason and how many places.
SELECT 'buyer_underpaid' AS kind, grower_id, 'nobody reported payments, and the grower no receipts' AS reason,
    COUNT(*) AS places
FROM ledger CROSS JOIN reported
WHERE reported.purchases AND NOT reported.payments AND NOT grower_reported
GROUP BY grower_id
UNION ALL
SELECT 'wage_floor_short', grower_id,
    CASE WHEN place IS NULL THEN 'no place is known for the grower'
         ELSE 'the program has no minimum wage for ' || place || ' on that day' END AS why,
    COUNT(*)
FROM floored_weeks CROSS JOIN reported
WHERE reported.growers AND hourly_e4 IS NULL AND EXISTS (SELECT 1 FROM minimum_wages)
GROUP BY 1, 2, 3
