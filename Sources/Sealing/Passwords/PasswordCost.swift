/// How hard a password is to try: scrypt's N, r and p. It takes 128 · N · r bytes of memory.
package struct PasswordCost: Equatable, Sendable {
    let n: Int
    let r: Int
    let p: Int

    /// 32 MiB.
    package static let standard = PasswordCost(n: 1 << 15, r: 8, p: 1)!
    /// 16 KiB: for tests, where it only has to work.
    package static let cheap = PasswordCost(n: 1 << 4, r: 8, p: 1)!

    /// Nil where scrypt is not defined, where the library gives it too little memory (r > 16), or above 1 GiB or
    /// sixteen passes.
    init?(n: Int, r: Int, p: Int) {
        guard (1...16).contains(r), (1...16).contains(p),
            n > 1, n <= 1 << 20, n & (n - 1) == 0, r > 1 || n < 1 << 16,
            128 * n * r <= 1 << 30
        else { return nil }
        self.n = n
        self.r = r
        self.p = p
    }
}
