"""Which identifiers of a grower's workers are one person: proposed by the machine, confirmed by people, reversible."""
