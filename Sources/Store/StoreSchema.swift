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
            ]),
        Migration(
            "0001-store-search-chunks",
            [
                // Each entry carries the number of its chunk as one more word, so that the newest hits of a common word are found
                // without gathering all of them.
                .only(
                    .postgres,
                    """
                    CREATE FUNCTION search_entries_name_chunk() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                      NEW.words := NEW.words || to_tsvector('simple', 'k' || (NEW.entry >> 11));
                      RETURN NEW;
                    END $$
                    """),
                .only(
                    .postgres,
                    """
                    CREATE TRIGGER search_entries_chunk BEFORE INSERT ON search_entries
                    FOR EACH ROW EXECUTE FUNCTION search_entries_name_chunk()
                    """),
                .only(.postgres, "UPDATE search_entries SET words = words || to_tsvector('simple', 'k' || (entry >> 11))"),
                // What waits to be put into the index is read by every search, and put there by whoever makes it overflow: kilobytes.
                .only(.postgres, "ALTER INDEX search_entries_by_words SET (gin_pending_list_limit = 256)"),
            ]),
        Migration(
            "0002-store-search-steps",
            [
                // Chunks of three sizes instead of one: see `SearchChunks`.
                .only(
                    .postgres,
                    """
                    CREATE FUNCTION search_entries_name_chunks() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                      NEW.words := NEW.words || to_tsvector('simple',
                        format('k9x%s k12x%s k15x%s', NEW.entry >> 9, NEW.entry >> 12, NEW.entry >> 15));
                      RETURN NEW;
                    END $$
                    """),
                .only(.postgres, "DROP TRIGGER search_entries_chunk ON search_entries"),
                .only(.postgres, "DROP FUNCTION search_entries_name_chunk()"),
                .only(
                    .postgres,
                    """
                    CREATE TRIGGER search_entries_chunks BEFORE INSERT ON search_entries
                    FOR EACH ROW EXECUTE FUNCTION search_entries_name_chunks()
                    """),
                .only(
                    .postgres,
                    """
                    UPDATE search_entries SET words = ts_delete(words, 'k' || (entry >> 11))
                      || to_tsvector('simple', format('k9x%s k12x%s k15x%s', entry >> 9, entry >> 12, entry >> 15))
                    """),
            ]),
        Migration(
            "0003-store-functions",
            // What `StoreFunctions` says, for PostgreSQL; `date` with two arguments is SQLite's.
            [
                .only(
                    .postgres,
                    """
                    CREATE FUNCTION plain_number(number DOUBLE PRECISION) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
                    $$ SELECT trim_scale(number::text::numeric)::text $$
                    """),
                .only(
                    .postgres,
                    """
                    CREATE FUNCTION number_of_text(digits TEXT) RETURNS DOUBLE PRECISION LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
                    $$ SELECT CASE WHEN length(digits) <= 300 AND digits ~ '^[ \\t\\r\\n]*-?([0-9]+[.]?[0-9]*|[.][0-9]+)[ \\t\\r\\n]*$'
                       THEN trim(digits, E' \\t\\r\\n')::numeric::double precision END $$
                    """),
                .only(
                    .postgres,
                    """
                    CREATE FUNCTION matches_pattern(body TEXT, pattern TEXT) RETURNS BOOLEAN LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
                    $$ SELECT body ~ ('^(?:' || pattern || ')$') $$
                    """),
                .only(
                    .postgres,
                    """
                    CREATE FUNCTION date(seconds BIGINT, kind TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
                    $$ SELECT to_char(DATE '1970-01-01' + (seconds / 86400)::integer, 'YYYY-MM-DD') $$
                    """),
            ]),
        Migration(
            "0004-store-pack-tables",
            // What `PackTables` has made, whatever district asked for it.
            [
                .sql(
                    "CREATE TABLE pack_columns (table_name TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, PRIMARY KEY (table_name, name))"
                ),
                .sql("CREATE TABLE pack_indexes (table_name TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (table_name, name))"),
            ]),
    ]
}
