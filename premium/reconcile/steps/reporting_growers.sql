-- A grower that reported receipts: at least one of its rows is looked at (contract, section 4).
SELECT DISTINCT grower_id FROM dated_receipts
