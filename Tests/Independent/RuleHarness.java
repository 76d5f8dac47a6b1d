import java.io.*;
import java.nio.charset.StandardCharsets;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.xform.util.XFormUtils;

/** Opens each form in JavaRosa, the engine of ODK Collect, and prints what its calculations come to: form, node, value, by tabs. */
public class RuleHarness {
    public static void main(String[] forms) throws Exception {
        new org.javarosa.model.xform.XFormsModule().registerModule();
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, "UTF-8");
        for (String path : forms) {
            FormDef form = XFormUtils.getFormFromInputStream(new FileInputStream(path));
            form.initialize(true, new InstanceInitializationFactory());
            TreeElement root = form.getMainInstance().getRoot();
            for (int at = 0; at < root.getNumChildren(); at++) {
                TreeElement node = root.getChildAt(at);
                if (!node.getName().startsWith("r")) continue;
                String value = node.getValue() == null ? "" : node.getValue().getDisplayText();
                out.println(new File(path).getName() + "\t" + node.getName() + "\t" + value.replace("\n", "\\n"));
            }
        }
    }
}
