package dev.berth.pluginhost.load;

import dev.berth.protocol.plugin.BadArchiveException;
import org.pf4j.DefaultVersionManager;

/**
 * The version of the plugin API. A plugin requires a version with {@code Plugin-Requires}: {@code
 * 1.2.0} means that version or a later 1.x. Anything else is a range such as {@code >=1.2.0 &
 * <3.0.0}.
 */
final class ApiVersion {
    static final String CURRENT = "1.0.0";

    private ApiVersion() {}

    static void check(String requires) throws BadArchiveException {
        boolean fits;
        try {
            fits = new DefaultVersionManager().checkVersionConstraint(CURRENT, range(requires));
        } catch (RuntimeException reason) {
            throw new BadArchiveException(
                    "its Plugin-Requires, "
                            + requires
                            + ", is not a version or a range of versions");
        }
        if (!fits) {
            throw new BadArchiveException(
                    "it requires version %s of the plugin API, this server has %s"
                            .formatted(requires, CURRENT));
        }
    }

    static String range(String requires) {
        if (!requires.matches("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}")) {
            return requires;
        }
        long major = Long.parseLong(requires.substring(0, requires.indexOf('.')));
        return ">=%s & <%d.0.0".formatted(requires, major + 1);
    }
}
