package dev.berth.server.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.berth.events.DetailType;
import dev.berth.events.EventFilter;
import dev.berth.events.Webhook;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The keys of events. */
final class EventSettings {
    private static final Set<String> MEMBERS =
            Set.of("name", "url", "secret", "secret-file", "clusters", "detail-types");
    private static final int MOST = 32;

    /** What a webhook's section says; the secret is read afterwards. */
    static final Setting<ConfigList> WEBHOOKS =
            Setting.list(
                    "events.webhooks",
                    "[]",
                    "a list of at most 32 { url = …, secret = … }",
                    EventSettings::list);

    static final List<Setting<?>> ALL = List.of(WEBHOOKS);

    private EventSettings() {}

    private static ConfigList list(ConfigValue value) {
        return value.valueType() == ConfigValueType.LIST && ((ConfigList) value).size() <= MOST
                ? (ConfigList) value
                : null;
    }

    /**
     * The webhooks.
     *
     * @param data where paths of files start
     * @param problems receives a sentence with the place of everything that is wrong, without what
     *     was found, since that may be a secret
     */
    static List<Webhook> webhooks(ConfigList sections, Path data, List<String> problems) {
        var webhooks = new ArrayList<Webhook>();
        var names = new HashSet<String>();
        for (var section : sections) {
            try {
                var webhook = webhook(section, data);
                if (!names.add(webhook.name())) {
                    throw new Wrong(section, "name: expected one that no other webhook has");
                }
                webhooks.add(webhook);
            } catch (Wrong reason) {
                problems.add(reason.getMessage());
            }
        }
        return webhooks;
    }

    private static Webhook webhook(ConfigValue value, Path data) throws Wrong {
        if (!(value instanceof ConfigObject section)) {
            throw new Wrong(value, "expected { url = …, secret = … }");
        }
        for (var member : section.entrySet()) {
            if (!MEMBERS.contains(member.getKey())) {
                throw new Wrong(
                        member.getValue(),
                        member.getKey()
                                + ": unknown key, expected one of clusters, detail-types, name,"
                                + " secret, secret-file, url");
            }
        }
        var url = url(section);
        var name = text(section, "name", url.getAuthority());
        if (!name.matches("[A-Za-z0-9._:\\[\\]-]{1,100}")) {
            throw new Wrong(
                    section.get("name"),
                    "name: expected up to 100 letters, digits, dots, colons, hyphens and"
                            + " underscores");
        }
        return new Webhook(name, url, secret(section, data), filter(section));
    }

    private static URI url(ConfigObject section) throws Wrong {
        var text = text(section, "url", null);
        try {
            var url = text == null ? null : URI.create(text);
            if (url != null
                    && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getFragment() == null) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // as below
        }
        throw new Wrong(
                section.getOrDefault("url", section),
                "url: expected an http or https URL without user and fragment");
    }

    private static byte[] secret(ConfigObject section, Path data) throws Wrong {
        var given = text(section, "secret", null);
        var file = text(section, "secret-file", null);
        if ((given == null) == (file == null)) {
            throw new Wrong(section, "expected either secret or secret-file");
        }
        var member = given == null ? "secret-file" : "secret";
        var text = given;
        if (file != null) {
            try {
                text = Files.readString(data.resolve(file)).strip();
            } catch (IOException | RuntimeException _) {
                throw new Wrong(section.get(member), member + ": expected a file that can be read");
            }
        }
        return Webhook.secret(text)
                .orElseThrow(
                        () ->
                                new Wrong(
                                        section.get(member),
                                        member
                                                + ": expected at least 16 bytes, as text or as"
                                                + " whsec_ and Base64"));
    }

    private static EventFilter filter(ConfigObject section) throws Wrong {
        var types = new HashSet<DetailType>();
        for (var name : texts(section, "detail-types")) {
            types.add(
                    DetailType.named(name)
                            .orElseThrow(
                                    () ->
                                            new Wrong(
                                                    section.get("detail-types"),
                                                    "detail-types: expected a list of "
                                                            + String.join(
                                                                    ", ",
                                                                    DetailType.wireNames()))));
        }
        return new EventFilter(Set.copyOf(texts(section, "clusters")), types, Set.of());
    }

    private static List<String> texts(ConfigObject section, String member) throws Wrong {
        if (!section.containsKey(member)) {
            return List.of();
        }
        try {
            return section.toConfig().getStringList("\"" + member + "\"");
        } catch (com.typesafe.config.ConfigException _) {
            throw new Wrong(section.get(member), member + ": expected a list of texts");
        }
    }

    private static String text(ConfigObject section, String member, String otherwise) throws Wrong {
        var value = section.get(member);
        if (value == null) {
            return otherwise;
        }
        if (value.valueType() != ConfigValueType.STRING) {
            throw new Wrong(value, member + ": expected a text");
        }
        return (String) value.unwrapped();
    }

    /** Says where and what. */
    private static final class Wrong extends Exception {
        Wrong(ConfigValue at, String what) {
            super(at.origin().description() + ": events.webhooks: " + what);
        }
    }
}
