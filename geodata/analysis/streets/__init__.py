"""The street network: cut into pieces, named, measured along."""
