-- The worker that a token stands for.
SELECT * FROM workers WHERE token = $token
