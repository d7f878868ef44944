package dev.berth.ecs.tag;

import dev.berth.domain.tag.Tags;
import dev.berth.ecs.Requests;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.Tag;

/** Converts tags between the lists of the API and the maps of the domain. */
public final class TagModel {
    /** The value of {@code include} for tags. */
    public static final String INCLUDED = "TAGS";

    private static final String CHARACTERS = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";
    private static final Pattern KEY = Pattern.compile(CHARACTERS + "{1,128}");
    private static final Pattern VALUE = Pattern.compile(CHARACTERS + "{0,256}");
    private static final String CLUSTER_NAME = "aws:ecs:clusterName";

    private TagModel() {}

    /**
     * The tags of a request.
     *
     * @throws ApiException InvalidParameterException that names the invalid tag
     */
    public static Map<String, String> of(List<Tag> given) {
        Requests.refuseUnless(
                given.size() <= Tags.MAX_TAGS,
                "tags can contain at most %d, and this call has %d."
                        .formatted(Tags.MAX_TAGS, given.size()));
        var tags = new HashMap<String, String>();
        for (var tag : given) {
            var key = key(Requests.orElse(tag.key(), ""));
            var value = Requests.orElse(tag.value(), "");
            Requests.refuseUnless(
                    VALUE.matcher(value).matches() && !Tags.isSystems(value),
                    "The value of the tag '%s' is not valid: it has up to 256 letters, digits,"
                                    .formatted(key)
                            + " spaces and _.:/=+-@, and does not begin with aws:.");
            Requests.refuseUnless(
                    tags.put(key, value) == null,
                    "The tag '%s' occurs more than once in the call.".formatted(key));
        }
        return tags;
    }

    /** Checks a key that users can set and remove. */
    static String key(String key) {
        Requests.refuseUnless(
                KEY.matcher(key).matches() && !Tags.isSystems(key),
                "The tag key '%s' is not valid: it has 1 to 128 letters, digits, spaces and"
                                .formatted(key)
                        + " _.:/=+-@, and does not begin with aws:, which is the system's.");
        return key;
    }

    /**
     * The tags of a new task: propagated tags, overridden by the tags of the call, overridden by
     * managed tags.
     *
     * @param propagate null if the call does not specify it
     * @param definitions the tags of its task definition
     */
    public static Map<String, String> ofTask(
            List<Tag> given,
            PropagateTags propagate,
            boolean managed,
            Map<String, String> definitions,
            String cluster) {
        var tags = new HashMap<String, String>();
        if (propagate == PropagateTags.TASK_DEFINITION) {
            tags.putAll(definitions);
        }
        tags.putAll(of(given));
        Requests.refuseUnless(
                !Tags.tooMany(tags),
                "A task can have up to %d tags, including those of its task definition."
                        .formatted(Tags.MAX_TAGS));
        if (managed) {
            tags.put(CLUSTER_NAME, cluster);
        }
        return tags;
    }

    /** The tags in the format of the API, by key. */
    public static List<Tag> shown(Map<String, String> tags) {
        return new TreeMap<>(tags)
                .entrySet().stream()
                        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                        .toList();
    }
}
