import HTTPTypes
package import Hummingbird
package import Kernel

/// One address and what may be done there. Routes are values in a list, so that the permission matrix and its test can walk them all.
package struct PageRoute: Sendable {
    package enum Access: Hashable, Sendable {
        /// Residents too; what they see depends on the receipt code they hold.
        case everyone
        case signedIn
        case permission(Permission)
    }

    package let method: HTTPRequest.Method
    /// `/cases/:id/notes`.
    package let path: String
    package let access: Access
    /// The most a body may hold, in bytes.
    package let bodyLimit: Int
    let handle: @Sendable (Visit) async throws -> Response

    package static func get(
        _ path: String, _ access: Access, _ handle: @escaping @Sendable (Visit) async throws -> Response
    ) -> PageRoute {
        PageRoute(method: .get, path: path, access: access, bodyLimit: 0, handle: handle)
    }

    package static func post(
        _ path: String, _ access: Access, bodyLimit: Int = 1 << 20, _ handle: @escaping @Sendable (Visit) async throws -> Response
    ) -> PageRoute {
        PageRoute(method: .post, path: path, access: access, bodyLimit: bodyLimit, handle: handle)
    }
}
