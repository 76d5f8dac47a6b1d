import Foundation
package import Kernel
import Pages

/// An identity provider where the district's people have their accounts: `sign-on` in `huying.yaml`.
package struct ProviderSettings: Sendable {
    /// As the provider names itself; its description is at `/.well-known/openid-configuration` below.
    package var issuer: String
    package var clientID: String
    package var clientSecret: String
    /// The claim that is the account's sign-in name here. It must be one that the provider never gives to somebody else.
    package var claim = "preferred_username"
    package var scopes = ["openid", "profile"]
    /// What the button says.
    package var name: Words
    /// Whether one may also sign in with a password of ours.
    package var allowsPasswords = true

    package init(issuer: String, clientID: String, clientSecret: String, name: Words) {
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.name = name
    }

    var offer: SignOnOffer { SignOnOffer(name: name, allowsPasswords: allowsPasswords) }
}
