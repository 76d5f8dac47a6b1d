/// Tables that the store keeps for itself.
package enum StoreSchema {
    package static let migrations = [
        Migration(
            "0000-store",
            [
                .only(
                    .sqlite,
                    "CREATE TABLE numbers (district TEXT NOT NULL, series TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (district, series)) STRICT"
                ),
                .only(
                    .sqlite,
                    "CREATE TABLE search_entries (entry INTEGER PRIMARY KEY, district TEXT NOT NULL, kind TEXT NOT NULL, id BLOB NOT NULL) STRICT"
                ),
                .only(.sqlite, "CREATE VIRTUAL TABLE search_words USING fts5(words, content='', tokenize='ascii')"),
                .only(
                    .postgres,
                    """
                    CREATE TABLE search_entries (
                      district TEXT COLLATE "C" NOT NULL, entry BIGINT GENERATED ALWAYS AS IDENTITY,
                      kind TEXT COLLATE "C" NOT NULL, id UUID NOT NULL, words TSVECTOR NOT NULL, PRIMARY KEY (district, entry))
                    """),
                .only(.postgres, "CREATE INDEX search_entries_by_words ON search_entries USING gin (words)"),
            ])
    ]
}
