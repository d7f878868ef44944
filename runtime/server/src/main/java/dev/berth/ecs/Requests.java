package dev.berth.ecs;

import dev.berth.wire.ApiException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.Failure;

/** Validations that many requests share. */
public final class Requests {
    private static final int MOST_DESCRIBED = 100;

    private Requests() {}

    /**
     * The names, each once, in their order.
     *
     * @throws ApiException InvalidParameterException where there are more than ECS takes
     */
    public static Set<String> eachOnce(List<String> names, String member, int max) {
        refuseUnless(
                names.size() <= max,
                "%s can name at most %d, and this call names %d."
                        .formatted(member, max, names.size()));
        return new LinkedHashSet<>(names);
    }

    public static void refuseUnless(boolean holds, String sentence) {
        if (!holds) {
            throw ApiException.invalidParameter(sentence);
        }
    }

    /** The names to describe, without duplicates, in their order. */
    public static Set<String> described(List<String> names, String member) {
        return eachOnce(names, member, MOST_DESCRIBED);
    }

    /**
     * As {@link #described} for a list that must not be empty. Checked in the handler, since an
     * unknown cluster is refused first.
     */
    public static Set<String> toDescribe(List<String> names, String member) {
        require(names, member);
        return described(names, member);
    }

    /**
     * @throws ApiException InvalidParameterException where the list is empty or absent
     */
    public static void require(List<?> list, String member) {
        refuseUnless(!list.isEmpty(), member + " is required.");
    }

    /** An unknown name is not an error: the response lists it in its failures. */
    public static Failure missing(String arn) {
        return Failure.builder().arn(arn).reason("MISSING").build();
    }

    /**
     * The value of a member if it is one of these words, or null if it is not set.
     *
     * @throws ApiException InvalidParameterException naming member and words
     */
    public static String oneOf(String member, String given, String... words) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        if (!List.of(words).contains(given)) {
            throw ApiException.invalidParameter(
                    "%s must be one of %s.".formatted(member, String.join(", ", words)));
        }
        return given;
    }

    /** As {@link #oneOf} for each word of a list. */
    public static Set<String> eachOf(String member, List<String> given, String... words) {
        given.forEach(word -> oneOf(member, word, words));
        return Set.copyOf(given);
    }

    public static <T> T orElse(T given, T otherwise) {
        return given == null ? otherwise : given;
    }
}
