/// The functions an expression may call, as ODK names them. `docs/expressions.md` is this list.
package struct Function: Sendable {
    package var name: String
    /// How it is called: `round(number, places)`.
    package var form: String
    package var least: Int
    package var most: Int

    private init(_ form: String, _ least: Int, _ most: Int) {
        name = String(form.prefix { $0 != "(" })
        self.form = form
        self.least = least
        self.most = most
    }

    /// As many as somebody has patience to write.
    private static let many = 50

    package static let all: [Function] = [
        Function("true()", 0, 0), Function("false()", 0, 0), Function("not(truth)", 1, 1), Function("boolean(any)", 1, 1),
        Function("if(truth, then, else)", 3, 3), Function("coalesce(any, any)", 2, 2),
        Function("number(any)", 1, 1), Function("int(number)", 1, 1), Function("round(number, places)", 1, 2),
        Function("abs(number)", 1, 1), Function("pow(number, exponent)", 2, 2), Function("min(number, …)", 1, many),
        Function("max(number, …)", 1, many),
        Function("string(any)", 1, 1), Function("string-length(text)", 1, 1), Function("concat(any, …)", 1, many),
        Function("contains(text, part)", 2, 2), Function("starts-with(text, part)", 2, 2), Function("ends-with(text, part)", 2, 2),
        Function("substr(text, from, to)", 2, 3), Function("substring-before(text, part)", 2, 2),
        Function("substring-after(text, part)", 2, 2), Function("regex(text, 'pattern')", 2, 2),
        Function("selected(choices, 'code')", 2, 2), Function("count-selected(choices)", 1, 1),
        Function("today()", 0, 0), Function("date(text)", 1, 1), Function("format-date(date, 'pattern')", 2, 2),
        Function("decimal-date-time(date)", 1, 1),
    ]

    static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// Functions of ODK that we do not have, so that a refusal can say so instead of "unknown".
    package static let unsupported: Set<String> = [
        "position", "once", "selected-at", "jr:choice-name", "indexed-repeat", "count", "count-non-empty", "sum", "checklist",
        "weighted-checklist", "boolean-from-string", "digest", "base64-decode", "extract-signed", "log", "log10", "exp", "exp10", "sqrt",
        "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "pi", "now", "date-time", "decimal-time", "format-date-time", "area",
        "distance", "intersects", "geofence", "random", "randomize", "uuid", "pulldata", "instance", "current", "last", "version",
        "property", "translate", "normalize-space", "join", "depend", "thousands-sep", "substring", "floor", "ceiling", "id", "name",
        "local-name", "lang",
    ]
}
