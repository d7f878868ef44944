package dev.berth.plugin;

/** A setting of a plugin is missing or invalid. The server adds its position in the file. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * @param key the setting, in the plugin's section
     * @param expected the expected value: "a whole number from 1 to 10"
     */
    public SettingException(String key, String expected) {
        super("expected " + expected);
        this.key = key;
    }

    public String key() {
        return key;
    }
}
