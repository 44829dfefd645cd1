"""The shop's own documents: where they come from, how they are kept, found and quoted."""
