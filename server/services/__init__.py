"""Use cases: one public function is one transaction; what it may read and write comes from `storage`."""
