/// Why a password is not accepted.
package enum PasswordProblem: String, CaseIterable, Equatable, Sendable {
    case tooShort
    case oneCharacterOnly
    case tooObvious
    case containsUserName
}

/// What a password must be. Length counts, forced symbols do not (NIST SP 800-63B, 5.1.1.2).
package enum PasswordRule {
    package static let minimumLength = 10

    /// Every problem at once, in the order of `PasswordProblem`; empty when the password is accepted.
    package static func check(_ password: String, userName: String) -> [PasswordProblem] {
        let plain = Normalise.halfWidth(password).lowercased()
        let name = Normalise.halfWidth(userName).lowercased()
        var problems: [PasswordProblem] = []
        if password.count < minimumLength { problems.append(.tooShort) }
        if Set(plain).count == 1 { problems.append(.oneCharacterOnly) }
        if obvious.contains(plain) || isRun(plain) { problems.append(.tooObvious) }
        // Three bytes: one Chinese character already names someone, two Latin letters do not.
        if name.utf8.count >= 3, plain.contains(name) { problems.append(.containsUserName) }
        return problems
    }

    /// Counting up or down, like 1234567890 or jihgfedcba.
    private static func isRun(_ text: String) -> Bool {
        let values = text.unicodeScalars.map { Int($0.value) }
        let steps = zip(values, values.dropFirst()).map { $1 - $0 }
        guard let first = steps.first, abs(first) == 1 else { return false }
        // 9 is followed by 0 on the keyboard and when counting on.
        return steps.allSatisfy { $0 == first || $0 == -9 * first }
    }

    /// What guessers try first, of those long enough to pass.
    private static let obvious: Set<String> = [
        "password12", "password123", "password1234", "passw0rd123", "p@ssw0rd123", "p@ssword123", "qwertyuiop",
        "qwerty12345", "qwerty123456", "qwertyuiop123", "1q2w3e4r5t", "1q2w3e4r5t6y", "1qaz2wsx3edc", "qazwsxedcrfv",
        "asdfghjkl;", "zxcvbnm123", "zxcvbnm,./", "abc1234567", "abc123456789", "abcd123456", "abcd12345678",
        "a123456789", "a1234567890", "aa12345678", "aa123456789", "123456789a", "1234567890a", "qq123456789",
        "1234512345", "1231231231", "123123123123", "1122334455", "112233445566", "1212121212", "0987654321",
        "5201314520", "1314520520", "5201314521", "woaini1314", "woaini520", "woaini5201314", "woaini1314520",
        "iloveyou123", "iloveyou1314", "administrator", "admin12345", "admin123456", "admin@1234", "admin@12345",
        "admin@123456", "root123456", "welcome123", "welcome1234", "letmein1234", "changeme123", "huying1234",
        "huying12345", "huying123456", "huying@123", "huying@12345",
    ]
}
