import Testing

@testable import Sealing

struct PasswordTests {
    @Test func onlyThePasswordVerifies() throws {
        let hash = try PasswordHash.make("正确的密码 correct", cost: .cheap)
        #expect(hash.verify("正确的密码 correct"))
        for wrong in ["", "正确的密码 Correct", "正确的密码 correct ", "正确的密码"] { #expect(!hash.verify(wrong)) }
        #expect(try PasswordHash(encoded: hash.encoded) == hash)
        #expect(try PasswordHash(encoded: hash.encoded).verify("正确的密码 correct"))
        #expect(try PasswordHash.make("正确的密码 correct", cost: .cheap) != hash)
        #expect("\(hash)" == "PasswordHash")
    }

    @Test func letterTypedInTwoWaysIsTheSame() throws {
        #expect(try PasswordHash.make("caf\u{E9} caf\u{E9}", cost: .cheap).verify("cafe\u{301} cafe\u{301}"))
    }

    @Test func emptyPasswordDoesNotCrash() throws {
        #expect(try PasswordHash.make("", cost: .cheap).verify(""))
    }

    @Test func standardCostIsWrittenAndAskedFor() throws {
        let hash = try PasswordHash.make("a long enough password")
        #expect(hash.encoded.hasPrefix("scrypt$32768$8$1$"))
        #expect(!hash.needsRehash())
        #expect(hash.needsRehash(for: .cheap))
        #expect(try PasswordHash.make("a long enough password", cost: .cheap).needsRehash())
    }

    /// RFC 7914, section 12.
    @Test(arguments: [
        (
            "", "", 16, 1, 1,
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
        ),
        (
            "password", "NaCl", 1024, 8, 16,
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        ),
        (
            "pleaseletmein", "SodiumChloride", 16384, 8, 1,
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        ),
    ])
    func agreesWithTheStandard(password: String, salt: String, n: Int, r: Int, p: Int, hash: String) throws {
        let cost = try #require(PasswordCost(n: n, r: r, p: p))
        let found = PasswordHash.derive(password, salt: Array(salt.utf8), byteCount: 64, cost: cost)
        #expect(found.map { Hex.encode($0) } == hash)
    }

    @Test func hashMadeElsewhereVerifies() throws {
        // Python: hashlib.scrypt(b"pleaseletmein", salt=b"SodiumChloride", n=64, r=8, p=2, dklen=32)
        let hash = try PasswordHash(
            encoded: "scrypt$64$8$2$U29kaXVtQ2hsb3JpZGU$SNBcoHP0_zHsZdc7szoZiiTOn8Z6bJKCIafUPGH6qlI")
        #expect(hash.verify("pleaseletmein"))
        #expect(!hash.verify("pleaseletmeim"))
        #expect(hash.needsRehash())
    }

    @Test(arguments: [
        "", "scrypt", "scrypt$16$8$1$AAAAAAAAAAAAAAAAAAAAAA", "bcrypt$16$8$1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "scrypt$16$8$1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA$", "scrypt$15$8$1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "scrypt$0$8$1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "scrypt$1$8$1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "scrypt$-16$8$1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "scrypt$016$8$1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "scrypt$+16$8$1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "scrypt$16$0$1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "scrypt$16$17$1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "scrypt$16$8$0$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "scrypt$16$8$17$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "scrypt$65536$1$1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "scrypt$9223372036854775807$8$1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "scrypt$-9223372036854775808$8$1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "scrypt$4611686018427387904$8$1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "scrypt$16$8$1$AAAA$AAAAAAAAAAAAAAAAAAAAAA", "scrypt$16$8$1$AAAAAAAAAAA$AAAA", "scrypt$16$8$1$AAAAAAAAAAA$",
        "scrypt$16$8$1$AAAAAAAAAAA=$AAAAAAAAAAAAAAAAAAAAAA", "scrypt$16$8$1$AAAA!AAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "scrypt$16$8$1$AAAAAAAAAAB$AAAAAAAAAAAAAAAAAAAAAA",
    ])
    func malformedHashIsRefused(encoded: String) {
        #expect(throws: SealingError.passwordHashMalformed) { try PasswordHash(encoded: encoded) }
    }

    @Test(arguments: [1, 2, 8, 16], [1, 2, 16])
    func everyAllowedCostCanBeComputed(r: Int, p: Int) throws {
        for n in [2, 4, 16] {
            let cost = try #require(PasswordCost(n: n, r: r, p: p))
            #expect(try PasswordHash.make("x", cost: cost).verify("x"))
        }
    }

    @Test(
        arguments: [
            ("correct horse battery", "zhang", []),
            ("我家门口有两棵枣树呀", "张三", []),
            ("short", "zhang", [.tooShort]),
            ("", "zhang", [.tooShort]),
            ("aaaaaaaaaaaa", "zhang", [.oneCharacterOnly]),
            ("１１１１１", "zhang", [.tooShort, .oneCharacterOnly]),
            ("Password123", "zhang", [.tooObvious]),
            ("ｐａｓｓｗｏｒｄ１２３", "zhang", [.tooObvious]),
            ("1234567890", "zhang", [.tooObvious]),
            ("01234567890123", "zhang", [.tooObvious]),
            ("9876543210", "zhang", [.tooObvious]),
            ("abcdefghijkl", "zhang", [.tooObvious]),
            ("my name is Zhang", "zhang", [.containsUserName]),
            ("张三的密码不告诉你呀", "张三", [.containsUserName]),
            ("long enough, bo", "bo", []),
            ("zhang", "zhang", [.tooShort, .containsUserName]),
            ("long enough text", "", []),
        ] as [(String, String, [PasswordProblem])])
    func rulesNameEveryProblem(password: String, userName: String, problems: [PasswordProblem]) {
        #expect(PasswordRule.check(password, userName: userName) == problems)
    }

    @Test func randomPasswordIsReadableAndKeepsTheRules() {
        var generator = Seeded(7)
        let some = RandomPassword.make(using: &generator)
        var again = Seeded(7)
        #expect(RandomPassword.make(using: &again) == some)
        #expect(Set(RandomPassword.alphabet).count == 31)
        #expect(Set(RandomPassword.alphabet).isDisjoint(with: "01loiLOI"))
        let many = Set((0..<200).map { _ in RandomPassword.make() })
        #expect(many.count == 200)
        for password in many {
            #expect(password.count == 20)
            #expect(password.split(separator: "-").map(\.count) == [6, 6, 6])
            #expect(PasswordRule.check(password, userName: "zhangwei").isEmpty)
        }
    }
}
