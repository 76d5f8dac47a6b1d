/// A name that a pack gave to a table or column: small letters, digits and dashes, and so safe to stand in SQL.
package struct PackName: Hashable, Sendable {
    let text: String

    /// Nil for anything else.
    package init?(_ code: String) {
        // Asked for each field of each row that is read.
        var bytes = Array(code.utf8)
        guard let first = bytes.first, (0x61...0x7A).contains(first), bytes.count <= 40 else { return nil }
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0x61...0x7A, 0x30...0x39: break
            case UInt8(ascii: "-"): bytes[index] = UInt8(ascii: "_")
            default: return nil
            }
        }
        text = String(decoding: bytes, as: UTF8.self)
    }
}

extension SQL {
    /// The table of a pack's kind: `s_person`.
    package static func packTable(_ name: PackName) -> SQL { SQL(unchecked: "s_\(name.text)") }

    /// Its older versions.
    package static func packTable(_ name: PackName, past: Bool) -> SQL { SQL(unchecked: past ? "s_\(name.text)_past" : "s_\(name.text)") }

    /// The same as it was known at a moment; nil is now.
    package static func packTable(_ name: PackName, asOf microseconds: Int64?) -> SQL {
        revised("s_\(name.text)", asOf: microseconds)
    }

    /// The column of a pack's field: `f_birth_date`; a suffix tells the parts of a field that needs more than one.
    package static func packColumn(_ name: PackName, _ suffix: StaticString = "") -> SQL { SQL(unchecked: "f_\(name.text)\(suffix)") }
}

extension SQL {
    /// A column of a pack's table.
    package static func packColumn(_ column: PackTable.Column) -> SQL { SQL(unchecked: column.text) }

    /// `a, b, c`.
    package static func list(_ parts: [SQL]) -> SQL { joined(parts, by: ", ", none: .empty, in: ("", "")) }
}

/// A table that a pack declares: one row for each subject of a kind, revised like every other.
package struct PackTable: Hashable, Sendable {
    package enum ColumnType: String, Hashable, Sendable {
        case text = "TEXT"
        case integer = "INTEGER"
        case real = "REAL"
        case flag = "FLAG"
        case uuid = "UUID"
        case bytes = "BLOB"
    }

    package struct Column: Hashable, Sendable {
        package var name: PackName
        package var suffix: StaticString
        package var type: ColumnType

        package init(_ name: PackName, _ suffix: StaticString = "", _ type: ColumnType) {
            self.name = name
            self.suffix = suffix
            self.type = type
        }

        package var text: String { "f_\(name.text)\(suffix)" }

        package static func == (left: Column, right: Column) -> Bool { left.text == right.text && left.type == right.type }

        package func hash(into hasher: inout Hasher) {
            hasher.combine(text)
            hasher.combine(type)
        }
    }

    package var name: PackName
    package var columns: [Column]
    /// Columns that are sought by, each alone; the second says whether no two rows of a district may have the same value.
    package var indexes: [Index]

    package struct Index: Hashable, Sendable {
        package var column: Column
        package var isUnique: Bool

        package init(_ column: Column, isUnique: Bool = false) {
            self.column = column
            self.isUnique = isUnique
        }

        /// With the id behind the value, rows that come along by it can be asked who they are without being looked up.
        fileprivate var key: String { isUnique ? column.text : column.text + ", id" }
    }

    package init(name: PackName, columns: [Column], indexes: [Index]) {
        self.name = name
        self.columns = columns
        self.indexes = indexes
    }

    fileprivate var table: String { "s_\(name.text)" }
}

/// What making the tables as a pack declares them changes, or would change.
package enum PackTableChange: Hashable, Sendable {
    case table(String)
    case column(table: String, column: String)
    case index(table: String, column: String)
    /// Refused: what stands in the column already is of another type.
    case otherType(table: String, column: String, is: String, wanted: String)

    fileprivate func isIndex(of other: String) -> Bool {
        if case .index(let table, _) = self { table == other } else { false }
    }
}

extension Reader {
    /// What is still to be done for these tables; nothing that a pack no longer names is ever taken away.
    package func changes(for tables: [PackTable]) throws -> [PackTableChange] {
        var changes: [PackTableChange] = []
        for table in tables {
            let known = Dictionary(
                uniqueKeysWithValues: try rows("SELECT name, type FROM pack_columns WHERE table_name = \(table.table)")
                    .map { (try $0.get("name", as: String.self), try $0.get("type", as: String.self)) })
            if known.isEmpty { changes.append(.table(table.table)) }
            for column in table.columns {
                switch known[column.text] {
                case nil: changes.append(.column(table: table.table, column: column.text))
                case column.type.rawValue: break
                case let type?: changes.append(.otherType(table: table.table, column: column.text, is: type, wanted: column.type.rawValue))
                }
            }
            let indexed = Set(try values("SELECT name FROM pack_indexes WHERE table_name = \(table.table)", as: String.self))
            for index in table.indexes where !indexed.contains(index.key) {
                changes.append(.index(table: table.table, column: index.column.text))
            }
        }
        return changes
    }
}

extension Writer {
    /// Makes what is missing. A new column is empty in every row there is, and costs nothing however many there are.
    /// - Throws: `StoreError.constraint(.unique, …)` where rows that are there already do not allow an index.
    @discardableResult
    package func shape(_ tables: [PackTable]) throws -> [PackTableChange] {
        // Two processes may load the same pack at once.
        try lock("pack-tables")
        let changes = try changes(for: tables)
        guard !changes.isEmpty else { return [] }
        for table in tables {
            if changes.contains(.table(table.table)) {
                try Migrations.createTable(
                    table.table, revised: true,
                    body: """
                        district TEXT NOT NULL
                        id UUID NOT NULL
                        PRIMARY KEY (district, id)
                        FOREIGN KEY (district, id) REFERENCES subjects (district, id)
                        """, in: self)
                try run("INSERT INTO pack_columns (table_name, name, type) VALUES (\(table.table), 'id', 'UUID')")
            }
            for column in table.columns where changes.contains(.column(table: table.table, column: column.text)) {
                try Migrations.addColumn("\(column.text) \(column.type.rawValue)", to: table.table, in: self)
                try run(
                    "INSERT INTO pack_columns (table_name, name, type) VALUES (\(table.table), \(column.text), \(column.type.rawValue))")
            }
            for index in table.indexes where changes.contains(.index(table: table.table, column: index.column.text)) {
                // As they were made before the id stood behind the value.
                if !index.isUnique {
                    try run(SQL(unchecked: "DROP INDEX IF EXISTS \(Self.name(of: index.column.text, on: table))"))
                    try run("DELETE FROM pack_indexes WHERE table_name = \(table.table) AND name = \(index.column.text)")
                }
                try run(
                    SQL(
                        unchecked: """
                            CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(Self.name(of: index.key, on: table)) ON \(table.table) \
                            (district, \(index.key)) WHERE \(index.column.text) IS NOT NULL
                            """))
                try run("INSERT INTO pack_indexes (table_name, name) VALUES (\(table.table), \(index.key))")
            }
            if changes.contains(where: { $0.isIndex(of: table.table) }), !changes.contains(.table(table.table)) {
                try run(SQL(unchecked: "ANALYZE \(table.table)"))
            }
        }
        return changes
    }

    /// Both names together are longer than PostgreSQL keeps.
    private static func name(of key: String, on table: PackTable) -> String {
        "pack_" + String(UInt64(bitPattern: StableHash.integer("\(table.table)/\(key)")), radix: 36)
    }
}
