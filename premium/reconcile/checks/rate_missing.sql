-- A purchase whose product and unit have no rate in force on the day it was shipped; it is due nothing until one is set.
-- Per purchase; the program answers (contract, sections 4 and 10).
SELECT 'program' AS answers, p.buyer_id, p.grower_id, NULL AS worker_id, p.period, p.purchase_id AS ref,
    NULL AS amount_cents, NULL AS quantity, p.source_file, p.source_row
FROM priced_purchases p
WHERE NOT p.is_priced
