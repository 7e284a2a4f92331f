-- The token of a finding's worker, if the run has their lines.
SELECT token FROM workers WHERE token = worker_token($grower, $worker)
