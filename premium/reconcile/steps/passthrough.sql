-- Output: how far each buyer's premium got, with no worker in it (contract, sections 8 and 11).
SELECT
    buyer_id, grower_id, period, pool_cents,
    pool_cents - distributable_cents AS retained_cents,
    distributable_cents, reached_cents,
    distributable_cents - reached_cents AS short_cents
FROM passthrough_reached
