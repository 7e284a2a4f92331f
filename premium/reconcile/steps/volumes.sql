-- Sales less purchases of a buyer, grower, product, payment mode and period: what one side says and the other does not.
SELECT buyer_id, grower_id, product, payment_mode, period, CAST(SUM(signed_e8) AS DECIMAL(38, 0)) AS difference_e8
FROM volume_rows
GROUP BY buyer_id, grower_id, product, payment_mode, period
