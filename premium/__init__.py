"""Did the premium reach the workers' paychecks, and if not, where does each missing cent lie?"""
