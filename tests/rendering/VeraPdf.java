import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Checks each PDF named on the command line against PDF/A-3a and PDF/UA-1 with veraPDF's own rules.
 *
 * <p>The jar in the Python package carries the rules as XML but not the JAXB runtime that veraPDF reads them with,
 * so this reads them with the JDK's parser. Prints one line per file and profile, then one per broken rule.
 */
public class VeraPdf {
    private static final Map<String, String> RULES = Map.of("3a", "PDFA-3A", "ua1", "PDFUA-1");
    private static final int MOST_FAULTS = 100;

    public static void main(String[] files) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean compliant = true;
        for (String id : new TreeSet<>(RULES.keySet())) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
            ValidationProfile profile = readProfile(flavour, RULES.get(id));
            for (String file : files) {
                compliant &= check(file, id, flavour, profile);
            }
        }
        System.exit(compliant ? 0 : 1);
    }

    private static boolean check(String file, String id, PDFAFlavour flavour, ValidationProfile profile)
            throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour);
                PDFAValidator validator =
                        ValidatorFactory.createValidator(profile, MOST_FAULTS, false, false, false)) {
            ValidationResult result = validator.validate(parser);
            System.out.printf(
                    "%s %s %s (%d rules, %d checks)%n",
                    result.isCompliant() ? "PASS" : "FAIL",
                    id,
                    file,
                    profile.getRules().size(),
                    result.getTotalAssertions());
            Set<String> faults = new TreeSet<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    faults.add(
                            "  " + assertion.getRuleId().getClause()
                                    + "-" + assertion.getRuleId().getTestNumber()
                                    + " " + assertion.getMessage());
                }
            }
            faults.forEach(System.out::println);
            return result.isCompliant();
        }
    }

    private static ValidationProfile readProfile(PDFAFlavour flavour, String name) throws Exception {
        String path = "org/verapdf/pdfa/validation/" + name + ".xml";
        Element root;
        try (InputStream xml = PDFAFlavour.class.getClassLoader().getResourceAsStream(path)) {
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml).getDocumentElement();
        }
        Set<Rule> rules = new HashSet<>();
        for (Element rule : children(only(root, "rules"), "rule")) {
            rules.add(readRule(rule));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element variable : children(only(root, "variables"), "variable")) {
            variables.add(
                    Profiles.variableFromValues(
                            variable.getAttribute("name"),
                            variable.getAttribute("object"),
                            text(variable, "defaultValue"),
                            text(variable, "value")));
        }
        return Profiles.profileFromValues(
                flavour, Profiles.profileDetailsFromValues(name, name, "", new Date(0)), "", rules, variables);
    }

    private static Rule readRule(Element rule) {
        Element id = only(rule, "id");
        Element error = only(rule, "error");
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : children(only(error, "arguments"), "argument")) {
            arguments.add(
                    ErrorArgumentImpl.fromValues(argument.getTextContent(), attribute(argument, "name"), null));
        }
        String deferred = attribute(rule, "deferred");
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"),
                        Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"),
                deferred == null ? null : Boolean.valueOf(deferred),
                attribute(rule, "tags"),
                text(rule, "description"),
                text(rule, "test"),
                Profiles.errorFromValues(text(error, "message"), arguments),
                new ArrayList<>());
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        Node child = parent == null ? null : parent.getFirstChild();
        for (; child != null; child = child.getNextSibling()) {
            if (child instanceof Element && child.getNodeName().equals(name)) {
                found.add((Element) child);
            }
        }
        return found;
    }

    private static Element only(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? null : found.get(0);
    }

    private static String text(Element parent, String name) {
        Element child = only(parent, name);
        return child == null ? "" : child.getTextContent();
    }

    private static String attribute(Element element, String name) {
        return element.hasAttribute(name) ? element.getAttribute(name) : null;
    }
}
