/// What a template shows: a plain struct of stored properties.
package typealias PageModel = Encodable & Sendable
