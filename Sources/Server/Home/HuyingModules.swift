import Casework
package import Kernel
import Registers
import Supervision
import Tips

extension Modules {
    /// All that this program is made of.
    package static let huying = Modules([.kernel, .registers, .casework, .tips, .supervision])
}
