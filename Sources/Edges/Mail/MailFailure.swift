/// Why a letter was not sent.
package enum MailFailure: Error, Equatable {
    /// Try again later: no connection, a time-out (reply nil), or a reply of 400 to 499.
    case temporary(reply: Int?, detail: String)
    /// This letter will never be accepted: a reply of 500 to 599 to it, its sender or its recipient.
    case permanent(reply: Int?, detail: String)
    /// The server turns us away before any letter: wrong password, no TLS, a certificate that does not hold, a bad host. Keep the
    /// letters and tell the administrator.
    case misconfigured(reply: Int?, detail: String)
    /// The address cannot be used in a letter, and nothing was sent.
    case badAddress(String)
    /// The message id, or the address to unsubscribe at, cannot stand in a header, and nothing was sent.
    case badHeader(name: String)
}
