package dev.berth.agent.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.agent.docker.PortRange;
import dev.berth.agent.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Parsers of setting values. Each throws IllegalArgumentException for an invalid value. */
final class SettingValues {
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    private SettingValues() {}

    static URI httpUrl(String text) {
        var uri = URI.create(text.contains("://") ? text : "https://" + text);
        require(uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme()));
        return uri;
    }

    static URI dockerHost(String text) {
        var uri = URI.create(text);
        require(
                "unix".equals(uri.getScheme())
                        ? uri.getPath() != null && uri.getPath().length() > 1
                        : "tcp".equals(uri.getScheme())
                                && uri.getHost() != null
                                && uri.getPort() > 0);
        return uri;
    }

    static String name(String text) {
        require(NAME.matcher(text).matches());
        return text;
    }

    static String text(String text) {
        require(!text.isBlank() && text.chars().noneMatch(Character::isWhitespace));
        return text;
    }

    /** Parses times in the format of Go, which Amazon's agent uses: 30s, 10m, 1h30m. */
    static Duration duration(String text) {
        var parts = DURATION.matcher(text);
        var total = Duration.ZERO;
        var end = 0;
        while (parts.find() && parts.start() == end) {
            end = parts.end();
            var millis =
                    switch (parts.group(2)) {
                        case "ms" -> 1;
                        case "s" -> 1_000;
                        case "m" -> 60_000;
                        default -> 3_600_000;
                    };
            total = total.plusMillis((long) (Double.parseDouble(parts.group(1)) * millis));
        }
        require(end == text.length() && total.compareTo(Duration.ofSeconds(1)) >= 0);
        return total;
    }

    static Duration tenMinutesOrMore(String text) {
        var duration = duration(text);
        require(duration.compareTo(Duration.ofMinutes(10)) >= 0);
        return duration;
    }

    static String addressOrOff(String text) {
        require(text.equals("off") || IPV4.matcher(text).matches());
        return text;
    }

    static String authType(String text) {
        require(text.equals("dockercfg") || text.equals("docker"));
        return text;
    }

    static int portOrZero(String text) {
        var port = wholeNumber(text);
        require(port <= 65535);
        return port;
    }

    static boolean flag(String text) {
        require(text.equals("true") || text.equals("false"));
        return text.equals("true");
    }

    static int wholeNumber(String text) {
        var number = Integer.parseInt(text);
        require(number >= 0);
        return number;
    }

    static PortRange portRange(String text) {
        var ends = text.split("-", -1);
        require(ends.length == 2);
        return new PortRange(Integer.parseInt(ends[0].strip()), Integer.parseInt(ends[1].strip()));
    }

    static Set<Integer> ports(String text) {
        var ports = new TreeSet<Integer>();
        for (var element : array(text)) {
            require(element.isInt() && element.asInt() > 0 && element.asInt() <= 65535);
            ports.add(element.asInt());
        }
        return ports;
    }

    static Set<String> words(String text) {
        var words = new TreeSet<String>();
        for (var element : array(text)) {
            require(element.isTextual() && !element.asText().isBlank());
            words.add(element.asText());
        }
        return words;
    }

    static Map<String, String> attributes(String text) {
        var attributes = new LinkedHashMap<String, String>();
        var object = json(text);
        require(object.isObject());
        for (var member : object.properties()) {
            require(member.getValue().isTextual() && !member.getKey().isBlank());
            attributes.put(member.getKey(), member.getValue().asText());
        }
        return attributes;
    }

    private static JsonNode array(String text) {
        var array = json(text);
        require(array.isArray());
        return array;
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void require(boolean met) {
        if (!met) {
            throw new IllegalArgumentException();
        }
    }
}
