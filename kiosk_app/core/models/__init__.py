"""The files of models: which are known, whether they are whole, and which suit this till."""
