exec sig null
