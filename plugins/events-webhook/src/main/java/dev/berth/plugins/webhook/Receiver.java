package dev.berth.plugins.webhook;

import dev.berth.plugin.SettingException;
import dev.berth.plugin.Settings;
import dev.berth.plugin.events.DetailType;
import dev.berth.plugin.events.EventDestination;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A receiver of events.
 *
 * @param secret the key of the signatures
 */
record Receiver(EventDestination destination, URI url, byte[] secret) {
    private static final String ENCODED = "whsec_";
    private static final int LEAST_BYTES = 16;

    /**
     * @param prefix what the keys of this section begin with in messages
     */
    static Receiver of(Settings section, String prefix) {
        var url =
                url(section.text("url", ""))
                        .orElseThrow(
                                () ->
                                        new SettingException(
                                                prefix + "url",
                                                "an http or https URL without user and fragment"));
        var name = section.text("name", url.getAuthority());
        if (!name.matches("[A-Za-z0-9._:\\[\\]-]{1,100}")) {
            throw new SettingException(
                    prefix + "name",
                    "up to 100 letters, digits, dots, colons, hyphens and underscores");
        }
        var secret =
                secret(section.secret("secret"))
                        .orElseThrow(
                                () ->
                                        new SettingException(
                                                prefix + "secret",
                                                "at least 16 bytes, as text or as whsec_ and"
                                                        + " Base64"));
        var types = new HashSet<DetailType>();
        for (var type : section.texts("detail-types")) {
            types.add(
                    DetailType.named(type)
                            .orElseThrow(
                                    () ->
                                            new SettingException(
                                                    prefix + "detail-types",
                                                    "a list of "
                                                            + String.join(
                                                                    ", ",
                                                                    DetailType.wireNames()))));
        }
        var clusters = Set.copyOf(new HashSet<>(section.texts("clusters")));
        return new Receiver(
                new EventDestination(name, url.toString(), clusters, types), url, secret);
    }

    private static Optional<URI> url(String text) {
        try {
            var url = URI.create(text);
            return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                            && url.getHost() != null
                            && url.getUserInfo() == null
                            && url.getFragment() == null
                    ? Optional.of(url)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The key that a configured secret stands for: {@code whsec_} and Base64, as Standard Webhooks
     * writes it, or a text whose bytes are the key. Empty if it is shorter than 16 bytes or not
     * Base64.
     */
    static Optional<byte[]> secret(String text) {
        byte[] key;
        try {
            key =
                    text.startsWith(ENCODED)
                            ? Base64.getDecoder().decode(text.substring(ENCODED.length()))
                            : text.getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return key.length < LEAST_BYTES ? Optional.empty() : Optional.of(key);
    }

    /** Omits secret and URL, since a URL may contain a token. */
    @Override
    public String toString() {
        return "Receiver[" + destination.name() + "]";
    }
}
