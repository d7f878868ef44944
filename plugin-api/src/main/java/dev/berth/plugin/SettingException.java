package dev.berth.plugin;

/** A setting of a plugin is missing or wrong. The server adds where it stands. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * @param key the setting, inside the plugin's own section
     * @param expected what would have been right: "a whole number from 1 to 10"
     */
    public SettingException(String key, String expected) {
        super("expected " + expected);
        this.key = key;
    }

    public String key() {
        return key;
    }
}
