"""What `mellanrum evidence` does: the model beside its counts, its levers and its stories."""
