/// Names of sheets as Excel takes them, each once per workbook.
struct SheetNames {
    private var taken: Set<String> = []

    /// `name` made legal; part 2 and later of the same table get " (2)", and so does a name that is taken.
    mutating func claim(_ name: String, part: Int = 1) -> String {
        let base = Self.legal(name)
        var number = part
        while true {
            let suffix = number == 1 ? "" : " (\(number))"
            let candidate = Self.cut(base, to: 31 - suffix.utf16.count) + suffix
            if taken.insert(candidate.lowercased()).inserted { return candidate }
            number += 1
        }
    }

    private static func legal(_ name: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            if scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0xFFFE || scalar.value == 0xFFFF {
                continue
            }
            scalars.append("[]:*?/\\".unicodeScalars.contains(scalar) ? "_" : scalar)
        }
        var found = String(scalars).trimmingSpaces()
        while found.unicodeScalars.first == "'" { found.unicodeScalars.removeFirst() }
        found = cut(found, to: 31)
        while found.unicodeScalars.last == "'" { found.unicodeScalars.removeLast() }
        if found.isEmpty { return "Sheet" }
        // Excel keeps this name for itself.
        return found.lowercased() == "history" ? found + "_" : found
    }

    private static func cut(_ name: String, to units: Int) -> String {
        var name = name
        while name.utf16.count > units { name.removeLast() }
        return name
    }
}

extension String {
    fileprivate func trimmingSpaces() -> String {
        var scalars = Substring(self).unicodeScalars
        while scalars.first == " " { scalars.removeFirst() }
        while scalars.last == " " { scalars.removeLast() }
        return String(scalars)
    }
}
