package dev.berth.wire;

import dev.berth.protocol.model.ModelWalk;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The members of an operation's request that are implemented, and which of them are required. A
 * request that sets any other member is refused, and the error names the member, unless the value
 * equals the default. So no container runs without a setting that the request asked for.
 */
public final class Members {
    private static final String REQUIRED = "*";

    private final Set<String> built;
    private final Set<String> required;
    private final Set<String> outer = new HashSet<>();
    private final Map<String, Set<Object>> defaults;

    private Members(Set<String> marked, Map<String, Set<Object>> defaults) {
        this.built = new HashSet<>();
        this.required = new HashSet<>();
        this.defaults = Map.copyOf(defaults);
        for (var mark : marked) {
            var name = mark.replace(REQUIRED, "");
            built.add(name);
            if (mark.endsWith(REQUIRED)) {
                required.add(name);
            }
            for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
                outer.add(name.substring(0, dot));
            }
        }
    }

    /**
     * The members that are implemented.
     *
     * @param names such as {@code overrides.containerOverrides.name}; a structure, list or map that
     *     is named itself is implemented with everything in it. A {@code *} at the end marks a
     *     member that is required in the request or in its enclosing structure. (The SDK's model
     *     classes do not contain this.)
     */
    public static Members supported(String... names) {
        return new Members(Set.of(names), Map.of());
    }

    /** Adds these members within an outer member. */
    public Members within(String outerName, String... names) {
        var all = marked();
        for (var name : names) {
            all.add(outerName + "." + name);
        }
        return new Members(all, defaults);
    }

    private Set<String> marked() {
        return built.stream()
                .map(name -> required.contains(name) ? name + REQUIRED : name)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Accepts a member that is not implemented where it has this value, which has no effect. */
    public Members accepting(String name, Object value) {
        var more = new HashMap<>(defaults);
        var values = new HashSet<>(more.getOrDefault(name, Set.of()));
        values.add(value);
        more.put(name, Set.copyOf(values));
        return new Members(marked(), more);
    }

    /**
     * Refuses a request without a required member, or with a member that is not implemented.
     *
     * @throws ApiException InvalidParameterException that names the member
     */
    public void check(String operation, SdkPojo request) {
        requireIn(request, "", "");
        ModelWalk.walk(request, member -> descend(operation, member));
    }

    private boolean descend(String operation, ModelWalk.Member member) {
        var name = plain(member.name());
        if (built.contains(name) || isDefault(name, member.value())) {
            return false;
        }
        if (!outer.contains(name)) {
            throw ApiException.invalidParameter(
                    "%s does not support %s yet. Leave it out."
                            .formatted(operation, member.path()));
        }
        return true;
    }

    private boolean isDefault(String name, Object value) {
        return value.equals("")
                || value.equals(false)
                || defaults.getOrDefault(name, Set.of()).contains(value)
                || (value instanceof SdkPojo structure && isDefault(name, structure));
    }

    private boolean isDefault(String name, SdkPojo structure) {
        var words = new AtomicBoolean();
        ModelWalk.walk(
                structure,
                member -> {
                    var isDefault = isDefault(name + "." + plain(member.name()), member.value());
                    words.compareAndSet(false, !isDefault);
                    return false;
                });
        return !words.get();
    }

    private static String plain(String name) {
        return name.replace("[]", "").replace("{}", "");
    }

    private void requireIn(SdkPojo pojo, String outerName, String outerPath) {
        for (var field : pojo.sdkFields()) {
            var name = join(outerName, field.locationName());
            var path = join(outerPath, field.locationName());
            var value = field.getValueOrDefault(pojo);
            if (required.contains(name) && isMissing(value)) {
                throw ApiException.invalidParameter(path + " is required.");
            }
            if (outer.contains(name)) {
                requireWithin(value, name, path);
            }
        }
    }

    private void requireWithin(Object value, String name, String path) {
        switch (value) {
            case SdkPojo pojo -> requireIn(pojo, name, path);
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    requireWithin(list.get(i), name, path + "[" + i + "]");
                }
            }
            case null, default -> {}
        }
    }

    private static String join(String outer, String name) {
        return outer.isEmpty() ? name : outer + "." + name;
    }

    /** An empty list counts as absent, as in all requests. */
    private static boolean isMissing(Object value) {
        return switch (value) {
            case null -> true;
            case String text -> text.isBlank();
            case List<?> list -> list.isEmpty();
            default -> false;
        };
    }
}
