/// The `_past` twins. A change of a revised table copies the old row there by trigger, in the same transaction, so no
/// statement can bypass it; a change that does not carry `\(revisedAt:)`, goes back in time, or deletes, is refused.
enum PastTables {
    static func create(for table: String, in writer: Writer) throws {
        let columns = try columns(of: table, in: writer)
        let definitions =
            columns.map { "\($0.name) \($0.type)" } + [
                PortableTypes.translate("until TIME NOT NULL", for: writer.dialect)
            ]
        let strict = writer.dialect == .sqlite ? " STRICT" : ""
        try run("CREATE TABLE \(table)_past (\n  \(definitions.joined(separator: ",\n  "))\n)\(strict)", in: writer)
        try run("CREATE INDEX \(table)_past_by_id ON \(table)_past (district, id, version)", in: writer)
        try run("CREATE INDEX \(table)_past_by_time ON \(table)_past (district, until)", in: writer)
        try createView(for: table, columns: columns.map(\.name), in: writer)
        try createTriggers(for: table, columns: columns.map(\.name), in: writer)
    }

    static func exists(for table: String, in reader: Reader) throws -> Bool {
        try !columns(of: "\(table)_past", in: reader).isEmpty
    }

    static func dropView(for table: String, in writer: Writer) throws {
        try run("DROP VIEW \(table)_all", in: writer)
        switch writer.dialect {
        case .sqlite:
            for trigger in ["revision", "past", "delete"] { try run("DROP TRIGGER \(table)_\(trigger)", in: writer) }
        case .postgres:
            try run("DROP TRIGGER \(table)_past ON \(table)", in: writer)
            try run("DROP TRIGGER \(table)_truncate ON \(table)", in: writer)
            try run("DROP FUNCTION \(table)_keep_past()", in: writer)
        }
    }

    /// Old rows take the column's default, as the present ones do.
    static func addColumn(_ definition: String, to table: String, in writer: Writer) throws {
        // The past refers to nothing: what it names may be of another time.
        let added = definition.split(separator: " REFERENCES ").first.map(String.init) ?? definition
        try run("ALTER TABLE \(table)_past ADD COLUMN \(added)", in: writer)
        let names = try columns(of: table, in: writer).map(\.name)
        try createView(for: table, columns: names, in: writer)
        try createTriggers(for: table, columns: names, in: writer)
    }

    private static func createView(for table: String, columns: [String], in writer: Writer) throws {
        let list = columns.joined(separator: ", ")
        try run(
            """
            CREATE VIEW \(table)_all AS
              SELECT \(list), 9223372036854775807 AS until FROM \(table)
              UNION ALL SELECT \(list), until FROM \(table)_past
            """, in: writer)
    }

    private static func createTriggers(for table: String, columns: [String], in writer: Writer) throws {
        let names = columns.joined(separator: ", ")
        let old = columns.map { "OLD.\($0)" }.joined(separator: ", ")
        switch writer.dialect {
        case .sqlite:
            try run(
                """
                CREATE TRIGGER \(table)_revision BEFORE UPDATE ON \(table)
                WHEN NEW.version <> OLD.version + 1 OR NEW.since < OLD.since
                BEGIN
                  SELECT RAISE(ABORT, 'huying:revision') WHERE NEW.version <> OLD.version + 1;
                  SELECT RAISE(ABORT, 'huying:time-went-back');
                END
                """, in: writer)
            try run(
                """
                CREATE TRIGGER \(table)_past AFTER UPDATE ON \(table)
                BEGIN
                  INSERT INTO \(table)_past (\(names), until) VALUES (\(old), NEW.since);
                END
                """, in: writer)
            try run(
                """
                CREATE TRIGGER \(table)_delete BEFORE DELETE ON \(table)
                BEGIN
                  SELECT RAISE(ABORT, 'huying:delete');
                END
                """, in: writer)
        case .postgres:
            try run(
                """
                CREATE FUNCTION \(table)_keep_past() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN RAISE EXCEPTION 'huying:delete'; END IF;
                  IF NEW.version <> OLD.version + 1 THEN RAISE EXCEPTION 'huying:revision'; END IF;
                  IF NEW.since < OLD.since THEN RAISE EXCEPTION 'huying:time-went-back'; END IF;
                  INSERT INTO \(table)_past (\(names), until) VALUES (\(old), NEW.since);
                  RETURN NEW;
                END $$
                """, in: writer)
            try run(
                """
                CREATE TRIGGER \(table)_past BEFORE UPDATE OR DELETE ON \(table)
                FOR EACH ROW EXECUTE FUNCTION \(table)_keep_past()
                """, in: writer)
            try run(
                """
                CREATE TRIGGER \(table)_truncate BEFORE TRUNCATE ON \(table)
                EXECUTE FUNCTION \(table)_keep_past()
                """, in: writer)
        }
    }

    private static func columns(of table: String, in reader: Reader) throws -> [(name: String, type: String)] {
        let rows: [Row]
        switch reader.dialect {
        case .sqlite:
            rows = try reader.rows("SELECT name, type FROM pragma_table_info(\(table)) ORDER BY cid")
        case .postgres:
            rows = try reader.rows(
                """
                SELECT a.attname::text AS name, format_type(a.atttypid, a.atttypmod)
                    || CASE WHEN a.atttypid = 'text'::regtype THEN ' COLLATE "C"' ELSE '' END AS type
                FROM pg_attribute a WHERE a.attrelid = to_regclass(\(table)) AND a.attnum > 0 AND NOT a.attisdropped
                ORDER BY a.attnum
                """)
        }
        return try rows.map { (try $0.get("name"), try $0.get("type")) }
    }

    private static func run(_ text: String, in writer: Writer) throws {
        try writer.run(SQL(unchecked: text))
    }
}
