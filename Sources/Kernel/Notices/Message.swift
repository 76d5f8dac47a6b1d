import Sealing
import Store

/// A message that leaves the house: to somebody who works here, or to somebody who asked for something.
///
/// Each is written in the transaction of what it tells; a timer carries it out, again and again with growing pauses until it is taken or
/// given up, and then by the next channel where there is one. A receiver may see one twice (same id) where the connection broke between
/// its taking and our noting it; never more than one is written per matter and person.
package struct Message: Sendable {
    /// By which way it leaves.
    package enum Channel: String, ClosedList, SQLConvertible {
        case mail
        /// A gateway for short messages or WeChat, reached by a signed webhook.
        case gateway
    }

    package enum State: String, ClosedList, SQLConvertible {
        case waiting, sent
        case givenUp = "given-up"
    }

    package var id: ID<Message>
    package var channel: Channel
    /// A mail address or a phone number.
    package var to: String
    package var name: String
    package var language: String
    package var text: String
    package var values: [String: String]
    package var href: String
    /// Others to the same person that were held back, and are told with this one.
    package var further: [ID<Message>] = []
}

/// Where somebody can be reached, as it lies sealed beside what they asked for.
package struct SealedAddress: Sendable {
    package var sealed: [UInt8]
    /// What the sealing is bound to.
    package var context: String
    /// Who that is, for the log: `cases/…`.
    package var holder: String

    package init(sealed: [UInt8], context: String, holder: String) {
        self.sealed = sealed
        self.context = context
        self.holder = holder
    }

    /// What is read of it.
    struct Opened: Codable {
        var name: String?
        var phone: String?
        var mail: String?

        func address(_ channel: Message.Channel) -> String? {
            switch channel {
            case .mail: mail
            case .gateway: phone
            }
        }
    }
}
