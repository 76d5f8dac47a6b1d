package import Store

/// Facts about a district that the program itself must know before it can open it, such as which keys sealed its fields.
package enum DistrictFacts {
    package static func value(_ name: String, of district: String, in reader: Reader) throws -> String? {
        try reader.value("SELECT value FROM district_facts WHERE district = \(district) AND name = \(name)")
    }

    package static func set(_ name: String, to value: String, of district: String, in writer: Writer) throws {
        try writer.run(
            """
            INSERT INTO district_facts (district, name, value) VALUES (\(district), \(name), \(value))
            ON CONFLICT (district, name) DO UPDATE SET value = excluded.value
            """)
    }
}
