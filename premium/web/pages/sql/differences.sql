-- Findings that appeared, vanished or changed between two runs, where the money differs most first.
WITH placed AS (
    SELECT *, ROW_NUMBER() OVER (
        ORDER BY abs(COALESCE(newer_cents, 0) - COALESCE(older_cents, 0)) DESC, kind, grower_id, buyer_id, worker_id,
            period, ref
    ) AS place
    FROM read_parquet($file)
    WHERE $became IS NULL OR became = $became
)
SELECT * FROM placed WHERE place > $after ORDER BY place LIMIT $most
