package dev.berth.agent.config;

import java.util.Locale;

/** The format of the log. */
public enum LogFormat {
    /** Readable text. */
    TEXT,
    /** One JSON object per line. */
    JSON;

    /** The value in the configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException for any other value
     */
    static LogFormat of(String word) {
        for (var format : values()) {
            if (format.word().equals(word)) {
                return format;
            }
        }
        throw new IllegalArgumentException(word);
    }
}
