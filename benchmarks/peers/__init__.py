"""The peers: a version by hand in pandas, and libraries that compare tables. They run in `.peers`, without premium."""
