package dev.berth.actors.journal;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.JournalName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types of journal rows by name: the names of all registered aggregates. */
public final class EventTable {

    public static final List<JournalName> ENTRIES =
            AggregateKind.ALL.stream().flatMap(kind -> kind.names().stream()).toList();

    private static final Map<String, JournalName> BY_MANIFEST =
            ENTRIES.stream().collect(Collectors.toMap(JournalName::manifest, Function.identity()));

    /** The newest version of each type, which is the one that is written. */
    private static final Map<Class<?>, JournalName> BY_TYPE =
            ENTRIES.stream()
                    .collect(
                            Collectors.toMap(
                                    JournalName::type, Function.identity(), (_, newer) -> newer));

    private EventTable() {}

    static Optional<JournalName> named(String manifest) {
        return Optional.ofNullable(BY_MANIFEST.get(manifest));
    }

    public static Optional<Class<?>> type(String manifest) {
        return named(manifest).map(JournalName::type);
    }

    /** All names, including old ones, of these types. */
    static Set<String> manifests(Collection<? extends Class<?>> types) {
        return ENTRIES.stream()
                .filter(entry -> types.contains(entry.type()))
                .map(JournalName::manifest)
                .collect(Collectors.toUnmodifiableSet());
    }

    public static Optional<String> manifest(Class<?> type) {
        return Optional.ofNullable(BY_TYPE.get(type)).map(JournalName::manifest);
    }
}
